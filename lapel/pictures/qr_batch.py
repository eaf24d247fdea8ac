"""QR codes of many addresses that differ in a few letters: one for each award.

A QR code is an affine function of its data: error correction, placing and masking only add bits modulo two
(ISO/IEC 18004, sections 7.5 to 7.8). So the code of an address is the code of another one, and for each bit in
which the two differ what that bit changes. What a bit changes is drawn once. All codes of a length have one mask:
any mask is good for a reader, the best one only a little better.
"""

from __future__ import annotations

import base64
import struct
import zlib

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

from .qr import QUIET
from .qr_mask import Bits, penalty


def _draw(text: bytes, mask: int, version: int | None) -> qrcode.QRCode:
    code = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, mask_pattern=mask)
    code.add_data(QRData(text, mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=version is None)
    return code


class BatchCodes:
    """The codes of texts. Those of one length share their work."""

    def __init__(self) -> None:
        self._first: dict[int, _First] = {}

    def rows(self, text: str) -> tuple[int, int]:
        """The code of ``text`` without its quiet zone: its side, and its modules as :class:`Bits` has them by rows."""
        data = text.encode()
        if len(data) not in self._first:
            self._first[len(data)] = _First(data)
        first = self._first[len(data)]
        found, different = first.bits.rows, first.number ^ int.from_bytes(data, "big")
        while different:
            bit = different.bit_length() - 1
            different ^= 1 << bit
            found ^= first.changes.get(bit) or first.change(bit)
        return first.bits.size, found

    def picture(self, text: str) -> str:
        """A PNG of the code with its quiet zone, a pixel a module, as a ``data:`` address. Show it ``pixelated``."""
        size, rows = self.rows(text)
        side = size + 2 * QUIET
        pad = -side % 8
        # Dark is 0 here. A row of pixels starts with a byte that says that it is not filtered, and ends at a whole one.
        modules = f"{rows:0{size * (size + 1)}b}"[::-1].translate(_PIXELS)
        start, end = "0" * 8 + "1" * QUIET, "1" * (QUIET + pad)
        edge = ("0" * 8 + "1" * (side + pad)) * QUIET
        lines = [start + modules[at : at + size] + end for at in range(0, size * (size + 1), size + 1)]
        bits = edge + "".join(lines) + edge
        pixels = int(bits, 2).to_bytes(len(bits) // 8, "big")
        return "data:image/png;base64," + base64.b64encode(_png(side, pixels)).decode()


_PIXELS = str.maketrans("01", "10")


class _First:
    """The first code of a length, and what each bit of its text changes."""

    def __init__(self, data: bytes) -> None:
        self.length, self.number = len(data), int.from_bytes(data, "big")
        self.version = _draw(data, 0, None).version
        # The mask that is best for some text of this length, so that no code depends on which came first.
        some = b"lapel" * (self.length // 5 + 1)
        codes = [Bits.of(_draw(some[: self.length], mask, self.version).modules) for mask in range(8)]
        self.mask = min(range(8), key=lambda mask: penalty(codes[mask]))
        self.bits = Bits.of(_draw(data, self.mask, self.version).modules)
        self.changes: dict[int, int] = {}

    def change(self, bit: int) -> int:
        """What is in another way when ``bit`` of the text is turned. Drawn once."""
        turned = (self.number ^ 1 << bit).to_bytes(self.length, "big")
        self.changes[bit] = Bits.of(_draw(turned, self.mask, self.version).modules).rows ^ self.bits.rows
        return self.changes[bit]


def _png(side: int, pixels: bytes) -> bytes:
    """A square picture of one bit a pixel (PNG, sections 5 and 11): a library takes ten times as long over it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packed = zlib.compress(pixels, 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")

"""QR codes: the full address of a page, error correction M, four modules of quiet zone (ISO/IEC 18004)."""

from __future__ import annotations

import io
from functools import cache
from itertools import groupby

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from .qr_mask import Bits, penalty

QUIET = 4
Matrix = list[list[bool]]


def _draw(text: str, mask: int, version: int | None = None) -> qrcode.QRCode:
    code = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, mask_pattern=mask)
    code.add_data(text)
    code.make(fit=version is None)
    return code


@cache
def _changes(version: int) -> list[Bits]:
    """What each mask changes against mask 0. It is the same for every text: the mask and its name, no data."""
    drawn = [Bits.of(_draw("0", mask, version).modules) for mask in range(8)]
    return [drawn[0] ^ code for code in drawn]


def qr_matrix(text: str) -> Matrix:
    """The code of ``text`` with its quiet zone: rows of dark (True) and light modules."""
    drawn = _draw(text, mask=0)
    bare = Bits.of(drawn.modules)
    best = min((bare ^ change for change in _changes(drawn.version)), key=penalty)
    side, edge = [False] * QUIET, [False] * (best.size + 2 * QUIET)
    return [edge] * QUIET + [side + row + side for row in best.modules()] + [edge] * QUIET


def qr_svg(matrix: Matrix) -> bytes:
    """One path of horizontal runs: a quarter of the size of a square for each module."""
    size = len(matrix)
    path = []
    for y, row in enumerate(matrix):
        x = 0
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{"".join(path)}"/></svg>\n'
    ).encode()


def qr_png(matrix: Matrix) -> bytes:
    """A black and white PNG, 8 pixels a module: sharp on paper at the size of a palm."""
    # Eight pixels of one bit are a byte, so a row of modules is packed without touching a single pixel.
    rows = (bytes(0 if dark else 255 for dark in row) * 8 for row in matrix)
    side = len(matrix) * 8
    stream = io.BytesIO()
    Image.frombytes("1", (side, side), b"".join(rows)).save(stream, "PNG")
    return stream.getvalue()

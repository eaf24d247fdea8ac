"""QR codes: the full address of a page, error correction M, four modules of quiet zone (ISO/IEC 18004)."""

from __future__ import annotations

import io
from itertools import groupby

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4
Matrix = list[list[bool]]


def qr_matrix(text: str) -> Matrix:
    """The code of ``text`` with its quiet zone: rows of dark (True) and light modules."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


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
    """A black and white PNG, 16 pixels a module: large enough to print at 5 cm with 300 dots an inch."""
    # Sixteen pixels of one bit are two bytes, so a row of modules is packed without touching a single pixel.
    rows = (b"".join(b"\x00\x00" if dark else b"\xff\xff" for dark in row) * 16 for row in matrix)
    side = len(matrix) * 16
    stream = io.BytesIO()
    Image.frombytes("1", (side, side), b"".join(rows)).save(stream, "PNG")
    return stream.getvalue()

"""Pictures of imported badges: an SVG as it is when it only draws, any other picture inside an SVG."""

from __future__ import annotations

import base64
import binascii
import io
from urllib.parse import unquote_to_bytes

from PIL import Image

from ..load.images import svg_faults
from .brought import ImportFault

MAX_BYTES = 4 * 1024 * 1024
SIDE = 480
"""Pixels: sharp where it is shown largest."""


def from_data(address: str) -> bytes:
    """The bytes of a ``data:`` address."""
    head, found, body = address.partition(",")
    if not found:
        raise ImportFault("is no picture")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        raise ImportFault("is damaged") from None


def as_svg(content: bytes) -> str:
    """The picture as an SVG that may be published. Raises :class:`ImportFault` with what is wrong."""
    if len(content) > MAX_BYTES:
        raise ImportFault("is larger than 4 MiB")
    if content.lstrip()[:1] == b"<":
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ImportFault("is not UTF-8 text") from None
        faults = svg_faults(text)
        if faults:
            raise ImportFault(faults[0][1])
        return text
    return _inside(_png(content))


def _png(content: bytes) -> bytes:
    """A small PNG with nothing in it but its points: what a badge program baked into it stays behind."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            if picture.width * picture.height > 40_000_000:
                raise ImportFault("has more than 40 million points")
            plain = picture.convert("RGBA")
    except ImportFault:
        raise
    except Exception:  # what a damaged picture makes the readers of its format raise is not written down anywhere
        raise ImportFault("is no picture that can be read (PNG, JPEG, GIF, WebP or SVG)") from None
    plain.thumbnail((SIDE, SIDE))
    small = plain.quantize(256, method=Image.Quantize.FASTOCTREE)
    made = io.BytesIO()
    small.save(made, "PNG", optimize=True)
    return made.getvalue()


def _inside(png: bytes) -> str:
    with Image.open(io.BytesIO(png)) as picture:
        width, height = picture.size
    side = max(width, height)
    x, y = (side - width) // 2, (side - height) // 2
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<image x="{x}" y="{y}" width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>\n'
    )

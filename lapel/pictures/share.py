"""What messengers show beside a link: 1200 by 630 points, the art at the left, the name at the right (Open Graph)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1200, 630
ART, MARGIN, GAP = 320, 80, 70
PANEL = ART + 2 * MARGIN
"""The light panel at the left, on which art of every colour stands out."""
LINES = 4
QUALITY = 84


@dataclass(frozen=True)
class Plate:
    """What every picture of a network has: its colours ("#rrggbb"), its name, and the file of its typeface."""

    ground: str
    panel: str
    ink: str
    soft: str
    accent: str
    network: str
    font: Path | None
    letters: frozenset[int] = frozenset()
    """The code points that the typeface has; a text with another one is left out: empty boxes say nothing."""

    def can_write(self, text: str) -> bool:
        return self.font is not None and all(ord(letter) in self.letters for letter in text)


def share_picture(plate: Plate, art: Sequence[bytes], title: str, line: str) -> bytes:
    """A JPEG. ``art`` are one to three square PNGs; ``title`` and ``line`` are left out where the typeface lacks one of
    their letters."""
    wordless = not plate.can_write(title)
    canvas = _ground(plate, PANEL if not wordless else WIDTH, title != plate.network).copy()
    pen = ImageDraw.Draw(canvas)
    _place(canvas, art, (WIDTH - ART) // 2 if wordless else MARGIN)
    if not wordless:
        x = PANEL + GAP
        size, rows = _fitting(plate, title, WIDTH - x - MARGIN)
        y = (HEIGHT - len(rows) * size * 1.14 - 64) / 2
        for row in rows:
            pen.text((x, y), row, font=_font(plate, size, 700), fill=plate.ink)
            y += size * 1.14
        if plate.can_write(line):
            small = _font(plate, 32, 400)
            pen.text((x, y + 18), _cut(plate, line, WIDTH - x - MARGIN, small), font=small, fill=plate.soft)
    made = io.BytesIO()
    canvas.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


@lru_cache(maxsize=4)
def _ground(plate: Plate, panel: int, named: bool) -> Image.Image:
    canvas = Image.new("RGB", (WIDTH, HEIGHT), plate.ground)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 0, panel, HEIGHT), fill=plate.panel)
    pen.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=plate.accent)
    if named and panel < WIDTH and plate.can_write(plate.network):
        x = PANEL + GAP
        small = _font(plate, 28, 600)
        pen.text((x, HEIGHT - 78), _cut(plate, plate.network, WIDTH - x - MARGIN, small), font=small, fill=plate.soft)
    return canvas


def _place(canvas: Image.Image, art: Sequence[bytes], left: int) -> None:
    """One picture large, or up to three as a fan, the first in front."""
    size = ART if len(art) == 1 else 230
    spots = [(-30, (ART - size) // 2), (ART - size + 30, -40), (ART - size + 30, ART - size + 40)]
    top = (HEIGHT - ART) // 2
    for raw, (x, y) in reversed(list(zip(art, spots if len(art) > 1 else [(0, 0)], strict=False))):
        picture = Image.open(io.BytesIO(raw)).convert("RGBA")
        if picture.width != size:
            picture = picture.resize((size, size), Image.Resampling.LANCZOS)
        _raise(canvas, picture, left + x, top + y)


def _raise(canvas: Image.Image, picture: Image.Image, x: int, y: int) -> None:
    """Puts a picture down with light from above and a shadow, as :func:`.artwork.raised` does for browsers."""
    shape = picture.getchannel("A")
    room = 24
    soft = Image.new("L", (picture.width + 2 * room, picture.height + 2 * room))
    soft.paste(shape.point(lambda part: part * 0.32), (room, room))
    canvas.paste("#000", (x - room, y - room + 16), soft.filter(ImageFilter.BoxBlur(9)))
    canvas.paste("#000", (x, y + 6), shape.point(lambda part: part * 0.45))
    canvas.paste(picture, (x, y), picture)
    for colour, light in zip(("#fff", "#000"), _light(picture.size), strict=True):
        canvas.paste(colour, (x, y), ImageChops.multiply(light, shape))


@lru_cache(maxsize=4)
def _light(size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """How much white falls from the upper left, and how much black lies at the lower right."""
    down = Image.linear_gradient("L").resize(size)
    slope = ImageChops.add(down, down.transpose(Image.Transpose.TRANSPOSE), scale=2)
    return slope.point(lambda part: max(0, 110 - part) * 0.7), slope.point(lambda part: max(0, part - 120) * 0.6)


@lru_cache(maxsize=32)
def _font(plate: Plate, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(plate.font), size)
    with contextlib.suppress(OSError, NotImplementedError):  # a typeface of one weight
        font.set_variation_by_axes([weight])
    return font


def _fitting(plate: Plate, text: str, width: int) -> tuple[int, list[str]]:
    """The largest size in which the text fits, and its rows."""
    for size in (84, 72, 62, 54, 46):
        rows = _rows(plate, text, size, width)
        if len(rows) <= (3 if size > 54 else LINES):
            return size, rows
    rows = _rows(plate, text, 46, width)[:LINES]
    return 46, [*rows[:-1], f"{rows[-1][:-1]}…" if 0x2026 in plate.letters else rows[-1]]


def _rows(plate: Plate, text: str, size: int, width: int) -> list[str]:
    font, rows = _font(plate, size, 700), [""]
    # A word that is wider than the picture is cut, as a browser would.
    most = max(1, int(width / font.getlength("m")))
    for word in (part[at : at + most] for part in text.split() for at in range(0, len(part), most)):
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and font.getlength(longer) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def _cut(plate: Plate, text: str, width: int, font: ImageFont.FreeTypeFont) -> str:
    dots = "…" if ord("…") in plate.letters else ""
    while len(text) > 1 and font.getlength(text) > width:
        text = text[: -1 - len(dots)].rstrip() + dots
    return text

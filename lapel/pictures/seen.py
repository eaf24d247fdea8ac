"""Whether a picture can be seen: its colours against the page and against each other (WCAG 2.2, 1.4.11)."""

from __future__ import annotations

import io
from collections import Counter

from PIL import Image

from ..model.colours import contrast
from .raster import png

SIZE = 48
ENOUGH = 3.0
"""The least contrast of what has to be told apart to understand a picture."""
SHARE = 0.04
"""A colour with a smaller part of the picture carries nothing."""


def picture_contrast(svg: str, grounds: tuple[str, ...]) -> tuple[float, float]:
    """The best contrast of two colours inside the picture, and the least of its outline against the grounds
    (``#rrggbb``), where the better of its two main colours counts. ``ValueError`` when it cannot be drawn."""
    image = Image.open(io.BytesIO(png(svg, SIZE))).convert("RGBA")
    raw = image.tobytes()
    solid = [tuple(raw[at : at + 3]) for at in range(0, len(raw), 4) if raw[at + 3] > 200]
    if not solid:
        return 1.0, 1.0
    counts = Counter(tuple(channel // 16 * 16 + 8 for channel in pixel) for pixel in solid)
    main = [_hex(colour) for colour, count in counts.most_common(12) if count >= SHARE * len(solid)]
    main = main or [_hex(counts.most_common(1)[0][0])]
    outside = min(max(contrast(one, ground) for one in main) for ground in grounds)
    inside = max(contrast(one, other) for one in main for other in main)
    is_shape = len(solid) < (1 - SHARE) * SIZE * SIZE  # the page itself is its other colour
    return max(inside, outside) if is_shape and len(main) == 1 else inside, outside


def _hex(colour: tuple[int, ...]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour)

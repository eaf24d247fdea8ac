"""How the site looks: ``network/look.yml``. One place for colours, typeface, logo and corners."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property

from pydantic import Field, model_validator

from .badge import Image
from .colours import ENOUGH, Colour, contrast, ink_on, mixed, nearest
from .record import FileRecord, optional
from .scalars import Line, refuse


class Corners(StrEnum):
    ROUND = "round"
    SOFT = "soft"
    SQUARE = "square"


_FONT = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}\.woff2")
"""The name stands in the style sheet: nothing but such letters may."""
TYPEFACES = ("lapel", "system", "serif")
"""The site's own; that of the reader's device; one with serifs of the reader's device."""

# Every colour of the pages, light and dark: the one list.
COLOURS: dict[str, tuple[str, str]] = {
    "ground": ("#fbf8f1", "#131816"),
    "paper": ("#ffffff", "#1c2320"),
    "ink": ("#1b2321", "#ecf0ed"),
    "soft": ("#4c5854", "#b5c1bb"),
    "line": ("#ded8ca", "#39443f"),
    "brand": ("#17694a", "#86d6b1"),
    "brand-ink": ("#ffffff", "#08241a"),
    "tint": ("#e6f1ea", "#1f3129"),
    "deep": ("#0f3d2c", "#0e2b20"),
    "deep-ink": ("#fbf8f1", "#eaf3ee"),
    "deep-soft": ("#c4dccf", "#b4cdc0"),
    "sun": ("#f2b544", "#e5a936"),
    "warm": ("#fbeecb", "#3d3210"),
    "warm-ink": ("#4a3600", "#f5e2ad"),
    "warn": ("#8a5a00", "#f0c46a"),
    "bad": ("#a3221b", "#f4a49b"),
    "focus": ("#0b57d0", "#a8c7fa"),
}
LIGHT, DARK = 0, 1
TINTS = (0.08, 0.12)
"""How much of the brand's colour is in the ground of bands and notes."""


class Look(FileRecord):
    """Colours, typeface, logo and corner style of a network. Everything left out is as Lapel has it."""

    brand: Colour | None = optional("The colour of links and buttons, in quotes.", "#17694a")
    brandDark: Colour | None = optional("The same on a dark page. Left out: the nearest that can be read.", "#86d6b1")
    ground: Colour | None = optional("The colour of the page.", "#fbf8f1")
    groundDark: Colour | None = optional("The same of a dark page.", "#131816")
    deep: Colour | None = optional("The ground of the large panel on the home page.", "#0f3d2c")
    typeface: Line = Field(
        default="lapel",
        description=(
            "'lapel' for the site's own, 'system' or 'serif' for that of the reader's device, or a WOFF2 file beside "
            "this one."
        ),
        examples=["system"],
    )
    corners: Corners = Field(default=Corners.ROUND, description="'round', 'soft' or 'square'.", examples=["soft"])
    image: Image | None = optional(
        "The logo: an SVG beside this file.", {"id": "logo.svg", "caption": "A green shield with a tick"}
    )

    @model_validator(mode="after")
    def _typeface_is_known(self) -> Look:
        named = self.typeface
        if named not in TYPEFACES and not _FONT.fullmatch(named):
            raise refuse(
                f"has the typeface '{named[:40]}': write 'lapel', 'system', 'serif', or the name of a WOFF2 file that "
                "lies beside it"
            )
        return self

    @property
    def typeface_file(self) -> str | None:
        """The name of the font's file, when the network brings its own."""
        return None if self.typeface in TYPEFACES else self.typeface

    @cached_property
    def colours(self) -> dict[str, tuple[str, str]]:
        """Every colour of the pages by its name, light and dark."""
        found = dict(COLOURS)
        light, dark = self.ground or COLOURS["ground"][LIGHT], self.groundDark or COLOURS["ground"][DARK]
        found["ground"] = (light, dark)
        if self.ground or self.groundDark:
            found["paper"] = (
                mixed("#ffffff", light, 0.7) if self.ground else COLOURS["paper"][LIGHT],
                mixed("#ffffff", dark, 0.05) if self.groundDark else COLOURS["paper"][DARK],
            )
        if self.brand:
            other = self.brandDark or nearest(self.brand, dark, found["paper"][DARK], tint=TINTS[DARK])
        else:
            other = self.brandDark or COLOURS["brand"][DARK]
        brand = (self.brand or COLOURS["brand"][LIGHT], other)
        if self.brand or self.brandDark:
            found["brand"] = brand
            found["brand-ink"] = (ink_on(brand[LIGHT]), ink_on(brand[DARK]))
        if self.brand or self.brandDark or self.ground or self.groundDark:
            found["tint"] = (mixed(brand[LIGHT], light, TINTS[LIGHT]), mixed(brand[DARK], dark, TINTS[DARK]))
        if self.brand or self.brandDark or self.ground or self.groundDark:
            for name in ("soft", "warn", "bad", "focus"):
                found[name] = tuple(  # type: ignore[assignment]
                    nearest(found[name][side], *(found[ground][side] for ground in ("ground", "paper", "tint")))
                    for side in (LIGHT, DARK)
                )
        if self.deep or self.brand:
            deep = self.deep or mixed(brand[LIGHT], "#000000", 0.55)
            night = mixed(deep, "#000000", 0.7)
            found["deep"] = (deep, night)
            found["deep-ink"] = (ink_on(deep), ink_on(night))
            found["deep-soft"] = found["deep-ink"]
        return found

    def unreadable(self) -> list[tuple[str, str]]:
        """The keys whose colour cannot be read on the page, and the sentence that says which can."""
        faults = []
        colours = self.colours
        for side, suffix in ((LIGHT, ""), (DARK, "Dark")):
            grounds = [colours[name][side] for name in ("ground", "paper", "tint")]
            if getattr(self, f"ground{suffix}") and contrast(colours["ink"][side], grounds[0]) < ENOUGH:
                mend = nearest(grounds[0], colours["ink"][side])
                faults.append((f"ground{suffix}", _sentence(grounds[0], "the words of a page on it", mend)))
                continue
            brand = colours["brand"][side]
            if min(contrast(brand, ground) for ground in grounds) < ENOUGH:
                key = f"brand{suffix}" if getattr(self, f"brand{suffix}") else f"ground{suffix}"
                mend = nearest(brand, *grounds[:2], tint=TINTS[side])
                shown = brand if key.startswith("brand") else grounds[0]
                faults.append(
                    (
                        key,
                        _sentence(
                            shown, "links and buttons", mend, "" if key.startswith("brand") else f"brand{suffix}"
                        ),
                    )
                )
        return faults


def _sentence(colour: str, what: str, mend: str, key: str = "") -> str:
    """``key`` is where the colour that passes belongs, when it is another than the one that was named."""
    named = f"write '{key}: \"{mend}\"'" if key else f'the nearest that passes is "{mend}"'
    return f"has the colour {colour}, which makes {what} hard to read (less than 4.5 to 1): {named}"


DEFAULT = Look(slug="look", source="network/look.yml")
"""That of a network that chooses none."""

"""How the site looks, as files: the style sheet with the network's colours, the typeface, icons, the web manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from .code import code_digest
from .context import Context
from .model import paths
from .model.json_text import json_bytes
from .model.look import DARK, LIGHT, Corners, Look
from .model.problem import CatalogueError, Problem
from .pictures import raster
from .stream import Settings, Unit, made, whole

STYLE = "assets/lapel.css"
ICON = "assets/icon.svg"
LOGO = "assets/logo.svg"
TYPES = ("type", "type-latin-ext", "type-cyrillic", "type-cyrillic-ext", "type-arabic")
"""The parts of the typeface, as they were cut out of its package; a browser takes those whose letters it needs."""
_SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'
_SERIF = 'Charter, "Bitstream Charter", "Noto Serif", Georgia, serif'
_RADIUS = {Corners.ROUND: ("16px", "99px"), Corners.SOFT: ("8px", "10px"), Corners.SQUARE: ("0", "0")}
_SHAPE = "M16 2c5 3 9 3 13 3.500v12c0 7-6 10.500-13 12.500C9 28 3 24.500 3 17.500v-12C7 5 11 5 16 2Z"
_TICK = "M10 16.500l4.200 4.200L22.500 12"
_SIZES = (192, 512)
_SAFE = 0.8
"""What a phone leaves of a maskable icon, at least, of its width (W3C Manifest, "safe zone")."""


def look_units(context: Context, settings: Settings) -> Iterator[Unit]:
    """The files of the look. A file of the network's own with the same name stands in the place of each of them."""
    for name, unit in _units(context, settings):
        if name not in settings.assets:
            yield unit
    yield whole(paths.MANIFEST, json_bytes(manifest(context, context.catalogue.look)))


def _units(context: Context, settings: Settings) -> Iterator[tuple[str, Unit]]:
    """Each file of ``assets/`` by its name."""
    look = context.catalogue.look
    yield "lapel.css", whole(STYLE, stylesheet(context, settings).encode())
    for name, file in _fonts(context, settings).items():
        yield name, whole(f"assets/{name}", file.read_bytes(), look.source if look.typeface_file else None)
    icon = _icon(context, settings, look)
    yield "icon.svg", whole(ICON, icon.encode())
    if logo := context.catalogue.artwork.get(look.source):
        yield "logo.svg", whole(LOGO, logo.svg.encode(), look.source)
    drawn_with = code_digest("pictures", libraries=("resvg",))
    for name, svg, size in [
        *((f"icon-{size}.png", icon, size) for size in _SIZES),
        ("icon-maskable-512.png", _maskable(icon, look), 512),
        ("icon-touch-180.png", _maskable(icon, look), 180),
    ]:
        digest = hashlib.sha256(f"{drawn_with}{size}{svg}".encode()).hexdigest()
        yield name, made(f"assets/{name}", digest, partial(_drawn, look, svg, size))


def stylesheet(context: Context, settings: Settings) -> str:
    """Colours and typeface, then the layers in the order of their numbers."""
    return "\n".join([_faces(context, settings), archive_style(context, settings)])


def archive_style(context: Context, settings: Settings) -> str:
    """The same for a page that stands alone: without a typeface, which it could not load."""
    layers = [file.read_text(encoding="utf-8") for file in sorted((settings.overrides / "styles").glob("*.css"))]
    return "\n".join([tokens(context.catalogue.look), *layers])


def style_version(context: Context, settings: Settings) -> str:
    """What is put behind the address of the style sheet, so that a browser asks anew when it is another one."""
    own = settings.assets.get("lapel.css")
    text = own.read_text(encoding="utf-8") if own else stylesheet(context, settings)
    return "?" + hashlib.sha256(text.encode()).hexdigest()[:12]


def tokens(look: Look) -> str:
    """The colours, light and dark, and what else the network chose, as custom properties."""
    light, dark = (_colours(look, side) for side in (LIGHT, DARK))
    radius, pill = _RADIUS[look.corners]
    families = {"lapel": f"Lapel, {_SYSTEM}", "system": _SYSTEM, "serif": _SERIF}
    font = families.get(look.typeface, f"Lapel, {_SYSTEM}")
    return (
        f":root {{ {light} --radius: {radius}; --pill: {pill}; --font: {font}; color-scheme: light; }}\n"
        f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}\n'
        f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}'
    )


def _colours(look: Look, side: int) -> str:
    scheme = " color-scheme: dark;" if side == DARK else ""
    return " ".join(f"--{name}: {pair[side]};" for name, pair in look.colours.items()) + scheme


def _faces(context: Context, settings: Settings) -> str:
    """``optional``: text is there at once, and nothing moves when the typeface comes; it is there on the next page."""
    look = context.catalogue.look
    if look.typeface_file:
        return (
            f'@font-face {{ font-family: Lapel; src: url("{look.typeface_file}") format("woff2"); '
            "font-weight: 100 900; font-display: optional; }"
        )
    if look.typeface != "lapel" or settings.verifier is None:
        return ""
    ranges: dict[str, str] = _ranges(settings.verifier / "type.json")
    return "\n".join(
        f'@font-face {{ font-family: Lapel; src: url("{name}.woff2") format("woff2"); font-weight: 400 700; '
        f"font-display: optional; unicode-range: {ranges[name]}; }}"
        for name in TYPES
        if name in ranges
    )


def typeface(context: Context, settings: Settings) -> tuple[Path, frozenset[int]] | None:
    """The file that pictures are written with, and the letters that it has."""
    if settings.verifier is None or not (settings.verifier / "type.json").is_file():
        return None
    return settings.verifier / "type.woff2", _letters(_ranges(settings.verifier / "type.json")["type"])


@lru_cache(maxsize=4)
def _letters(ranges: str) -> frozenset[int]:
    """Every code point of ranges as CSS writes them: "U+0000-00FF,U+0131"."""
    spans = [part.removeprefix("U+").split("-") for part in ranges.split(",")]
    return frozenset(code for span in spans for code in range(int(span[0], 16), int(span[-1], 16) + 1))


@lru_cache(maxsize=4)
def _ranges(file: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def _fonts(context: Context, settings: Settings) -> dict[str, Path]:
    look = context.catalogue.look
    if look.typeface_file:
        return {look.typeface_file: context.catalogue.root / "network" / look.typeface_file}
    if look.typeface != "lapel" or settings.verifier is None:
        return {}
    names = [*(f"{name}.woff2" for name in TYPES), "type.LEGAL.txt", "type-arabic.LEGAL.txt"]
    return {name: file for name in names if (file := settings.verifier / name).is_file()}


def preloaded(context: Context, settings: Settings) -> str | None:
    """The part of the typeface that every page needs."""
    name = context.catalogue.look.typeface_file or "type.woff2"
    return f"assets/{name}" if name in _fonts(context, settings) else None


def _icon(context: Context, settings: Settings, look: Look) -> str:
    if own := settings.assets.get("icon.svg"):
        return own.read_text(encoding="utf-8")
    if logo := context.catalogue.artwork.get(look.source):
        return logo.svg
    colours = look.colours
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="{colours["brand"][LIGHT]}" '
        f'd="{_SHAPE}"/><path fill="none" stroke="{colours["brand-ink"][LIGHT]}" stroke-width="3" '
        f'stroke-linecap="round" stroke-linejoin="round" d="{_TICK}"/></svg>'
    )


def _drawn(look: Look, svg: str, size: int) -> bytes:
    try:
        return raster.png(svg, size)
    except ValueError as error:
        shown = f"network/{look.image.id}" if look.image else look.source
        raise CatalogueError(
            [Problem(shown, 1, f"{error}: simplify the drawing and export it again", "picture-unfit")]
        ) from error


def _maskable(icon: str, look: Look) -> str:
    """The icon inside the part that no phone cuts away, on the colour of the page."""
    side, inner = 512, 512 * _SAFE * 0.8
    art = ElementTree.fromstring(icon)
    for name, size in (("x", (side - inner) / 2), ("y", (side - inner) / 2), ("width", inner), ("height", inner)):
        art.set(name, f"{size:g}")
    body = ElementTree.tostring(art, "unicode")
    ground = look.colours["ground"][LIGHT]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="{ground}"/>{body}</svg>'
    )


def manifest(context: Context, look: Look) -> dict[str, object]:
    """The web app manifest (W3C): on a home screen the site opens with the earner's own badges."""
    network, colours = context.catalogue.network, look.colours
    icons = [
        *({"src": f"assets/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in _SIZES),
        {"src": "assets/icon-maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    return {
        "name": network.name,
        "short_name": context.strings("mine.short"),
        "description": network.description,
        "lang": network.inLanguage,
        # Relative to the origin, not to this file: many networks may share a host.
        "id": urlsplit(context.addresses.base).path,
        "start_url": paths.MINE,
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": colours["ground"][LIGHT],
        "background_color": colours["ground"][LIGHT],
        "icons": icons,
    }

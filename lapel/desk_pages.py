"""The cell of the desk as a file: its script from the bundle, in the colours of the network."""

from __future__ import annotations

from collections.abc import Iterator

from .context import Context
from .look_files import tokens
from .pages.desk import cell_page
from .pages.html import Renderer
from .stream import Settings, Unit, whole

SCRIPT = "cell.mjs"
STYLE = "cell.css"


def cell_units(context: Context, settings: Settings, render: Renderer) -> Iterator[Unit]:
    """None where the scripts were not bundled: then the desk says that it cannot sign."""
    if settings.verifier is None or not (file := settings.verifier / SCRIPT).is_file():
        return
    style = f"{tokens(context.catalogue.look)}\n{(settings.overrides / STYLE).read_text(encoding='utf-8')}"
    page = cell_page(context, file.read_text(encoding="utf-8"), style)
    yield whole(page.file, render(page))

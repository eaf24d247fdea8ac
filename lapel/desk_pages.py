"""The desk as files: its page, the cell, and both in one file to keep, in the colours of the network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, time

import orjson

from .context import Context
from .desk_files import DeskState
from .desk_letters import desk_letters
from .documents import openbadges3
from .documents.feed import Entry
from .ledger.endorsements import documents_of, endorsements_by_subject, of_badge
from .look_files import archive_style, tokens
from .model import paths
from .pages.desk import alone_page, cell_page, desk_page
from .pages.html import Renderer
from .pages.page import Page
from .stream import Settings, Unit, whole

CELL, CELL_STYLE, ALONE, STYLE = "cell.mjs", "cell.css", "desk_alone.mjs", "desk.css"


class DeskPages:
    """What is made of the desk's scripts; without them (nobody has bundled them yet) there is the page alone."""

    def __init__(self, context: Context, settings: Settings, render: Renderer, state: DeskState) -> None:
        self._context, self._state = context, state
        self._letters = dict(desk_letters(context, settings, render))
        self._files: list[tuple[str, bytes]] = []
        self.digest: str | None = None
        """SHA-256 of the desk in one file, in hexadecimal."""
        scripts = [settings.verifier / name for name in (CELL, ALONE)] if settings.verifier else []
        if not scripts or not all(file.is_file() for file in scripts):
            return
        cell_script, alone_script = (file.read_text(encoding="utf-8") for file in scripts)
        style = f"{tokens(context.catalogue.look)}\n{(settings.overrides / CELL_STYLE).read_text(encoding='utf-8')}"
        cell = render(cell_page(context, cell_script, style))
        whole_style = archive_style(context, settings) + settings.assets[STYLE].read_text(encoding="utf-8")
        known = orjson.dumps(self._known()).decode()
        alone = render(alone_page(context, known, cell, alone_script, whole_style.replace("</style", "<\\/style")))
        self._files = [(paths.DESK_CELL, cell), (paths.DESK_ALONE, alone)]
        self.digest = hashlib.sha256(alone).hexdigest()

    @property
    def page(self) -> Page:
        return desk_page(self._context, self.digest)

    def units(self) -> Iterator[Unit]:
        """The cell, the desk in one file, and the letters in each language."""
        for path, content in self._files:
            yield whole(path, content)
        for path, document in self._letters.items():
            yield whole(path, orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))

    def entries(self) -> Iterator[Entry]:
        """What the feed says: another hash for each change of the file."""
        if self.digest:
            strings = self._context.strings
            moment = datetime.combine(self._state.newest, time(), UTC)
            text = strings("desk.feed_text", digest=self.digest)
            yield Entry(strings("desk.feed"), paths.DESK, text, "desk", moment)

    def _known(self) -> dict[str, object]:
        """What the desk would read of the site, by its path from ``desk/``."""
        context, state = self._context, self._state
        catalogue, addresses = context.catalogue, context.addresses
        said = endorsements_by_subject(catalogue.awards)
        documents: dict[str, object] = {"network.json": state.network}
        for one in catalogue.badges.values():
            document = openbadges3.achievement(one, catalogue, addresses)
            if own := of_badge(said, addresses, one.slug):
                document["endorsement"] = documents_of(own)
            documents[f"../{paths.achievement(one.slug)}"] = document
        documents |= {path.removeprefix(paths.DESK): one for path, one in state.documents(context)}
        documents |= {path.removeprefix(paths.DESK): one for path, one in self._letters.items()}
        return {"documents": documents, "saved": context.strings.date(state.newest)}

"""The preview on this computer: a saved file reloads the browser at once, a mistake shows over the last good page.

The server is that of MkDocs. While a network writes no page of its own, a change needs MkDocs for nothing else.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

from ..context import Context
from ..load.memory import Memory
from ..model.problem import CatalogueError, LapelError, Problem
from ..outputs import open_context
from ..publish import Done, StoppedError, publish, publish_badges
from ..published import Published
from ..search import make_index
from ..stream import Settings

CALM = 1.5
"""Seconds without a change before the search index is made: until then the machine belongs to the page."""
LOADED = 0.3
"""Seconds in which a browser loads the page that was saved, before the machine does anything else."""
MAX_FIRST = 5
"""So many badges are shown before everything that they change."""
SETTLE = 0.02
"""Seconds without a further change before a build begins: editors write a file in several steps."""
log = logging.getLogger("mkdocs.plugins.lapel")
StartResponse = Callable[..., Any]


class _Saved(Observer):  # type: ignore[misc,valid-type]
    """Told by the system, where the server's own looks every half second; and not of files that are only read."""

    def schedule(self, event_handler: Any, path: str, *, recursive: bool = False, **_: Any) -> Any:
        kinds = [FileModifiedEvent, FileCreatedEvent, FileDeletedEvent, FileMovedEvent]
        return super().schedule(event_handler, path, recursive=recursive, event_filter=kinds)


class Preview:
    """Rebuilds, shows problems, and makes the search index beside the page."""

    def __init__(
        self,
        server: LiveReloadServer,
        root: Path,
        settings: Settings,
        listed: Path,
        memory: Memory,
        *,
        rebuild_all: Callable[[], None],
        fault: Callable[[], str],
    ) -> None:
        """``memory`` is what the first build has read; ``fault`` says why ``rebuild_all`` failed."""
        self._server, self._root, self._settings, self._listed = server, root, settings, listed
        self._rebuild_all, self._fault = rebuild_all, fault
        self._problems: list[Problem] = []
        self._config = _time(root / "mkdocs.yml")
        self._free = False
        self._memory = memory
        self._rest: threading.Thread | None = None
        self._stop = threading.Event()
        self._index = _Index(Path(server.root))

    def start(self, context: Context, watched: Iterable[Path], templates: Iterable[Path]) -> None:
        """Takes the place of the server's own watching and building."""
        server = self._server
        docs = list(watched)
        server.unwatch(str(docs[-1]))
        server.unwatch(str(self._root / "mkdocs.yml"))
        server.observer = _Saved()
        for path in [*docs, self._root / "mkdocs.yml", *templates]:
            server.watch(str(path))
        server.build_delay = SETTLE
        server.builder = self.build
        server.set_app(self.serve)
        self._free = bool(context.catalogue.pages)
        self._index.want(context.strings.language, more=context.catalogue.network.languages)
        self._memory.changed.clear()

    def built(self, context: Context, done: Done) -> None:
        """MkDocs built the whole."""
        self._free = bool(context.catalogue.pages)
        self._problems = []
        self._index.want(context.strings.language, done.search, context.catalogue.network.languages)

    def build(self) -> None:
        """What a change asks for. Never raises for a mistake of the network: it is shown instead."""
        self._wait()
        try:
            context = open_context(self._root, self._settings, memory=self._memory)
            changed = {key.partition("#")[0] for key in self._memory.changed}
            self._memory.changed.clear()
            self._problems = []
            if self._free or context.catalogue.pages or _time(self._root / "mkdocs.yml") != self._config:
                self._config = _time(self._root / "mkdocs.yml")
                self._rebuild_all()
                return
            slugs = [slug for slug, badge in context.catalogue.badges.items() if badge.source in changed]
            if not slugs or len(changed) != len(slugs) or len(slugs) > MAX_FIRST:
                self._publish(context)
                return
            # Whoever saved a badge looks at that badge. What else it changes follows.
            publish_badges(context, self._settings, Path(self._server.root), slugs)
            self._stop.clear()
            self._rest = threading.Thread(target=self._follow, args=(context,), daemon=True)
            self._rest.start()
        except (LapelError, OSError) as error:
            self._show(error)
        except SystemExit:
            self._show(LapelError(self._fault()))
        except Exception as error:  # a plugin or a theme of the network: the preview goes on
            log.exception("The preview could not be built")
            self._show(error)

    def _show(self, error: Exception) -> None:
        self._problems = (
            error.problems if isinstance(error, CatalogueError) else [Problem("", 0, str(error), "unexpected")]
        )
        print(error, file=sys.stderr)

    def _wait(self) -> None:
        """Another change came: it is published with what this one changed."""
        self._stop.set()
        if self._rest is not None:
            self._rest.join()
            self._rest = None

    def _follow(self, context: Context) -> None:
        if not self._stop.wait(LOADED):
            self._publish(context, self._stop)

    def _publish(self, context: Context, stop: threading.Event | None = None) -> None:
        try:
            published = Published(Path(self._server.root), self._listed)
            done = publish(context, self._settings, published, search=False, alone=True, stop=stop)
            self._index.want(context.strings.language, done.search, context.catalogue.network.languages)
        except StoppedError:
            return
        except (LapelError, OSError) as error:
            self._show(error)

    def serve(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """The page, with what is wrong over it."""
        if not self._problems:
            return self._server.serve_request(environ, start_response)
        answer: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> None:
            answer[:] = [status, headers]

        body = b"".join(self._server.serve_request(environ, start))
        status, headers = answer
        if any(name.lower() == "content-type" and "html" in value for name, value in headers):
            body = body.replace(b"<main", problems_html(self._problems).encode(errors="backslashreplace") + b"<main", 1)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers.append(("Content-Length", str(len(body))))
        start_response(status, headers)
        return [body]


def problems_html(problems: Iterable[Problem]) -> str:
    """Every problem with its place and its mend, as a part of a page."""
    rows = "".join(
        f"<li>{f'<code>{escape(one.path)}:{one.line}</code> ' if one.path else ''}{escape(one.text)}</li>"
        for one in problems
    )
    return f'<section class="problems" role="alert" aria-label="Problems"><ul>{rows}</ul></section>'


def _time(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


class _Index:
    """Makes the search index in a thread of its own, once for as many changes as come meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._digest, self._next = folder, "", ""
        self._wanted: tuple[str, Sequence[str]] | None = None
        self._lock = threading.Lock()
        self._running = False

    def want(self, language: str, digest: str = "", more: Sequence[str] = ()) -> None:
        with self._lock:
            # What is asked for last counts: it may be what is being made now, or what was made before that.
            if digest and digest == (self._next if self._running else self._digest):
                return
            self._next, self._wanted = digest, (language, more)
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._lock:
                wanted, self._wanted, digest = self._wanted, None, self._next
                if wanted is None:
                    self._running = False
                    return
            time.sleep(CALM)
            with self._lock:
                if self._wanted is not None:
                    continue  # another change came: once is enough for both
            try:
                make_index(self._folder, *wanted)
                self._digest = digest
            except Exception as error:  # whatever it is, the thread lives on for the next change
                self._digest = ""
                log.warning("The search is not up to date: %s", error)

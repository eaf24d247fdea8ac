"""Puts a built site into a store: what changed, in the order of :mod:`.order`. Whoever is stopped types it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from ..hosting.headers import ENDINGS, GROUPS
from ..model.problem import LapelError
from ..state import MARK
from .order import STAND_IN, Plan, Step, plan
from .stores import FOLDER_ONLY, STATE, Store, StoreError, md5

APART = b"apart "
"""In the second line of a place's state: what is put by somebody else."""
AT_ONCE = 16
"""Files on their way to an object store."""


@dataclass(frozen=True)
class Done:
    """``left`` are files of the store that are no part of the site and stay."""

    put: int
    removed: list[str]
    same: int
    left: list[str]


class NothingBuilt(LapelError):  # noqa: N818 - it is no error of the program
    """There is no site to publish."""


def site_files(site: Path, store: Store) -> dict[str, Path]:
    """The files of a built site that belong into the store. Raises :class:`NothingBuilt`."""
    if not (site / MARK).is_file():
        raise NothingBuilt(f"There is no built site in {site}: type 'lapel build' first.")
    found = {}
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if file.is_file() and path != MARK and (store.takes_all or path not in FOLDER_ONLY):
            found[path] = file
    return found


def publish_site(
    site: Path,
    store: Store,
    *,
    folder: str = "/",
    delete: bool = False,
    apart: str = "",
) -> Done:
    """Makes ``store`` hold what ``site`` does. ``folder`` is the path of the site on its host; ``delete`` takes away
    what the site does not have. What begins with ``apart`` is put by somebody else: a place that was once published so
    keeps to it. Raises :class:`StoreError`; what was put until then stays and is not put again."""
    state = store.get(STATE)
    if state is not None and state.partition(b"\n")[2].startswith(APART):
        apart = apart or state.partition(b"\n")[2].removeprefix(APART).decode().strip()
    headers = _headers_digest() + (APART + apart.encode() + b"\n" if apart else b"")
    files = {path: file for path, file in site_files(site, store).items() if not (apart and path.startswith(apart))}
    there = dict(store.listed(apart))
    there.pop(STATE, None)
    others = tuple(path.removesuffix(STATE) for path in there if path.endswith(f"/{STATE}"))
    if others:  # another site stands below this one
        there = {path: tag for path, tag in there.items() if not path.startswith(others)}
    if state is None:
        if there:
            raise StoreError(f"{store.shown} holds other things than a site: name an empty place, or a part of it.")
        store.put(STATE, b"begun\n" + headers.partition(b"\n")[2])
    if not store.takes_all and state != headers:
        there = dict.fromkeys(there, "")  # everything is put again, with other headers
    changed = [path for path, file in files.items() if there.get(path) != md5(file.read_bytes())]
    # A stand-in that a stopped publication left behind differs from its page, so the page is put; and it is there.
    made = plan(list(files), changed, there, lambda path: files[path].read_bytes(), folder=folder, delete=delete)
    # Of what a stopped publication has put in the place of a page that the site does not have, nothing stays.
    stale = [path for path in made.left if there[path] == md5(STAND_IN)]
    if stale:
        made.groups.append([(Step.REMOVE, path) for path in stale])
        made.left = [path for path in made.left if path not in stale]
    _run(made, store, lambda path: files[path].read_bytes())
    if state != headers:
        store.put(STATE, headers)
    removed = [path for group in made.groups for step, path in group if step is Step.REMOVE]
    put = sum(step is Step.PUT for group in made.groups for step, _ in group)
    return Done(put, removed, len(files) - len(changed), made.left)


def _headers_digest() -> bytes:
    rows = [[group.name, group.pattern, group.cache, group.kind] for group in GROUPS] + [sorted(ENDINGS.items())]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest().encode() + b"\n"


def _run(made: Plan, store: Store, read: Callable[[str], bytes]) -> None:
    done = 0

    def one(step: Step, path: str) -> None:
        if step is Step.REMOVE:
            store.remove(path)
        else:
            store.put(path, STAND_IN if step is Step.STAND_IN else read(path))

    with ThreadPoolExecutor(1 if store.takes_all else AT_ONCE) as pool:
        for group in made.groups:
            for part in _parts(group):
                waiting = [pool.submit(one, step, path) for step, path in part]
                finished, late = wait(waiting, return_when=FIRST_EXCEPTION)
                fault = next((future.exception() for future in finished if future.exception()), None)
                if fault is not None:
                    for future in late:
                        future.cancel()
                    if not isinstance(fault, StoreError):
                        raise fault
                    raise StoreError(
                        f"{fault} {done} of {made.steps} steps were done: type the same again, and it goes on."
                    ) from None
                done += len(part)


def _parts(group: list[tuple[Step, str]], size: int = 512) -> Iterable[list[tuple[Step, str]]]:
    """Parts of a group, so that few contents stand in memory at once."""
    return (group[at : at + size] for at in range(0, len(group), size))

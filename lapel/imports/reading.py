"""Files, folders and addresses: from bytes to what an export brings."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from ..fetch import FetchFault
from ..fetch import fetch as ask
from ..load.typed import value_fault
from ..model.badge import Achievement
from ..reference.fields import facts
from .brought import Brought, ImportFault
from .shapes import read_all
from .values import address, markdown, shortened, tags, text

MAX_BYTES = 10 * 1024 * 1024
_FIELDS = {field.key: field for field in facts(Achievement)}
NAMES = {
    "name": ("name", "title", "badge", "badge name"),
    "description": ("description", "summary"),
    "criteria": ("criteria", "requirements", "criteria narrative", "criteria_html"),
    "tags": ("tags", "keywords", "tag"),
    "issuer": ("issuer", "organisation", "organization", "issuer name"),
    "image": ("image", "picture", "image url"),
    "timeRequired": ("time", "timerequired", "duration"),
    "level": ("level",),
}
"""By what a column is for: the headings that it goes by."""


def fetch(place: str) -> bytes:
    """What stands at an ``https:`` address. Raises :class:`ImportFault` when it does not answer, or with too much."""
    try:
        return ask(place, MAX_BYTES, "application/json, application/ld+json, image/*;q=0.5")
    except FetchFault as fault:
        raise ImportFault(str(fault)) from None


def read_source(source: str) -> Iterator[Brought | ImportFault]:
    """Everything in a file, in the files of a folder, or at an address; faults are among it, and stop nothing."""
    if source.lower().startswith(("https://", "http://")):
        try:
            for one in read_bytes(fetch(source), source, ""):
                yield _located(one, lambda name: urljoin(source, name))
        except ImportFault as fault:
            yield fault
        return
    place = Path(source)
    if place.is_dir():
        files = sorted(
            file for file in place.rglob("*") if file.suffix.lower() in (".json", ".jsonld", ".csv", ".jsonl")
        )
        if not files:
            yield ImportFault(f"{source}: holds no JSON and no CSV file")
        for file in files:
            yield from _read_file(file, file.relative_to(place).as_posix())
        return
    yield from _read_file(place, source)


def _read_file(file: Path, shown: str) -> Iterator[Brought | ImportFault]:
    try:
        if file.stat().st_size > MAX_BYTES:
            yield ImportFault(f"{shown}: is larger than 10 MiB")
            return
        content = file.read_bytes()
    except OSError as error:
        yield ImportFault(f"{shown}: cannot be read ({error.strerror}): check the path")
        return
    for one in read_bytes(content, shown, file.suffix.lower()):
        yield _located(one, lambda name: _beside(file.parent, name))


def _located(one: Brought | ImportFault, locate: Callable[[str], str]) -> Brought | ImportFault:
    """The thing with the whole place of its picture, if that is not in the file itself."""
    if isinstance(one, Brought) and one.picture and not one.picture.startswith(("data:", "https:", "http:")):
        try:
            one.picture = locate(one.picture)
        except ValueError:
            one.notes.append(f"its picture ({one.picture[:80]!r}) stayed behind: it is not beside the file")
            one.picture = ""
    return one


def _beside(folder: Path, name: str) -> str:
    """The path of a file in ``folder`` or below it. ``ValueError`` for every other place: an export comes from
    somebody else, and what it names would be published."""
    here = folder.resolve()
    place = here / name
    if not name.isprintable() or place.resolve() != place or here not in place.parents or not place.is_file():
        raise ValueError(name)
    return str(place)


def read_bytes(content: bytes, shown: str, suffix: str) -> Iterator[Brought | ImportFault]:
    """``suffix`` is that of the file's name, empty for what came from an address."""
    try:
        whole = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield ImportFault(f"{shown}: is not UTF-8 text: save it as 'UTF-8'")
        return
    start = whole.lstrip()[:15].lower()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<")):
        yield ImportFault(f"{shown}: is a web page, and no export: look for JSON or CSV where you took it from")
        return
    if suffix == ".csv" or (suffix != ".json" and start[:1] not in ("{", "[")):
        yield from _rows(whole, shown)
        return
    try:
        value = json.loads(whole)
    except (ValueError, RecursionError) as error:
        rows = [row for row in whole.split("\n") if row.strip()]
        if len(rows) > 1 and all(row.lstrip().startswith("{") and row.rstrip().endswith("}") for row in rows):
            yield from _lines(rows, shown)
            return
        line = getattr(error, "lineno", 1)
        yield ImportFault(f"{shown}:{line}: is not JSON: it may have been cut off")
        return
    yield from read_all(value, shown)


def _lines(rows: list[str], shown: str) -> Iterator[Brought | ImportFault]:
    """One thing on each line, as some interfaces answer."""
    for number, row in enumerate(rows, 1):
        try:
            yield from read_all(json.loads(row), f"{shown}:{number}")
        except (ValueError, RecursionError):
            yield ImportFault(f"{shown}:{number}: is not JSON")


def _rows(whole: str, shown: str) -> Iterator[Brought | ImportFault]:
    """A table with a heading for each column and a badge in each row."""
    first = whole.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(io.StringIO(whole, newline=""), delimiter=delimiter, strict=True)
        # A cell may have several lines: a row is named by the one it ends on.
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        yield ImportFault(f"{shown}: is not a table that can be read ({error})")
        return
    if not rows or not any((key or "").strip().lower() in NAMES["name"] for key in rows[0][1]):
        yield ImportFault(f"{shown}:1: has no column 'name': write a heading over each column, and a badge in each row")
        return
    for number, row in rows:
        try:
            yield from _row(row, f"{shown}:{number}")
        except ImportFault as fault:
            yield ImportFault(f"{shown}:{number}: {fault}")


def _row(row: dict[Any, Any], shown: str) -> Iterator[Brought]:
    cells = {(key or "").strip().lower(): value for key, value in row.items() if isinstance(value, str)}
    found = {what: next((cells[one] for one in names if cells.get(one)), "") for what, names in NAMES.items()}
    if not any(found.values()):
        return
    if not text(found["name"]):
        raise ImportFault("is a badge without a name")
    criteria = found["criteria"]
    page = address(criteria)
    data: dict[str, Any] = {
        "name": shortened(text(found["name"]), 100),
        "description": shortened(text(found["description"]) or text(found["name"]), 300),
        "tags": tags(found["tags"].replace(";", ",")),
    }
    notes = []
    for key, value in (("timeRequired", text(found["timeRequired"])), ("level", text(found["level"]).lower())):
        if value and (fault := value_fault(_FIELDS[key].validate, value)):
            notes.append(f"its {key} stayed behind: it {fault}")
        else:
            data[key] = value
    yield Brought(
        "badge",
        {key: one for key, one in data.items() if one},
        shown,
        body="" if page else markdown(criteria),
        picture=found["image"].strip(),
        issuer={"name": text(found["issuer"])} if text(found["issuer"]) else None,
        criteria=page,
        notes=notes,
    )

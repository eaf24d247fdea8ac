"""Files for translators: made, brought along when their original has changed, and carried to other tools as PO files.

A PO file (GNU gettext) has each text once with the place where it stands; every tool for translators reads it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from pydantic import TypeAdapter

from .files import write_whole
from .load.translation_files import translation_source
from .load.translation_reminders import BODY, place_of, words_then
from .load.translation_structure import Text
from .load.translations import OWN_KEYS, text_of
from .load.typed import value_fault
from .load.yaml_text import texts_in
from .model.catalogue import Catalogue
from .model.languages import is_known, plain_tag
from .model.problem import LapelError
from .model.record import FileRecord
from .model.scalars import Line
from .model.translation import NOBODY, only_words, words_digest, words_of

_LINE: TypeAdapter[str] = TypeAdapter(Line)
Key = tuple[str | int, ...]


@dataclass
class Done:
    """What was written: the files that are new, those that were brought along, how many texts are to be done, and what
    those said before whose original has changed (file, place, text)."""

    made: list[str] = field(default_factory=list)
    brought: list[str] = field(default_factory=list)
    open: int = 0
    before: list[tuple[str, str, str]] = field(default_factory=list)


def translate(catalogue: Catalogue, language: str, records: Mapping[str, FileRecord], by: str) -> Done:
    """Writes a file for each record that has none in the language, with the words of the original in it; in a file
    whose original has changed, what did not change stays as it is translated. :class:`LapelError` otherwise."""
    _refuse(catalogue, language)
    done = Done()
    for source, record in records.items():
        original = _original(catalogue.root, source)
        path = translation_source(source, language)
        own = text_of(catalogue.root / path, path, []) if (catalogue.root / path).is_file() else None
        digest = _digest(original, record)
        head = own.document.value if own and isinstance(own.document.value, dict) else {}
        if head.get("translationOf") == digest:
            continue
        known = _kept(catalogue.root, original, record, own, str(head.get("translationOf", "")))
        texts = dict(texts_of(original, record))
        said = {key: known.get((key, text), text) for key, text in texts.items()}
        done.open += sum(said[key] == text for key, text in texts.items())
        used = set(said.values())
        done.before += [(path, place_of(key), text) for key, text in _said(own).items() if text not in used]
        header = {"translationOf": digest, "by": str(head.get("by") or by), "readBy": NOBODY}
        write_whole(catalogue.root / path, written(original, record, header, said, path.endswith(".md")))
        (done.brought if own else done.made).append(path)
    return done


def mark_read(catalogue: Catalogue, language: str, records: Mapping[str, FileRecord], by: str) -> list[str]:
    """Writes into the translation of each record that ``by`` has read it, and which words they were. Returns the paths.
    :class:`LapelError` when one is not there, has problems, or is of older words: then nothing is written."""
    _refuse(catalogue, language)
    if fault := value_fault(_LINE.validate_python, by):
        raise LapelError(f"The name of who read it {fault}.")
    by = _LINE.validate_python(by)
    if by == NOBODY:
        raise LapelError("Say who read it: --read-by and a name.")
    files: dict[Path, bytes] = {}
    for source in records:
        path = translation_source(source, language)
        one = catalogue.translations.get(language, {}).get(source)
        if one is None:
            raise LapelError(f"{path} is not there, or has other parts than {source}: 'lapel check' says more.")
        if one.old:
            raise LapelError(f"{path} is of older words of {source}: 'lapel translate {language} {source}' first.")
        files[catalogue.root / path] = _with_reader(catalogue.root / path, path, type(records[source]), by)
    for file, content in files.items():
        write_whole(file, content)
    return [translation_source(source, language) for source in records]


def _with_reader(file: Path, path: str, kind: type[FileRecord], by: str) -> bytes:
    """The file with other values of ``readBy`` and ``readOf``; everything else of it is as it was."""
    own = text_of(file, path, [])
    if own is None or not isinstance(own.document.value, dict):
        raise LapelError(f"{path} cannot be read: run 'lapel check'.")
    lines = yaml.safe_dump(
        {"readBy": by, "readOf": words_digest(_without_head(own.document.value), words_of(kind), own.body)},
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
    )
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"^readOf:.*\n", "", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^readBy:.*\n", lambda _: lines, text, count=1, flags=re.MULTILINE).encode()


def _refuse(catalogue: Catalogue, language: str) -> None:
    if not is_known(language):
        raise LapelError(f"'{language[:40]}' is no language: give a BCP 47 code, like 'uk'.")
    if language not in catalogue.network.languages:
        raise LapelError(
            f"No page is in '{language}' yet: write it under 'languages' in {catalogue.network.source} first."
        )


def _original(root: Path, source: str) -> Text:
    text = text_of(root / source, source, [])
    if text is None:
        raise LapelError(f"{source} cannot be read: run 'lapel check'.")
    return text


def texts_of(original: Text, record: FileRecord) -> Iterator[tuple[Key, str]]:
    """Every text of an original with its place, and its body."""
    yield from texts_in(only_words(original.document.value, words_of(type(record))), ())
    if original.body.strip():
        yield BODY, original.body


def _without_head(value: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a translation, without what it says of itself."""
    return {key: one for key, one in value.items() if key not in OWN_KEYS}


def _said(own: Text | None) -> dict[Key, str]:
    """What a translation says, by its places."""
    if own is None or not isinstance(own.document.value, dict):
        return {}
    return dict(texts_in(_without_head(own.document.value), ())) | ({BODY: own.body} if own.body.strip() else {})


def _kept(root: Path, original: Text, record: FileRecord, own: Text | None, digest: str) -> dict[tuple[Key, str], str]:
    """What is translated, by the place and the text of the original of which it is; ``digest`` is that of the words of
    which the translation says that it is one."""
    said = _said(own)
    if not said:
        return {}
    now = dict(texts_of(original, record))
    before = now if digest == _digest(original, record) else words_then(root, record.source, record, digest)
    found = {(key, text): said[key] for key, text in (before or {}).items() if key in said}
    for key, text in now.items():
        # The same text may have moved to another place of a list.
        moved = [one for (_, other), one in found.items() if other == text]
        if moved:
            found.setdefault((key, text), moved[0])
    return found


def _digest(original: Text, record: FileRecord) -> str:
    return words_digest(original.document.value, words_of(type(record)), original.body)


def written(
    original: Text, record: FileRecord, header: Mapping[str, str], said: Mapping[Key, str], front: bool
) -> bytes:
    """The file of a translation."""
    words = only_words(original.document.value, words_of(type(record)))
    value = {**header, **_filled(words, said, ())}
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)
    body = said.get(BODY, "")
    return (f"---\n{text}---\n" + (f"\n{body}\n" if body else "") if front else text).encode()


def _filled(value: Any, said: Mapping[Key, str], at: Key) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one, said, (*at, key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, said, (*at, number)) for number, one in enumerate(value)]
    return said.get(at, value)


def export(catalogue: Catalogue, language: str, records: Mapping[str, FileRecord]) -> bytes:
    """Every text with what is translated of it, as a PO file."""
    _refuse(catalogue, language)
    made = Catalog(locale="_".join(plain_tag(language)), project=catalogue.network.name, charset="utf-8")
    for source, record in records.items():
        path = translation_source(source, language)
        own = text_of(catalogue.root / path, path, []) if (catalogue.root / path).is_file() else None
        said = _said(own)
        for key, text in texts_of(_original(catalogue.root, source), record):
            place = f"{source}#{'.'.join(map(str, key))}"
            translated = said.get(key, "")
            made.add(text, "" if translated == text else translated, context=place, locations=[(source, 0)])
    stream = io.BytesIO()
    write_po(stream, made, width=110, omit_header=False)
    return stream.getvalue()


def bring_in(
    catalogue: Catalogue, language: str, records: Mapping[str, FileRecord], content: bytes, by: str, name: str
) -> Done:
    """Writes what a PO file says, whose name is ``name``: a text whose original has changed since is left as it is
    now."""
    _refuse(catalogue, language)
    try:
        read = read_po(io.BytesIO(content), abort_invalid=True)
    except Exception as error:  # the reader has no family of errors of its own
        line = getattr(error, "lineno", None)
        place = name if line is None else f"{name}:{line + 1}"
        raise LapelError(f"{place} is no part of a PO file: save it as PO (gettext) in your tool again.") from None
    said_in = read.locale_identifier
    if said_in and said_in.replace("_", "-").lower() != "-".join(plain_tag(language)).lower():
        raise LapelError(f"{name} is in '{said_in[:40]}', not in '{language}': name its language in the command.")
    # What a tool has guessed ("fuzzy") is no translation yet.
    rows = {
        (str(one.context), one.id): one.string
        for one in read
        if one.context and isinstance(one.id, str) and isinstance(one.string, str) and one.string and not one.fuzzy
    }
    done = Done()
    for source, record in records.items():
        original = _original(catalogue.root, source)
        texts = dict(texts_of(original, record))
        path = translation_source(source, language)
        own = text_of(catalogue.root / path, path, []) if (catalogue.root / path).is_file() else None
        head = own.document.value if own and isinstance(own.document.value, dict) else {}
        digest = _digest(original, record)
        old = _kept(catalogue.root, original, record, own, str(head.get("translationOf", "")))
        kept = {key: old[(key, text)] for key, text in texts.items() if (key, text) in old}
        new = {key: rows.get((f"{source}#{'.'.join(map(str, key))}", text), "") for key, text in texts.items()}
        said = {key: new[key] or kept.get(key, text) for key, text in texts.items()}
        if all(new[key] in ("", kept.get(key, texts[key])) for key in texts):
            continue  # it says nothing that is not there
        done.open += sum(said[key] == text for key, text in texts.items())
        header = {"translationOf": digest, "by": str(head.get("by") or by), "readBy": NOBODY}
        write_whole(catalogue.root / path, written(original, record, header, said, path.endswith(".md")))
        (done.brought if own else done.made).append(path)
    return done

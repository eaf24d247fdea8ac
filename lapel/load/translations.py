"""Translations: read, held against their originals, and made into records.

A translation says the words of its original and nothing else, in the same structure. One whose original has changed
since is old: it stays on the site as long as its structure still fits, and readers are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ..model.languages import is_known
from ..model.problem import Problem
from ..model.record import FileRecord
from ..model.scalars import Line
from ..model.translation import NOBODY, Spec, Translated, Translation, only_words, words_digest, words_of
from ..processes import each
from .files import Found
from .links import prose_lines
from .memory import Memory
from .personal import identity_problems
from .placeholders import placeholder_problems
from .scripts_of import has_other_letters, mixed_word, turns_without_end
from .text import Parts, read_text, split_front_matter
from .translation_files import Written, find_translations
from .translation_structure import MEND, Text, body_problems, inner, line_of, structure_problems
from .typed import build, value_fault
from .yaml_text import Document, parse_yaml, texts_in

_LINE: TypeAdapter[str] = TypeAdapter(Line)
Read = tuple[Translated | None, list[Problem]]
A_PROCESS = 300
"""How many files are worth a process: a second of reading."""
OWN_KEYS = tuple(Translation.model_fields)
_WANTED = tuple(key for key, field in Translation.model_fields.items() if field.is_required())


def read_translations(
    root: Path,
    found: Collection[Found],
    languages: Collection[str],
    own: str,
    memory: Memory,
    problems: list[Problem],
) -> dict[str, dict[str, Translated]]:
    """Every translation by its language and the source of its original; ``own`` is the network's own language. What is
    wrong is added to ``problems``."""
    originals = {one.source: one for one in found}
    kept: dict[str, dict[str, Translated]] = {language: {} for language in languages}
    seen: dict[tuple[str, str], str] = {}
    wanted: list[Written] = []
    every = list(find_translations(root, originals))
    # Files with a right name first: of two in one language the other is told of.
    for written in sorted(every, key=lambda one: isinstance(one, Written) and one.language not in languages):
        if isinstance(written, Problem):
            problems.append(written)
            continue
        near = written.language.casefold().split("-")[0] + written.language.partition("-x-")[2]
        first = seen.setdefault((written.original.source, near), written.source)
        if first != written.source and written.language not in languages:
            sentence = f"is in the same language as {first}: keep one of the two files"
            problems.append(Problem(written.source, 1, sentence, "translation-twice"))
            continue
        if fault := _language_fault(written, languages, own):
            problems.append(Problem(written.source, 1, fault, "translation-language"))
            continue
        wanted.append(written)
    for written, (one, faults) in zip(wanted, _read(wanted, memory), strict=True):
        problems += faults
        if one is not None:
            kept[written.language][written.original.source] = one
    return kept


def _read(wanted: Sequence[Written], memory: Memory) -> list[Read]:
    """Each translation beside the text of its original, by several processes where many have to be read."""
    by_key = {f"{written.source}#words": written for written in wanted}

    def read_again(keys: list[str]) -> list[Read]:
        originals = {by_key[key].original.source: by_key[key].original for key in keys}
        texts = {source: text_of(one.path, source, []) for source, one in originals.items()}

        def read(key: str) -> Read:
            faults: list[Problem] = []
            written = by_key[key]
            text = texts[written.original.source]
            # An original without a text has faults of its own.
            return (translated(written, text, faults), faults) if text else (None, faults)

        return each(read, keys, A_PROCESS)

    return memory.get_all({key: [one.path, one.original.path] for key, one in by_key.items()}, read_again)


def _language_fault(written: Written, languages: Collection[str], own: str) -> str | None:
    if written.language in languages:
        return None
    if written.language.casefold() in (own.casefold(), own.casefold().split("-")[0]):
        own_file = written.original.path.name
        return f"is in the network's own language: say it in {own_file}, and delete this file"
    near = next((one for one in languages if one.casefold() == written.language.casefold()), None)
    near = near or next((one for one in languages if one.split("-")[0] == written.language.lower().split("-")[0]), None)
    if near:
        return f"is in '{written.language}', and the network's pages are in '{near}': put that into the file's name"
    if not is_known(written.language):
        return f"is in '{written.language}', which is no language: name the file by a BCP 47 code, like 'badge.uk.md'"
    return f"is in '{written.language}', in which no page is: add it to 'languages' in network/network.yml"


def text_of(path: Path, source: str, problems: list[Problem]) -> Text | None:
    """What a file says, before it is a record. What is wrong with it is added to ``problems``."""
    text, faults = read_text(path, source)
    problems += faults
    if text is None:
        return None
    problems += identity_problems(text, source)
    if path.suffix == ".md":
        parts, faults = split_front_matter(text, source)
        problems += faults
        if parts is None:
            return None
    else:
        parts = Parts(text, 1, "")
    document, faults = parse_yaml(parts.yaml, source, parts.yaml_line)
    problems += faults
    if document is None or not isinstance(document.value, dict):
        return None
    problems += placeholder_problems(document, parts.body, source, parts.body_line)
    return Text(document, parts.body, parts.body_line)


def translated(written: Written, original: Text, problems: list[Problem]) -> Translated | None:
    """The record of a translation; None when it has faults, or is old and of another structure."""
    own = text_of(written.path, written.source, problems)
    if own is None or problems:
        return None
    kind, source = written.original.kind, written.source
    value = dict(own.document.value) if isinstance(own.document.value, dict) else {}
    head = {key: value.pop(key) for key in OWN_KEYS if key in value}
    spec = words_of(kind)
    if missing := [key for key in _WANTED if not isinstance(head.get(key), str)]:
        sentence = f"'{missing[0]}' is missing: add it ({MEND})"
        problems.append(Problem(source, 1, sentence, "key-missing"))
        return None
    for key, text in head.items():
        if fault := value_fault(_LINE.validate_python, text):
            problems.append(Problem(source, own.document.lines[(key,)], f"'{key}' {fault}", "value"))
    digest = words_digest(original.document.value, spec, original.body)
    is_old = head["translationOf"] != digest
    faults = [*structure_problems(source, own, value, original, spec), *body_problems(source, own, original)]
    if is_old and any(one.code == "translation-structure" for one in faults):
        return None  # the reminders say what is missing
    problems += [*faults, *_letters(written, own, value, original, spec)]
    if problems:
        return None
    merged = _over(original.document.value, value, spec)
    document = Document(merged, {**original.document.lines, **own.document.lines})
    record, wrong = build(kind, document, slug=written.original.slug, source=source, body=own.body)
    problems += wrong
    if record is None:
        return None
    is_read = head["readBy"] != NOBODY and head.get("readOf") == words_digest(value, spec, own.body)
    return Translated(record, source, head["by"], head["readBy"], is_old, is_read)


def _letters(written: Written, own: Text, value: Any, original: Text, spec: Spec) -> Iterator[Problem]:
    """Texts in the letters of another language, and marks that turn the direction and never turn it back. A text that
    is the same as in the original is a name."""
    names = {text for _, text in texts_in(only_words(original.document.value, spec), ())}
    for at, text in [*texts_in(only_words(value, spec), ()), *((("", n), line) for n, line in prose_lines(own.body))]:
        line = own.body_line + int(at[1]) if at[:1] == ("",) else line_of(own.document.lines, at)
        if turns_without_end(text):
            sentence = "has an invisible mark that turns the direction of the text and is never closed: delete it"
            yield Problem(written.source, line, sentence, "translation-direction")
        if at[:1] != ("",) and text not in names and has_other_letters(text, written.language):
            sentence = f"is not in the letters of '{written.language}' ('{text[:40]}'): translate it"
            yield Problem(written.source, line, sentence, "translation-letters")
        elif word := mixed_word(text):
            sentence = f"has the word '{word[:40]}', in which letters of two alphabets look alike: type it again"
            yield Problem(written.source, line, sentence, "translation-letters")
    if own.body and has_other_letters(own.body, written.language):
        sentence = f"is not in the letters of '{written.language}': translate the text"
        yield Problem(written.source, own.body_line, sentence, "translation-letters")


def _over(original: Any, words: Any, spec: bool | Spec) -> Any:
    """The original with the words of the translation in their places."""
    if isinstance(original, dict) and isinstance(words, dict):
        return {key: _over(one, words[key], inner(spec, key)) if key in words else one for key, one in original.items()}
    if isinstance(original, list) and isinstance(words, list):
        return [_over(one, other, spec) for one, other in zip(original, words, strict=True)]
    return words


def with_source(record: FileRecord, source: str) -> FileRecord:
    """The same record, as if it stood in another file: that of its original."""
    return record.model_copy(update={"source": source})

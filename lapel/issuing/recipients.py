"""The list of people who get a badge: a spreadsheet, or a CSV file as one saves it, with every fault named at once."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from pydantic import TypeAdapter, ValidationError

from ..credentials.identity import odd_in_name, tidy_email, tidy_name
from ..load.columns import column_names, letter_languages, plain_column
from ..load.personal import identity_numbers
from ..model.problem import LapelError
from ..model.scalars import Email
from .sheets import BEGINS, SheetError, sheet_rows

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
NEEDED = ("name",)
COLUMNS = ("name", "email", "evidence", "narrative", "badge", "result", "date", "language")
LIMITS = {
    **{
        "name": 200,
        "email": 254,
        "evidence": 2000,
        "narrative": 4000,
        "badge": 64,
        "result": 200,
        "date": 40,
        "language": 40,
    },
    **{"first name": 100, "last name": 100},
}
PARTS = ("first name", "last name")
"""Two columns that make a name where there is none."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_email: TypeAdapter[str] = TypeAdapter(Email)


@dataclass(frozen=True, order=True)
class RowProblem:
    """A fault in the file. ``row`` counts from 1 as a spreadsheet does (the header is row 1);
    0 means the whole file. ``code`` names the rule, which the desk in the browser has too."""

    row: int
    column: str
    text: str
    code: str

    def __str__(self) -> str:
        if not self.row:
            return self.text
        where = f"row {self.row}" + (f", column '{self.column}'" if self.column else "")
        return f"{where}: {self.text}"


class RecipientsError(LapelError):
    """The file cannot be used; ``problems`` says why, row by row."""

    def __init__(self, file: str, problems: Iterable[RowProblem]) -> None:
        self.file = file
        self.problems = sorted(set(problems))
        super().__init__("\n".join(f"{file}: {problem}" for problem in self.problems))


@dataclass(frozen=True)
class Recipient:
    """One row: a person, and what the award says beyond the badge."""

    row: int
    name: str
    email: str | None
    badge: str | None = None
    evidence: str | None = None
    narrative: str | None = None
    result: str | None = None
    awarded: date | None = None
    """The day of the deed, when the row says one."""
    language: str | None = None
    """The language of the letter (BCP 47), when it is not that of the network."""

    @property
    def key(self) -> str:
        """Who it is, for telling rows apart: families and hostels share a mailbox, so the name counts too."""
        return f"{self.email or ''}\n{tidy_name(self.name).casefold()}"


def read_recipients(file: Path) -> list[Recipient]:
    """Reads the file. Raises :class:`RecipientsError` with every fault in it."""
    shown = file.name
    try:
        if file.stat().st_size > MAX_BYTES:
            raise RecipientsError(
                shown, [RowProblem(0, "", "is larger than 5 MiB: split it into smaller lists", "file-large")]
            )
        data = file.read_bytes()
    except OSError as error:
        raise RecipientsError(
            shown, [RowProblem(0, "", f"cannot be read ({error.strerror}): check the path", "file-unread")]
        ) from error
    return parse_recipients(data, shown)


def parse_recipients(data: bytes, shown: str) -> list[Recipient]:
    """The rows of a CSV file (UTF-8 with or without a byte order mark, commas or semicolons) or of a spreadsheet."""
    rows = _sheet(data, shown) if data.startswith(BEGINS) else _rows(_decode(data, shown), shown)
    header = next(rows, None)
    if header is None:
        raise RecipientsError(
            shown, [RowProblem(1, "", "is empty: write a header 'name,email' and a row for each person", "file-empty")]
        )
    columns = _columns(header, shown)
    problems: list[RowProblem] = []
    recipients: list[Recipient] = []
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        if number > MAX_ROWS:
            raise RecipientsError(
                shown, [RowProblem(number, "", f"is past {MAX_ROWS} rows: split the list", "rows-many")]
            )
        recipient = _recipient(number, row, columns, problems)
        if recipient:
            recipients.append(recipient)
    problems += _twice(recipients)
    problems += _others_named(recipients)
    if not recipients and not problems:
        problems.append(RowProblem(2, "", "has a header and nobody below it: write a row for each person", "rows-none"))
    if problems:
        raise RecipientsError(shown, problems)
    return recipients


def _sheet(data: bytes, shown: str) -> Iterator[list[str]]:
    try:
        yield from sheet_rows(data)
    except SheetError as error:
        raise RecipientsError(shown, [RowProblem(0, "", str(error), "file-sheet")]) from None


def _decode(data: bytes, shown: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RecipientsError(shown, [RowProblem(1, "", "is UTF-16: save it as 'CSV UTF-8'", "file-utf16")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise RecipientsError(
            shown, [RowProblem(row, "", "is not UTF-8 text: save it as 'CSV UTF-8'", "file-not-utf8")]
        ) from None
    if "\0" in text:
        raise RecipientsError(shown, [RowProblem(1, "", "is not a text file: save it as 'CSV UTF-8'", "file-binary")])
    return text


def _rows(text: str, shown: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    if not text.strip():
        return
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(100_000)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise RecipientsError(
            shown, [RowProblem(0, "", f"is not a CSV file ({error}): save it again as 'CSV UTF-8'", "file-csv")]
        ) from None


def _column(cell: str) -> str:
    """The name of a column as it is compared; empty for one without."""
    plain = plain_column(cell)
    return column_names().get(plain, plain)


def _columns(header: list[str], shown: str) -> list[str | None]:
    """What each column is; an empty header names a column that is left alone."""
    problems: list[RowProblem] = []
    found: list[str | None] = []
    known = {*COLUMNS, *PARTS}
    if not any(_column(cell) in known for cell in header):
        sentence = "is no header: write 'name,email' above the rows, and below it a row for each person"
        raise RecipientsError(shown, [RowProblem(1, "", sentence, "header-none")])
    for number, cell in enumerate(header, 1):
        name = _column(cell)
        if not name:
            found.append(None)
        elif name not in known:
            near = get_close_matches(name, COLUMNS, n=1, cutoff=0.6)
            mend = f"did you mean '{near[0]}'?" if near else f"the columns are {', '.join(COLUMNS)}"
            shown_as = cell.strip()[:40] or str(number)
            problems.append(RowProblem(1, shown_as, f"is not a column that is known: {mend}", "column-unknown"))
        elif name in found:
            problems.append(RowProblem(1, name, "stands twice in the header: keep one of them", "column-twice"))
        else:
            found.append(name)
    is_named = set(PARTS) <= set(found)
    missing = [name for name in NEEDED if name not in found and not is_named]
    problems += [RowProblem(1, name, "is missing: add it to the header", "column-missing") for name in missing]
    if problems:
        raise RecipientsError(shown, problems)
    return found


def _recipient(number: int, row: list[str], columns: list[str | None], problems: list[RowProblem]) -> Recipient | None:
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        sentence = "has more cells than the header: put text with a comma in quotes"
        problems.append(RowProblem(number, "", sentence, "cells-many"))
        return None
    before = len(problems)
    cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name and cell.strip()}
    # In the order of the columns: not everywhere does the first name come first.
    parts = [cells.pop(name) for name in list(cells) if name in PARTS]
    if parts and "name" not in cells:
        cells["name"] = " ".join(parts)
    for name, cell in cells.items():
        if len(cell) > LIMITS[name]:
            sentence = f"is longer than {LIMITS[name]} characters: shorten it"
            problems.append(RowProblem(number, name, sentence, "cell-long"))
        if any(unicodedata.category(letter) in ("Cc", "Co", "Cs") and letter not in "\n\r\t" for letter in cell):
            problems.append(RowProblem(number, name, "has an invisible character: type the text again", "cell-unseen"))
    if len(problems) == before and (odd := odd_in_name(cells.get("name", ""))):
        sentence = f"has the character U+{ord(odd):04X}, which looks like a space or like nothing: type the name again"
        problems.append(RowProblem(number, "name", sentence, "name-odd"))
    if "name" not in cells:
        problems.append(RowProblem(number, "name", "is empty: write the name", "name-empty"))
    awarded = _day(cells.pop("date", ""))
    if isinstance(awarded, tuple):
        problems.append(RowProblem(number, "date", *awarded))
    if "language" in cells and (spoken := cells["language"]) not in letter_languages():
        known = ", ".join(letter_languages())
        sentence = f"'{spoken[:20]}' is no language that letters are written in: choose from {known}, or leave it empty"
        problems.append(RowProblem(number, "language", sentence, "language-unknown"))
    email = tidy_email(cells["email"]) if "email" in cells else None
    if email:
        try:
            _email.validate_python(email)
            email.encode("ascii")
        except (ValidationError, UnicodeEncodeError):
            sentence = f"'{email[:60]}' is not an e-mail address: mend it, or leave it empty"
            problems.append(RowProblem(number, "email", sentence, "email-bad"))
    problems += _personal(number, cells, email)
    if len(problems) > before:
        return None
    more = {key: text for key, text in cells.items() if key not in ("name", "email")}
    return Recipient(
        number, tidy_name(cells["name"]), email, **more, awarded=awarded if isinstance(awarded, date) else None
    )


def _day(text: str) -> date | tuple[str, str] | None:
    """The day in a cell; None for an empty one, and a sentence with its code for one that is none."""
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        return f"'{text}' is not a day: write it like 2026-11-21", "date-form"
    if day.year < 1950:
        return f"{day} is too long ago", "date-old"
    if day > datetime.now(UTC).date():
        return f"{day} lies in the future: an award says what has been done", "date-future"
    return day


def _personal(number: int, cells: dict[str, str], email: str | None) -> Iterator[RowProblem]:
    """Text that is published must not say who it is about."""
    own = [word for word in (tidy_name(cells.get("name", "")).casefold(), email) if word]
    for column in ("evidence", "narrative", "result"):
        text = unquote(tidy_name(cells.get(column, ""))).casefold()
        for name in identity_numbers(cells.get(column, "")):
            sentence = f"has {name}, and everybody can read it: leave it out"
            yield RowProblem(number, column, sentence, "identity-number")
        if any(word in text for word in own) or _ADDRESS.search(text):
            sentence = "names a person, and everybody can read it: leave names and addresses out"
            yield RowProblem(number, column, sentence, "names-person")


_WORDS = re.compile(r"[^\W_]+")
_LONGEST = 5
"""Words of a name that is looked for in what is said of others."""


def _words(text: str) -> list[str]:
    return _WORDS.findall(tidy_name(text).casefold())


def _others_named(recipients: list[Recipient]) -> Iterator[RowProblem]:
    """Texts that say the whole name of somebody else in the list. One word alone is too often a word like others."""
    names = {" ".join(words) for one in recipients if 1 < len(words := _words(one.name)) <= _LONGEST}
    for one in recipients:
        own = " ".join(_words(one.name))
        for column in ("evidence", "narrative", "result"):
            words = _words(unquote(getattr(one, column) or ""))
            runs = (" ".join(words[at : at + n]) for n in range(2, _LONGEST + 1) for at in range(len(words) - n + 1))
            if any(run in names and run != own for run in runs):
                sentence = "names another person of the list, and everybody can read it: leave names out"
                yield RowProblem(one.row, column, sentence, "names-other")


def _twice(recipients: list[Recipient]) -> Iterator[RowProblem]:
    seen: dict[tuple[str, str | None], int] = {}
    for recipient in recipients:
        first = seen.setdefault((recipient.key, recipient.badge), recipient.row)
        if first != recipient.row:
            column = "email" if recipient.email else "name"
            sentence = f"is the same person as row {first}: keep one of the two rows"
            yield RowProblem(recipient.row, column, sentence, "person-twice")

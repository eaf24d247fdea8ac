"""The rows of a spreadsheet file (``.xlsx``), as text: what a CSV file of the same table would have."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MAX_UNPACKED = 50 * 1024 * 1024
"""A list of 20,000 people has a few megabytes of XML; more is a trap."""
MAX_ROW, MAX_COLUMN = 20_001, 200
"""The reader makes room for every cell up to the furthest, so one far cell would cost the memory of all before it."""
BEGINS = b"PK\x03\x04"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,9})(\d{1,20})\s*["']""")
_OVERLAP = 100


class SheetError(ValueError):
    """A file is no table; the text says why and how to mend it."""


def sheet_rows(data: bytes) -> Iterator[list[str]]:
    """The rows of the one sheet that has any. :class:`SheetError` when there is none, or several."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse_traps(packed)
    # Damaged, encrypted, or packed in a way that is not known here: each ends in another error.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError("is damaged: save it again, or save it as 'CSV UTF-8'") from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    # The reader is written in another language: what it cannot read ends in errors of many kinds.
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        raise SheetError(f"is no spreadsheet that can be read ({error}): save it as 'CSV UTF-8'") from None
    full = {name: rows for name, rows in tables.items() if any(_text(cell) for row in rows for cell in row)}
    if len(full) > 1:
        raise SheetError(f"has {len(full)} sheets ({', '.join(list(full)[:5])}): keep the list alone in one file")
    for rows in full.values():
        for row in rows:
            yield [_text(cell) for cell in row]


def _refuse_traps(packed: zipfile.ZipFile) -> None:
    """Before anybody unpacks it whole: its size, its kind, and how far out its cells stand."""
    entries = packed.infolist()
    if sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise SheetError("unpacks to more than 50 MiB: keep the list alone in it")
    if "xl/workbook.xml" not in {one.filename for one in entries}:
        raise SheetError("is no spreadsheet that can be read: save it as .xlsx, or as 'CSV UTF-8'")
    for one in entries:
        if _SHEET.fullmatch(one.filename):
            with packed.open(one) as stream:
                before, left = b"", MAX_UNPACKED
                while part := stream.read(1 << 16):
                    left -= len(part)
                    if left < 0:  # whatever the entry says of its size
                        raise SheetError("unpacks to more than 50 MiB: keep the list alone in it")
                    for letters, number in _PLACE.findall(before + part):
                        if int(number) > MAX_ROW or (letters and _column(letters) > MAX_COLUMN):
                            place = (letters + number).decode()[:20]
                            raise SheetError(f"has a cell far out ({place}): copy the list into a new sheet")
                    before = part[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    """A cell as a person reads it: a day as 2026-11-21, a whole number without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)

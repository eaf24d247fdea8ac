"""The rows of a spreadsheet file (``.xlsx``, ``.ods``), as text: what a CSV file of the same table would have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MAX_UNPACKED = 50 * 1024 * 1024
"""A list of 20,000 people has a few megabytes of XML; more is a trap."""
BEGINS = b"PK\x03\x04"


class SheetError(ValueError):
    """A file is no table; the text says why and how to mend it."""


def sheet_rows(data: bytes) -> Iterator[list[str]]:
    """The rows of the one sheet that has any. :class:`SheetError` when there is none, or several."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OverflowError):
        raise SheetError("is damaged: save it again, or save it as 'CSV UTF-8'") from None
    if size > MAX_UNPACKED:
        raise SheetError("unpacks to more than 50 MiB: keep the list alone in it")
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


def _text(cell: Any) -> str:
    """A cell as a person reads it: a day as 2026-11-21, a whole number without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)

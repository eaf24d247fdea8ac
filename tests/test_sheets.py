"""Lists of people as spreadsheets save them, written by another library."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from lapel.issuing.recipients import Recipient, RecipientsError, parse_recipients
from lapel.issuing.sheets import MAX_UNPACKED


def book(*sheets: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_spreadsheet_is_read_like_the_same_table_as_csv() -> None:
    rows: list[list[Any]] = [
        ["First name", "Last name", "E-mail address", "Date", "Result"],
        ["Zoë", "Åberg", "Zoe@Example.org", date(2026, 11, 2), 85],
        [None, None, None, None, None],
        ["علي", "حسن", None, datetime(2026, 11, 3, 9, 30), "Good"],
    ]
    expected = [
        Recipient(2, "Zoë Åberg", "zoe@example.org", result="85", awarded=date(2026, 11, 2)),
        Recipient(4, "علي حسن", None, result="Good", awarded=date(2026, 11, 3)),
    ]
    assert expected == parse_recipients(book(rows, []), "people.xlsx")


def far(cell: str) -> bytes:
    """A list with one cell far out, as a slip of the mouse or somebody who means harm makes it."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["C2"] = "name", "Ada", "here"
    stream = io.BytesIO()
    made.save(stream)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(stream.getvalue())) as old, zipfile.ZipFile(changed, "w") as new:
        for one in old.infolist():
            new.writestr(one.filename, old.read(one).replace(b'"C2"', f'"{cell}"'.encode()))
    return changed.getvalue()


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ60000", "A4294967295", "XFD2", "A1048576"])
def test_a_cell_far_out_costs_no_memory(cell: str) -> None:
    with pytest.raises(RecipientsError, match=f"a cell far out .{cell}."):
        parse_recipients(far(cell), "people.xlsx")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (book([["name"]], [["notes"], ["x"]]), "has 2 sheets"),
        (book([["name"]]), "nobody below it"),
        (book([]), "is empty"),
        (book([["nom"], ["Ada"]]), "is no header"),
        (b"PK\x03\x04" + b"x" * 100, "is damaged"),
        (book([["name"], ["Ada"]])[:-200], "is damaged"),
    ],
)
def test_what_is_no_list_of_people_is_named(content: bytes, expected: str) -> None:
    with pytest.raises(RecipientsError, match=expected):
        parse_recipients(content, "people.xlsx")


def test_a_file_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (MAX_UNPACKED + 1))
    with pytest.raises(RecipientsError, match="more than 50 MiB"):
        parse_recipients(stream.getvalue(), "people.xlsx")


def test_another_kind_of_packed_file_is_named() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("word/document.xml", b"<w/>")
    with pytest.raises(RecipientsError, match="no spreadsheet that can be read"):
        parse_recipients(stream.getvalue(), "people.docx")

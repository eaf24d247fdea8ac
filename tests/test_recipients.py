"""Lists of people as spreadsheets save them, good and bad."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapel.issuing.recipients import RecipientsError, parse_recipients, read_recipients


def faults(data: bytes) -> list[str]:
    try:
        parse_recipients(data, "people.csv")
    except RecipientsError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "data",
    [
        b"name,email\nAda Example,ada@example.org\n",
        b"\xef\xbb\xbfName;E-mail\r\nAda Example;Ada@Example.org \r\n",
        b"Full name\tEmail address\nAda  Example\t ada@example.org",
        b' NAME , email ,\n"Ada Example",ada@example.org,\n,,\n',
    ],
)
def test_what_spreadsheets_save_is_read(data: bytes) -> None:
    (person,) = parse_recipients(data, "people.csv")
    assert ("Ada Example", "ada@example.org") == (person.name, person.email)


def test_all_columns_are_read_and_an_address_is_not_needed() -> None:
    text = 'name,badge,evidence,narrative,result\nAda,first,https://e.example/1,"Did it, well",Pass\n'
    (person,) = parse_recipients(text.encode(), "people.csv")
    expected = (None, "first", "https://e.example/1", "Did it, well", "Pass")
    assert expected == (person.email, person.badge, person.evidence, person.narrative, person.result)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["row 1: is empty: write a header 'name,email' and a row for each person"]),
        (b"\n\n", ["row 1: is empty: write a header 'name,email' and a row for each person"]),
        (b"name,email\n", ["row 2: has a header and nobody below it: write a row for each person"]),
        ("name,email\nAda,a@b.example\n".encode("utf-16"), ["row 1: is UTF-16: save it as 'CSV UTF-8'"]),
        (b"name,email\nAda,a@b.example\nZo\xeb,z@b.example\n", ["row 3: is not UTF-8 text: save it as 'CSV UTF-8'"]),
        (b"PK\x03\x04\x00\x00", ["is damaged: save it again, or save it as 'CSV UTF-8'"]),
        (b"email\na@b.example\n", ["row 1, column 'name': is missing: add it to the header"]),
        (
            b"name,emial\nAda,a@b.example\n",
            ["row 1, column 'emial': is not a column that is known: did you mean 'email'?"],
        ),
        (b"name,name\nAda,Ada\n", ["row 1, column 'name': stands twice in the header: keep one of them"]),
        (
            b"name,email\nAda,ada(at)example.org\n,x@b.example\nBo,b@b.example,extra\n",
            [
                "row 2, column 'email': 'ada(at)example.org' is not an e-mail address: mend it, or leave it empty",
                "row 3, column 'name': is empty: write the name",
                "row 4: has more cells than the header: put text with a comma in quotes",
            ],
        ),
        (
            b"name,email\nAda,a@b.example\nada ,A@B.example\nBo,\nbo ,\n",
            [
                "row 3, column 'email': is the same person as row 2: keep one of the two rows",
                "row 5, column 'name': is the same person as row 4: keep one of the two rows",
            ],
        ),
        (b"name\n" + b"x" * 201 + b"\n", ["row 2, column 'name': is longer than 200 characters: shorten it"]),
        (b"name\nA\x07da\n", ["row 2, column 'name': has an invisible character: type the text again"]),
        (b'name\n"Ada\n', ["is not a CSV file (unexpected end of data): save it again as 'CSV UTF-8'"]),
    ],
)
def test_every_fault_is_named_by_row_and_column(data: bytes, expected: list[str]) -> None:
    assert expected == faults(data)


def test_a_file_of_50_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(RecipientsError, match="larger than 5 MiB"):
        read_recipients(tmp_path / "large.csv")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RecipientsError, match="cannot be read"):
        read_recipients(tmp_path / "none.csv")


@given(st.binary(max_size=200) | st.text(alphabet='name,email;\n\r"\t@.a', max_size=100).map(str.encode))
def test_no_file_ends_in_a_traceback(data: bytes) -> None:
    assert faults(data) or parse_recipients(data, "people.csv")


def test_two_people_may_share_a_mailbox() -> None:
    rows = parse_recipients(b"name,email\nAda,home@b.example\nBo,home@b.example\n", "x.csv")
    assert ["Ada", "Bo"] == [one.name for one in rows]


def test_a_table_without_a_header_is_told_in_one_sentence() -> None:
    assert ["row 1: is no header: write 'name,email' above the rows, and below it a row for each person"] == faults(
        b"Ada,a@b.example\nBo,b@b.example\n"
    )


def test_a_row_may_have_its_own_day_and_a_name_in_two_parts() -> None:
    rows = parse_recipients(b"Surname;First name;Date;Email\nLovelace;Ada;2026-01-20;a@b.example\nBo;;;\n", "x.csv")
    assert [("Lovelace Ada", date(2026, 1, 20)), ("Bo", None)] == [(one.name, one.awarded) for one in rows]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("20/01/2026", "'20/01/2026' is not a day: write it like 2026-11-21"),
        ("2999-01-01", "lies in the future"),
        ("1900-01-01", "is too long ago"),
        ("2026-02-30", "is not a day"),
    ],
)
def test_a_day_that_is_none_is_named(cell: str, sentence: str) -> None:
    (one,) = faults(f"name,date\nAda,{cell}\n".encode())
    assert one.startswith("row 2, column 'date': ")
    assert sentence in one


def test_a_letter_may_have_a_language_of_its_own() -> None:
    (one,) = parse_recipients(b"name,language\nAda,en\n", "people.csv")
    assert "en" == one.language
    with pytest.raises(RecipientsError) as caught:
        parse_recipients(b"name,language\nAda,xx\nBo,\n", "people.csv")
    (problem,) = caught.value.problems
    assert (2, "language") == (problem.row, problem.column)
    assert "'xx' is no language that letters are written in: choose from ar, en, fa, pl, uk" in str(problem)

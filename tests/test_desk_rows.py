"""The desk reads a list of people as the engine does: every fault has the same code at the same row and column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapel.issuing.recipients import COLUMNS, Recipient, RecipientsError, parse_recipients
from tests.awarding import issuing_network
from tests.catalogues import good, write
from tests.desking import Desk

NAMES = "Ada Example,ada@example.org"
LISTS: dict[str, bytes] = {
    "empty": b"",
    "only-line-ends": b"\n\n",
    "nobody": b"name,email\n",
    "utf-16": "name,email\nAda,a@b.example\n".encode("utf-16"),
    "not-utf-8": b"name,email\nAda,a@b.example\nZo\xeb,z@b.example\n",
    "nul": b"name\nA\0da\n",
    "no-name": b"email\na@b.example\n",
    "unknown-column": b"name,emial,what\nAda,a@b.example,x\n",
    "column-twice": b"name,Full Name\nAda,Ada\n",
    "no-header": b"Ada,a@b.example\nBo,b@b.example\n",
    "three-faults": b"name,email\nAda,ada(at)example.org\n,x@b.example\nBo,b@b.example,extra\n",
    "twice": b"name,email\nAda,a@b.example\nada ,A@B.example\nBo,\nbo ,\n",
    "twice-spelled-otherwise": "name\nStraße  Élise\nSTRASSE É́LISE\nJosé\nJose\u0301\nΝΙΚΟΣ\nνικος\n".encode(),
    "long": b"name\n" + b"x" * 201 + b"\n",
    "bell": b"name\nA\x07da\n",
    "zero-width": "name\nA\u200bda\nZo\u00a0e\nنس\u200cیم\n".encode(),
    "open-quote": b'name\n"Ada\n',
    "after-quote": b'name\n"Ada" x\n',
    "quote-inside": b'name\nAda "Bo" C\n"say ""hi""\nthere"\n',
    "semicolons": b"\xef\xbb\xbfName;E-mail\r\nAda Example;Ada@Example.org \r\n",
    "tabs": b"Full name\tEmail address\nAda  Example\t ada@example.org",
    "parts": b"Surname;First name;Date;Email\nLovelace;Ada;2026-01-20;a@b.example\nBo;;;\n",
    "days": b"name,date\nA,20/01/2026\nB,2999-01-01\nC,1900-01-01\nD,2026-02-30\nE,20260120\nF,2026-01-20\n",
    "languages": b"name,language\nAda,en\nBo,xx\n",
    "evidence-names": b"name,email,evidence\nAda,a@b.example,ADA.\nBo,b@b.example,B%40b.example\nCy,,c@x.example\n",
    "names-others": (
        "name,evidence\nAda Other,Was kind to Zed  OTHER.\nZed Other,Was kind to zed%20other\n"
        "Bo,Saw Ada Others\nDi-Ann O'Neil,x\nCy Example,With Di-Ann O'Neil and 李雷\n"
    ).encode(),
    "encoded-word": b"name,email\n=?utf-8?B?QQ==?=,a@b.example\n",
    "numbers": b"name,evidence\nAda,NHS 943 476 5919\nBo,AB 12 34 56 C\nCy,NHS 9434765918\nDi,9434765919\n",
    "emails": b"name,email\nA,a@b\nB,a b@c.example\nC,\xc3\xa9@c.example\nD,<d@e.example>\nE,e@f.example \n",
    "blank-rows": b"name\n\n  \nAda\n,\n",
    "line-ends": b"name,email\rAda,a@b.example\r\nBo,\n",
    "trailing": b"name,email,\nAda,a@b.example,\n",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, node: str) -> Iterator[Desk]:
    one = Desk(node, issuing_network(write(tmp_path_factory.mktemp("net"), good())), tmp_path_factory.mktemp("desk"))
    yield one
    one.close()


def today() -> str:
    return datetime.now(UTC).isoformat()


def engine_says(data: bytes) -> Any:
    try:
        people = parse_recipients(data, "people.csv")
    except RecipientsError as error:
        return sorted([one.row, one.column, one.code] for one in error.problems)
    return [said(one) for one in people]


def said(one: Recipient) -> dict[str, Any]:
    rows = {key: value for key, value in vars(one).items() if value is not None}
    return json.loads(json.dumps(rows, default=str))  # type: ignore[no-any-return]


def desk_says(desk: Desk, data: bytes) -> Any:
    answer = desk(people=data, now=today())
    if "people" in answer:
        return answer["people"]
    return sorted([one["row"], one["column"], one["code"]] for one in answer["faults"])


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_read_as_the_engine_reads_it(desk: Desk, name: str) -> None:
    assert engine_says(LISTS[name]) == desk_says(desk, LISTS[name])


CELLS = st.one_of(
    st.sampled_from(
        ["Ada", "ada", "ADA ", "", "a@b.example", "2026-01-20", "2026-1-2", "en", "xx", "first", '"', "=1"]
    ),
    st.text(max_size=12),
    st.text(alphabet="ıİßẞςσΣéé \u200b\u200d\u00a0\u2028\t%4Aa@.", max_size=8),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from([*COLUMNS, "First name", "Last name", "", "What", "E-Mail"]), min_size=1, max_size=5),
    st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=5),
    st.sampled_from(",;\t"),
)
def test_any_table_is_read_as_the_engine_reads_it(
    desk: Desk, header: list[str], rows: list[list[str]], between: str
) -> None:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    text = "\n".join(between.join(row) for row in [header, *quoted])
    data = text.encode("utf-8", "replace")
    assert engine_says(data) == desk_says(desk, data)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet='name,email;\n\r"\t@.a ', max_size=80).map(str.encode))
def test_any_file_is_read_as_the_engine_reads_it(desk: Desk, data: bytes) -> None:
    if not data.startswith(b"PK\x03\x04"):
        assert engine_says(data) == desk_says(desk, data)

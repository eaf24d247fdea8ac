"""The rule for a name, on the list of names that the verifier's tests run too."""

from __future__ import annotations

import json

import pytest

from lapel.credentials.identity import odd_in_name, tidy_name
from lapel.issuing.recipients import RecipientsError, parse_recipients
from tests.building import ROOT

NAMES = json.loads((ROOT / "tests/names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("given", "tidy"), NAMES["tidy"])
def test_a_name_is_hashed_as_the_verifier_compares_it(given: str, tidy: str) -> None:
    assert tidy == tidy_name(given)
    assert tidy == tidy_name(tidy)


@pytest.mark.parametrize("name", NAMES["refused"])
def test_a_name_with_white_space_that_is_not_plain_is_refused_with_a_sentence(name: str) -> None:
    assert odd_in_name(name) is not None
    with pytest.raises(
        RecipientsError, match=r"row 2, column 'name': has the character U\+[0-9A-F]{4}.*type the name again"
    ):
        parse_recipients(f'name\n"x{name}x"\n'.encode(), "people.csv")


@pytest.mark.parametrize("name", NAMES["taken"])
def test_names_of_every_language_are_taken(name: str) -> None:
    (person,) = parse_recipients(f'name\n"{name}"\n'.encode(), "people.csv")
    assert name == person.name

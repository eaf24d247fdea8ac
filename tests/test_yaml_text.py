"""The reader, beside PyYAML's own loader where the two must agree."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lapel.load.yaml_text import parse_yaml

TREES = st.recursive(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"), min_size=1
    ),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("word", ["no", "yes", "1.10", "12:30", "0o17", "1e3", "2026-11-21", "null", "~x", "=", "<<"])
def test_every_scalar_stays_the_text_that_was_written(word: str) -> None:
    document, problems = parse_yaml(f"key: {word}\n", "a.yml")
    assert ({"key": word}, []) == (document and document.value, problems)


def test_every_key_and_item_knows_its_line() -> None:
    document, _ = parse_yaml("a: 1\nb:\n  - x\n  - c: y\n", "a.yml", first_line=2)
    assert document is not None
    assert {(): 2, ("a",): 2, ("b",): 3, ("b", 0): 4, ("b", 1): 5, ("b", 1, "c"): 5} == document.lines


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), TREES, min_size=1, max_size=4))
def test_what_another_writer_writes_is_read_the_same(tree: dict[str, object]) -> None:
    document, problems = parse_yaml(yaml.safe_dump(tree, allow_unicode=True), "a.yml")
    assert (tree, []) == (document and document.value, problems)


@given(st.text(max_size=200) | st.text(alphabet="a:-&*!?|>[]{},#'\"%@` \n\t", max_size=60))
def test_no_text_at_all_raises(text: str) -> None:
    document, problems = parse_yaml(text, "a.yml")
    assert document is not None or problems


def test_deep_nesting_stops_with_a_sentence() -> None:
    document, problems = parse_yaml("a: " + "[" * 500 + "]" * 500, "a.yml")
    assert document is None
    assert ["a.yml:1: is nested more than 12 levels deep: no file of ours needs that"] == [str(p) for p in problems]


def test_a_second_document_is_a_problem() -> None:
    _, problems = parse_yaml("a: 1\n---\nb: 2\n", "a.yml")
    assert ["a.yml:2: starts a second YAML document: delete the line '---'"] == [str(p) for p in problems]

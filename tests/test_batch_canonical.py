"""The quick canonical form gives, byte for byte, what the whole algorithm gives."""

from __future__ import annotations

import copy
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapel.credentials import batch_canonical
from lapel.credentials.batch_canonical import Canonicaliser
from lapel.credentials.canonical import UnsafeDocumentError, canonical
from lapel.credentials.contexts import OB_3, VC_2

QUICK = Canonicaliser()
LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]) | st.sampled_from('\t\n\r"\\%😀ｆ'), max_size=30
)
HEX = st.text("0123456789abcdef", min_size=1, max_size=8)


def identity(kind: str, digest: str, salt: str | None) -> dict[str, Any]:
    made = {"type": "IdentityObject", "hashed": True, "identityHash": f"sha256${digest}", "identityType": kind}
    return {**made, "salt": salt} if salt else made


@st.composite
def credentials(draw: st.DrawFn) -> dict[str, Any]:
    """A credential of ours with any text in every place where a batch differs."""
    identifiers = [identity(draw(st.sampled_from(["name", "emailAddress"])), draw(HEX), draw(st.none() | HEX))]
    identifiers += draw(st.lists(st.builds(identity, st.just("name"), HEX, st.none() | HEX), max_size=2))
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": identifiers,
        "achievement": {
            "id": "https://badges.example.org/badges/a/achievement.json",
            "type": ["Achievement"],
            "name": 'A "badge" %s _:c14n0',
            "description": "Its sentence\nin two lines.",
            "criteria": {"narrative": "100 % done"},
            "tag": ["one", "two"],
            "alignment": [{"type": ["Alignment"], "targetName": "T", "targetUrl": "https://a.example/"}],
        },
    }
    document: dict[str, Any] = {
        "@context": [VC_2, OB_3],
        "id": draw(st.sampled_from(["https://b.example/awards/x/1.json", "urn:uuid:1", "https://b.example/a b"])),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:b.example", "type": ["Profile"], "name": "I"},
        "validFrom": draw(st.sampled_from(["2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z"])),
        "credentialSubject": subject,
    }
    if draw(st.booleans()):
        subject["narrative"] = draw(LETTERS)
    if draw(st.booleans()):
        subject["result"] = [{"type": ["Result"], "value": draw(LETTERS)} for _ in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        key = draw(st.sampled_from(["id", "narrative"]))
        address = st.sampled_from(["https://b.example/e", "https://b.example/awards/x/1.json", "https://a.example/"])
        document["evidence"] = [{"type": ["Evidence"], key: draw(address if key == "id" else LETTERS)}]
    return document


def outcome(form: Any, document: dict[str, Any]) -> str:
    try:
        return str(form(copy.deepcopy(document)))
    except UnsafeDocumentError as error:
        return f"refused: {error}"


@settings(max_examples=250, deadline=None)
@given(credentials())
def test_whatever_a_batch_differs_in_the_quick_form_is_the_whole_one(document: dict[str, Any]) -> None:
    expected = outcome(canonical, document)
    outcome(QUICK, document)  # now its kind is known
    assert expected == outcome(QUICK, document)


@settings(max_examples=40, deadline=None)
@given(credentials())
def test_another_implementation_finds_the_quick_form_canonical(document: dict[str, Any]) -> None:
    quick = outcome(QUICK, document)
    if quick.startswith("refused"):
        return
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(quick.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    assert sorted(quick.splitlines()) == sorted(f"{quad} ." for quad in dataset)


def sample(number: int = 1) -> dict[str, Any]:
    return {
        "@context": [VC_2, OB_3],
        "id": f"https://b.example/awards/{number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [identity("name", f"{number}{place}", None) for place in range(3)],
        },
    }


def test_only_the_first_of_a_kind_goes_the_whole_way(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr(batch_canonical, "canonical", lambda document: calls.append(document) or canonical(document))
    form = Canonicaliser()
    forms = {form(sample(number)) for number in range(50)}
    assert (50, 2) == (len(forms), len(calls))


def test_two_nodes_that_look_alike_go_the_whole_way() -> None:
    document = sample()
    document["credentialSubject"]["identifier"][1] = document["credentialSubject"]["identifier"][0]
    form = Canonicaliser()
    form(sample())
    assert canonical(document) == form(document)


def test_a_term_that_no_context_defines_is_refused_by_both() -> None:
    form = Canonicaliser()
    for _ in range(2):
        with pytest.raises(UnsafeDocumentError, match="no context defines 'evil'"):
            form({**sample(), "evil": "x"})


def test_text_that_sorts_in_two_ways_is_refused() -> None:
    document = sample()
    document["credentialSubject"]["achievement"] = {
        "id": "https://b.example/a",
        "type": ["Achievement"],
        "tag": ["😀", "ｆ"],
    }
    with pytest.raises(UnsafeDocumentError, match="programs sort them differently"):
        canonical(document)
    document["credentialSubject"]["achievement"]["tag"] = ["😀 and ｆ"]
    assert "😀 and ｆ" in canonical(document)


def test_there_is_an_end_to_what_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_canonical, "MAX_KINDS", 2)
    form = Canonicaliser()
    for name in "abcd":
        form({**sample(), "name": name})
    assert 2 >= len(form._kinds)

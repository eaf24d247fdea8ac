"""What is handed over: letters with a picture, cards with an address in type, and when they are to be sent."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from lapel.fetch import FetchFault
from lapel.issuing import ready
from lapel.issuing.ready import Ask, Shown, runs_of, shown_run
from lapel.model.addresses import Addresses
from lapel.model.problem import LapelError
from tests.awarding import BASE, context_of, kept, run

PEOPLE = 'name,email\n"Ada <b>, ""Countess""",ada@example.org\nBo,\n'


def shown(network: Path, names: list[str], addresses: Addresses, ask: Ask) -> list[Shown]:
    return [shown_run(*run, addresses, ask) for run in runs_of(network / "outbox", names)]


def letter(folder: Path) -> EmailMessage:
    (file,) = (folder / "mails").glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_has_the_badge_the_giver_and_a_word_on_privacy_in_both_forms(network: Path) -> None:
    folder = run(network, "first", people=PEOPLE).folder
    assert folder
    message = letter(folder)
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    for text in (plain.get_content(), html.get_content()):
        assert "https://badges.example.org/net/awards/" in text
        assert "If you want us to take the badge away, write to" in text
        assert "Anchor" in text
    assert "Ada &lt;b&gt;" in html.get_content()
    assert "<b>" not in html.get_content()
    (picture,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert f"cid:{str(picture['Content-ID'])[1:-1]}" in html.get_content()
    assert b"\x89PNG" == picture.get_content()[:4]
    assert 'src="http' not in html.get_content()


def test_a_large_run_has_no_pictures_in_its_letters(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lapel.issuing.outbox.MOST_WITH_PICTURES", 0)
    folder = run(network, "first", people=PEOPLE).folder
    assert folder
    assert not [part for part in letter(folder).walk() if part.get_content_type() == "image/png"]


def test_a_card_has_the_address_in_type_without_the_name(network: Path) -> None:
    report = run(network, "first", people=PEOPLE)
    assert report.folder
    cards = (report.folder / "cards.html").read_text(encoding="utf-8")
    for award in report.awards:
        assert f"<bdi>{BASE}awards/{award}/</bdi>" in cards
    assert "salt=" not in cards


def test_letters_are_ready_when_the_site_shows_just_these_awards(network: Path) -> None:
    run(network, "first", people=PEOPLE)
    lines = {one.document["id"]: one.raw for one in kept(network)}
    addresses = context_of(network).addresses

    def ask(place: str, most: int, accept: str) -> bytes:
        if place not in lines:
            raise FetchFault(f"{place}: answers with the status 404", 404)
        return lines[place]

    (found,) = shown(network, [], addresses, ask)
    assert (2, 2, 0) == (found.awards, found.asked, found.missing)
    gone = next(iter(lines))
    first = lines.pop(gone)
    (found,) = shown(network, ["batch"], addresses, ask)
    assert (1, True) == (found.missing, "404" in found.why)
    lines[gone] = first + b" "
    (found,) = shown(network, ["batch"], addresses, ask)
    assert (1, True) == (found.missing, "shows another badge" in found.why)
    with pytest.raises(LapelError, match="There is no run 'other'"):
        shown(network, ["other"], addresses, ask)


def test_of_a_large_run_some_are_asked_for(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "ASKED", 1)
    run(network, "first", people=PEOPLE)
    lines = {one.document["id"]: one.raw for one in kept(network)}
    (found,) = shown(network, [], context_of(network).addresses, lambda place, *_: lines[place])
    assert (2, 1, 0) == (found.awards, found.asked, found.missing)

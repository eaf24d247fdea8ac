"""Letters and cards from the desk say what those of ``lapel award`` say."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from lapel.desk_letters import desk_letters
from lapel.issuing.batch import _drawn
from lapel.model.problem import LapelError
from lapel.outputs import renderer
from lapel.pictures.artwork import artwork_of
from lapel.stream import Settings
from tests import catalogues
from tests.awarding import context_of, issuing_network, kept, run
from tests.desking import Desk, achievements, desk_words, seeded

PEOPLE = """name,email,language,badge
"Ada <b>, ""Countess"" \\ & 'Co'",ada@example.org,,first
"Ada <b>, ""Countess"" \\ & 'Co'",ada@example.org,,second
Олена Дуже-Довге-Прізвище Що-Не-Вміщується-В-Одне-Слово,olena@example.org,en,first
نسیم,,,first
Bo,bo@example.org,,end
"""


@pytest.fixture
def network(tmp_path: Path) -> Path:
    files = catalogues.good()
    files["badges/end/badge.md"] = catalogues.badge("End of “all” <things>", "validity: 2 years\n")
    return issuing_network(catalogues.write(tmp_path / "network", files))


@pytest.fixture
def desk(node: str, network: Path, tmp_path: Path) -> Iterator[Desk]:
    one = Desk(node, network, tmp_path)
    yield one
    one.close()


def read(content: bytes) -> dict[str, Any]:
    """What a mail program finds in a letter."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    return {
        **{name: words(content, name) for name in ("To", "From", "Subject", "X-Unsent")},
        "addresses": [one.addr_spec for name in ("To", "From") for one in message[name].addresses],
        "plain": plain.get_content().replace("\r\n", "\n"),
        "html": html.get_content().replace("\r\n", "\n").strip(),
        "pictures": {str(part["Content-ID"]): part.get_content() for part in pictures},
    }


def words(content: bytes, header: str) -> str:
    """A header decoded word by word: the newer policy puts spaces between the words of a name (a fault of Python)."""
    return str(make_header(decode_header(email.message_from_bytes(content)[header])))


def without_codes(cards: str) -> str:
    return re.sub(r"<svg.*?</svg>\s*", "<svg>", cards, flags=re.DOTALL)


@pytest.mark.parametrize("with_pictures", [True, False])
def test_letters_and_cards_say_the_same(
    network: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, with_pictures: bool
) -> None:
    if not with_pictures:
        monkeypatch.setattr("lapel.issuing.outbox.MOST_WITH_PICTURES", 0)
    embedded = achievements(network)
    context = context_of(network)
    drawn = {slug: _drawn(artwork_of(context.catalogue, one)) for slug, one in context.catalogue.badges.items()}
    pictures = {slug: base64.b64encode(png).decode() for slug, png in drawn.items()} if with_pictures else {}
    with seeded("letters"):
        report = run(network, "first", people=PEOPLE, batch="one")
    assert report.folder
    now = max(one.document["validFrom"] for one in kept(network))
    wish = {"issuer": "anchor", "badges": ["first"]}
    order = {"wish": wish, "batch": "one", "now": now, "seed": "letters", "achievements": embedded}
    answer = desk(people=PEOPLE, words=desk_words(network), pictures=pictures, **order)
    expected = {file.name: read(file.read_bytes()) for file in (report.folder / "mails").glob("*.eml")}
    assert 3 == len(expected)
    assert expected == {one["name"].removeprefix("mails/"): read(one["text"].encode()) for one in answer["mails"]}
    assert all(len(row) <= 998 and row.isascii() for one in answer["mails"] for row in one["text"].split("\r\n"))
    cards = (report.folder / "cards.html").read_text(encoding="utf-8")
    assert without_codes(cards) == without_codes(answer["cards"])
    assert len(report.awards) == answer["cards"].count("#name=")


def test_a_template_whose_rows_depend_on_each_other_is_named(network: Path) -> None:
    own = network / "overrides"
    own.mkdir()
    (own / "mail.html").write_text("{% for one in badges %}{{ loop.index }} {{ one.name }}{% endfor %}", "utf-8")
    context, settings = context_of(network), Settings.of(network)
    with pytest.raises(LapelError, match="rows that depend on each other"):
        list(desk_letters(context, settings, renderer(context, settings)))

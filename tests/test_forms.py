"""Forms without a server: what they write can be used, and nothing is sent."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from lapel.load import load
from lapel.load.site import Site
from lapel.model import Catalogue
from lapel.pages.info import forge_address
from tests import catalogues

CATCH = """() => {
  window.pressed = [];
  HTMLAnchorElement.prototype.click = function () { window.pressed.push([this.getAttribute('href'), this.download]); };
}"""


@pytest.fixture
def caught(page: Page) -> Page:
    page.add_init_script(f"({CATCH})()")
    return page


def letter(page: Page) -> dict[str, list[str]]:
    address = page.evaluate("() => window.pressed.at(-1)[0]")
    assert address.startswith("mailto:")
    return parse_qs(urlsplit(address).query)


def test_joining_writes_a_letter_with_what_was_answered(caught: Page, address: str, sample: Catalogue) -> None:
    asked: list[str] = []
    caught.on("request", lambda request: asked.append(request.url))
    caught.goto(f"{address}join/")
    asked.clear()
    caught.get_by_label("What should we call you?").fill("Ada & Bo?\n=cmd")
    caught.get_by_label("Which badge do you want?").select_option("Managing stress")
    caught.locator("form").first.get_by_role("button", name="Write the email").click()
    said = letter(caught)
    assert ["I want to earn a badge"] == said["subject"]
    assert "What should we call you?: Ada & Bo? =cmd" in said["body"][0]
    assert "Which badge do you want?: Managing stress" in said["body"][0]
    assert caught.evaluate("() => window.pressed[0][0]").startswith(f"mailto:{sample.network.email}?")
    assert [] == [one for one in asked if not one.startswith(address)]


def test_what_is_missing_is_named_and_reached(caught: Page, address: str) -> None:
    caught.goto(f"{address}join/")
    form = caught.locator("form").nth(1)
    form.get_by_role("button", name="Write the email").click()
    assert "Something is missing: “What is your organisation called?”" in form.locator(".form-status").inner_text()
    assert "organisation-name" == caught.evaluate("() => document.activeElement.id")
    assert [] == caught.evaluate("() => window.pressed")


def test_a_reader_without_scripts_gets_a_plain_letter(page: Page, address: str, sample: Catalogue) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain = context.new_page()
    plain.goto(f"{address}join/")
    link = plain.get_by_role("link", name="Write the email").first
    assert link.is_visible()
    assert (link.get_attribute("href") or "").startswith(f"mailto:{sample.network.email}?subject=")
    context.close()


ANSWERS = {
    "name": "Fixing bikes",
    "description": "Can mend a flat tyre.",
    "activities": "1. Mend a tyre.\n- Clean a chain: with care\n\n* Say “thank you” # not a comment",
    "timeRequired": "2 hours",
    "evidence": "A photo, 'before' and \"after\"",
    "method": "The trainer sees it.",
    "assessor": "The trainer: Bo",
    "limits": "It says nothing of motorbikes.",
    "askAt": "The workshop",
}


def proposed(page: Page, address: str, answers: dict[str, str]) -> str:
    page.goto(f"{address}propose/")
    text: str = page.evaluate(
        "async (said) => (await import('../assets/forms.js')).badgeFile(new Map(Object.entries(said)))",
        {**answers, "issuers": "anchor"},
    )
    return text


def test_a_proposed_badge_is_a_file_that_the_engine_reads(caught: Page, address: str, small: Path) -> None:
    text = proposed(caught, address, ANSWERS)
    badge = load(catalogues.write(small, {"badges/fixing-bikes/badge.md": text}), drafts=True).badges["fixing-bikes"]
    assert "Fixing bikes" == badge.name
    assert ["Mend a tyre.", "Clean a chain: with care", "Say “thank you” # not a comment"] == [
        one.name for one in badge.activities
    ]
    assert ("The trainer: Bo", "A photo, 'before' and \"after\"") == (
        badge.assessment.assessor,
        badge.evidence[0].description,
    )
    assert "draft" == badge.status.value


LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)


@given(LINE)
@settings(max_examples=60, deadline=None)
def test_nothing_that_somebody_types_becomes_a_key(typed: str) -> None:
    """The file quotes as JSON does; a reader of YAML reads the same text back."""
    import yaml

    shown = yaml.safe_load(f"name: {json.dumps(typed, ensure_ascii=False)}\n")
    assert {"name": typed} == shown


def test_the_file_can_be_begun_on_the_forge(caught: Page, address: str, sample: Catalogue) -> None:
    caught.goto(f"{address}propose/")
    for name, value in ANSWERS.items():
        caught.locator(f"form [name={name}]").fill(value)
    caught.get_by_label("Who gives it?").select_option(index=1)
    caught.get_by_role("button", name="Open it in our code store").click()
    forge = caught.evaluate("() => window.pressed.at(-1)[0]")
    assert forge.startswith(
        "https://forge.example.org/open-door/badges/new/main?filename=badges%2Ffixing-bikes%2Fbadge.md"
    )
    assert 'name: "Fixing bikes"' in unquote(forge)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("https://github.com/a/b/edit/main/", "https://github.com/a/b/new/main?filename={path}&value={text}"),
        ("https://gitlab.com/a/b/-/edit/main/", "https://gitlab.com/a/b/-/new/main?file_name={path}&content={text}"),
        ("https://codeberg.org/a/b/_edit/main/", "https://codeberg.org/a/b/_new/main?filename={path}"),
        ("https://somewhere.example.org/wiki/", None),
        ("", None),
    ],
)
def test_every_forge_has_its_own_address(edit: str, expected: str | None) -> None:
    stub = SimpleNamespace(site=Site("https://a.example.org/", "A", edit=edit))
    assert expected == forge_address(stub)  # type: ignore[arg-type]


def test_a_link_chooses_the_badge_to_speak_of(caught: Page, address: str) -> None:
    caught.goto(f"{address}endorse/?badge=managing-stress")
    assert "managing-stress" == caught.get_by_label("About which badge?").input_value()
    caught.goto(f"{address}endorse/?badge=%3Cscript%3E")
    assert "" == caught.get_by_label("About which badge?").input_value()


def test_a_long_letter_is_copied_because_mail_programs_cut_it(caught: Page, address: str) -> None:
    caught.context.grant_permissions(["clipboard-read", "clipboard-write"])
    caught.goto(f"{address}endorse/?badge=managing-stress")
    caught.get_by_label("Who says it?").select_option(index=1)
    caught.get_by_label("What do you want to say?").fill("They are on time. " * 50)
    caught.get_by_label("Who should we ask for?").fill("The manager")
    caught.get_by_label("What do you want to say?").evaluate("one => { one.value = 'Very good. '.repeat(200) }")
    caught.get_by_role("button", name="Write the email").click()
    caught.wait_for_function("() => window.pressed.length")
    assert "body" not in letter(caught)
    copied = caught.evaluate("() => navigator.clipboard.readText()")
    assert "Very good." in copied
    assert "badges/managing-stress/achievement.json" in copied

"""The page of an award, in a real Chromium: what it says, and whose name it shows to whom."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import icalendar
import pypdf
import zxingcpp
from openbadgeslib import baking
from PIL import Image
from playwright.sync_api import Page, expect

from lapel.issuing.revoke import Withdrawal, revoke
from lapel.pages.markdown import shown_html
from tests.awarding import KEY, context_of, kept, publish, run
from tests.building import ROOT
from tests.pages import faults, open_more, saved, violations


def test_the_name_is_shown_only_to_whoever_has_the_private_link(award: tuple[str, str, Path], page: Page) -> None:
    address, fragment, _ = award
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.locator("#award-name")).to_be_hidden()
    page.goto(f"{address}#{fragment}")
    expect(page.locator("#award-name")).to_have_text("Awarded to Zoë O'Neil & Söhne")
    page.goto(f"{address}#{fragment.replace('Zo', 'Jo')}")
    expect(page.locator("#award-name-wrong")).to_be_visible()
    expect(page.locator("#award-name")).to_be_hidden()
    assert not any("salt" in url or "#" in url for url in asked)


def test_the_page_says_what_was_signed_and_nothing_of_the_person(award: tuple[str, str, Path], page: Page) -> None:
    address, _, site = award
    text = (site / "awards" / address.rstrip("/").split("/")[-1] / "index.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in text
    assert "Neil" not in text
    assert "zoe@" not in text
    assert "&lt;b&gt;Seen&lt;/b&gt; by two" in text
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("End")
    expect(page.locator(".award-facts").first).to_contain_text("Anchor")
    expect(page.get_by_text("You did one thing.")).to_be_visible()


def test_the_address_for_linkedin_is_encoded_and_complete(award: tuple[str, str, Path], page: Page) -> None:
    page.goto(award[0])
    open_more(page)
    link = page.get_by_role("link", name="Add to LinkedIn").get_attribute("href") or ""
    fields = {key: values[0] for key, values in parse_qs(urlsplit(link).query, strict_parsing=True).items()}
    today = date.today()
    assert ("CERTIFICATION_NAME", "End", "Anchor") == (fields["startTask"], fields["name"], fields["organizationName"])
    assert (str(today.year), str(today.month)) == (fields["issueYear"], fields["issueMonth"])
    assert str(today.year + 1) == fields["expirationYear"]
    assert fields["certUrl"].endswith(f"/awards/{fields['certId']}/")


def test_a_withdrawn_award_keeps_its_page_and_says_why(network: Path, tmp_path: Path, page: Page) -> None:
    award = run(network, "end", people="name\nAda\n").awards[0]
    revoke(context_of(network), Withdrawal(award, "Awarded to the wrong person."), lambda *_: KEY)
    text = (publish(network, tmp_path / "published") / f"awards/{award}/index.html").read_text(encoding="utf-8")
    assert "The issuer withdrew this badge on" in text
    assert "Awarded to the wrong person." in text


def test_criteria_that_changed_since_are_shown_with_their_difference(network: Path, tmp_path: Path) -> None:
    award = run(network, "end", people="name\nAda\n").awards[0]
    file = network / "badges/end/badge.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("You did one thing.", "You did two things."), encoding="utf-8"
    )
    text = (publish(network, tmp_path / "published") / f"awards/{award}/index.html").read_text(encoding="utf-8")
    assert "These words have changed since then" in text
    assert "<p>You did one thing.</p>" in text
    assert "You did two things." in text


def test_the_page_is_valid_and_accessible(
    award: tuple[str, str, Path], page: Page, axe: str, node: str, tmp_path: Path
) -> None:
    address, fragment, site = award
    file = site / "awards" / address.rstrip("/").split("/")[-1] / "index.html"
    assert [] == faults(ROOT, node, tmp_path / "report.json", str(file))
    for scheme in ("light", "dark"):
        for width in (360, 1280):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{address}#{fragment}")
            assert [] == violations(page, axe)


def test_signed_text_never_becomes_a_script() -> None:
    for text in ("<script>alert(1)</script>", "[a](javascript:alert(1))", "<img src=x onerror=y>"):
        assert "<script" not in shown_html(text)
        assert "<img" not in shown_html(text)
        assert 'href="javascript' not in shown_html(text)


def test_the_documents_of_an_award_say_the_same(award: tuple[str, str, Path], network: Path) -> None:
    (one,) = kept(network)
    site = award[2]
    assertion = json.loads((site / "awards" / one.id / "assertion.json").read_bytes())
    assert one.document["credentialSubject"]["narrative"] == assertion["narrative"]
    assert one.document["validUntil"] == assertion["expires"]
    identities = {identity["identityHash"] for identity in one.identities()}
    assert assertion["recipient"]["identity"] in identities


def test_the_badge_is_put_into_its_pictures_as_it_was_signed(
    award: tuple[str, str, Path], network: Path, page: Page
) -> None:
    (one,) = kept(network)
    page.goto(award[0])
    picture = Image.open(io.BytesIO(saved(page, "Download the picture (PNG)")))
    picture.load()
    assert one.raw.decode() == picture.text["openbadgecredential"]  # type: ignore[attr-defined]
    tree = ElementTree.fromstring(saved(page, "Download the picture (SVG)"))
    assert "{https://purl.imsglobal.org/ob/v3p0}credential" == tree[0].tag
    assert one.document == json.loads(tree[0].text or "")


def test_another_implementation_finds_the_badge_in_the_pictures(
    award: tuple[str, str, Path], network: Path, page: Page
) -> None:
    (one,) = kept(network)
    page.goto(award[0])
    png, svg = (saved(page, f"Download the picture ({kind})") for kind in ("PNG", "SVG"))
    assert one.raw.decode() == baking.extract_png(png, keyword=b"openbadgecredential")
    found = baking.extract_svg(svg, element="openbadges:credential", text_fallback=True)
    assert one.document == json.loads(found or "")


def test_a_certificate_is_one_sheet_with_a_code_that_leads_back(
    award: tuple[str, str, Path], network: Path, page: Page
) -> None:
    (one,) = kept(network)
    address, fragment, _ = award
    page.goto(f"{address}#{fragment}")
    expect(page.locator("#award-name")).to_be_visible()
    page.evaluate("window.print = () => {}")
    open_more(page)
    page.get_by_role("button", name="Print a certificate").click()
    page.emulate_media(media="print")
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    assert 1 == len(pdf.pages)
    text = " ".join(pdf.pages[0].extract_text().split())
    expected = ["End", "Awarded to Zoë O'Neil & Söhne", "Given by", "Given on", "Valid until", "Badge ID", one.id]
    paths = [text.index(word) for word in expected]
    assert sorted(paths) == paths
    page.set_viewport_size({"width": 794, "height": 1123})
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    address, _, name = code.text.partition("#")
    assert f"https://badges.example.org/net/awards/{one.id}/" == address
    assert parse_qs(fragment) == parse_qs(name), "the name is on the paper, so the code leads to it"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert "What was shown" in "".join(sheet.extract_text() for sheet in pdf.pages)


def test_a_reminder_rings_90_30_and_7_days_before_the_end(
    award: tuple[str, str, Path], network: Path, page: Page
) -> None:
    (one,) = kept(network)
    page.goto(award[0])
    content = saved(page, "Remind me before it ends")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")
    assert one.document["validUntil"][:10] == event.decoded("DTSTART").isoformat()
    assert [-90, -30, -7] == [alarm.decoded("TRIGGER").days for alarm in event.walk("VALARM")]

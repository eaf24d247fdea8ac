"""The page that checks badges, in a real Chromium: what a person does with it, and what it asks of other hosts."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
from openbadgeslib import baking
from openbadgeslib.ob3.ldp import OB3LdpSigner
from openbadgeslib.ob3.signer import OB3Signer
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from lapel.ledger.withdrawals import read_revocations
from lapel.pictures import qr
from tests.building import ROOT
from tests.pages import COLOURS, RUN, answer, choose, genuine, saved, violations
from tests.verifying import KEYS, WEB, check, did_web, openbadge, pem, picture, vectors

Asked = list[str]


def watch(page: Page, address: str) -> Asked:
    """What the page asks of hosts that are not its own."""
    asked: Asked = []
    origin = "/".join(address.split("/")[:3])
    page.on("request", lambda request: request.url.startswith((origin, "blob:", "data:")) or asked.append(request.url))
    return asked


def host(page: Page, key: Any) -> None:
    """Lets the issuer's host answer with its key."""
    document = next(iter(did_web(key).values()))

    def fulfil(route: Route) -> None:
        route.fulfill(json=document, headers={"access-control-allow-origin": "*"})

    page.route("https://issuer.example/**", fulfil)


def test_a_picture_of_ours_and_one_of_others_are_read_where_they_are_dropped(
    page: Page, address: str, site: Path
) -> None:
    asked = watch(page, address)
    page.goto(f"{address}verify/")
    raw = genuine(site).read_text(encoding="utf-8")
    ours = baking.bake_png(
        (site / "badges/managing-stress/image.png").read_bytes(), raw, keyword=b"openbadgecredential"
    )
    assert "This badge is genuine." == choose(page, "cv.png", ours, "image/png")
    expect(page.locator(".report h3").first).to_have_text("English for the workplace")
    assert [] == asked  # all that it needs stands on this site
    key = KEYS["EdDSA"]
    host(page, key)
    theirs = OB3LdpSigner(pem(key), f"{WEB}#k").sign_into_png(openbadge(), picture())
    assert "This badge is genuine, and there is something to know." == choose(page, "theirs.png", theirs, "image/png")
    expect(page.locator(".report .verdict p").first).to_contain_text("does not have this organisation on its list")
    assert {"https://issuer.example/.well-known/did.json"} == set(asked)


def test_dropping_is_like_choosing(page: Page, address: str, site: Path) -> None:
    page.goto(f"{address}verify/")
    text = genuine(site).read_text(encoding="utf-8")
    transfer = page.evaluate_handle(
        "text => { const t = new DataTransfer(); t.items.add(new File([text], 'a.json')); return t }", text
    )
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    assert "This badge is genuine." == answer(page)


def test_a_token_is_pasted(page: Page, address: str, site: Path) -> None:
    page.goto(f"{address}verify/")
    page.get_by_label("Or paste an address").fill(genuine(site).with_name("credential.jwt").read_text())
    page.get_by_role("button", name="Check", exact=True).press("Enter")
    assert "This badge is genuine." == answer(page)
    host(page, KEYS["RS256"])
    page.get_by_label("Or paste an address").fill(OB3Signer(pem(KEYS["RS256"]), "RS256").sign(openbadge()))
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".report h3").first).to_have_text("A badge")


def test_a_link_checks_on_arrival(page: Page, address: str, site: Path) -> None:
    asked = watch(page, address)
    number = genuine(site).parent.name
    page.goto(f"{address}verify/#url=https%3A%2F%2Fbadges.example.org%2Fawards%2F{number}%2F")
    assert "This badge is genuine." == answer(page)
    assert [] == asked


def test_a_name_is_confirmed_from_the_earners_own_link(page: Page, award: tuple[str, str, Path], address: str) -> None:
    own, fragment, _ = award
    page.goto(f"{own}#{fragment}")
    expect(page.locator("#award-verdict h2")).to_have_text("This badge is genuine.")
    page.get_by_text("How we checked").click()
    expect(page.locator(".check", has_text="Is it this person's?")).to_contain_text("the organisation signed that name")
    page.goto(f"{own}#{fragment.replace('Zo', 'Jo')}")
    expect(page.locator("#award-verdict h2")).to_have_text("This badge is genuine, and there is something to know.")
    expect(page.locator("#award-verdict .verdict p")).to_contain_text("That is not the name that was signed.")


def test_a_person_is_compared(page: Page, address: str) -> None:
    host(page, KEYS["EdDSA"])
    page.goto(f"{address}verify/")
    document = json.dumps(OB3LdpSigner(pem(KEYS["EdDSA"]), f"{WEB}#k").sign(openbadge())).encode()
    choose(page, "a.json", document)
    page.get_by_label("Is it the badge of the person").fill("someone@example.org, ADA@example.org")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".person")).to_contain_text("Yes: ADA@example.org is the person in this badge.")
    page.get_by_label("Is it the badge of the person").fill("eve@example.org")
    page.get_by_role("button", name="Compare").click()
    # The question has an answer of its own; what the badge is stays as it was.
    expect(page.locator(".person")).to_contain_text("eve@example.org is not the same as what this badge says.")
    expect(page.locator(".report h2")).to_have_text("This badge is genuine, and there is something to know.")


def test_the_report_is_one_sheet_and_a_file(page: Page, address: str, site: Path) -> None:
    page.goto(f"{address}verify/")
    choose(page, "badge.json", genuine(site).read_bytes())
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print this report").click()
    page.emulate_media(media="print")
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join("".join(sheet.extract_text() for sheet in pdf.pages).split())
    assert 1 == len(pdf.pages)
    for word in ("This badge is genuine.", "English for the workplace", "Checked on", "/verify/", "Is it in date?"):
        assert word in text
    assert "Drop the badge here" not in text
    page.emulate_media(media="screen")
    report = json.loads(saved(page, "Save the report"))
    assert ("badge.json", "genuine") == (report["input"], report["verdict"])


def test_every_verdict_is_accessible_on_small_and_large_screens(page: Page, address: str, axe: str, site: Path) -> None:
    gone = next(iter(read_revocations(ROOT)))
    inputs = {
        "This badge is genuine.": genuine(site).read_bytes(),
        "This badge is not valid.": (site / "awards" / gone / "credential.json").read_bytes(),
        "This is not a badge.": b"Hello",
        "We could not check this badge.": OB3Signer(pem(KEYS["ES256"]), "ES256").sign(openbadge()).encode(),
    }
    for width in (320, 360, 1280):  # 320: a screen of 1280 at 400 %
        page.set_viewport_size({"width": width, "height": 800})
        for expected, content in inputs.items():
            page.emulate_media(color_scheme="light")
            page.goto(f"{address}verify/")
            assert expected == choose(page, "a.txt", content)
            for details in page.locator(".report details").all():
                details.evaluate("one => one.open = true")
            assert [] == violations(page, axe)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            page.emulate_media(color_scheme="dark")
            assert [] == page.evaluate(RUN, COLOURS)


def test_the_answer_is_spoken_and_the_keyboard_is_enough(page: Page, address: str, site: Path) -> None:
    page.goto(f"{address}verify/")
    page.get_by_label("Or paste an address").focus()
    page.keyboard.type(f"https://badges.example.org/awards/{genuine(site).parent.name}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answer(page)
    expect(page.get_by_role("status").filter(has_text="Done.")).to_have_text("Done. This badge is genuine.")
    assert page.evaluate("document.activeElement.classList.contains('report')")
    page.keyboard.press("Tab")
    assert "A" == page.evaluate("document.activeElement.tagName")


def test_nothing_in_a_badge_becomes_a_part_of_the_page(page: Page, address: str) -> None:
    nasty = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>'
    document = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": WEB, "type": ["Profile"], "name": nasty, "url": "javascript:alert(1)"},
        "validFrom": "2026-01-01T00:00:00Z",
        "evidence": [{"type": ["Evidence"], "id": "javascript:alert(1)", "narrative": nasty}],
        "credentialSubject": {
            "id": "did:example:a",
            "type": ["AchievementSubject"],
            "narrative": nasty,
            "achievement": {
                "id": "https://issuer.example/1",
                "type": ["Achievement"],
                "name": nasty,
                "description": nasty,
                "criteria": {"id": "javascript:alert(1)", "narrative": nasty},
                "image": {"id": "https://tracker.example/pixel.png", "type": "Image"},
            },
        },
    }
    from openbadgeslib.ob3.ldp import add_data_integrity_proof

    host(page, KEYS["EdDSA"])
    asked = watch(page, address)
    signed = add_data_integrity_proof(document, pem(KEYS["EdDSA"]), f"{WEB}#k")
    page.goto(f"{address}verify/")
    choose(page, "<script>window.broken=1</script>.json", json.dumps(signed).encode())
    expect(page.locator(".report h3").first).to_have_text(nasty)
    assert page.evaluate("window.broken") is None
    assert 0 == page.locator(".report img, .report script").count()
    assert all((link.get_attribute("href") or "").startswith("https:") for link in page.locator(".report a").all())
    assert {"https://issuer.example/.well-known/did.json"} == set(asked)


def test_many_files_are_checked_at_once_and_the_page_stays_awake(page: Page, address: str, site: Path) -> None:
    raw = genuine(site).read_bytes()
    page.goto(f"{address}verify/")
    files = [{"name": f"{number}.json", "mimeType": "", "buffer": raw} for number in range(60)]
    files[7]["buffer"] = raw.replace(b"English for the workplace", b"Any language at all")
    page.set_input_files("#verify-file", files)  # type: ignore[arg-type]
    expect(page.locator("#verify-status")).to_have_text("60 badges: 59 genuine, 1 not valid.", timeout=60_000)
    assert (59, 1) == (page.locator(".row.verdict-genuine").count(), page.locator(".row.verdict-not-valid").count())
    page.locator(".row.verdict-not-valid summary").click()
    expect(page.locator(".row .report h2")).to_have_text("This badge is not valid.")


def test_the_page_works_without_a_network_after_the_first_visit(page: Page, address: str, site: Path) -> None:
    token = json.dumps(_did_key_badge()).encode()
    page.goto(f"{address}verify/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check a badge")
    verdict = choose(page, "a.json", token)
    assert "This badge is genuine, and there is something to know." == verdict
    page.context.set_offline(False)


def _did_key_badge() -> dict[str, Any]:
    from lapel.credentials.multikey import to_multikey

    key = KEYS["EdDSA"]
    multikey = to_multikey(key.public_key())
    credential = openbadge()
    credential.issuer.id = f"did:key:{multikey}"
    return dict(OB3LdpSigner(pem(key), f"did:key:{multikey}#{multikey}").sign(credential))


def test_the_page_and_the_command_agree_on_every_credential(page: Page, address: str, site: Path) -> None:
    try:
        folder = vectors()
        rows = [row for row in json.loads((folder / "manifest.json").read_text("utf-8")) if row.get("expect")]
        files = [folder / row["file"] for row in rows]
    except pytest.skip.Exception:
        files = []
    files += sorted(site.glob("awards/*/credential.json"))[:6]
    registry = site / "registry.json"
    _, answers = check(*files, "--offline", "--map", f"https://badges.example.org={site}", "--registry", registry)
    page.route("https://**", lambda route: route.abort())
    page.goto(f"{address}verify/")
    different = []
    for file, expected in zip(files, answers, strict=True):
        choose(page, file.name, file.read_bytes())
        page.locator("#verify-results[aria-busy]").wait_for(state="detached")
        found = json.loads(saved(page, "Save the report"))
        if (expected["verdict"], expected["code"]) != (found["verdict"], found["code"]):
            different.append((file.name, expected["verdict"], expected["code"], found["verdict"], found["code"]))
    assert [] == different


def test_the_camera_reads_the_code_of_a_certificate(address: str, site: Path, tmp_path: Path) -> None:
    from tools import browser as find

    award_address = f"https://badges.example.org/awards/{genuine(site).parent.name}/"
    code = Image.open(io.BytesIO(qr.qr_png(qr.qr_matrix(award_address)))).convert("RGB")
    frame = Image.new("RGB", (640, 480), "white")
    frame.paste(code.resize((400, 400), Image.Resampling.NEAREST), (120, 40))
    stream = io.BytesIO()
    frame.save(stream, "JPEG", quality=95)
    (tmp_path / "camera.mjpeg").write_bytes(stream.getvalue() * 30)
    flags = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags.append(f"--use-file-for-fake-video-capture={tmp_path / 'camera.mjpeg'}")
    # The browser of the other tests has no camera; this one is started in a process of its own.
    script = (
        "import sys; from playwright.sync_api import sync_playwright as s\n"
        "with s() as p:\n"
        "    b = p.chromium.launch(executable_path=sys.argv[1], args=sys.argv[3:])\n"
        "    page = b.new_page(); page.goto(sys.argv[2])\n"
        "    page.get_by_role('button', name='Scan a QR code').click()\n"
        "    page.locator('.report h2').wait_for(timeout=20000)\n"
        "    print(page.locator('.report h2').inner_text(), page.locator('video').count())\n"
    )
    command = [sys.executable, "-c", script, find() or "", f"{address}verify/", *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    assert ("This badge is genuine. 0", "") == (done.stdout.strip(), done.stderr)


def test_an_award_page_fills_its_verdict_on_arrival(page: Page, address: str, site: Path) -> None:
    asked = watch(page, address)
    page.goto(f"{address}awards/{genuine(site).parent.name}/")
    expect(page.locator("#award-verdict h2")).to_have_text("This badge is genuine.")
    gone = next(iter(read_revocations(ROOT)))
    page.goto(f"{address}awards/{gone}/")
    expect(page.locator("#award-verdict h2")).to_have_text("This badge is not valid.")
    expect(page.locator("#award-verdict .verdict p")).to_contain_text(read_revocations(ROOT)[gone].reason)
    assert [] == asked


def test_an_award_page_without_script_leads_to_the_check(browser: Browser, address: str, site: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    number = genuine(site).parent.name
    page.goto(f"{address}awards/{number}/")
    href = page.get_by_role("link", name="Check that this badge is genuine").get_attribute("href") or ""
    page.close()
    assert f"../../verify/#url=https%3A//badges.example.org/awards/{number}/" == href


def test_what_is_read_first_is_small(page: Page, address: str, site: Path) -> None:
    import gzip

    sizes: dict[str, int] = {}
    page.on(
        "response", lambda one: one.url.endswith(".js") and sizes.update({one.url: len(gzip.compress(one.body(), 9))})
    )
    page.goto(f"{address}verify/", wait_until="networkidle")
    first = sum(size for url, size in sizes.items() if not url.endswith("sw.js"))
    assert first < 20_000
    choose(page, "a.jwt", genuine(site).with_name("credential.jwt").read_bytes())

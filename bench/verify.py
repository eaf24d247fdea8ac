"""Verifying in a real Chromium: milliseconds and bytes, beside two peers on the same credential."""

from __future__ import annotations

import base64
import gzip
import http.server
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.signer import OB3Signer
from playwright.sync_api import Browser, Page, sync_playwright

from .build import ROOT
from .transfer import _Gzip

sys.path.insert(0, str(ROOT / "scripts"))
WARM = 40
COLD = 7
MANY = 1000
SLOWER = 4
OURS = """async t => {
  const m = await import('/site/assets/verifier/verifier.js');
  const registry = {issuers: [{id: JSON.parse(t).issuer.id, name: 'x'}]};
  window.go = async t => (await m.verify(t, {fetch: null, registry})).verdict;
  return go(t);
}"""
PEER = """async ([name, t]) => {
  const m = await import('/' + name + '.js');
  window.go = t => m.verify(JSON.parse(t));
  return go(t);
}"""
TIMED = """async a => {
  const start = performance.now();
  const answer = await (SCRIPT)(a);
  if (answer !== true && answer !== 'genuine') throw new Error(String(answer));
  return performance.now() - start;
}"""
AGAIN = """async ([t, n]) => {
  const start = performance.now();
  for (let i = 0; i < n; i++) await go(t);
  return (performance.now() - start) / n;
}"""
BUSY = """() => {
  window.worst = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    worst = Math.max(worst, now - last);
    last = now;
    setTimeout(tick, 10);
  };
  tick();
}"""


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    class Handler(_Gzip):
        def __init__(self, *words: Any) -> None:
            super().__init__(*words, directory=str(folder))

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/"


class _Scripts:
    """The size of every script that a page loads, compressed as hosts do."""

    def __init__(self, page: Page, base: str, folder: Path) -> None:
        self.sizes: dict[str, int] = {}
        self.base = base
        self.files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*.js")}
        page.on("response", self._add)

    def _add(self, response: Any) -> None:
        name = response.url.partition("?")[0]
        if name.endswith(".js") and not name.endswith("sw.js") and "/pagefind" not in name:
            self.sizes[name] = len(gzip.compress(self.files[name.removeprefix(self.base)].read_bytes(), 9))

    @property
    def total(self) -> float:
        return sum(self.sizes.values()) / 1000


def credentials() -> dict[str, str]:
    """One badge of a did:key, in three forms; made by Digital Bazaar's library and by openbadgeslib."""
    done = subprocess.run(["node", "tests/peers/issue.mjs"], cwd=ROOT, capture_output=True, text=True, check=True)
    made = json.loads(done.stdout)
    key = Ed25519PrivateKey.generate()
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": _pack(key.public_key().public_bytes_raw())}
    did = f"did:jwk:{_pack(json.dumps(jwk).encode())}"
    badge = OpenBadgeCredential(
        issuer=Issuer(did, "An issuer"),
        recipient_id="did:example:ada",
        achievement=Achievement("https://issuer.example/badges/1", "A badge", "For a test.", "Do it."),
        id="https://issuer.example/awards/1",
        name="A badge",
        issuance_date=datetime.now(UTC) - timedelta(days=1),
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {**{name: json.dumps(one) for name, one in made.items()}, "jwt": OB3Signer(pem, "EdDSA").sign(badge)}


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def cold(browser: Browser, base: str, script: str, argument: Any) -> float:
    """From nothing loaded to a verdict, on a new page each time."""
    times = []
    for _ in range(COLD):
        page = browser.new_page()
        page.goto(f"{base}empty.html")
        times.append(float(page.evaluate(TIMED.replace("SCRIPT", script), argument)))
        page.close()
    return median(times)


def warm(browser: Browser, base: str, script: str, argument: Any, text: str) -> float:
    page = browser.new_page()
    page.goto(f"{base}empty.html")
    page.evaluate(script, argument)
    page.evaluate(AGAIN, [text, WARM])
    found = float(page.evaluate(AGAIN, [text, WARM]))
    page.close()
    return found


def throttled(browser: Browser, address: str, ready: str, script: str = "", argument: Any = None) -> float:
    """Milliseconds from the start of the navigation until ``ready`` is there, on a processor four times as slow."""
    times = []
    for _ in range(COLD):
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address)
        if script:
            page.evaluate(script, argument)
        if ready:
            page.locator(ready).wait_for()
        times.append(float(page.evaluate("performance.now()")))
        page.close()
    return median(times)


def table() -> Iterator[str]:
    from tools import browser as find

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        site = folder / "site"
        subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build", "-d", str(site)], cwd=ROOT, check=True)
        subprocess.run(["node", "bench/verify_build.mjs", str(folder)], cwd=ROOT, check=True)
        (folder / "empty.html").write_text("<!doctype html><title>empty</title>")
        server, base = serve(folder)
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        made = credentials()
        text = made["eddsa-rdfc-2022"]
        yield "| eddsa-rdfc-2022, the same credential | script, gzip | cold | warm |"
        yield "| --- | ---: | ---: | ---: |"
        for who, script, argument in (
            ("Lapel", OURS, text),
            ("@digitalbazaar/vc", PEER, ["bazaar", text]),
            ("@digitalcredentials/verifier-core", PEER, ["core", text]),
        ):
            page = browser.new_page()
            scripts = _Scripts(page, base, folder)
            page.goto(f"{base}empty.html")
            page.evaluate(script, argument)
            page.close()
            first, later = cold(browser, base, script, argument), warm(browser, base, script, argument, text)
            yield f"| {who} | {scripts.total:.1f} kB | {first:.0f} ms | {later:.1f} ms |"
        yield ""
        yield from _sizes(browser, base, site, made)
        yield from _award(browser, base, site)
        yield from _many(browser, base, site)
        browser.close()
        server.shutdown()


def _sizes(browser: Browser, base: str, site: Path, made: dict[str, str]) -> Iterator[str]:
    yield "| what /verify/ loads | script, gzip | aim |"
    yield "| --- | ---: | ---: |"
    own = next(file for file in sorted(site.glob("awards/*/credential.jwt")))
    hosted = own.with_name("assertion.json").read_text(encoding="utf-8")
    rows = (
        ("first paint", None, 20),
        ("and a JWT", made["jwt"], 35),
        ("and a hosted badge of Open Badges 2.0", hosted, 35),
        ("and eddsa-rdfc-2022", own.with_name("credential.json").read_text(encoding="utf-8"), 80),
        ("and ecdsa-sd-2023", made["ecdsa-sd-2023"], 0),
    )
    for what, text, aim in rows:
        page = browser.new_page()
        scripts = _Scripts(page, base, site.parent)
        page.goto(f"{base}site/verify/", wait_until="networkidle")
        if text:
            page.set_input_files("#verify-file", {"name": "a.json", "mimeType": "", "buffer": text.encode()})
            page.locator(".report .verdict").wait_for()
        yield f"| {what} | {scripts.total:.1f} kB | {aim or '–'}{' kB' if aim else ''} |"
        page.close()
    yield ""


def _award(browser: Browser, base: str, site: Path) -> Iterator[str]:
    plain = ('"validUntil"', '"endorsement"')
    files = sorted(site.glob("awards/*/credential.json"))
    file = next(one for one in files if not any(word in one.read_text(encoding="utf-8") for word in plain))
    text = credentials()["eddsa-rdfc-2022"]
    ours = throttled(browser, f"{base}site/awards/{file.parent.name}/", "#award-verdict[data-verdict=genuine]")
    theirs = throttled(browser, f"{base}empty.html", "", PEER, ["bazaar", text])
    yield f"| navigation to verdict, processor {SLOWER} times slower | ms |"
    yield "| --- | ---: |"
    yield f"| our award page: proof, key, list, registry, all shown | {ours:.0f} |"
    yield f"| @digitalbazaar/vc alone on a bare page: one proof | {theirs:.0f} |"
    yield ""


def _many(browser: Browser, base: str, site: Path) -> Iterator[str]:
    raw = next(iter(sorted(site.glob("awards/*/credential.json")))).read_bytes()
    page = browser.new_page()
    page.goto(f"{base}site/verify/")
    page.evaluate(BUSY)
    files = [{"name": f"{number}.json", "mimeType": "", "buffer": raw} for number in range(MANY)]
    page.set_input_files("#verify-file", files)  # type: ignore[arg-type]
    page.evaluate("() => { worst = 0; window.start = performance.now() }")
    page.locator("#verify-status", has_text=f"{MANY} badges").wait_for(timeout=120_000)
    seconds, worst = page.evaluate("[(performance.now() - start) / 1000, worst]")
    each = seconds * 1000 / MANY
    yield f"{MANY} credentials dropped at once: {each:.1f} ms each; the page was busy for {worst:.0f} ms at most"
    page.close()

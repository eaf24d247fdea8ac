"""Every page in a language that is longer, has accents and exists nowhere: nothing is cut, nothing left in English."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from lapel.load.locales import PLAIN_LOADER
from lapel.strings import Strings, load_strings
from tests.building import ROOT, serve
from tests.pages import SPOKEN


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, Strings]]:
    """The sample network in a language that nobody speaks: English with accents, longer by 40 %."""
    from lapel.outputs import open_context
    from lapel.publish import publish
    from lapel.published import Published
    from lapel.stream import Settings

    folder = tmp_path_factory.mktemp("pseudo")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    for other in (folder / "overrides/locales").iterdir():
        if other.name != "en":
            shutil.rmtree(other)
    for file in (folder / "overrides/locales/en").glob("*.yml"):
        if file.name != "glossary.yml":
            said = yaml.load(file.read_text(encoding="utf-8"), Loader=PLAIN_LOADER)  # noqa: S506 - plain text only
            file.write_text(yaml.safe_dump(longer(said), allow_unicode=True), encoding="utf-8")
    root = folder / "network"
    for name in ("badges", "network"):
        shutil.copytree(
            ROOT / name,
            root / name,
            ignore=shutil.ignore_patterns("*.uk.*", "*.ar.*", "*.fa.*", "*.pl.*", "*.en-x-*.*"),
        )
    shutil.copy(ROOT / "mkdocs.yml", root)
    text = (root / "network/network.yml").read_text(encoding="utf-8")
    (root / "network/network.yml").write_text(re.sub(r"languages:\n(?:  - .*\n)+", "", text), encoding="utf-8")
    settings = Settings(folder / "overrides", verifier=ROOT / "verifier/dist")
    context = open_context(root, settings, awards=False)
    publish(context, settings, Published(folder / "site"), search=False)
    server, address = serve(folder / "site")
    yield folder / "site", address, load_strings(ROOT / "overrides/locales", "en")
    server.shutdown()


ACCENTS = str.maketrans("aceinosuyzAEIOU", "àçéîñöšûýžÀÉÎÖÛ")
KEPT = ("languages.name", "languages.cldr", "languages.alphabet", "desk.columns", "search.same")
"""What is read by the machine, not by people: the name of the language, its letters, the names of columns."""


def longer(said: Any, path: str = "") -> Any:
    if path.endswith(KEPT):
        return said
    if isinstance(said, dict):
        return {name: longer(one, f"{path}.{name}") for name, one in said.items()}
    parts = re.split(r"(\{\w+\}|https?:\S+|,)", str(said))
    accented = "".join(one if number % 2 else one.translate(ACCENTS) for number, one in enumerate(parts))
    more = max(2, len(str(said)) * 2 // 5)
    # Words of eight letters, so that what is longer can be broken as words are.
    return accented + " ".join("~" * min(8, more - begin) for begin in range(0, more, 8))


CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter((one) => {
  const style = getComputedStyle(one);
  if (style.visibility === 'hidden' || !one.getClientRects().length) return false;
  if (one.closest('.hidden-text, svg, [hidden]')) return false;
  return ['hidden', 'clip'].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1;
}).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
WIDE = """() => [...document.querySelectorAll('body *')].filter((one) =>
  one.getBoundingClientRect().right > window.innerWidth + 1
).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, style, noscript, code"))
    found.push(walker.currentNode.textContent.trim());
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) found.push(one.getAttribute(name) ?? '');
  return found.filter(Boolean);
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_longer_words_are_not_cut_and_none_is_left_in_english(
    pseudo: tuple[Path, str, Strings], page: Page, width: int
) -> None:
    _, address, english = pseudo
    known = {
        text
        for key, text in english.texts.items()
        if "{" not in text and len(text) > 3 and not key.startswith(("languages.", "glossary.", "desk.column"))
    }
    own = {*OWN_WORDS, *own_words()}
    left: set[tuple[str, str]] = set()
    page.set_viewport_size({"width": width, "height": 800})
    for kind, path in SPOKEN.items():
        if kind in ("fields", "problems"):
            continue
        page.goto(f"{address}{path}")
        page.wait_for_timeout(100)
        assert [] == page.evaluate(CUT), kind
        size = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert size[0] <= size[1], (kind, page.evaluate(WIDE))
        left |= {(kind, text) for text in page.evaluate(TEXTS) if text in known and text not in own}
        # The same from right to left.
        page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
        size = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert size[0] <= size[1], f"{kind} mirrored"
    assert set() == left


OWN_WORDS = (
    "Show what you can do",
    "Check a badge",
    "Badges",
    "Open Badges 3.0",
    "Open Badges 2.0",
    "Free",
    "Stories",
    "Data",
    "Home",
    "What",
    "Online",
)
"""Words that the sample's own files say too."""


def own_words() -> set[str]:
    """What the sample's own files say: some of it is said by the interface too."""
    files = [*(ROOT / "network").rglob("*.*"), *(ROOT / "badges").glob("*/badge.md")]
    texts = [file.read_text(encoding="utf-8") for file in files if re.fullmatch(r"[\w-]+\.(md|yml)", file.name)]
    lines = {re.sub(r"^[\s-]*(\w+: )?", "", line).strip() for text in texts for line in text.splitlines()}
    return {*lines, *(word for text in texts for word in re.findall(r"\*\*(.+?)\*\*", text))}

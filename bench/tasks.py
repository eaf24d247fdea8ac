"""Ten tasks of the people whom the pages are for, walked on a phone: taps, and seconds of reading on the way.

What somebody reads is every word from the top of each page down to the first line of the answer, at 200 words a
minute. ``python -m bench.tasks SITE`` walks a site that is built already, for a comparison with an older one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.building import BUILD_DAY, ROOT, mkdocs, serve
from tests.pages import KINDS

sys.path.insert(0, str(ROOT / "scripts"))

WORDS_A_MINUTE = 200
PHONE = {"width": 360, "height": 740}
READ = """(selectors) => {
  const seen = (one) => [...document.querySelectorAll(one)].find((el) => el.checkVisibility());
  const target = selectors.map(seen).find(Boolean);
  if (!target) return null;
  const end = target.getBoundingClientRect();
  const words = (text) => (text.match(/[\\p{L}\\p{N}]+/gu) || []).length;
  let read = 0;
  const walker = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.checkVisibility() || parent.closest(".hidden-text, script, style, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.height && box.top < end.top + Math.min(end.height, 30)) read += words(node.textContent);
  }
  return { read, screens: (end.top + scrollY) / innerHeight };
}"""


@dataclass(frozen=True)
class Task:
    """``start`` is a page; each of ``steps`` are the links or buttons to press (the first that is there); ``answer`` is
    where the answer stands."""

    who: str
    question: str
    start: str
    steps: Sequence[Sequence[str]]
    answer: Sequence[str]


BADGE = KINDS["pathway in order"].replace("pathways", "badges")
TASKS = (
    Task("earner", "From a QR code: what do I do?", BADGE, [], [".steps > li", "#lp-first dd"]),
    Task("earner", "From a QR code: how do I start?", BADGE, [], [".start .ways > li", "#lp-first div + div dd"]),
    Task("earner", "From a QR code: when can I start?", BADGE, [], [".next-dates li", "#lp-start + *"]),
    Task("earner", "Which badge do I start with?", "", [['a[href$="badges/"]:visible']], [".card .card-name"]),
    Task(
        "earner",
        "Who sees my name?",
        KINDS["award"],
        [['a[href$="privacy/"]', 'a[href$="guides/"]:visible', ""]],
        ["#lp-badges", ".card a"],
    ),
    Task("employer", "Is this badge genuine?", KINDS["award"], [], ["#award-verdict .verdict"]),
    Task("employer", "What can this person do?", KINDS["award"], [], ["#lp-means + *", "#lp-criteria + *"]),
    Task(
        "newcomer",
        "When is the next meeting, and where?",
        "meetings/",
        [],
        [".next-meeting .ways li", ".cards .card .facts"],
    ),
    Task(
        "organisation",
        "How do we join?",
        "",
        [['a[href$="join/"]', 'a[href^="mailto:"]:visible']],
        ["form", ".band .actions"],
    ),
    Task(
        "funder",
        "How far are you towards the 200 badges?",
        "figures/",
        [],
        [".goal:nth-of-type(2) p, .goal + .goal p", "#lp-success"],
    ),
)


def walk(page: Page, base: str, task: Task) -> tuple[int, float] | None:
    """Taps and seconds; None when there is no way to the answer."""
    page.goto(base + task.start)
    page.wait_for_timeout(1500 if "awards/" in task.start else 200)
    taps, read = 0, 0.0
    for links in task.steps:
        link = next((one for one in links if one and page.locator(one).count()), None)
        if link is None:
            return None
        found = page.evaluate(READ, [link.replace(":visible", "")])
        read += found["read"] if found else 0
        target = page.locator(link).first
        if not target.is_visible():
            page.locator("#menu-fold summary").click()
            taps += 1
        if (target.get_attribute("href") or "").startswith("mailto:"):
            return taps + 1, read / WORDS_A_MINUTE * 60
        target.click()
        page.wait_for_load_state()
        taps += 1
    found = page.evaluate(READ, list(task.answer))
    if found is None:
        return None
    return taps, (read + found["read"]) / WORDS_A_MINUTE * 60


def rows(site: Path) -> Iterator[tuple[Task, tuple[int, float] | None]]:
    from tools import browser

    server, base = serve(site)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        for task in TASKS:
            page = chromium.new_page(viewport=PHONE)  # type: ignore[arg-type]
            yield task, walk(page, base, task)
            page.close()
        chromium.close()
    server.shutdown()


def table(site: Path | None = None) -> Iterator[str]:
    yield "| who | question | taps | seconds of reading |"
    yield "| --- | --- | --- | --- |"
    with tempfile.TemporaryDirectory() as folder:
        if site is None:
            site = Path(folder) / "site"
            done = mkdocs(ROOT, "build", "--quiet", "--site-dir", str(site), **BUILD_DAY)
            if done.returncode:
                raise SystemExit(done.stderr)
        for task, found in rows(site):
            said = f"{found[0]} | {found[1]:.0f}" if found else "no way | "
            yield f"| {task.who} | {task.question} | {said} |"


if __name__ == "__main__":
    for line in table(Path(sys.argv[1])):
        print(line, flush=True)

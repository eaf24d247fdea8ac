"""The whole way of an issuer who starts with nothing: a key, twelve people, three ways to send, and what others say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from lapel.issuing.receive import receive
from lapel.model.problem import LapelError
from tests import catalogues
from tests.awarding import BASE, context_of, kept, library_says, problems, publish, verified
from tests.building import serve
from tests.desking import cell, open_key, paste, saved, task
from tests.forging import TOKEN, Standin
from tests.peers import openbadges

WORDS = "a new passphrase"
ROWS = [f"Person Number{n}\tperson{n}@example.org\tKept the rota for a week" for n in range(1, 10)]
ROWS += ["Zoë O'Neil\tzoe(at)example.org\t", "\tno.name@example.org\t", "نسیم\t\tWrite to her at n@example.org"]
TABLE = "\n".join(["name\te-mail\tevidence", *ROWS])
FOLDER = """async ({ files }) => {
  const root = await navigator.storage.getDirectory();
  const place = await root.getDirectoryHandle('network-folder', { create: true });
  for (const [path, text] of Object.entries(files)) {
    const names = path.split('/'), name = names.pop();
    let at = place;
    for (const one of names) at = await at.getDirectoryHandle(one, { create: true });
    const stream = await (await at.getFileHandle(name, { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
  }
}"""
PICK = """window.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('network-folder');"""
READ = """async () => {
  const found = {};
  const walk = async (place, path) => {
    for await (const [name, one] of place.entries())
      if (one.kind === 'directory') await walk(one, `${path}${name}/`);
      else found[path + name] = await (await one.getFile()).text();
  };
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle('network-folder'), '');
  return found;
}"""


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """A network on GitHub whose issuer has no key yet."""
    files = catalogues.good()
    files["mkdocs.yml"] = f"{catalogues.MKDOCS}repo_url: https://github.com/o/r\nedit_uri: edit/main/\n"
    return catalogues.write(tmp_path / "network", files)


@pytest.fixture
def hub(network: Path) -> Iterator[Standin]:
    server = Standin("github", texts(network))
    yield server
    server.shutdown()


def texts(root: Path) -> dict[str, str]:
    files = [one for one in root.rglob("*") if one.is_file() and one.suffix in (".md", ".yml", ".jsonl", ".json")]
    own = [one for one in files if "outbox" not in one.parts]
    return {one.relative_to(root).as_posix(): one.read_text(encoding="utf-8") for one in own}


def forwarded(page: Page, hub: Standin) -> None:
    """The API of GitHub is the stand-in's."""

    def answer(route: Route) -> None:
        asked = route.request
        if asked.method == "OPTIONS":
            headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
            return route.fulfill(status=204, headers=headers)
        said = route.fetch(url=asked.url.replace("https://api.github.com", hub.address), max_redirects=0)
        return route.fulfill(response=said, headers={**said.headers, "Access-Control-Allow-Origin": "*"})

    page.route("https://api.github.com/**", answer)


def proposed(page: Page, hub: Standin) -> dict[str, str]:
    """Opens a pull request, and returns the files on its branch."""
    before = set(hub.branches)
    form = page.locator("#desk-send-forge")
    if form.get_attribute("open") is None:
        form.locator("> summary").press("Enter")  # what was signed moves into view, and a click may miss
    page.locator("#desk-token").fill(TOKEN)
    page.locator("#desk-send-pull").click()
    expect(page.locator("#desk-pull a")).to_be_visible()
    expect(page.locator("#desk-token")).to_have_value("")
    (name,) = set(hub.branches) - before
    return hub.branches[name]


def written(page: Page, root: Path) -> dict[str, str]:
    """Puts it into a folder of the computer, and returns all that is there afterwards."""
    page.evaluate(FOLDER, {"files": texts(root)})
    page.evaluate(PICK)
    page.locator("#desk-send-folder").press("Enter")  # the page moves to what was signed, and a click may miss
    expect(page.locator("#desk-status")).to_contain_text("It is in the folder")
    found: dict[str, str] = page.evaluate(READ)
    return found


def copy(folder: Path, files: dict[str, str]) -> Path:
    return catalogues.write(folder, dict(files))


def key_made(page: Page, tmp_path: Path) -> tuple[Path, str]:
    """A new key and the code that the issuer says on the telephone."""
    task(page, "desk-keys")
    page.locator("#desk-new-key").click()
    cell(page).locator("#cell-new-passphrase").fill(WORDS)
    cell(page).locator("#cell-new-again").fill(WORDS)
    cell(page).locator("#cell-make").click()
    expect(cell(page).locator("#cell-code")).to_contain_text("telephone", timeout=20_000)
    with page.expect_download() as download:
        cell(page).locator("#cell-save").click()
    key = tmp_path / "key.pem"
    key.write_bytes(Path(download.value.path()).read_bytes())
    expect(page.locator("#desk-key-code")).to_be_visible()
    code = cell(page).locator("#cell-code strong").inner_text()
    assert code in page.locator("#desk-key-code").inner_text()
    return key, code


def test_from_a_new_key_to_badges_that_three_others_verify(
    network: Path, hub: Standin, page: Page, node: str, tmp_path: Path
) -> None:
    forwarded(page, hub)
    server, address = serve(publish(network, tmp_path / "site-0"))
    page.goto(f"{address}desk/")
    key, code = key_made(page, tmp_path)
    by_hand = written(page, network)["network/organisations/anchor.md"]
    on_branch = proposed(page, hub)["network/organisations/anchor.md"]
    assert code not in hub.opened[-1]["body"]  # who merges works it out from the change: lapel review
    file = saved(page)
    for wrong in (None, "0000 0000 0000 0000"):
        with pytest.raises(LapelError):
            receive(context_of(network), file, wrong)
    assert ["network/organisations/anchor.md"] == receive(context_of(network), file, code.upper()).keys
    text = (network / "network/organisations/anchor.md").read_text(encoding="utf-8")
    assert text == by_hand == on_branch
    server.shutdown()

    server, address = serve(publish(network, tmp_path / "site-1"))
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}desk/")
    page.get_by_label("First", exact=True).check()
    paste(page, TABLE)
    expect(page.locator("#desk-faults-title")).to_have_text("There are 3 things to mend")
    page.locator("#desk-cell-11-1").fill("zoe@example.org")
    page.locator("#desk-cell-12-0").fill("Bo Example")
    page.locator("#desk-cell-13-2").fill("Kept the rota")
    page.locator("#desk-cell-13-2").press("Tab")
    expect(page.locator("#desk-plan")).to_contain_text("12 awards: First")
    page.locator("#desk-sign").click()
    open_key(page, key, WORDS)
    cell(page).locator("#cell-sign").click()
    expect(page.locator("#desk-after")).to_be_visible()
    hub.files = texts(network)
    branch = copy(tmp_path / "branch", hub.files | proposed(page, hub))
    folder = copy(tmp_path / "folder", written(page, network))
    file = saved(page)
    assert 12 == len(receive(context_of(network), file).awards)
    assert texts(network) == texts(branch) == texts(folder)
    assert [] == problems(network)
    server.shutdown()

    site = publish(network, tmp_path / "site-2")
    names = [one.id for one in kept(network)]
    assert dict.fromkeys(names, True) == verified(site, node)
    assert dict.fromkeys(names, "good") == library_says(site)
    with_address = [one for one in names if (site / "awards" / one / "assertion.json").exists()]
    assert 11 == len(with_address)  # Open Badges 2.0 cannot name the one without an address
    for report in openbadges(site, BASE, [f"{BASE}awards/{one}/assertion.json" for one in with_address]):
        assert ([], True) == (report["messages"], report["valid"]), report["address"]

    server, address = serve(site)
    page.goto(f"{address}desk/")
    task(page, "desk-withdrawing")
    page.locator("#desk-award").fill(f"{BASE}awards/{names[0]}/")
    page.locator("#desk-reason").fill("Given by mistake.")
    page.locator("#desk-withdraw").click()
    open_key(page, key, WORDS)
    cell(page).locator("#cell-sign").click()
    expect(page.locator("#desk-after")).to_be_visible()
    hub.files = texts(network)
    branch = copy(tmp_path / "branch-2", hub.files | proposed(page, hub))
    folder = copy(tmp_path / "folder-2", written(page, network))
    receive(context_of(network), saved(page))
    assert texts(network) == texts(branch) == texts(folder)
    assert [] == problems(network)
    server.shutdown()
    after = publish(network, tmp_path / "site-3")
    expected = {names[0]: False, **dict.fromkeys(names[1:], True)}
    assert expected == verified(after, node)
    assert names[:1] == [one for one, said in library_says(after).items() if said != "good"]

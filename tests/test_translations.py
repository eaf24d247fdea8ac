"""Translations: held against their originals, brought along, carried to other tools and back."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapel.cli.checking import _found
from lapel.load import load, translation_reminders
from lapel.load.personal import contact_reminders
from lapel.load.scripts_of import has_other_letters, mixed_word, script_of, turns_without_end
from lapel.load.translation_files import is_translation, translation_of, translation_source
from lapel.model import LapelError
from lapel.model.badge import Achievement
from lapel.model.kinds import KINDS
from lapel.model.marked import BEGIN, END, foreign, marked, plain, spoken_html, without_marks
from lapel.model.translation import words_of
from lapel.spoken import records_of
from lapel.translating import bring_in, export, mark_read, translate
from tests.building import ROOT
from tests.catalogues_check import problems, reminders
from tests.repository import git, no_base, save
from tests.rule_breaking import edit
from tests.rule_breaking_words import spoken

UK = "badges/first/badge.uk.md"


def records(root: Path, *sources: str) -> Any:
    every = {one.source: one for one in records_of(load(root, translations=False))}
    return {source: every[source] for source in sources or every}


def test_the_same_words_are_marked_once_in_the_model() -> None:
    spec: Any = words_of(Achievement)
    assert {"name": True} == spec["activities"]
    assert {"askAt": True, "description": True} == spec["start"]
    for kind in KINDS:
        known = set(kind.record.model_fields)
        assert set(words_of(kind.record)) <= known
        assert not {"slug", "source", "email", "url", "id"} & set(words_of(kind.record))


def test_every_fault_of_a_translation_is_named_at_its_line_and_all_at_once(small: Path) -> None:
    file = spoken(small)
    text = file.read_text(encoding="utf-8")
    text = text.replace("name: Перший", "name: First badge\nissuers: [anchor]\nnmae: x")
    text = text.replace("  - name: Зробіть одну річ.", "  - name: Раз.\n  - name: Два.")
    text = text.replace("  assessor: Тренер або тренерка\n", "").replace("Ви зробили", "## Один\n\nВи зрoбили")
    file.write_text(text, encoding="utf-8")
    found = problems(small)
    for line, sentence in (
        (6, "is not in the letters of 'uk' ('First badge'): translate it"),
        (7, "'issuers' is the same in every language: delete it"),
        (8, "'nmae' is not in the original"),
        (10, "'activities' has 2 items, and the original has 1"),
        (13, "'assessment.assessor' is not translated"),
        (19, "has 1 headings in its text, and the original has 0"),
        (21, "has the word 'зрoбили', in which letters of two alphabets look alike"),
    ):
        assert [one for one in found if one.startswith(f"{UK}:{line}: ") and sentence in one], (line, sentence, found)


def test_files_of_other_languages_are_told_what_they_are(small: Path) -> None:
    file = spoken(small)
    for name in ("badge.UK.md", "badge.de.md", "badge.en.md", "badge.qx.md"):
        file.with_name(name).write_bytes(file.read_bytes())
    found = "\n".join(problems(small))
    assert "badge.UK.md:1: is in the same language as badges/first/badge.uk.md: keep one" in found
    assert "badge.en.md:1: is in the network's own language: say it in badge.md, and delete this file" in found
    assert "badge.de.md:1: is in 'de', in which no page is: add it to 'languages'" in found
    assert "badge.qx.md:1: is in 'qx', which is no language" in found


def test_a_key_that_is_no_word_is_told_once(small: Path) -> None:
    file = spoken(small)
    edit(small, file.relative_to(small).as_posix(), "name: Перший", "url: https://somewhere.example/\nname: Перший")
    (found,) = problems(small)
    assert "'url' is not in the original: delete it" in found


def test_one_language_may_be_written_in_two_scripts(small: Path) -> None:
    file = spoken(small)
    edit(small, "network/network.yml", "languages: [uk]", "languages: [uk, zh-Hans, zh-Hant]")
    text = file.read_text(encoding="utf-8")
    for name in ("badge.zh-Hans.md", "badge.zh-Hant.md"):
        file.with_name(name).write_text(text, encoding="utf-8")
    assert not [one for one in problems(small) if "same language" in one]


def test_what_is_not_translated_inside_of_a_translation_is_told(small: Path) -> None:
    edit(small, "network/network.yml", "name:", "languages: [pl]\nname:")
    translate(load(small, translations=False), "pl", records(small, "badges/first/badge.md"), "Ада")
    (found,) = reminders(small, "translation-same")
    assert found.startswith("badges/first/badge.pl.md:")
    assert "texts are still in the words of the original ('" in found
    assert found.endswith("): translate them")


def test_who_read_a_translation_read_these_words(small: Path) -> None:
    file = spoken(small, read="nobody yet")
    source = "badges/first/badge.md"
    command = [ROOT / ".venv/bin/python", ROOT / "scripts/translate.py", "uk", source, "--root", small]
    said = subprocess.run([*map(str, command), "--read-by", "Олена: з Львова"], capture_output=True, text=True)
    assert (0, "", f"{UK} says who read it, and which words they were.\n") == (
        said.returncode,
        said.stderr,
        said.stdout,
    )
    one = load(small).translations["uk"][source]
    assert (True, "Олена: з Львова") == (one.is_read, one.read_by)
    assert [] == reminders(small, "translation-unread")
    edit(small, UK, "Бейдж для перевірки.", "Бейдж для іншого.")
    assert not load(small).translations["uk"][source].is_read
    (found,) = reminders(small, "translation-unread")
    assert f"{UK}:1: was changed since 'Олена: з Львова' read it" in found
    assert f"'lapel translate uk {source} --read-by NAME' says it" in found
    catalogue = load(small)
    mark_read(catalogue, "uk", records(small, source), "Ада")
    assert 1 == file.read_text(encoding="utf-8").count("readOf:")
    edit(small, source, "Do one thing.", "Do two things.")
    for by, sentence in (
        ("nobody yet", "Say who read it"),
        ("a" * 201, "The name of who"),
        ("Ада", "is of older words"),
    ):
        with pytest.raises(LapelError, match=sentence):
            mark_read(load(small), "uk", records(small, source), by)
    with pytest.raises(LapelError, match=r"badges/second/badge\.uk\.md is not there"):
        mark_read(load(small), "uk", records(small, "badges/second/badge.md"), "Ада")


def test_a_long_text_is_shown_from_where_it_differs() -> None:
    old = "One word and another. " * 20
    new = old[:200] + "CHANGED" + old[200:]
    shown = translation_reminders._quoted(new, old)
    assert "CHANGED" in shown
    assert shown.startswith("'…")
    assert shown.endswith("…'")
    assert "'short'" == translation_reminders._quoted("short", new)
    assert "not there" == translation_reminders._quoted(None, new)


def test_a_translation_of_nothing_is_named(small: Path) -> None:
    spoken(small)
    (small / "network/guides").mkdir()
    (small / "network/guides/help.uk.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    assert [
        "network/guides/help.uk.md:1: translates help.md, which is not there: add the original, or delete this file"
    ] == [one.removesuffix(" [translation-alone]") for one in problems(small)]


def test_an_original_that_changed_is_a_reminder_with_its_difference(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_base(monkeypatch)
    spoken(small)
    (small / ".gitignore").write_text("/outbox/\n/.cache/\n")
    git(small, "init", "--quiet", "--initial-branch=main")
    save(small)
    original = small / "badges/first/badge.md"
    original.write_text(
        original.read_text(encoding="utf-8").replace("Do one thing.", "Do two things."), encoding="utf-8"
    )
    found = _found(small, None)
    assert [] == found.problems
    (old,) = [one for one in found.reminders if one.code == "translation-old"]
    assert UK == old.path
    assert "activities 1 name was 'Do one thing.' and is 'Do two things.'" in old.text
    assert load(small).translations["uk"]["badges/first/badge.md"].old
    # Another structure: readers see the original, and nothing is broken.
    original.write_text(original.read_text(encoding="utf-8").replace("start:", "limits: [No more.]\nstart:"), "utf-8")
    found = _found(small, None)
    assert [] == found.problems
    assert {} == load(small).translations["uk"]
    assert [UK] == [one.path for one in found.reminders if one.code == "translation-old"]


def test_what_did_not_change_is_kept_when_a_file_is_brought_along(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_base(monkeypatch)
    file = spoken(small)
    git(small, "init", "--quiet", "--initial-branch=main")
    save(small)
    original = small / "badges/first/badge.md"
    text = original.read_text(encoding="utf-8")
    changed = "activities:\n  - name: Come in.\n    timeRequired: 1 hour\n  - name: Do one thing."
    original.write_text(text.replace("activities:\n  - name: Do one thing.", changed), encoding="utf-8")
    done = translate(load(small, translations=False), "uk", records(small, "badges/first/badge.md"), "Ада")
    assert ([], [UK], 1) == (done.made, done.brought, done.open)
    text = file.read_text(encoding="utf-8")
    assert "- name: Come in.\n- name: Зробіть одну річ." in text
    assert "readBy: nobody yet" in text
    assert "by: Somebody" in text
    file.write_text(text.replace("Come in.", "Заходьте."), encoding="utf-8")
    assert [] == problems(small)
    again = translate(load(small, translations=False), "uk", records(small, "badges/first/badge.md"), "Ада")
    assert ([], []) == (again.made, again.brought)


def test_texts_go_to_another_tool_and_come_back(small: Path) -> None:
    spoken(small)
    catalogue = load(small, translations=False)
    content = export(catalogue, "uk", records(small))
    entries = {str(one.context): one for one in read_po(io.BytesIO(content))}
    assert "Перший" == entries["badges/first/badge.md#name"].string
    assert "" == entries["badges/second/badge.md#name"].string
    filled = content.decode().replace('msgid "Second"\nmsgstr ""', 'msgid "Second"\nmsgstr "Другий"')
    done = bring_in(catalogue, "uk", records(small), filled.encode(), "Ада", "uk.po")
    assert (["badges/second/badge.uk.md"], []) == (done.made, done.brought)
    assert "name: Другий" in (small / "badges/second/badge.uk.md").read_text(encoding="utf-8")
    with pytest.raises(LapelError, match=r"uk\.po:2 is no part of a PO file"):
        bring_in(catalogue, "uk", records(small), b"msgid x\n\0", "Ада", "uk.po")
    for language, sentence in (("zz-9", "is no language"), ("de", "No page is in 'de' yet")):
        with pytest.raises(LapelError, match=sentence):
            export(catalogue, language, records(small))


def test_what_comes_back_takes_nothing_away_that_is_translated(small: Path) -> None:
    file = spoken(small)
    before = file.read_text(encoding="utf-8")
    catalogue = load(small, translations=False)
    content = export(catalogue, "uk", records(small)).decode()
    empty = content.replace('msgstr "Перший"', 'msgstr ""')
    guessed = content.replace('msgstr "Перший"', 'msgstr "Здогад"')
    place = guessed.index("msgctxt", guessed.rindex("\n\n", 0, guessed.index("Здогад")))
    for harmless in (content, empty, f"{guessed[:place]}#, fuzzy\n{guessed[place:]}"):
        bring_in(catalogue, "uk", records(small), harmless.encode(), "Ада", "uk.po")
        assert before == file.read_text(encoding="utf-8")
    bring_in(catalogue, "uk", records(small), content.replace("Перший", "Найперший").encode(), "Ада", "uk.po")
    after = file.read_text(encoding="utf-8")
    expected = re.sub(r"readOf: .*", "", before.replace("Перший", "Найперший"))
    assert expected.replace("readBy: Олена", "readBy: nobody yet").split() == after.split()
    edit(small, "network/network.yml", "languages: [uk]", "languages: [uk, pl]")
    with pytest.raises(LapelError, match=r"uk\.po is in 'uk', not in 'pl'"):
        bring_in(load(small, translations=False), "pl", records(small), content.encode(), "Ада", "uk.po")


def test_an_old_revision_that_is_too_large_is_not_read(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_base(monkeypatch)
    git(small, "init", "--quiet", "--initial-branch=main")
    original = small / "badges/first/badge.md"
    text = original.read_text(encoding="utf-8")
    original.write_text(text + "x " * 200_000, encoding="utf-8")
    save(small)
    original.write_text(text, encoding="utf-8")
    save(small)
    read: list[int] = []
    monkeypatch.setattr(
        translation_reminders, "decode", lambda content, source: (read.append(len(content)), (None, []))[1]
    )
    record = records(small, "badges/first/badge.md")["badges/first/badge.md"]
    assert translation_reminders.words_then(small, record.source, record, "0" * 16) is None
    assert [len(text.encode())] == read


def test_a_telephone_number_in_a_translation_is_told(small: Path) -> None:
    file = spoken(small)
    edit(small, file.relative_to(small).as_posix(), "Хтось дивиться.", "Дзвоніть 020 7946 0018.")
    line = next(n for n, one in enumerate(file.read_text(encoding="utf-8").split("\n"), 1) if "7946" in one)
    assert [(UK, line)] == [(one.path, one.line) for one in contact_reminders(load(small))]


def test_the_command_makes_what_is_missing(small: Path) -> None:
    spoken(small)
    command = [
        ROOT / ".venv/bin/python",
        ROOT / "scripts/translate.py",
        "uk",
        "badges/second/badge.md",
        "--root",
        small,
    ]
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)
    assert "badges/second/badge.uk.md is written." in done.stdout
    # English words in a Ukrainian file are a problem until they are translated.
    assert any("is not in the letters of 'uk'" in one for one in problems(small))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("badge.uk.md", ("badge.md", "uk")),
        ("badge.en-x-easy.md", ("badge.md", "en-x-easy")),
        ("network.ar.yml", ("network.yml", "ar")),
        ("badge.md", None),
        ("a.b.c.md", None),
    ],
)
def test_the_name_of_a_file_says_its_language(name: str, expected: Any) -> None:
    assert expected == translation_of(name)
    if expected:
        assert name == translation_source(expected[0], expected[1])


def test_only_files_of_records_are_translations() -> None:
    assert is_translation("badges/x/badge.uk.md")
    assert is_translation("network/network.uk.yml")
    assert is_translation("network/guides/a.uk.md")
    assert not is_translation("badges/x/other.uk.md")
    assert not is_translation("network/free.uk.md")


def test_letters_and_directions() -> None:
    assert ["CYRILLIC", "ARABIC", "ARABIC", "LATIN", None] == [
        script_of(one) for one in ("uk", "ar", "fa", "pl", "zxx")
    ]
    assert has_other_letters("Not translated at all", "uk")
    assert not has_other_letters("Open Door Skills, вівторок", "uk")
    assert mixed_word("зрoбили") == "зрoбили"
    assert mixed_word("QR-код і CSV") is None
    assert turns_without_end("a\u202eb")
    assert turns_without_end("a\u2069")
    assert not turns_without_end("\u2068a\u2069")


WORDS = st.text(alphabet=st.characters(exclude_characters="\ue010\ue011\ue012", exclude_categories=("Cs",)), min_size=1)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(WORDS, st.sampled_from(["en-GB", "ar", "uk"]))
def test_a_marked_text_is_the_same_text(text: str, language: str) -> None:
    assert text == plain(foreign(text, language))
    assert BEGIN not in spoken_html(f"<p>{foreign('x', language)}</p>", "ar")


def test_marks_say_the_language_where_an_element_can_and_go_everywhere_else() -> None:
    said = foreign("Open &amp; shut", "en-GB")
    html = f'<title>{said}</title><img alt="{said}"><p>{said}, وأكثر</p><svg><text>{said}</text></svg>'
    expected = (
        '<title>Open &amp; shut</title><img alt="Open &amp; shut">'
        '<p><span lang="en-GB" dir="ltr">Open &amp; shut</span>, وأكثر</p><svg><text>Open &amp; shut</text></svg>'
    )
    assert expected == spoken_html(html, "ar")
    # What was cut off has no end, and is no worse for it.
    assert '<p><span lang="en-GB" dir="ltr">Open</span></p>' == spoken_html(f"<p>{said[:11]}</p>", "ar")
    assert "<p>x</p>" == spoken_html(f"<p>x{END}</p>", "ar")
    hostile = f'<p>{BEGIN}"><script>\ue011x{END}</p>'
    assert "\ue010" not in spoken_html(hostile, "ar")


def test_a_record_is_marked_whole_and_back(small: Path) -> None:
    first = load(small).badges["first"]
    said = marked(first, "en-GB")
    assert said.activities[0].name.startswith(BEGIN)
    assert first.issuers == said.issuers
    assert json.loads(first.model_dump_json()) == json.loads(without_marks(said).model_dump_json())

"""Ways to break the rules about translations."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lapel.load import load
from lapel.load.translations import OWN_KEYS, text_of
from lapel.model.translation import words_digest, words_of
from tests.rule_breaking import DONE, codes, done, edit

TRANSLATION = """---
translationOf: {digest}
by: Somebody
readBy: {read}
readOf: {words}
name: Перший
description: Бейдж для перевірки.
activities:
  - name: Зробіть одну річ.
assessment:
  method: Хтось дивиться.
  assessor: Тренер або тренерка
start:
  askAt: Запитайте на вході.
---

Ви зробили одну річ.
"""


def spoken(root: Path, **more: str) -> Path:
    """A network with one translation that is read and right; returns its file."""
    edit(root, "network/network.yml", "name:", "languages: [uk]\nname:")
    for slug, record in load(root).badges.items():
        text = text_of(root / record.source, record.source, [])
        assert text
        digest = words_digest(text.document.value, words_of(type(record)), text.body)
        if slug == "first":
            file = root / "badges/first/badge.uk.md"
            values = {"digest": digest, "read": "Олена", "words": "x"} | more
            file.write_text(TRANSLATION.format(**values), encoding="utf-8")
            own = text_of(file, "", [])
            assert own
            said = {key: one for key, one in own.document.value.items() if key not in OWN_KEYS}
            values["words"] = words_digest(said, words_of(type(record)), own.body)
            file.write_text(TRANSLATION.format(**values), encoding="utf-8")
    return root / "badges/first/badge.uk.md"


def breaks(code: str, old: str, new: str) -> None:
    """The rule ``code`` is broken by a change of a translation."""

    def change(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
        file = spoken(root)
        assert {"translation-missing"} == set(codes(root))
        edit(root, file.relative_to(root).as_posix(), old, new)
        return codes(root)

    DONE[code] = change


breaks("translation-words", "name: Перший", "issuers: [anchor]\nname: Перший")
breaks("translation-structure", "  - name: Зробіть одну річ.", "  - name: Раз.\n  - name: Два.")
breaks("translation-letters", "Бейдж для перевірки.", "A badge for everybody.")
breaks("translation-direction", "Хтось дивиться.", "Хтось \u202eдивиться.")
breaks("translation-term", "Бейдж для перевірки.", "Значок для перевірки.")


breaks("translation-differs", "Хтось дивиться.", "Хтось дивиться за 50 фунтів.")
breaks("translation-same", "Ви зробили одну річ.", "You did one thing.\n\nВи зробили.")


@done("translation-missing", "translation-unread", "translation-old")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    spoken(root, digest="0" * 16, read="nobody yet")
    return codes(root)


@done("translation-alone", "translation-twice", "translation-language")
def _(root: Path, patch: pytest.MonkeyPatch) -> list[str]:
    file = spoken(root)
    for name in ("badge.uk-UA.md", "badge.xx.md"):
        shutil.copy(file, file.with_name(name))
    (root / "network/guides").mkdir()
    shutil.copy(file, root / "network/guides/nothing.uk.md")
    return codes(root)

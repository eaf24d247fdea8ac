"""Five languages of 1,000 badges beside one: the same catalogue, built cold."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from lapel.load.catalogue import load
from lapel.load.translation_files import translation_source
from lapel.load.translations import text_of
from lapel.model.translation import NOBODY, words_digest, words_of
from lapel.spoken import records_of
from lapel.translating import texts_of, written

from . import synthetic
from .build import ROOT, change, memory, seconds

SIZE = 1000
ROUNDS = 3
LATIN = "abcdefghijklmnopqrstuvwxyz"
LETTERS = {
    "uk": "абцдефгхийклмнопярстувжзьї",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنه",
    "fa": "ابپتثجچحخدذرزژسشصضطعغفقکگل",
    "pl": "ąbcdęfghijklłnópqrstuvwxyż",
}
"""Not words, but letters of the script, in texts as long as the original."""


def translated(root: Path) -> None:
    """Every record in four more languages."""
    file = root / "network/network.yml"
    file.write_text(f"{file.read_text(encoding='utf-8')}languages: [{', '.join(LETTERS)}]\n", encoding="utf-8")
    for record in list(records_of(load(root))):
        original = text_of(root / record.source, record.source, [])
        if original is None:
            raise RuntimeError(f"{record.source} cannot be read")
        texts = dict(texts_of(original, record))
        digest = words_digest(original.document.value, words_of(type(record)), original.body)
        header = {"translationOf": digest, "by": "Bench", "readBy": NOBODY}
        for tag, letters in LETTERS.items():
            table = str.maketrans(LATIN + LATIN.upper(), letters + letters.upper())
            said = {key: text.translate(table) for key, text in texts.items()}
            content = written(original, record, header, said, record.source.endswith(".md"))
            (root / translation_source(record.source, tag)).write_bytes(content)


def table() -> Iterator[str]:
    """Cold, then when nothing changed, then when a line of one badge of the original did."""
    yield f"| {SIZE} badges | cold | nothing changed | one badge changed |"
    yield "| --- | ---: | ---: | ---: |"
    cache = ROOT / ".cache"
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        one, five = Path(name) / "one", Path(name) / "five"
        for folder in (one, five):
            synthetic.catalogue(folder, SIZE)
        translated(five)
        rows: dict[Path, list[tuple[float, float, float]]] = {one: [], five: []}
        for number in range(ROUNDS):
            for folder, found in rows.items():
                cold = seconds(folder, folder / "site", cache)
                same = seconds(folder)
                change(folder, number)
                found.append((cold, same, seconds(folder)))
                shutil.rmtree(folder / "site")
        times = {folder: [median(column) for column in zip(*found, strict=True)] for folder, found in rows.items()}
    for folder, said in ((one, "one language"), (five, "five languages")):
        yield f"| {said} | " + " | ".join(f"{time:.1f} s" for time in times[folder]) + " |"
    ratios = (b / a for a, b in zip(times[one], times[five], strict=True))
    yield "| five ÷ one | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |"

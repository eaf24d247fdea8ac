"""Writes the files that are made from the model: the badge template, the schemas for editors, the shapes that the desk
signs."""

from __future__ import annotations

from _root import ROOT

from lapel.files import write_whole
from lapel.ledger.form import shapes_text
from lapel.reference.files import generated_files

SHAPES = "desk/src/shapes.json"


def main() -> None:
    for path, text in [*generated_files(), (SHAPES, shapes_text())]:
        (ROOT / path).parent.mkdir(exist_ok=True)
        write_whole(ROOT / path, text.encode())
        print(path)


if __name__ == "__main__":
    main()

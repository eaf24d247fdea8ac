"""Writes the files that are made from the model: the badge template and the schemas for editors."""

from __future__ import annotations

from _root import ROOT

from lapel.files import write_whole
from lapel.reference.files import generated_files


def main() -> None:
    for path, text in generated_files():
        (ROOT / path).parent.mkdir(exist_ok=True)
        write_whole(ROOT / path, text.encode())
        print(path)


if __name__ == "__main__":
    main()

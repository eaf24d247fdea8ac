"""Prints the tables of ``make bench``. ``python -m bench build check transfer`` runs some of them."""

from __future__ import annotations

import sys

from . import (
    awards,
    build,
    check,
    desk,
    fuzz,
    issuing,
    languages,
    large,
    pages,
    preview,
    record,
    scale,
    tasks,
    transfer,
    verify,
)

TABLES = {
    "build": build.table,
    "check": check.table,
    "transfer": transfer.table,
    "issuing": issuing.table,
    "desk": desk.table,
    "awards": awards.table,
    "verify": verify.table,
    "record": record.table,
    "pages": pages.table,
    "tasks": tasks.table,
    "fuzz": fuzz.table,
    "languages": languages.table,
    "scale": scale.table,
    "large": large.table,
    "preview": preview.table,
}
LONG = ("fuzz", "large", "scale")
"""Run only when asked for by name."""


def main() -> None:
    for name in sys.argv[1:] or [name for name in TABLES if name not in LONG]:
        print(f"\n## {name}\n")
        for row in TABLES[name]():
            print(row, flush=True)


if __name__ == "__main__":
    main()

"""Prints the tables of ``make bench``. ``python -m bench build check transfer`` runs some of them."""

from __future__ import annotations

import sys

from . import awards, build, check, issuing, transfer, verify

TABLES = {
    "build": build.table,
    "check": check.table,
    "transfer": transfer.table,
    "issuing": issuing.table,
    "awards": awards.table,
    "verify": verify.table,
}


def main() -> None:
    for name in sys.argv[1:] or TABLES:
        print(f"\n## {name}\n")
        for row in TABLES[name]():
            print(row, flush=True)


if __name__ == "__main__":
    main()

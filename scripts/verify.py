"""Verifies badges of anybody: files, addresses, many at once. It runs the same code as the page /verify/."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from _root import ROOT
from bundle import node_path

from lapel.load.site import read_site
from lapel.model import CatalogueError
from lapel.pages.strings import Strings, load_strings

EXIT = {"genuine": 0, "genuine-with-warning": 0, "not-valid": 1, "undetermined": 2, "not-a-badge": 3}
WORST = ("not-valid", "undetermined", "not-a-badge", "genuine-with-warning", "genuine")


def main(
    inputs: Annotated[list[str], typer.Argument(help="Files, or addresses of badges and award pages.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each input, on a line.")] = False,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="ADDRESS=PATH: what stands at and below ADDRESS is in PATH.")
    ] = None,
    registry: Annotated[Path | None, typer.Option(help="The registry.json of a network that you trust.")] = None,
    now: Annotated[str | None, typer.Option(help="The moment to judge dates by, like 2026-11-22T12:00:00Z.")] = None,
    recipient: Annotated[
        list[str] | None, typer.Option(help="A name or an e-mail address that the badge should be of.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no other host.")] = False,
) -> None:
    """Says of each INPUT whether it is a genuine badge. Exit 0 genuine, 1 not valid, 2 not checked, 3 not a badge."""
    order: dict[str, Any] = {
        "inputs": [_input(one) for one in inputs],
        "map": [_map(one) for one in maps or []],
        "registry": str(_file(registry)) if registry else None,
        "now": _moment(now),
        "recipient": recipient or [],
        "offline": offline,
    }
    node = shutil.which("node", path=node_path())
    if node is None or not (ROOT / "verifier" / "generated").is_dir():
        raise _stop("The verifier is not set up: run 'make site' once.")
    done = subprocess.run(
        [node, str(ROOT / "verifier" / "cli.mjs")], input=json.dumps(order), capture_output=True, text=True
    )
    if done.returncode:
        raise _stop(f"The verifier could not run: {done.stderr.strip()[-500:]}")
    results = [
        {**json.loads(line), "input": shown}
        for shown, line in zip(inputs, done.stdout.rstrip("\n").split("\n"), strict=True)
    ]
    strings = None if as_json else _strings()
    for result in results:
        typer.echo(json.dumps(result, ensure_ascii=False) if strings is None else _sentences(strings, result))
    worst = min((result["verdict"] for result in results), key=WORST.index)
    raise typer.Exit(EXIT[worst])


def _input(text: str) -> str:
    if text.lower().startswith(("https://", "http://")):
        return text
    return str(_file(Path(text)))


def _file(path: Path) -> Path:
    if not path.is_file():
        raise _stop(f"{path} is no file: check the path.")
    return path.resolve()


def _map(text: str) -> list[str]:
    address, found, path = text.rpartition("=")
    if not found or not address.startswith(("https://", "http://")) or not Path(path).exists():
        raise _stop(f"--map '{text[:200]}' should be ADDRESS=PATH, with a path that exists.")
    return [address, str(Path(path).resolve())]


def _moment(text: str | None) -> str | None:
    try:
        return datetime.fromisoformat(text).astimezone().isoformat() if text else None
    except (ValueError, OverflowError):
        raise _stop(f"--now '{text}' is no moment: write it like 2026-11-22T12:00:00Z.") from None


def _strings() -> Strings:
    try:
        read_site(ROOT / "mkdocs.yml")
    except CatalogueError as error:
        raise _stop(error.report()) from None
    return load_strings(ROOT / "overrides" / "locales", "en")


def _sentences(strings: Strings, result: dict[str, Any]) -> str:
    """What the page says, as lines of text."""
    facts = result["facts"] or {}
    verdict = strings(f"verifier.verdict.{result['verdict']}")
    lines = [result["input"], f"  {verdict}"]
    if facts:
        lines.append(f"  {_one_line(facts['name'])} – {_one_line(facts['issuer'])}")
    for check in result["checks"]:
        question, answer = (
            strings(f"verifier.check.{check['id']}"),
            strings(f"verifier.outcome.{check['outcome']}"),
        )
        lines.append(f"  {question} {answer} ({check['code']})")
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """What a badge says cannot look like a line of ours."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _stop(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(4)


if __name__ == "__main__":
    typer.run(main)

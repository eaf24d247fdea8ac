"""Verifies badges of anybody: files, addresses, many at once. It runs the same code as the page /verify/."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from _root import ROOT
from bundle import node_path

from lapel.load import load
from lapel.model import LapelError
from lapel.strings import Strings, load_strings

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
    require_recipient: Annotated[
        bool, typer.Option("--require-recipient", help="Exit 1 as well when a badge is not that person's.")
    ] = False,
    copies: Annotated[
        list[Path] | None, typer.Option(help="A JSON file that you saved from its address, for a host that is closed.")
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
        "copies": [str(_file(one)) for one in copies or []],
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
    unlike = require_recipient and any((result["recipient"] or {}).get("outcome") != "passed" for result in results)
    raise typer.Exit(EXIT[worst] or int(unlike))


def _input(text: str) -> str:
    if text.lower().startswith(("https://", "http://")):
        return text
    if not Path(text).exists() and re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?/\S*", text, re.IGNORECASE):
        return f"https://{text}"  # as a browser shows an address
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
        network = load(ROOT).network
    except LapelError as error:
        raise _stop(error.report()) from None
    return load_strings(ROOT / "overrides" / "locales", network.inLanguage)


def _sentences(strings: Strings, result: dict[str, Any]) -> str:
    """What the page says, as lines of text: each check with its sentence, its property and the address it is about."""
    facts, proven = result["facts"] or {}, result["proven"]
    verdict = result["verdict"]
    lines = [result["input"], f"  {strings(f'verifier.verdict.{verdict}')}"]
    if facts and proven:
        giver = _fill(strings.texts[f"verifier.giver.{proven['by']}"], proven)
        lines.append(f"  {_one_line(facts['name'])} – {giver}")
        if facts["issuer"] and facts["issuer"] != proven["name"]:
            lines.append(f"  {strings('verifier.said_name')}: {_one_line(facts['issuer'])}")
    asked = result["recipient"]
    if asked:
        known = {"passed": "same", "failed": "not_same"}.get(asked["outcome"], "unknown")
        key = "link" if known == "unknown" and asked["details"].get("link") else known
        question = strings("verifier.recipient.title")
        lines.append(f"  {question} {_fill(strings.texts[f'verifier.recipient.{key}'], asked['details'])}")
    for check in result["checks"]:
        if check["id"] != "recipient":
            lines += _check_lines(strings, check)
    if result["hosts"]:
        lines.append(f"  {_fill(strings.texts['verifier.asked_hosts'], {'hosts': ', '.join(result['hosts'])})}")
    lines += [f"    {one}" for one in map(_one_line, result["unreached"]) if result["verdict"] == "undetermined"]
    for one in result.get("inside") or []:
        inner = _sentences(strings, {**one, "input": strings("verifier.column_badge")})
        lines += [f"  {line}" for line in inner.split("\n")]
    return "\n".join(lines)


def _check_lines(strings: Strings, check: dict[str, Any]) -> list[str]:
    question, answer = strings(f"verifier.check.{check['id']}"), strings(f"verifier.outcome.{check['outcome']}")
    passed = f"verifier.passed.{check['id']}" if check["code"] == "OK" else f"verifier.code.{check['code']}"
    lines = [f"  {question} {answer} {_fill(strings.texts[passed], check['details'])} ({check['code']})"]
    if check["outcome"] != "passed":
        details = check["details"]
        about = [
            details[name] for name in ("property", "address", "cause", "reason") if isinstance(details.get(name), str)
        ]
        lines += [f"    {_one_line(one)}" for one in about if one]
    return lines


def _fill(text: str, values: dict[str, Any]) -> str:
    """The sentence with its holes filled; a hole without a value is left out with its brackets."""

    def value(name: str) -> str:
        found = values.get(name, "")
        return _one_line(found if isinstance(found, str) else str(found))[:200]

    text = re.sub(r" \(\{(\w+)\}\)", lambda hole: f" ({value(hole[1])})" if value(hole[1]) else "", text)
    return re.sub(r"\{(\w+)\}", lambda hole: value(hole[1]), text)


def _one_line(text: str) -> str:
    """What a badge says cannot look like a line of ours."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _stop(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(4)


if __name__ == "__main__":
    typer.run(main)

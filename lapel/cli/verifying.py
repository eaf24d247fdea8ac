"""``lapel verify``: verifies badges of anybody, with the same code as the page ``/verify/``."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ..files import write_whole
from ..home import LOCALES
from ..load import load
from ..model import LapelError
from ..scale.engine import dask
from ..scale.verify import Batch, names_of, verify_all
from ..strings import Strings, load_strings
from ..verifier import ask_verifier
from .common import SETTINGS
from .verdicts import sentences
from .waiting import waiting

EXIT = {"genuine": 0, "genuine-with-warning": 0, "not-valid": 1, "undetermined": 2, "not-a-badge": 3}
WORST = ("not-valid", "undetermined", "not-a-badge", "genuine-with-warning", "genuine")
CANNOT = 4
"""The exit code when nothing could be asked at all."""


def verify(
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
    seen: Annotated[
        Path | None, typer.Option(help="A file that remembers the newest record of each network; made when missing.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no other host.")] = False,
    engine: Annotated[
        str | None, typer.Option("--engine", help="dask: check the files of a folder or an s3:// bucket in parts.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="The address of a Dask cluster. Left out: processes here.")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=256, help="So many processes, without a cluster.")
    ] = 2,
) -> None:
    """Say of each INPUT whether it is a genuine badge.

    Exit 0 genuine, 1 not valid, 2 not checked, 3 not a badge, 4 nothing could be checked at all.
    """
    if require_recipient and not recipient:
        raise _stop("--require-recipient needs --recipient with the person's name or e-mail address.")
    order: dict[str, Any] = {
        "inputs": [] if engine else [_input(one) for one in inputs],
        "map": [_map(one) for one in maps or []],
        "registry": str(_file(registry)) if registry else None,
        "now": _moment(now),
        "recipient": recipient or [],
        "copies": [str(_file(one)) for one in copies or []],
        "seen": _seen(seen),
        "offline": offline,
    }
    try:
        found = _asked(order, inputs, engine, scheduler, workers)
    except LapelError as error:
        raise _stop(str(error)) from None
    results = [{**one, "input": shown} for shown, one in found]
    if seen:
        _remember(seen, order["seen"], results)
    strings = None if as_json else _strings()
    for result in results:
        typer.echo(json.dumps(result, ensure_ascii=False) if strings is None else sentences(strings, result))
    worst = min((result["verdict"] for result in results), key=WORST.index)
    unlike = require_recipient and any((result["recipient"] or {}).get("outcome") != "passed" for result in results)
    raise typer.Exit(EXIT[worst] or int(unlike))


def _asked(
    order: dict[str, Any], inputs: list[str], engine: str | None, scheduler: str | None, workers: int
) -> list[tuple[str, dict[str, Any]]]:
    """Each input, or each file in the one place that is meant, and what the verifier says of it."""
    if engine is None:
        with waiting("Verifying"):
            return list(zip(inputs, ask_verifier(order), strict=True))
    if engine != "dask" or len(inputs) != 1:
        raise LapelError("--engine dask checks what is in one place: name a folder, or s3://bucket/prefix.")
    if not inputs[0].startswith("s3://") and not Path(inputs[0]).is_dir():
        raise LapelError(f"{inputs[0][:200]} is no folder: --engine dask checks the files of one.")
    with waiting("Verifying"), dask(scheduler, workers) as many:
        return list(verify_all(many, Batch(inputs[0], order), names_of(inputs[0])))


def _input(text: str) -> str:
    if text.lower().startswith(("https://", "http://")):
        return text
    if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?/\S*", text, re.IGNORECASE) and not _exists(text):
        return f"https://{text}"  # as a browser shows an address
    return str(_file(Path(text)))


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _file(path: Path) -> Path:
    try:
        if path.is_file():
            return path.resolve()
    except (OSError, ValueError):  # longer than a path can be, or with letters that no path has
        pass
    raise _stop(f"{str(path)[:200]} is no file: check the path.")


def _map(text: str) -> list[str]:
    address, found, path = text.rpartition("=")
    if not found or not address.startswith(("https://", "http://")) or not _exists(path):
        raise _stop(f"--map '{text[:200]}' should be ADDRESS=PATH, with a path that exists.")
    return [address, str(Path(path).resolve())]


def _seen(file: Path | None) -> list[Any]:
    try:
        found = json.loads(file.read_bytes()) if file and file.exists() else []
    except (OSError, ValueError):
        found = None
    if not isinstance(found, list):
        raise _stop(f"{file} is not a file that 'lapel verify --seen' wrote: name another.")
    return found


def _remember(file: Path, before: list[Any], results: list[dict[str, Any]]) -> None:
    """Keeps the newest of each record."""
    newest = {one["origin"]: one for one in before}
    for one in (result["seen"] for result in results if result.get("seen")):
        newest[one["origin"]] = one
    try:
        write_whole(file, json.dumps(list(newest.values())).encode())
    except OSError as error:
        raise _stop(f"{file} cannot be written ({error.strerror}): name another file.") from None


def _moment(text: str | None) -> str | None:
    try:
        return datetime.fromisoformat(text).astimezone().isoformat() if text else None
    except (ValueError, OverflowError):
        raise _stop(f"--now '{text}' is no moment: write it like 2026-11-22T12:00:00Z.") from None


def _strings() -> Strings:
    """The sentences, in the language of the network around this folder when there is one."""
    language = "en"
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file() and (folder / "badges").is_dir():
            try:
                language = load(folder).network.inLanguage
            except LapelError:
                break  # its faults are no matter of a badge
    try:
        return load_strings(LOCALES, language)
    except LapelError:
        return load_strings(LOCALES, "en")


def _stop(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(CANNOT)

"""``lapel doctor``: whether a published site sends what others need."""

from __future__ import annotations

import ipaddress
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from ..hosting.doctor import ORIGIN, Answer, Finding, examine
from ..model import LapelError
from ..model.scalars import https_url
from .common import stopping
from .waiting import waiting

SECONDS = 20
MOST = 64 << 20
"""Bytes of an answer that are read."""


def doctor(
    address: Annotated[str, typer.Argument(help="The address of the published site.")],
    award: Annotated[str | None, typer.Option("--award", help="The address of an award, to look at it too.")] = None,
) -> None:
    """Ask a published site for what it should send with each file, and say what is missing. Exit 1 if it is needed."""
    with stopping("Nothing was asked."):
        base = _base(address)
        found_id = re.search(r"/awards/([a-z2-7]{26})(?:/|$)", award or "")
        if award and not found_id:
            raise LapelError(f"--award '{award[:80]}' is not the address of an award.")
    with stopping("Nothing else was asked."):
        if first := ask(base).fault:
            raise LapelError(f"{base} {first}: is the server running, and is the address right?")
    with waiting("Asking the site"):
        found, asked = examine(base, ask, found_id[1] if found_id else None)
    for row in _grouped(found):
        typer.echo(row)
    needed = sum(one.is_needed for one in found)
    typer.echo(f"{len(asked)} addresses asked: {needed} things are needed, {len(found) - needed} could be better")
    if found:
        typer.echo(
            "'lapel build --host nginx' (or caddy, apache) writes all of this for a server; README.md has other hosts."
        )
    raise typer.Exit(int(bool(needed)))


SHOWN = 3
"""Paths of one sentence, at most."""


def _grouped(found: list[Finding]) -> Iterator[str]:
    """What is needed first, each sentence once."""
    by_text: dict[tuple[bool, str], list[str]] = {}
    for one in found:
        by_text.setdefault((not one.is_needed, one.text), []).append(f"/{one.path}")
    for (is_better, text), places in sorted(by_text.items(), key=lambda row: row[0][0]):
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        yield f"{'better' if is_better else 'needed'}: {', '.join(places[:SHOWN])}{more}: {text}"


def _base(address: str) -> str:
    """The address with its last slash. A server of this computer may be asked without a certificate."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not (is_here and parts.scheme == "http"):
        try:
            https_url(address)
        except ValueError as error:
            raise LapelError(f"The address {error}") from None
    if parts.query or parts.fragment:
        raise LapelError("The address has a '?' or a '#': write that of the first page.")
    return address.rstrip("/") + "/"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows where an answer leads, and does not go there."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


def ask(address: str, method: str = "GET") -> Answer:
    """What a host answers, asked as a verifier on another site would."""
    headers = {"Origin": ORIGIN, "User-Agent": "lapel"}
    if method == "OPTIONS":
        headers |= {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "cache-control"}
    request = urllib.request.Request(address, headers=headers, method=method)  # noqa: S310 - checked
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            return Answer(answer.status, _small(answer.headers), answer.read(MOST))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _small(error.headers), error.read(MOST))
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return Answer(0, {}, fault=f"does not answer ({str(reason)[:120]})")


def _small(headers: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers.items():
        found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
    return found

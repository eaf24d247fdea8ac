"""What stands at an ``https:`` address: bounded in size and time, and asked only when somebody wished it."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

from .model.problem import LapelError
from .model.scalars import https_url

SECONDS = 20
"""For the whole answer: a host that sends a byte now and then is slow, too."""
CHUNK = 65536


class FetchFault(LapelError):  # noqa: N818 - a fault of an answer, named as one
    """Why there is no answer; ``status`` is what the host said, if it said anything."""

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to plain ``https:`` addresses alone."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        try:
            https_url(newurl)
        except ValueError as error:
            raise FetchFault(f"leads to an address that {error}") from None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(place: str, most: int, accept: str) -> bytes:
    """The body of the answer, of ``most`` bytes. Raises :class:`FetchFault` when there is none, or a larger one."""
    end = time.monotonic() + SECONDS
    try:
        request = urllib.request.Request(  # noqa: S310 - https: is asked for here
            https_url(place), headers={"Accept": accept, "User-Agent": "lapel"}
        )
        with urllib.request.build_opener(Redirects).open(request, timeout=SECONDS) as answer:
            content = b""
            while len(content) <= most and (part := answer.read1(CHUNK)):
                content += part
                if time.monotonic() > end:
                    raise FetchFault(f"took longer than {SECONDS} seconds")
    except FetchFault as fault:
        raise FetchFault(f"{place}: {fault}") from None
    except urllib.error.HTTPError as error:
        raise FetchFault(f"{place}: answers with the status {error.code}", error.code) from None
    except (OSError, ValueError, HTTPException) as error:
        raise FetchFault(f"{place}: does not answer ({getattr(error, 'reason', error)})") from None
    if len(content) > most:
        raise FetchFault(f"{place}: is larger than {_size(most)}")
    return content


def _size(most: int) -> str:
    return f"{most // 1024 // 1024} MiB" if most >= 1024 * 1024 else f"{most} bytes"

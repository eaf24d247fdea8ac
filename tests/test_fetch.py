"""What is asked of a host: plain https: alone, and no more than was wished."""

from __future__ import annotations

import io
import time
import urllib.request

import pytest

from lapel.fetch import FetchFault, Redirects, fetch


@pytest.mark.parametrize(
    "place", ["https://user:pass@x.example/", "http://x.example/", "https:///x", "file:///etc/passwd"]
)
def test_a_redirect_leads_to_a_plain_https_address(place: str) -> None:
    handler = Redirects()
    request = urllib.request.Request("https://x.example/")
    with pytest.raises(FetchFault, match="leads to an address"):
        handler.redirect_request(request, None, 302, "", {}, place)


@pytest.mark.parametrize("place", ["http://x.example/", "file:///etc/passwd", "ftp://x.example/", "https://", "x"])
def test_nothing_but_https_is_asked(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("a host was asked")

    monkeypatch.setattr(urllib.request, "build_opener", asked)
    with pytest.raises(FetchFault, match=r"uses http:|address"):
        fetch(place, 10, "text/plain")


class Slow(io.BytesIO):
    """An answer that comes byte by byte."""

    def read1(self, size: int | None = -1) -> bytes:
        time.sleep(0.02)
        return self.read(1)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(io.BytesIO(b"x" * 11), "is larger than 10 bytes"), (Slow(b"x" * 10), "took longer than 0.1 seconds")],
)
def test_an_answer_is_bounded_in_size_and_time(
    monkeypatch: pytest.MonkeyPatch, answer: io.BytesIO, sentence: str
) -> None:
    monkeypatch.setattr("lapel.fetch.SECONDS", 0.1)
    monkeypatch.setattr(urllib.request.OpenerDirector, "open", lambda *_, **__: answer)
    with pytest.raises(FetchFault, match=sentence):
        fetch("https://x.example/", 10, "text/plain")


def test_an_answer_that_fits_comes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request.OpenerDirector, "open", lambda *_, **__: io.BytesIO(b"x" * 10))
    assert b"x" * 10 == fetch("https://x.example/", 10, "text/plain")

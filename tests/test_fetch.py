"""What is asked of a host: plain https: alone, and no more than was wished."""

from __future__ import annotations

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
def test_nothing_but_https_is_asked(place: str) -> None:
    with pytest.raises(FetchFault):
        fetch(place, 10, "text/plain")

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapel.model.scalars import SLUG_PATTERN, clean_text, https_url, slugify


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://www.example.org:8443/a/b?c=d#e", "https://xn--mnchen-3ya.example/%C3%BC"]
)
def test_https_addresses_of_named_hosts_are_taken(url: str) -> None:
    assert url == https_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://user:secret@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/<script>",
        "//example.org/",
        "https:example.org",
        "https://-bad-.example/",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own sentence, asserted by the awful catalogue
        https_url(url)


@given(st.text(max_size=80))
def test_a_suggested_slug_is_a_slug(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(SLUG_PATTERN, slug)
    assert len(slug) <= 64


def test_text_is_normalised_so_that_equal_looks_equal() -> None:
    assert "café" == clean_text("  cafe\u0301 ")


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1b", "\x7f", "\x85"])
def test_invisible_control_characters_are_refused(character: str) -> None:
    with pytest.raises(ValueError, match="U\\+00"):
        clean_text(f"a{character}b")

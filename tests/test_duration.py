from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapel.model import Duration

SOME = st.builds(Duration, *[st.integers(0, 9999)] * 6).filter(lambda duration: duration.total_minutes() > 0)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("45 minutes", "PT45M"),
        ("1 hour 30 minutes", "PT1H30M"),
        ("2 years and 6 months", "P2Y6M"),
        ("1 week, 2 days", "P1W2D"),
        ("4 days", "P4D"),
        ("90 min", "PT90M"),
        ("P1DT2H", "P1DT2H"),
    ],
)
def test_words_and_iso_8601_mean_the_same(text: str, iso: str) -> None:
    assert iso == Duration.parse(text).iso()


@pytest.mark.parametrize(
    "text", ["", "soon", "2", "hours", "0 hours", "2 hours 3 hours", "-1 hour", "1.5 hours", "P", "PT"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the whole message
        Duration.parse(text)


@given(SOME)
def test_what_is_written_is_read_back(duration: Duration) -> None:
    assert duration == Duration.parse(duration.iso())
    words = " ".join(f"{number} {unit}" for unit, number in duration.parts())
    assert duration == Duration.parse(words)


def test_sums_carry_minutes_into_hours() -> None:
    assert Duration(hours=2, minutes=15) == Duration(minutes=75) + Duration(hours=1)

"""Calendars, read by ical.js (time zones from the file alone) and by PyPI ``ical`` (strict)."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.exceptions import CalendarParseError

from lapel.documents.time_zone import time_zone, transitions
from lapel.model import Catalogue
from lapel.network_files import network_files
from lapel.outputs import open_context
from lapel.stream import Settings
from tests import catalogues
from tests.building import ROOT
from tests.peers import read_by_ical_js
from tests.repository import git


def strictly(calendar: bytes) -> Calendar:
    """``ical`` checks every property and value against RFC 5545."""
    return IcsCalendarStream.calendar_from_ics(calendar.decode())


def calendars(root: Path) -> dict[str, bytes]:
    context = open_context(root, Settings(ROOT / "overrides"))
    return {
        file.path: file.content for file in network_files(context, date(2026, 11, 22)) if file.path.endswith(".ics")
    }


def put(root: Path, name: str, more: str) -> None:
    catalogues.write(root, {f"network/meetings/{name}.md": catalogues.meeting(more)})


def test_every_calendar_of_the_site_is_read_by_both(site: Path, sample: Catalogue, node: str) -> None:
    files = [site / "meetings.ics", *(site / f"meetings/{slug}.ics" for slug in sample.meetings)]
    zone = sample.network.zone
    for file in files:
        strict = strictly(file.read_bytes())
        loose = read_by_ical_js(file.read_bytes(), node)
        assert len(strict.events) == len(loose) == (len(sample.meetings) if file.name == "meetings.ics" else 1)
        assert {event.uid for event in strict.events} == {event["uid"] for event in loose}
    found = {event["summary"].removeprefix("Cancelled: "): event for event in loose_of(site, node)}
    for meeting in sample.meetings.values():
        event = found[meeting.name]
        assert meeting.begins(zone) == datetime.fromisoformat(event["start"])
        assert meeting.ends(zone) == datetime.fromisoformat(event["end"])
        assert meeting.place == event["location"]
        assert ("CANCELLED" if meeting.status == "cancelled" else "CONFIRMED") == event["status"]


def loose_of(site: Path, node: str) -> list[dict[str, Any]]:
    return read_by_ical_js((site / "meetings.ics").read_bytes(), node)


def test_the_strict_reader_would_notice_a_fault(site: Path) -> None:
    broken = (site / "meetings.ics").read_bytes().replace(b"DTSTART;TZID=Europe/London:2027", b"DTSTART:20x7", 1)
    with pytest.raises(CalendarParseError):
        strictly(broken)


def test_lines_are_as_long_and_as_ended_as_the_standard_wants(site: Path) -> None:
    data = (site / "meetings.ics").read_bytes()
    rows = data.split(b"\r\n")
    assert b"" == rows[-1]
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(row) for row in rows) <= 75


@pytest.mark.parametrize(
    ("day", "start", "utc_start", "utc_end"),
    [
        ("2027-03-27", "14:00", "2027-03-27T14:00", "2027-03-27T15:00"),
        ("2027-03-28", "00:30", "2027-03-28T00:30", "2027-03-28T01:30"),  # an hour is an hour across the change
        ("2027-03-28", "02:00", "2027-03-28T01:00", "2027-03-28T02:00"),  # the first hour of summer time
        ("2027-03-28", "14:00", "2027-03-28T13:00", "2027-03-28T14:00"),
        ("2027-10-30", "14:00", "2027-10-30T13:00", "2027-10-30T14:00"),
        ("2027-10-31", "02:00", "2027-10-31T02:00", "2027-10-31T03:00"),  # the first hour of winter time
        ("2027-10-31", "14:00", "2027-10-31T14:00", "2027-10-31T15:00"),
    ],
)
def test_meetings_keep_their_hour_through_both_changes_of_the_clocks_of_2027(
    small: Path, node: str, day: str, start: str, utc_start: str, utc_end: str
) -> None:
    put(small, f"{day}-one", f"date: {day}\nstart: {start}\nduration: 1 hour\nplace: P\ntown: T\n")
    data = calendars(small)["meetings.ics"]
    (event,) = read_by_ical_js(data, node)
    assert (f"{utc_start}:00.000Z", f"{utc_end}:00.000Z") == (event["start"], event["end"])
    (strict,) = strictly(data).events
    assert datetime.fromisoformat(f"{utc_start}Z") == strict.dtstart
    assert datetime.fromisoformat(f"{utc_end}Z") == strict.dtend


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]),
    st.datetimes(datetime(2027, 1, 2), datetime(2028, 12, 30)),
)
def test_the_zone_in_the_file_says_what_the_world_says(node: str, name: str, moment: datetime) -> None:
    zone = ZoneInfo(name)
    moment = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "test")
    made.add_component(time_zone(zone, datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)))
    event = icalendar.Event()
    event.add("uid", "1")
    event.add("dtstamp", moment)
    local = moment.astimezone(zone)
    event.add("dtstart", local)
    event.add("dtend", local)
    made.add_component(event)
    (read,) = read_by_ical_js(made.to_ical(), node)
    expected = moment if not local.fold else local.replace(fold=0).astimezone(UTC)
    assert expected == datetime.fromisoformat(read["start"])


def test_changes_of_the_clocks_are_found_to_the_second() -> None:
    zone = ZoneInfo("Europe/London")
    found = list(transitions(zone, datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)))
    assert [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)] == found


def test_an_empty_calendar_is_a_calendar(small: Path, node: str) -> None:
    text = (small / "network/network.yml").read_text(encoding="utf-8")
    (small / "network/network.yml").write_text(text + "rhythm:\n  every: 2 months\n", encoding="utf-8")
    data = calendars(small)["meetings.ics"]
    assert [] == read_by_ical_js(data, node)
    assert [] == strictly(data).events


@pytest.mark.parametrize("committed", [True, False], ids=["in git", "without git"])
def test_a_subscriber_sees_a_moved_and_a_cancelled_meeting(small: Path, node: str, committed: bool) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)

    def publish(number: int) -> dict[str, dict[str, Any]]:
        moment = start + timedelta(days=number)
        if committed:
            if number == 0:
                git(small, "init", "--quiet")
            git(small, "add", "-A")
            git(small, "commit", "--quiet", "--allow-empty", "-m", "change", at=moment)
        built = calendars(small)
        whole = {event["summary"]: event for event in read_by_ical_js(built["meetings.ics"], node)}
        for path, data in built.items():
            assert [] == [event for event in read_by_ical_js(data, node) if whole[event["summary"]] != event], path
        return whole

    def touch(name: str, number: int) -> None:
        moment = (start + timedelta(days=number)).timestamp()
        os.utime(small / f"network/{name}", (moment, moment))

    touch("network.yml", 0)

    for name in ("2027-01-20-moved", "2027-01-21-cancelled", "2027-01-22-left-alone"):
        put(small, name, f"date: {name[:10]}\nstart: 14:00\nduration: 1 hour\nplace: P\ntown: T\n")
        path = small / f"network/meetings/{name}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("name: M", f"name: {name[11:]}"), encoding="utf-8")
        touch(f"meetings/{name}.md", 0)
    before = publish(0)

    moved = small / "network/meetings/2027-01-20-moved.md"
    text = moved.read_text(encoding="utf-8").replace("date: 2027-01-20", "date: 2027-01-27\nmovedFrom: 2027-01-20")
    moved.write_text(text, encoding="utf-8")
    cancelled = small / "network/meetings/2027-01-21-cancelled.md"
    cancelled.write_text(cancelled.read_text(encoding="utf-8").replace("town: T", "town: T\nstatus: cancelled"))
    touch("meetings/2027-01-20-moved.md", 1)
    touch("meetings/2027-01-21-cancelled.md", 1)
    after = publish(1)

    assert before["left-alone"] == after["left-alone"]
    assert before["moved"]["uid"] == after["moved"]["uid"]
    assert before["moved"]["sequence"] < after["moved"]["sequence"]
    assert ("2027-01-20T14:00:00.000Z", "2027-01-27T14:00:00.000Z") == (
        before["moved"]["start"],
        after["moved"]["start"],
    )
    gone = after["Cancelled: cancelled"]
    assert before["cancelled"]["uid"] == gone["uid"]
    assert before["cancelled"]["sequence"] < gone["sequence"]
    assert ("CONFIRMED", "CANCELLED") == (before["cancelled"]["status"], gone["status"])
    assert before["cancelled"]["start"] == gone["start"]


def test_a_new_time_zone_is_a_change_of_every_meeting(small: Path, node: str) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
    put(small, "2027-01-20-one", "date: 2027-01-20\nstart: 14:00\nduration: 1 hour\nplace: P\ntown: T\n")
    git(small, "init", "--quiet")
    git(small, "add", "-A")
    git(small, "commit", "--quiet", "-m", "first", at=start)
    (before,) = read_by_ical_js(calendars(small)["meetings.ics"], node)
    text = (small / "network/network.yml").read_text(encoding="utf-8")
    (small / "network/network.yml").write_text(text + "timeZone: America/New_York\n", encoding="utf-8")
    git(small, "commit", "--quiet", "-a", "-m", "moved", at=start + timedelta(days=1))
    (after,) = read_by_ical_js(calendars(small)["meetings.ics"], node)
    assert "2027-01-20T19:00:00.000Z" == after["start"]
    assert before["sequence"] < after["sequence"]

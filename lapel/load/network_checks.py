"""What can only be seen with all files of the network side by side: days, clocks, members, arrows, headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from ..model.meeting import Meeting, clock_fault
from ..model.network import Guide, Network, News
from ..model.organisation import Profile
from ..model.problem import Problem
from ..model.record import FileRecord
from ..model.system_map import SystemMap
from ..model.vocabulary import Audience, Role
from .links import headings

Records = Mapping[type[FileRecord], Mapping[str, Any]]
Names = Mapping[type[FileRecord], set[str]]


def network_problems(records: Records, names: Names) -> Iterator[Problem]:
    """``records`` holds what could be read; ``names`` every slug that has a file, read or not."""
    network: Network | None = records[Network].get("network")
    meetings: list[Meeting] = list(records[Meeting].values())
    yield from _days(meetings)
    for piece in records[News].values():
        yield from _day_of_name(piece, piece.date, "make them the same")
    if network is not None:
        yield from _clocks(meetings, network)
        yield from _sub_groups(meetings, network)
    for meeting in meetings:
        if meeting.place and not meeting.town:
            sentence = "has a place without a town: add 'town', so that people from elsewhere find it"
            yield Problem(meeting.source, meeting.line("place"), sentence, "meeting-town")
        for number, action in enumerate(meeting.actions):
            if action.organisation:
                where = ("actions", number, "organisation")
                yield from unknown(meeting, where, action.organisation, names[Profile], "organisation")
    for organisation in records[Profile].values():
        yield from _recognition(organisation, names)
    for drawing in records[SystemMap].values():
        yield from _arrows(drawing)
    for guide in records[Guide].values():
        yield from _help(guide)


def unknown(
    record: FileRecord, where: tuple[str | int, ...], slug: str, names: Collection[str], noun: str
) -> Iterator[Problem]:
    """A problem when ``slug`` is none of ``names``, with the nearest of them as a hint."""
    if slug in names:
        return
    near = get_close_matches(slug, sorted(names), n=1, cutoff=0.5)
    mend = f"did you mean '{near[0]}'?" if near else f"add that {noun} first, or take the name out"
    yield Problem(
        record.source, record.line(*where), f"names the {noun} '{slug}', which does not exist: {mend}", "reference"
    )


def _days(meetings: Iterable[Meeting]) -> Iterator[Problem]:
    for meeting in meetings:
        if meeting.movedFrom is None:
            mend = "make them the same; for a meeting that was moved, keep the file name and add"
            yield from _day_of_name(meeting, meeting.date, f"{mend} 'movedFrom: {meeting.slug[:10]}'")
        elif meeting.movedFrom.isoformat() != meeting.slug[:10] and meeting.slug[:4].isdigit():
            sentence = f"'movedFrom' is {meeting.movedFrom}, but the file name says {meeting.slug[:10]}"
            yield Problem(
                meeting.source, meeting.line("movedFrom"), f"{sentence}: write the day of the file name", "date-differs"
            )
        elif meeting.movedFrom == meeting.date:
            sentence = "is moved to the day that it had: delete 'movedFrom', or mend 'date'"
            yield Problem(meeting.source, meeting.line("movedFrom"), sentence, "date-differs")


def _day_of_name(record: Any, day: Any, mend: str) -> Iterator[Problem]:
    if record.slug[:4].isdigit() and record.slug[:10] != day.isoformat():
        sentence = f"says {day} but its file name says {record.slug[:10]}: {mend}"
        yield Problem(record.source, record.line("date"), sentence, "date-differs")


def _clocks(meetings: Iterable[Meeting], network: Network) -> Iterator[Problem]:
    """An hour that the clocks skip does not exist, and one that they repeat says not which."""
    for meeting in meetings:
        last = "duration" if meeting.end is None else "end"
        for key, verb, moment in (
            ("start", "starts", meeting.begins(network.zone)),
            (last, "ends", meeting.ends(network.zone)),
        ):
            fault = clock_fault(moment)
            if fault:
                what = "is skipped by" if fault == "skipped" else "comes twice in"
                sentence = f"{verb} at {moment:%H:%M}, and that hour {what} the change of the clocks on {moment.date()}"
                yield Problem(meeting.source, meeting.line(key), f"{sentence}: choose another hour", "clock-change")


def _sub_groups(meetings: Iterable[Meeting], network: Network) -> Iterator[Problem]:
    groups = [group.id for group in network.canvas.subGroups]
    for meeting in meetings:
        if meeting.subGroup:
            yield from unknown(meeting, ("subGroup",), meeting.subGroup, groups, "sub-group")


def _recognition(organisation: Profile, names: Names) -> Iterator[Problem]:
    recognition = organisation.recognition
    if recognition is None:
        return
    if Role.ISSUER not in organisation.roles:
        sentence = "is recognised as an issuer without that role: add 'issuer' to 'roles', or delete 'recognition'"
        yield Problem(organisation.source, organisation.line("recognition"), sentence, "recognition")
    yield from unknown(organisation, ("recognition", "by"), recognition.by, names[Profile], "organisation")
    if recognition.meeting:
        where = ("recognition", "meeting")
        yield from unknown(organisation, where, recognition.meeting, names[Meeting], "meeting")


def _arrows(drawing: SystemMap) -> Iterator[Problem]:
    ends = set(drawing.names)
    seen: set[str] = set()
    parts = [
        *(
            (("layers", one, "groups", two), group.id)
            for one, layer in enumerate(drawing.layers)
            for two, group in enumerate(layer.groups)
        ),
        *((("outcomes", one), outcome.id) for one, outcome in enumerate(drawing.outcomes)),
    ]
    for place, name in parts:
        if name in seen:
            sentence = f"has the id '{name}' twice: give each group and outcome its own"
            yield Problem(drawing.source, drawing.line(*place, "id"), sentence, "reference")
        seen.add(name)
    for layer_number, layer in enumerate(drawing.layers):
        for number, group in enumerate(layer.groups):
            for position, target in enumerate(group.leadsTo):
                where = ("layers", layer_number, "groups", number, "leadsTo", position)
                yield from unknown(drawing, where, target, ends, "group")
                if target == group.id:
                    yield Problem(drawing.source, drawing.line(*where), "has an arrow to itself: take it out", "arrow")


def _help(guide: Guide) -> Iterator[Problem]:
    if guide.help is None:
        return
    if guide.audience is not Audience.HELPERS:
        sentence = "has 'help', which only a guide for helpers needs: write 'audience: helpers', or delete 'help'"
        yield Problem(guide.source, guide.line("help"), sentence, "guide-help")
    there = headings(guide.body)
    for key, fragment in guide.help:
        if fragment not in there:
            yield from unknown(guide, ("help", key), fragment, there, "heading")

"""The page of one meeting, and the cards that lists of meetings show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict

from ..context import Context
from ..model import paths
from ..model.meeting import Action, Meeting
from ..model.vocabulary import MeetingStatus
from .cards import organisation_link
from .data import Head, MeetingCard, OrganisationLink
from .dates import end_of_day
from .page import Page, body_of
from .places import map_link
from .schemaorg import event


class ActionRow(TypedDict):
    """What somebody took on. ``late_from`` is the moment from which it is late."""

    who: str
    organisation: OrganisationLink | None
    what: str
    by: str
    by_iso: str
    done: str | None
    late_from: str
    late: bool


class MeetingData(MeetingCard):
    zone: str
    directions: str | None
    email: str
    chair: str | None
    group: str | None
    has_body: bool
    notes: list[str]
    decisions: list[str]
    actions: list[ActionRow]
    over: bool
    watch: bool


class MeetingPage(Head):
    meeting: MeetingData


class ActionOfMeeting(ActionRow):
    meeting: str
    path: str


class ActionsPage(Head):
    open: list[ActionOfMeeting]
    done: list[ActionOfMeeting]


def meeting_card(context: Context, meeting: Meeting) -> MeetingCard:
    strings, zone = context.strings, context.catalogue.network.zone
    begins, ends = meeting.begins(zone), meeting.ends(zone)
    return {
        "name": meeting.name,
        "path": paths.meeting(meeting.slug),
        "description": meeting.description,
        "iso": begins.isoformat(),
        "ends": ends.isoformat(),
        "when": strings("meeting.when", date=strings.weekday_date(meeting.date), time=span(context, begins, ends)),
        "duration": strings.duration(meeting.length),
        "where": strings("list.comma").join(part for part in (meeting.place, meeting.town) if part)
        or strings("meeting.online_only"),
        "place_name": meeting.place,
        "map": map_link(meeting.place, meeting.town) if meeting.place else None,
        "step_free": meeting.stepFree,
        "url": meeting.url,
        "status": meeting.status.value,
        "moved": strings.weekday_date(meeting.movedFrom) if meeting.movedFrom else None,
        "audience": meeting.audience,
        "agenda": list(meeting.agenda),
        "calendar": paths.meeting_calendar(meeting.slug),
    }


def span(context: Context, begins: datetime, ends: datetime) -> str:
    """ "14:00 to 15:00"; only the start when it ends on another day."""
    strings = context.strings
    if begins.date() != ends.date():
        return strings.clock(begins.time())
    return strings("meeting.span", start=strings.clock(begins.time()), end=strings.clock(ends.time()))


def action_row(context: Context, action: Action, today: date) -> ActionRow:
    strings = context.strings
    return {
        "who": action.who,
        "organisation": organisation_link(context, action.organisation) if action.organisation else None,
        "what": action.what,
        "by": strings.date(action.by),
        "by_iso": action.by.isoformat(),
        "done": strings("meeting.done", date=strings.date(action.done)) if action.done else None,
        "late_from": end_of_day(context, action.by),
        "late": action.done is None and action.by < today,
    }


def meeting_page(context: Context, meeting: Meeting, today: date) -> Page:
    """When, where, for whom and what; afterwards what was said, decided and promised."""
    here, network = paths.meeting(meeting.slug), context.catalogue.network
    group = next((one for one in network.canvas.subGroups if one.id == meeting.subGroup), None)
    planned = meeting.status is MeetingStatus.PLANNED
    data: MeetingPage = {
        "title": meeting.name,
        "description": meeting.description,
        "share": paths.share_picture(here),
        "jsonld": event(context, meeting),
        "meeting": {
            **meeting_card(context, meeting),
            "zone": _zone(context),
            "directions": meeting.directions,
            "email": network.email,
            "chair": meeting.chair,
            "group": group.name if group and len(network.canvas.subGroups) > 1 else None,
            "has_body": bool(meeting.body),
            "notes": [part.strip() for part in (meeting.notes or "").split("\n\n") if part.strip()],
            "decisions": list(meeting.decisions),
            "actions": [action_row(context, action, today) for action in meeting.actions],
            "over": planned and meeting.ends(network.zone).date() < today,
            "watch": planned,
        },
    }
    body = body_of(meeting.body, meeting.source, here)
    return Page(here, "meeting", data, body, meeting.source)


def _zone(context: Context) -> str:
    """ "UK time" where there is such a name, else that of the city."""
    zone, strings = context.catalogue.network.timeZone, context.strings
    known = strings.texts.get(f"zone.{zone.replace('/', '_')}")
    return known or strings("meeting.zone", zone=zone.rpartition("/")[2].replace("_", " "))


def actions_page(context: Context, today: date) -> Page:
    """What was promised at any meeting: what is open first, by its day; below it what was done in the last year."""
    rows: list[tuple[Action, ActionOfMeeting]] = [
        (
            action,
            {
                **action_row(context, action, today),
                "meeting": meeting.name,
                "path": paths.meeting(meeting.slug),
            },
        )
        for meeting in context.catalogue.meetings.values()
        for action in meeting.actions
    ]
    open_rows = sorted((pair for pair in rows if pair[0].done is None), key=lambda pair: pair[0].by)
    done = [pair for pair in rows if pair[0].done is not None and pair[0].done >= today - timedelta(days=365)]
    done.sort(key=lambda pair: pair[0].done or today, reverse=True)
    data: ActionsPage = {
        "title": context.strings("actions.title"),
        "description": context.strings("actions.description"),
        "open": [row for _, row in open_rows],
        "done": [row for _, row in done],
    }
    return Page(paths.ACTIONS, "actions", data)

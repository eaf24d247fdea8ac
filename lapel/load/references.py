"""What can only be seen with all files side by side: names that point somewhere, rules that can be met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model.badge import Achievement
from ..model.network import Guide, Network
from ..model.organisation import Profile
from ..model.pathway import Pathway
from ..model.problem import Problem
from ..model.record import FileRecord
from ..model.story import Story
from ..model.vocabulary import Role, Status
from .criteria import RULE
from .network_checks import Names, Records, network_problems, unknown

BADGE_LISTS = ("prerequisites", "related")


def reference_problems(records: Records, names: Names) -> list[Problem]:
    """``records`` holds what could be read; ``names`` every slug that has a file, read or not."""
    badges: Mapping[str, Achievement] = records[Achievement]
    organisations: Mapping[str, Profile] = records[Profile]
    return [
        *pointer_problems(records, names),
        *_awarding(badges, organisations),
        *_drafts(badges, records[Pathway]),
        *_lists(badges.values()),
        *_retired_first(badges),
        *_same_names(badges.values(), "badge"),
        *_same_names(organisations.values(), "organisation"),
        *_same_names(records[Pathway].values(), "pathway"),
        *_cycles(badges),
        *_pathways(records[Pathway].values(), badges),
        *network_problems(records, names),
    ]


def pointer_problems(records: Records, names: Names) -> Iterator[Problem]:
    """Every slug in every record names a file that is there. The records may be unfinished."""
    badges, organisations = names[Achievement], names[Profile]
    for badge in records[Achievement].values():
        for position, slug in enumerate(badge.issuers):
            yield from unknown(badge, ("issuers", position), slug, organisations, "organisation")
        if badge.creator:
            yield from unknown(badge, ("creator",), badge.creator, organisations, "organisation")
        if badge.successor:
            yield from unknown(badge, ("successor",), badge.successor, badges, "badge")
        for key in BADGE_LISTS:
            for position, slug in enumerate(getattr(badge, key)):
                yield from unknown(badge, (key, position), slug, badges, "badge")
    for pathway in records[Pathway].values():
        for position, slug in enumerate(pathway.badges):
            yield from unknown(pathway, ("badges", position), slug, badges, "badge")
        if pathway.completion:
            yield from unknown(pathway, ("completion",), pathway.completion, badges, "badge")
    for organisation in records[Profile].values():
        if organisation.successor:
            yield from unknown(organisation, ("successor",), organisation.successor, organisations, "organisation")
        for position, slug in enumerate(organisation.recognises):
            yield from unknown(organisation, ("recognises", position), slug, badges, "badge")
    for guide in records[Guide].values():
        if guide.pathway:
            yield from unknown(guide, ("pathway",), guide.pathway, names[Pathway], "pathway")
    for badge in records[Achievement].values():
        if RULE.strip() in (line.strip() for line in badge.body.split("\n")):
            mend = "write '---' for a line across the page"
            yield Problem(
                badge.source,
                1,
                f"has the line '{RULE.strip()}', which has a meaning in what is signed: {mend}",
                "mark-in-text",
            )
    for story in records[Story].values():
        for position, slug in enumerate(story.badges):
            yield from unknown(story, ("badges", position), slug, badges, "badge")
    for network in records[Network].values():
        if network.anchor:
            yield from unknown(network, ("anchor",), network.anchor, organisations, "organisation")


def _awarding(badges: Mapping[str, Achievement], organisations: Mapping[str, Profile]) -> Iterator[Problem]:
    """Whoever awards is an issuer of the network."""
    for badge in badges.values():
        for position, slug in enumerate(badge.issuers):
            organisation = organisations.get(slug)
            if organisation and Role.ISSUER not in organisation.roles:
                mend = f"add the role 'issuer' to {organisation.source}"
                sentence = f"lets '{slug}' award it, but that organisation is not an issuer: {mend}"
                yield Problem(badge.source, badge.line("issuers", position), sentence, "issuer-role")
            if organisation and organisation.left and badge.status is Status.ACTIVE:
                mend = "take it out, or retire the badge when nobody else awards it"
                sentence = f"lets '{slug}' award it, but that organisation left on {organisation.left}: {mend}"
                yield Problem(badge.source, badge.line("issuers", position), sentence, "issuer-role")


def _drafts(badges: Mapping[str, Achievement], pathways: Mapping[str, Pathway]) -> Iterator[Problem]:
    """A published thing never leans on an unpublished one."""
    drafts = {slug for slug, badge in badges.items() if badge.status is Status.DRAFT}
    for badge in badges.values():
        for position, slug in enumerate(badge.prerequisites):
            if slug in drafts and badge.status is not Status.DRAFT:
                sentence = f"asks for '{slug}' first, which is a draft: make that badge active first"
                yield Problem(badge.source, badge.line("prerequisites", position), sentence, "draft")
        if badge.successor in drafts:
            sentence = f"names the successor '{badge.successor}', which is a draft: make that badge active first"
            yield Problem(badge.source, badge.line("successor"), sentence, "draft")
    for pathway in pathways.values():
        for key, slug in _members(pathway, badges):
            if slug in drafts:
                sentence = f"leads through '{slug}', which is a draft: make that badge active first"
                yield Problem(pathway.source, pathway.line(*key), sentence, "draft")


def _retired_first(badges: Mapping[str, Achievement]) -> Iterator[Problem]:
    """Nobody can be asked for a badge that is no longer awarded."""
    for badge in badges.values():
        for position, slug in enumerate(badge.prerequisites):
            other = badges.get(slug)
            if badge.status is Status.ACTIVE and other and other.status is Status.RETIRED:
                mend = f"ask for '{other.successor}' instead" if other.successor else "take it out"
                sentence = f"asks for '{slug}' first, which is retired: {mend}"
                yield Problem(badge.source, badge.line("prerequisites", position), sentence, "prerequisite-retired")


def _lists(badges: Iterable[Achievement]) -> Iterator[Problem]:
    """A list names each thing once, and a badge never names itself."""
    for badge in badges:
        for key in ("issuers", *BADGE_LISTS):
            slugs = getattr(badge, key)
            for position, slug in enumerate(slugs):
                if slug in slugs[:position]:
                    yield Problem(
                        badge.source,
                        badge.line(key, position),
                        f"names '{slug}' twice: keep one of them",
                        "named-twice",
                    )
        for key in ("related", "successor"):
            if badge.slug in ((badge.successor,) if key == "successor" else badge.related):
                yield Problem(badge.source, badge.line(key), f"names itself in '{key}': take it out", "names-itself")


def _members(pathway: Pathway, badges: Mapping[str, Achievement]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for position, slug in enumerate(pathway.badges):
        if slug in badges:
            yield ("badges", position), slug
    if pathway.completion in badges:
        yield ("completion",), str(pathway.completion)


def _same_names(records: Iterable[Any], noun: str) -> Iterator[Problem]:
    seen: dict[str, FileRecord] = {}
    for record in records:
        first = seen.setdefault(" ".join(record.name.casefold().split()), record)
        if first is not record:
            sentence = f"has the same name as {first.source} ('{record.name}'): give each {noun} its own name"
            yield Problem(record.source, record.line("name"), sentence, "same-name")


def _cycles(badges: Mapping[str, Achievement]) -> Iterator[Problem]:
    """Nobody could ever earn a badge that asks for itself first. Each cycle is reported once, at its first slug."""
    done: set[str] = set()
    for start in sorted(badges):
        trail: list[str] = []
        stack = [(start, iter(badges[start].prerequisites))] if start not in done else []
        trail += [start] if stack else []
        while stack:
            slug, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                trail.pop()
                done.add(slug)
            elif following in trail:
                yield _cycle(badges, trail[trail.index(following) :])
            elif following in badges and following not in done:
                trail.append(following)
                stack.append((following, iter(badges[following].prerequisites)))


def _cycle(badges: Mapping[str, Achievement], circle: list[str]) -> Problem:
    first = circle.index(min(circle))
    circle = [*circle[first:], *circle[:first]]
    badge = badges[circle[0]]
    way = " → ".join([*circle, circle[0]])
    position = badge.prerequisites.index(circle[1 % len(circle)])
    sentence = f"can never be earned, because its prerequisites go in a circle ({way}): take one of them out"
    return Problem(badge.source, badge.line("prerequisites", position), sentence, "prerequisite-circle")


def _pathways(pathways: Iterable[Pathway], badges: Mapping[str, Achievement]) -> Iterator[Problem]:
    for pathway in pathways:
        different = set(pathway.badges)
        if pathway.rule is not None and pathway.rule > len(different):
            fault = f"the rule asks for any {pathway.rule} badges and the list has {len(different)}"
            sentence = f"can never be completed, because {fault}: lower the number"
            yield Problem(pathway.source, pathway.line("rule"), sentence, "pathway-rule")
        for position, slug in enumerate(pathway.badges):
            if slug in pathway.badges[:position]:
                sentence = f"lists the badge '{slug}' twice: keep one of them"
                yield Problem(pathway.source, pathway.line("badges", position), sentence, "named-twice")
        if pathway.completion in different:
            sentence = (
                f"is completed by '{pathway.completion}', which is also one of its steps: take it out of 'badges'"
            )
            yield Problem(pathway.source, pathway.line("completion"), sentence, "pathway-completion")
        for key, slug in _members(pathway, badges):
            badge = badges[slug]
            if badge.status is Status.RETIRED and not badge.successor:
                mend = f"take it out, or give {badge.source} a 'successor'"
                sentence = f"leads through '{slug}', which is retired without a successor: {mend}"
                yield Problem(pathway.source, pathway.line(*key), sentence, "pathway-dead-end")

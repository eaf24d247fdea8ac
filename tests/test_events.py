"""Meetings for search engines: a JSON-LD processor reads them, and schema.org's own types hold."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from lapel.model import Catalogue
from tests.building import ROOT

SDO = "http://schema.org/"


def events(site: Path, sample: Catalogue) -> dict[str, Any]:
    """What stands in the pages of the meetings, by slug."""
    found = {}
    for slug in sample.meetings:
        page = (site / f"meetings/{slug}/index.html").read_text(encoding="utf-8")
        match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert match, slug
        found[slug] = json.loads(match[1])
    return found


def expand(document: Any) -> dict[str, Any]:
    """The document as PyLD understands it; schema.org's context says that every word is one of its own."""

    def loader(address: str, _: object) -> dict[str, Any]:
        assert address.rstrip("/") == "https://schema.org"
        context = {"@vocab": SDO, **{key: {"@type": "@id"} for key in ("url", "eventStatus", "eventAttendanceMode")}}
        return {"contextUrl": None, "documentUrl": address, "document": {"@context": context}}

    (node,) = jsonld.expand(document, {"documentLoader": loader})
    return dict(node)


def test_a_json_ld_processor_reads_every_meeting(site: Path, sample: Catalogue) -> None:
    for slug, document in events(site, sample).items():
        meeting, node = sample.meetings[slug], expand(document)
        assert [f"{SDO}Event"] == node["@type"]
        assert f"https://badges.example.org/meetings/{slug}/" == node["@id"]
        assert meeting.begins(sample.network.zone).isoformat() == node[f"{SDO}startDate"][0]["@value"]
        assert meeting.name == node[f"{SDO}name"][0]["@value"]
        kinds = [one["@type"][0].removeprefix(SDO) for one in node[f"{SDO}location"]]
        assert [kind for kind, there in (("Place", meeting.place), ("VirtualLocation", meeting.url)) if there] == kinds


def test_cancelled_and_moved_meetings_say_so(site: Path, sample: Catalogue) -> None:
    found = events(site, sample)
    said = {slug[11:]: document["eventStatus"].rpartition("/")[2] for slug, document in found.items()}
    assert "EventCancelled" == said["questions-from-managers"]
    assert "EventRescheduled" == said["earn-your-first-badge"]
    assert "EventScheduled" == said["writing-good-evidence"]
    assert "2027-02-10" == found["2027-02-10-earn-your-first-badge"]["previousStartDate"]
    assert found["2027-03-17-badges-on-a-cv"]["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")


def types_hold(folder: Path, documents: list[Any]) -> str:
    """What the TypeScript compiler says against documents typed with npm ``schema-dts``; empty when nothing."""
    rows = ['import type { Event, WithContext } from "schema-dts";']
    rows += [f"export const e{n}: WithContext<Event> = {json.dumps(one)};" for n, one in enumerate(documents)]
    (folder / "events.ts").write_text("\n".join(rows), encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    options = "--noEmit --strict --moduleResolution bundler --module esnext --target es2022 --typeRoots none"
    done = subprocess.run(
        [ROOT / "node_modules/.bin/tsc", *options.split(), "events.ts"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_every_word_is_one_that_schema_org_knows(site: Path, sample: Catalogue, tmp_path: Path) -> None:
    assert "" == types_hold(tmp_path, list(events(site, sample).values()))


@pytest.mark.parametrize(("key", "value"), [("startsAt", "2027-01-20"), ("eventStatus", "https://schema.org/Off")])
def test_the_types_would_notice_a_fault(site: Path, sample: Catalogue, tmp_path: Path, key: str, value: str) -> None:
    document = next(iter(events(site, sample).values()))
    assert key in types_hold(tmp_path, [{**document, key: value}])

"""The Open Badges documents, read by implementations that are not ours."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from lapel.documents import openbadges3
from lapel.documents.did import did_document
from lapel.documents.openbadges2 import badge_class, telephone_e164
from lapel.load import load
from lapel.load.site import Site
from lapel.model import Catalogue
from lapel.model.addresses import Addresses
from lapel.model.vocabulary import ACHIEVEMENT_TYPES, ALIGNMENT_TARGET_TYPES
from tests import catalogues
from tests.peers import openbadges, schema_enumeration, schema_errors

BASE = "https://badges.example.org/"


def read(site: Path, place: str) -> Any:
    return json.loads((site / place).read_text(encoding="utf-8"))


def test_every_badge_class_passes_the_reference_validator(site: Path, sample: Catalogue) -> None:
    paths = [
        f"badges/{badge.slug}/badge{'-' + issuer if number else ''}.json"
        for badge in sample.badges.values()
        for number, issuer in enumerate(badge.issuers)
    ]
    assert len(paths) > len(sample.badges)  # some badges have two issuers
    for report in openbadges(site, BASE, [BASE + place for place in paths]):
        assert (report["messages"], report["valid"]) == ([], True), report["address"]
        assert {"BadgeClass", "Issuer"} == set(report["types"]) - {"Endorsement"}
        assert any(url.endswith("image.png") for url in report["fetched"])


def test_every_issuer_passes_the_reference_validator(site: Path, sample: Catalogue) -> None:
    addresses = [f"{BASE}organisations/{slug}/issuer.json" for slug in sample.organisations]
    for report in openbadges(site, BASE, addresses):
        assert (report["messages"], report["valid"], report["types"]) == ([], True, ["Issuer"]), report["address"]


@pytest.mark.parametrize(
    ("place", "key"),
    [
        *[("badges/managing-stress/badge.json", key) for key in ("name", "description", "image", "criteria", "issuer")],
        *[("organisations/fenmarket-homes/issuer.json", key) for key in ("name", "url", "email")],
    ],
)
def test_the_validator_would_notice_a_missing_property(site: Path, tmp_path: Path, place: str, key: str) -> None:
    document = read(site, place)
    del document[key]
    for part in ("badges/managing-stress", "organisations/fenmarket-homes"):
        (tmp_path / part).mkdir(parents=True)
        for file in (site / part).glob("*.*"):
            (tmp_path / part / file.name).write_bytes(file.read_bytes())
    (tmp_path / place).write_text(json.dumps(document), encoding="utf-8")
    (report,) = openbadges(tmp_path, BASE, [BASE + place])
    assert report["valid"] is False


def test_every_achievement_and_profile_passes_the_schema_of_the_standard(site: Path, sample: Catalogue) -> None:
    for slug in sample.badges:
        for file in (site / "badges" / slug).glob("achievement*.json"):
            assert [] == schema_errors("Achievement", json.loads(file.read_bytes())), file.relative_to(site)
    for slug in sample.organisations:
        assert [] == schema_errors("Profile", read(site, f"organisations/{slug}/profile.json")), slug


@pytest.mark.parametrize("change", [{"criteria": "text"}, {"name": None}, {"image": "x.png"}, {"type": ["Badge"]}])
def test_the_schema_would_notice_a_wrong_achievement(site: Path, change: dict[str, Any]) -> None:
    document = {**read(site, "badges/managing-stress/achievement.json"), **change}
    assert schema_errors("Achievement", {key: value for key, value in document.items() if value is not None})


def test_our_words_are_those_of_the_standard() -> None:
    assert schema_enumeration("Achievement.achievementType") == set(ACHIEVEMENT_TYPES)
    assert schema_enumeration("Alignment.targetType") == set(ALIGNMENT_TARGET_TYPES)


def test_the_id_of_every_document_is_the_address_it_is_served_at(site: Path) -> None:
    documents = [file for file in site.rglob("*.json") if not {"pagefind", "assets", "schemas"} & set(file.parts)]
    assert len(documents) > 50
    for file in documents:
        place = file.relative_to(site).as_posix()
        identifier = json.loads(file.read_text(encoding="utf-8"))["id"]
        if file.name == "did.json":
            expected = "did:web:badges.example.org:organisations:" + file.parent.name
        else:
            expected = BASE + place
        assert expected == identifier


def test_references_between_documents_lead_to_published_files(site: Path) -> None:
    def addresses(node: Any) -> list[str]:
        if isinstance(node, dict):
            return [found for value in node.values() for found in addresses(value)]
        if isinstance(node, list):
            return [found for value in node for found in addresses(value)]
        return [node] if isinstance(node, str) and node.startswith(BASE) else []

    for file in site.rglob("*.json"):
        if "pagefind" in file.parts:
            continue
        for address in addresses(json.loads(file.read_text(encoding="utf-8"))):
            if address == f"{BASE}awards/":
                continue  # where assertions may stand: the beginning of addresses, and none
            target = site / address.removeprefix(BASE).split("#")[0]
            assert target.is_file() or (target / "index.html").is_file(), f"{file}: {address}"


def test_a_badge_of_two_issuers_has_a_class_for_each(sample: Catalogue) -> None:
    badge, addresses = sample.badges["managing-stress"], Addresses(BASE)
    first, second = (badge_class(badge, issuer, sample, addresses) for issuer in badge.issuers)
    assert f"{BASE}organisations/fenmarket-homes/issuer.json" == first["issuer"]
    assert f"{BASE}organisations/open-door-skills/issuer.json" == second["issuer"]
    assert f"{BASE}badges/managing-stress/badge-open-door-skills.json" == second["id"]


def test_criteria_carry_addresses_where_the_file_has_paths(small: Path) -> None:
    text = catalogues.badge("Third") + "\nSee [the first](../first/badge.md).\n"
    catalogues.write(small, {"badges/third/badge.md": text})
    document = openbadges3.achievement(load(small).badges["third"], load(small), Addresses(BASE))
    assert f"See [the first]({BASE}badges/first/)." in document["criteria"]["narrative"]


def test_keys_stand_in_the_did_document_with_their_dates(small: Path) -> None:
    keys = """verificationMethod:
  - id: key-1
    publicKeyMultibase: z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi
    created: 2025-01-01
    expires: 2026-01-01
  - id: key-2
    publicKeyMultibase: z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP
    created: 2026-01-01
    revoked: 2026-06-01
"""
    text = catalogues.ORGANISATION.format(name="Anchor").replace("roles:", f"{keys}roles:")
    catalogues.write(small, {"network/organisations/anchor.md": text})
    document = did_document(load(small).organisations["anchor"], Addresses("https://host.example:8443/net/"))
    did = "did:web:host.example%3A8443:net:organisations:anchor"
    assert did == document["id"]
    assert [f"{did}#key-1", f"{did}#key-2"] == document["assertionMethod"]
    first, second = document["verificationMethod"]
    assert ("Multikey", did, False) == (first["type"], first["controller"], "expires" in first)
    assert "2026-06-01T00:00:00Z" == second["revoked"]


def test_documents_do_not_depend_on_the_order_of_anything(sample: Catalogue) -> None:
    shuffled = copy.copy(sample)
    object.__setattr__(shuffled, "badges", dict(reversed(sample.badges.items())))
    badge, addresses = sample.badges["introduction-to-work"], Addresses(BASE)
    assert openbadges3.achievement(badge, sample, addresses) == openbadges3.achievement(badge, shuffled, addresses)


@pytest.mark.parametrize(
    ("written", "e164"), [("+44 1632 960101", "+441632960101"), ("01632 960101", None), (None, None), ("+1", None)]
)
def test_telephone_numbers_are_published_only_with_their_country(written: str | None, e164: str | None) -> None:
    assert e164 == telephone_e164(written)


def test_the_site_settings_are_those_of_the_sample(site_settings: Site) -> None:
    assert (site_settings.base, site_settings.name) == (BASE, "Open Door Badge Network")

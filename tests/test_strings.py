"""Interface strings: each that is used exists, and each that exists is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lapel.issuing.recipients import COLUMNS, PARTS
from lapel.model.vocabulary import Counted, Discussion, EvidenceGenre, Role, Sector
from lapel.pages.facets import FACETS
from lapel.pages.helping import CHECKLIST
from lapel.strings import StringError, Strings, load_strings

# Keys that are put together from a word of the vocabulary.
FAMILIES = {
    "genre": [genre.value for genre in EvidenceGenre],
    "discussion": [word.value for word in Discussion if word is not Discussion.NONE],
    "role": [role.value for role in Role],
    "badge": ["earn", "earned", "no_prerequisites", "no_prerequisites_retired"],
    "award": ["then", "now", *(f"field_{key}" for key in ("name", "organisation", "date", "end", "id", "url"))],
    "poster": ["scan", "scan_retired"],
    "foot": [
        *("network", "help", "terms", "about", "organisations", "figures", "stories", "news", "join", "mine", "verify"),
        *("propose", "endorse", "desk", "privacy", "accessibility", "data"),
    ],
    "counted": [f"{what.value}.{form}" for what in Counted for form in ("one", "other")],
    "zone": ["Europe_London"],
    "join": [
        *("title", "lead"),
        *(f"{form}{part}" for form in ("earner", "organisation", "employer") for part in ("", "_text", "_subject")),
    ],
    "propose": ["title", "lead"],
    "endorse": ["title", "lead"],
    "mine": ["title", "lead"],
    "privacy": [
        *("title", "lead"),
        *(f"{part}{end}" for part in ("reading", "checking", "badges", "kept", "rights") for end in ("", "_text")),
    ],
    "accessibility": [
        *("title", "lead"),
        *(f"{part}{end}" for part in ("works", "tested", "limits", "older") for end in ("", "_text")),
    ],
    "data": ["index", "registry", "figures", "csv", "calendar", "feed", "sitemap"],
    "duration_short": ["years", "months", "weeks", "days", "hours", "minutes"],
    "nav": ["badges", "pathways", "meetings", "about", "guides", "verify"],
    "network_pages": ["about", "organisations", "map", "figures", "news"],
    "catalogue": ["filters", "reset", "one", "other", "empty"],
    "languages": ["name", "cldr", "alphabet", "easy", "offer"],
    "desk.columns": [one.replace(" ", "_") for one in (*COLUMNS, *PARTS)],
    "desk.fault": ["public-nino", "public-nhs", "public-address", "nino", "nhs"],
    "pathways": ["title", "description"],
    "organisations": ["role", "sector", "recognises", "filters", "reset", "one", "other", "empty"],
    "every": ["years", "months", "weeks", "days", "hours", "minutes"],
    "role_group": [role.value for role in Role],
    "role_meaning": [role.value for role in Role],
    "sector": [sector.value for sector in Sector],
    "about": ["earners", "issuers", "consumers"],
    "map": ["soon", "later", "lasting"],
    "help": list(CHECKLIST),
    "figures": [
        *("badge", "organisation", "quarter", "pathway", "role"),
        *("by_badge", "by_organisation", "by_quarter", "by_pathway", "by_role"),
    ],
    "guides": ["title", "description"],
    "organisation": ["awards", "created", "recognises", "retired"],
    "verifier": ["who", "given", "until", "person", "result", "criteria", "evidence", "fits", "number"],
    "pathway": ["rule_all_ordered", "rule_all_free", "rule_any_ordered", "rule_any_free"],
}
UNITS = ("years", "months", "weeks", "days", "hours", "minutes")


@pytest.fixture(scope="module")
def english(root: Path) -> Strings:
    return load_strings(root / "overrides/locales", "en-GB")


def used(root: Path) -> set[str]:
    text = "\n".join(
        file.read_text(encoding="utf-8")
        for folder, pattern in (("overrides", "*.html"), ("lapel", "*.py"), ("scripts", "*.py"))
        for file in (root / folder).rglob(pattern)
    )
    call = r"(?<![\w.])(?:t|strings|context\.strings|self)\(\s*\n?\s*['\"]([a-z0-9_.]+)['\"]\s*(?!~)[,)]"
    keys = set(re.findall(call, text)) | set(re.findall(r'strings\(\s*"([a-z0-9_.]+)" if', text))
    keys |= set(re.findall(r'else "([a-z_]+\.(?!svg)[a-z_]+)"', text))
    pages = "\n".join(file.read_text(encoding="utf-8") for file in (root / "verifier/ui").glob("*.js"))
    keys |= set(re.findall(r'say\("([a-z_.]+)"', pages))
    keys |= _of_the_desk(root)
    for counted in re.findall(r"plural\('([a-z_.]+)'\)", text):
        keys |= {f"{counted}.one", f"{counted}.other"}
    for counted in re.findall(r"\.count\(\s*['\"]([a-z0-9_]+(?:\.[a-z0-9_]+)+)['\"]", text):
        keys |= {f"{counted}.one", f"{counted}.other"}
    keys |= {f"{family}.{word}" for family, words in FAMILIES.items() for word in words}
    keys |= {key for facet in FACETS for key in facet.sentences}
    return keys | {f"duration.{unit}.{number}" for unit in UNITS for number in ("one", "other")}


def _of_the_desk(root: Path) -> set[str]:
    """What the desk says: whole keys in its pages, and codes that its modules give."""
    files = [*(root / "desk").rglob("*.js"), *(root / "overrides").glob("*.html")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    files_and_families = {"cell.html", "desk.html", "desk.fault", "cell.fault"}
    keys = set(re.findall(r'"((?:desk|cell)\.[a-z_.-]+[a-z])"', text))
    counted = set(re.findall(r'count\("((?:desk|cell)\.[a-z_.]+)"', text))
    codes = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)*)"', text)) | {"not_wanted", "locked", "first_name", "last_name"}
    families = ("desk.fault", "cell.fault", "desk.note", "desk.column", "desk")
    said = {f"{family}.{code}" for family in families for code in codes}
    said |= {f"desk.fault.{code}_meant" for code in ("column-unknown", "badge-unknown")}
    known = set(load_strings(root / "overrides/locales", "en-GB").texts)
    return (
        (keys - counted - files_and_families)
        | {f"{key}.{form}" for key in counted for form in ("one", "other")}
        | (said & known)
    )


def test_every_string_that_is_used_exists(root: Path, english: Strings) -> None:
    assert set() == used(root) - set(english.texts)


# tests/test_verifier.py looks at these: they belong to codes and checks.
OF_THE_VERIFIER = ("code", "check", "passed", "outcome", "verdict", "said", "advice")
OF_THE_VERIFIER += ("giver", "recipient", "question")


def test_every_string_that_exists_is_used(root: Path, english: Strings) -> None:
    covered = (*(f"verifier.{family}." for family in OF_THE_VERIFIER), "verifier.sum_")
    assert set() == {key for key in english.texts if not key.startswith(covered)} - used(root)


def test_a_missing_string_stops_the_build(english: Strings) -> None:
    with pytest.raises(StringError):
        english("no.such.key")


def test_a_language_without_strings_says_what_to_add(root: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"add locales/fr/site\.yml"):
        load_strings(root / "overrides/locales", "fr-CA")


def test_lists_read_as_sentences(english: Strings) -> None:
    assert ["", "a", "a and b", "a, b and c"] == [english.listing(list("abc"[:number])) for number in range(4)]

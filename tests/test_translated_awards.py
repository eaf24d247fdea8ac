"""Awards of a badge that is translated: what is signed names the language that was read, and others verify it."""

from __future__ import annotations

from pathlib import Path

from tests.awarding import BASE, kept, library_says, publish, run, verified
from tests.rule_breaking_words import spoken

PEOPLE = "name,email,language\nОлена Коваль,olena@example.org,uk\nAda Bell,ada@example.org,\n"


def test_an_award_names_the_language_in_which_it_was_read_and_two_others_verify_it(
    network: Path, node: str, tmp_path: Path
) -> None:
    spoken(network)
    run(network, "first", people=PEOPLE)
    signed = [one.document["credentialSubject"]["achievement"] for one in kept(network)]
    read = [[one["inLanguage"] for one in said.get("related", []) if "inLanguage" in one] for said in signed]
    assert [["uk"], []] == read
    # What is signed are the words of the original; the words of the translation stand at an address of their own.
    assert [("en-GB", "First")] * 2 == [(said["inLanguage"], said["name"]) for said in signed]
    related = next(one["id"] for one in signed[0]["related"] if one.get("inLanguage") == "uk")
    assert f"{BASE}badges/first/achievement.uk.json" == related
    site = publish(network, tmp_path / "site")
    assert (site / related.removeprefix(BASE)).is_file()
    names = [one.id for one in kept(network)]
    assert dict.fromkeys(names, True) == verified(site, node)
    assert dict.fromkeys(names, "good") == library_says(site)

"""Makes the awards of the sample network anew, with throw-away keys: ``python scripts/sample_awards.py``.

The private keys live for this run only, and the people are random letters: nobody can award in the name of the
sample organisations afterwards, and no name of a recipient is in the repository.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from _root import ROOT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.context import Context
from lapel.credentials.multikey import to_multikey
from lapel.credentials.organisation_keys import add_key
from lapel.files import write_whole
from lapel.issuing.endorse import Endorsing, endorse
from lapel.issuing.plan import AwardRequest
from lapel.issuing.recipients import Recipient
from lapel.issuing.reissue import Reissue, reissue
from lapel.issuing.revoke import Withdrawal, revoke
from lapel.issuing.run import Order, award
from lapel.model.organisation import VerificationMethod
from lapel.outputs import open_context
from lapel.stream import Settings

ISSUERS = ("open-door-skills", "fenmarket-homes", "harbour-learning-centre")
COURSE = (
    "motivation-and-work-habits",
    "finding-and-applying-for-jobs",
    "preparing-for-an-interview",
    "managing-money-when-you-start-work",
)
EVIDENCE = {
    "getting-started-with-badges": "I chose the badge Preparing for an interview. I keep my badges in my email, "
    "and I will show them to my adviser.",
    "writing-evidence-for-a-badge": "I wrote down what happened on one day at work, step by step, and what I would do "
    "differently next time. Then I changed three sentences.",
    "skills-from-another-country": "I ran a small bakery. I ordered flour, planned the shifts and trained two people.",
}

SEEN = "A member of our staff heard this person use English at the front desk, on three days in one week."
ENDORSEMENTS = (
    (
        "introduction-to-work",
        "harbour-learning-centre",
        "We know the people who come to us with this badge: they are on time, they ask, and they try again. "
        "We count it when we choose who starts on our courses.",
    ),
    (
        "english-for-the-workplace",
        "open-door-skills",
        "Employers in our network helped to choose the three tasks of this badge.",
    ),
)


def context() -> Context:
    return open_context(ROOT, Settings(ROOT / "overrides"), awards=False)


def people(count: int) -> list[Recipient]:
    """People that nobody is."""
    names = [secrets.token_hex(6) for _ in range(count)]
    return [Recipient(row, name, f"{name}@example.org") for row, name in enumerate(names, 2)]


def clear() -> None:
    """Takes away the awards, the lists and the keys of the run before."""
    for folder in ROOT.glob("badges/*/awards"):
        shutil.rmtree(folder)
    for file in ROOT.glob("badges/*/endorsements.jsonl"):
        file.unlink()
    shutil.rmtree(ROOT / "network" / "status", ignore_errors=True)
    for issuer in ISSUERS:
        file = ROOT / "network" / "organisations" / f"{issuer}.md"
        text = file.read_text(encoding="utf-8")
        head, found, rest = text.partition("verificationMethod:\n")
        if found:
            rows = rest.split("\n")
            while rows[0].startswith(" "):
                rows.pop(0)
            write_whole(file, (head + "\n".join(rows)).encode())


def main() -> None:
    clear()
    today = datetime.now(UTC).date()
    keys = {issuer: Ed25519PrivateKey.generate() for issuer in ISSUERS}
    for issuer, key in keys.items():
        file = ROOT / "network" / "organisations" / f"{issuer}.md"
        method = VerificationMethod(id="sample", publicKeyMultibase=to_multikey(key.public_key()), created=today)
        write_whole(file, add_key(file.read_text(encoding="utf-8"), method).encode())

    def open_key(issuer: str, _: VerificationMethod) -> Ed25519PrivateKey:
        return keys[issuer]

    def give(issuer: str, *badges: str, to: list[Recipient], day: date | None = None, **more: Any) -> list[str]:
        wish = AwardRequest(issuer, badges, despite_prerequisites=False)
        order = Order(wish, to, "sample", "sample", day, **more)
        return award(context(), [ROOT / "overrides"], order, open_key).awards

    for badge, endorser, words in ENDORSEMENTS:
        endorse(context(), Endorsing(badge, endorser, words), open_key)
    group, writers = people(7), people(6)
    # The whole course, and the badge at its end.
    made = give("fenmarket-homes", *COURSE, to=group, day=date(2026, 10, 16))
    made += give("fenmarket-homes", *COURSE[:2], to=people(5), day=date(2026, 11, 3))
    for badge, day in zip(EVIDENCE, (date(2026, 9, 29), date(2026, 9, 30), None), strict=True):
        to = [replace(person, evidence=EVIDENCE[badge]) for person in (writers if day else writers[:3])]
        made += give("open-door-skills", badge, to=to, day=day)
    made += give("open-door-skills", "know-your-rights-at-work", to=people(5), day=date(2024, 5, 14))  # has run out
    seen: dict[str, Any] = {"endorser": "fenmarket-homes", "endorsement": SEEN, "also_jwt": True}
    made += give("harbour-learning-centre", "english-for-the-workplace", to=people(6), **seen)
    (moved,) = give("open-door-skills", "getting-started-with-badges", to=people(1))
    again = Reissue(moved, f"{secrets.token_hex(6)}@example.org")
    made += [moved, *reissue(context(), [ROOT / "overrides"], again, open_key).awards]
    withdrawn = give("harbour-learning-centre", "digital-basics-for-job-seekers", to=people(6))
    revoke(context(), Withdrawal(withdrawn[0], "It was given to the wrong person."), open_key)
    print(f"{len(made) + len(withdrawn)} awards, two of them withdrawn, one of these re-issued. The keys are gone.")


if __name__ == "__main__":
    main()

"""Makes the awards of the sample network anew, with throw-away keys: ``python scripts/sample_awards.py``.

The private keys live for this run only, and the people are random letters: nobody can award in the name of the
sample organisations afterwards, and no name of a recipient is in the repository.
"""

from __future__ import annotations

import secrets
import shutil
from datetime import UTC, date, datetime

from _root import ROOT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapel.awards.plan import Wish
from lapel.awards.recipients import Recipient
from lapel.awards.revoke import Withdrawal, revoke
from lapel.awards.run import Order, award
from lapel.credentials.multikey import to_multikey
from lapel.credentials.organisation_keys import add_key
from lapel.model.organisation import VerificationMethod
from lapel.outputs import open_context
from lapel.pages.page import Context
from lapel.stream import Settings
from lapel.write import write_whole

ISSUERS = ("open-door-skills", "fenmarket-homes", "harbour-learning-centre")
COURSE = (
    "motivation-and-work-habits",
    "finding-and-applying-for-jobs",
    "preparing-for-an-interview",
    "managing-money-when-you-start-work",
)
EVIDENCE = "I wrote down what happened on one day at work, step by step, and what I would do in another way next time."


def context() -> Context:
    return open_context(ROOT, Settings(ROOT / "overrides"), awards=False)


def people(count: int, evidence: str | None = None) -> list[Recipient]:
    """People that nobody is."""
    names = [secrets.token_hex(6) for _ in range(count)]
    return [Recipient(row, name, f"{name}@example.org", evidence=evidence) for row, name in enumerate(names, 2)]


def clear() -> None:
    """Takes away the awards, the lists and the keys of the run before."""
    for folder in ROOT.glob("badges/*/awards"):
        shutil.rmtree(folder)
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

    def give(issuer: str, *badges: str, to: list[Recipient], day: date | None = None) -> list[str]:
        wish = Wish(issuer, badges, despite_prerequisites=False)
        order = Order(wish, to, "sample", "sample", day)
        return award(context(), ROOT / "overrides", order, lambda name, _: keys[name]).awards

    group, writers = people(3), people(2, EVIDENCE)
    made = give("fenmarket-homes", *COURSE, to=group)  # the whole course, and the badge at its end
    made += give("fenmarket-homes", *COURSE[:2], to=people(3), day=date(2026, 10, 6))
    made += give("open-door-skills", "getting-started-with-badges", "writing-evidence-for-a-badge", to=writers)
    made += give("open-door-skills", "skills-from-another-country", to=writers)
    made += give("open-door-skills", "know-your-rights-at-work", to=people(2), day=date(2024, 5, 14))  # has run out
    made += give("harbour-learning-centre", "english-for-the-workplace", to=people(2))
    withdrawn = give("harbour-learning-centre", "digital-basics-for-job-seekers", to=people(2))
    revoke(context(), Withdrawal(withdrawn[0], "It was given to the wrong person."), lambda issuer, _: keys[issuer])
    print(f"{len(made) + len(withdrawn)} awards, one of them withdrawn. The keys are gone.")


if __name__ == "__main__":
    main()

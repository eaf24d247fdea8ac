"""A network closes: each organisation signs its lists a last time, and then nothing has to be signed any more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from ..context import Context
from ..credentials.status import FOR_EVER
from ..ledger.revocations import ending_lists, status_lists
from ..ledger.signatures import AwardError
from .lost import refuse_lost
from .renew import renewed
from .signer import OpenKey, Signer
from .transaction import keep, locked


def last_lists(context: Context, slug: str, open_key: OpenKey) -> int:
    """Signs the lists of an organisation without an end. Returns how many; :class:`AwardError` with nothing changed."""
    issuer = context.catalogue.organisations.get(slug)
    if issuer is None:
        raise AwardError(f"There is no organisation '{slug}'. There are: {', '.join(context.catalogue.organisations)}.")
    root = context.catalogue.awards
    if not any(one == slug for one, _, _ in status_lists(root)):
        raise AwardError(f"{issuer.name} has no list of withdrawn awards: there is nothing to sign.")
    with locked(context.catalogue.root, root) as box:
        refuse_lost(context)
        signer = Signer(issuer, context.addresses, datetime.now(UTC).replace(microsecond=0), open_key)
        files = renewed(context, issuer, signer, before=None, until=FOR_EVER)
        keep(root, box, f"close-{signer.now:%Y-%m-%d}", {}, files)
    return len(files)


def open_lists(context: Context) -> list[str]:
    """The organisations whose lists still have an end."""
    found = ending_lists(context.catalogue.awards, datetime.now(UTC), before=None)
    return sorted({issuer for issuer, _, _, end in found if end < FOR_EVER})


def closed_settings(text: str, day: date) -> str:
    """network.yml with the day of the end, and every other line as it was."""
    rows = [row for row in text.split("\n") if not re.match(r"closed:", row)]
    while rows and not rows[-1].strip():
        rows.pop()
    end = len(rows) - 1 if rows and rows[-1].strip() in ("...", "---") else len(rows)
    return "\n".join([*rows[:end], f"closed: {day}", *rows[end:], ""])

"""Signing an issuer's lists of withdrawn awards again before they are old: a verifier warns of an old one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..context import Context
from ..ledger.revocations import ending_lists, list_address, status_file, unsigned
from ..ledger.signatures import AwardError
from ..ledger.withdrawals import Revocation, Withdrawals, reasons_file, sound_withdrawals
from ..model.organisation import Profile
from .lost import refuse_lost
from .signer import OpenKey, Signer
from .transaction import keep, locked

EARLY = timedelta(days=200)
"""An award run renews the lists of its issuer so long before their end."""


def renewed(
    context: Context,
    issuer: Profile,
    signer: Signer,
    before: timedelta | None = EARLY,
    until: datetime | None = None,
    *,
    merging: bool = False,
) -> dict[str, bytes]:
    """The lists of ``issuer`` that end within ``before`` (None: all), signed now with the bits that their lines say; by
    their paths. ``until`` is the end of last lists. ``merging``: lines that no list says yet are signed, too; otherwise
    :class:`AwardError`."""
    root = context.catalogue.awards
    withdrawn = sound_withdrawals(root).get(issuer.slug, Withdrawals())
    if not merging:
        refuse_unsigned(root, issuer.slug, withdrawn)
    files = {}
    for slug, number, _, _ in ending_lists(root, signer.now, before):
        if slug == issuer.slug:
            address = list_address(root, context.addresses, slug, number)
            files[status_file(slug, number)] = signer.status_list(
                address, withdrawn.bits(number), root / status_file(slug, number), until
            )
    return files


def renew(context: Context, slug: str, open_key: OpenKey) -> str:
    """Signs every list of an issuer anew. Returns a sentence; :class:`AwardError` with nothing changed."""
    root, issuer = context.catalogue.awards, context.catalogue.organisations.get(slug)
    if issuer is None:
        raise AwardError(f"There is no organisation '{slug}'. There are: {', '.join(context.catalogue.organisations)}.")
    now = datetime.now(UTC).replace(microsecond=0)
    with locked(context.catalogue.root, root) as box:
        refuse_lost(context)
        signer = Signer(issuer, context.addresses, now, open_key)
        own = sound_withdrawals(root).get(slug, Withdrawals())
        said = "".join(_in_words(*one) for one in unsigned(root, slug, own))
        files = renewed(context, issuer, signer, before=None, merging=True)
        if not files:
            raise AwardError(f"{issuer.name} has no list of withdrawn awards yet: the first award makes one.")
        keep(root, box, f"status-{now:%Y-%m-%d}", {}, files)
    return f"{len(files)} signed anew.{said} Commit network/status/."


def refuse_unsigned(root: Path, issuer: str, own: Withdrawals) -> None:
    """:class:`AwardError` when lines say what no list of the issuer says: whoever signs next would sign it unseen."""
    for path, _, _ in unsigned(root, issuer, own):
        raise AwardError(
            f"{path} and {reasons_file(issuer)} do not withdraw the same awards, so nothing is signed on top of them. "
            f"After a merge of two branches, 'lapel revoke --renew {issuer}' signs what the lines say, and says what "
            "that is. Otherwise somebody changed one of the files: get it back from git."
        )


def _in_words(path: str, lacking: list[Revocation], is_less: bool) -> str:
    """What a list says from now on and did not before."""
    said = "".join(f"\n  {one.award} is withdrawn: {one.reason!r}." for one in lacking)
    said += "\n  What no line withdraws is in force again." if is_less else ""
    return (
        f"\nNew in {path}, and signed by you:{said}\nIf that was not you, get both files back from git and ask who."
        if said
        else ""
    )

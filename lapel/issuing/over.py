"""Who gives no badge any more."""

from __future__ import annotations

from ..context import Context
from ..ledger.signatures import AwardError
from ..model.organisation import Profile


def refuse_if_over(context: Context, issuer: Profile) -> None:
    """Who left gives no badge any more, and in a network that closed nobody does: :class:`AwardError`."""
    if context.catalogue.network.closed:
        raise AwardError(f"The network closed on {context.catalogue.network.closed}, and gives no more badges.")
    if issuer.left:
        raise AwardError(f"{issuer.name} left the network on {issuer.left}, and gives no more badges.")

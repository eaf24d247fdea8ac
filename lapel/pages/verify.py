"""The page that checks badges. The check itself is the JavaScript in ``verifier/``."""

from __future__ import annotations

from typing import TypedDict

from ..context import Context
from ..model import paths
from .data import Head
from .page import Page, body_of


class VerifyData(TypedDict):
    base: str


class VerifyPage(Head):
    verify: VerifyData


def verify_page(context: Context) -> Page:
    """The frame of the tool, with the network's own words when it has some."""
    own = context.catalogue.verify
    data: VerifyPage = {
        "title": own.title if own else context.strings("verify.title"),
        "description": own.lead if own else context.strings("verify.lead"),
        "verify": {"base": context.addresses.base},
    }
    body = body_of(own.body, own.source, paths.VERIFY) if own else ""
    return Page(paths.VERIFY, "verify", data, body, own.source if own else None)

"""The documents by which organisations and badges are known: they name their own address, where others read them."""

from __future__ import annotations

from collections.abc import Iterator

from .context import Context
from .documents import did, openbadges2, openbadges3
from .model import paths
from .model.addresses import Addresses
from .model.json_text import json_bytes
from .model.organisation import Profile
from .stream import OutputFile


def organisation_files(context: Context, one: Profile) -> Iterator[OutputFile]:
    """The profiles, the DID document and the picture of one organisation."""
    artwork = context.catalogue.artwork.get(one.source)
    yield from identity_files(one, context.addresses, has_image=artwork is not None)
    if artwork:
        yield OutputFile(paths.organisation_image(one.slug), artwork.svg.encode(), one.source)


def identity_files(one: Profile, addresses: Addresses, *, has_image: bool) -> Iterator[OutputFile]:
    """The documents in which an organisation says who it is, and which keys are its own."""
    document = openbadges2.issuer_profile(one, addresses, has_image=has_image)
    yield OutputFile(paths.issuer(one.slug), json_bytes(document), one.source)
    document = openbadges3.standalone(openbadges3.profile(one, addresses, has_image=has_image))
    yield OutputFile(paths.profile(one.slug), json_bytes(document), one.source)
    yield OutputFile(paths.did_document(one.slug), json_bytes(did.did_document(one, addresses)), one.source)


def former_files(context: Context) -> Iterator[OutputFile]:
    """The documents that name their own address, as they were where the site was before: whoever verifies what was
    given there reads these in their place."""
    catalogue = context.catalogue
    for number, then in enumerate(context.addresses.all[1:]):
        folder = paths.formerly(number)
        for one in catalogue.organisations.values():
            for file in identity_files(one, then, has_image=one.source in catalogue.artwork):
                yield OutputFile(folder + file.path, file.content, one.source)
        for badge_ in catalogue.badges.values():
            for n, issuer in enumerate(dict.fromkeys(badge_.issuers)):
                document = openbadges2.badge_class(badge_, issuer, catalogue, then, ())
                path = paths.badge_class(badge_.slug, issuer if n else None)
                yield OutputFile(folder + path, json_bytes(document), badge_.source)
            document = openbadges3.standalone(openbadges3.achievement(badge_, catalogue, then))
            yield OutputFile(folder + paths.achievement(badge_.slug), json_bytes(document), badge_.source)

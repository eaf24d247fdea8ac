"""``lapel keys``: makes and retires the keys with which an organisation signs its badges."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..credentials.multikey import to_multikey
from ..credentials.organisation_keys import add_key, in_force, next_name, set_date
from ..files import write_whole
from ..issuing.find import shown
from ..issuing.keystore import key_file, refuse_work_tree, save_key
from ..issuing.run import all_stored
from ..issuing.transaction import locked, remember
from ..issuing.vouch import Vouching
from ..issuing.vouch import doubts as find_doubts
from ..issuing.vouch import vouch as give_again
from ..load import load
from ..model import LapelError, Profile
from ..model.organisation import VerificationMethod
from ..outputs import open_context
from ..stream import Settings
from .common import Root, network, open_private_key, signing, stopping

app = typer.Typer(
    help="Make and retire the keys with which an organisation signs its badges.",
    no_args_is_help=True,
    add_completion=False,
)
Org = Annotated[str, typer.Argument(help="The organisation: the name of its file, without '.md'.")]


def stop(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def organisation(root: Path | None, slug: str) -> tuple[Path, Profile]:
    """The folder of the network that is meant, and its organisation."""
    with stopping("Nothing was changed."):
        folder = network(root)
        organisations = load(folder, drafts=True).organisations
    if slug not in organisations:
        raise stop(f"There is no organisation '{slug}'. There are: {', '.join(organisations)}.")
    return folder, organisations[slug]


def passphrase() -> str:
    """From ``LAPEL_PASSPHRASE``, or asked for twice. Never from the command line, where others can see it."""
    given = os.environ.get("LAPEL_PASSPHRASE")
    return given or str(typer.prompt("A passphrase for the new key", hide_input=True, confirmation_prompt=True))


def today() -> date:
    return datetime.now(UTC).date()


def make(root: Path, profile: Profile, ending: Sequence[VerificationMethod] = ()) -> VerificationMethod:
    """A new key, in its file and in the organisation's; ``ending`` are the keys that end today. All of it, or nothing
    and a sentence."""
    name = next_name(profile, today())
    file = key_file(profile.slug, name)
    key = Ed25519PrivateKey.generate()
    method = VerificationMethod(id=name, publicKeyMultibase=to_multikey(key.public_key()), created=today())
    source = root / profile.source
    try:
        text = add_key(source.read_text(encoding="utf-8"), method)
        for one in ending:
            text = set_date(text, one.id, "expires", today())
        refuse_work_tree(file.parent)
        save_key(key, file, passphrase())
    except (LapelError, ValueError) as error:
        shown = str(error) if isinstance(error, LapelError) else f"{profile.source} {error}"
        raise stop(f"No key was made: {shown.rstrip('.')}.") from None
    write_whole(source, text.encode())
    typer.echo(f"The private key is in {file}. Keep a copy of it and of the passphrase in two safe places.")
    typer.echo(f"The public key is in {profile.source}. Commit that file, and publish it before the first award by it.")
    return method


@app.command()
def new(org: Org, root: Root = None) -> None:
    """Make the first key of an organisation."""
    folder, profile = organisation(root, org)
    if in_force(profile, today()):
        raise stop(f"{org} has a key in force: 'lapel keys rotate {org}' makes a new one and ends the old.")
    make(folder, profile)


@app.command()
def rotate(org: Org, root: Root = None) -> None:
    """Make a new key and end the one before it today. What the old one signed stays good."""
    folder, profile = organisation(root, org)
    old = in_force(profile, today())
    make(folder, profile, old)
    for key in old:
        typer.echo(f"The key {key.id} ends today.")


@app.command()
def retire(
    org: Org,
    key: Annotated[str, typer.Argument(help="The id of the key, as in the organisation's file.")],
    compromised_from: Annotated[
        str | None, typer.Option(help="The day from which somebody else may have had it.")
    ] = None,
    root: Root = None,
) -> None:
    """End a key: as of yesterday, or as unsafe since a day (then nothing signed since is good)."""
    folder, profile = organisation(root, org)
    if key not in {method.id for method in profile.verificationMethod}:
        raise stop(f"{profile.source} has no key '{key}'.")
    try:
        day = date.fromisoformat(compromised_from) if compromised_from else today() - timedelta(days=1)
    except ValueError:
        raise stop(f"'{compromised_from}' is not a day: write it like 2026-11-21.") from None
    if compromised_from and day > today():
        raise stop(f"{day} is still to come: write the first day on which somebody else could have had the key.")
    made = next(method.created for method in profile.verificationMethod if method.id == key)
    day = day if compromised_from else max(day, made)
    field = "revoked" if compromised_from else "expires"
    source = folder / profile.source
    try:
        write_whole(source, set_date(source.read_text(encoding="utf-8"), key, field, day).encode())
    except ValueError as error:
        raise stop(f"{profile.source} {error}.") from None
    typer.echo(f"{profile.source}: {key} {field} {day}. Commit that file.")


@app.command()
def stolen(
    org: Org,
    key: Annotated[str, typer.Argument(help="The id of the key, as in the organisation's file.")],
    since: Annotated[str, typer.Option("--since", help="The day from which somebody else may have had it.")],
    root: Root = None,
) -> None:
    """Somebody else may have a key: stop it, make a new one, and say what is in doubt. The site builds throughout."""
    retire(org, key, compromised_from=since, root=root)
    folder, profile = organisation(root, org)
    if not in_force(profile, today()):
        make(folder, profile)
    doubts(org, root=root)
    typer.echo(
        "1. Commit network/organisations/ and publish. The pages of the awards in doubt say so.\n"
        f"2. Then type 'lapel keys vouch {org}'. It gives again what this computer gave, with the new key, and the old "
        "pages lead to the new awards."
    )


@app.command()
def doubts(org: Org, root: Root = None) -> None:
    """List the awards that a stopped key signed after it was not safe."""
    folder, profile = organisation(root, org)
    with stopping():
        context = open_context(folder, Settings.of(folder, preview=True), awards=False)
        with locked(folder, context.catalogue.awards) as box:
            found = find_doubts(context, profile, all_stored(context.catalogue.awards), remember(box))
    for one in found:
        whose = f"made on this computer, for {one.handed.name}" if one.handed else "not made on this computer"
        typer.echo(f"{shown(one.award)}: {whose}")
    typer.echo(f"{len(found)} awards are in doubt.")


@app.command()
def vouch(
    org: Org,
    real: Annotated[list[str] | None, typer.Argument(help="Ids of awards that were real and made elsewhere.")] = None,
    withdraw_rest: Annotated[
        str | None,
        typer.Option("--withdraw-rest", help="Withdraw all others, for this reason: everybody may read it."),
    ] = None,
    root: Root = None,
) -> None:
    """Give again, with the key in force, what a stopped key signed and was real."""
    with stopping("Nothing was changed."):
        context, settings = signing(root)
        order = Vouching(org, tuple(real or ()), withdraw_rest)
        report = give_again(context, settings.templates, order, open_private_key)
    for note in report.notes:
        typer.echo(note)
    typer.echo(f"Letters with the new private links are in {report.folder}: send them when the site shows the awards.")
    typer.echo("Commit badges/ and network/ and publish.")


if __name__ == "__main__":
    app()

"""``lapel record``: the open record of what was given and withdrawn."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..issuing.record import LASTS, Written, sign_record
from ..issuing.record_keys import (
    begin_record,
    load_record_key,
    make_record_key,
    record_key_file,
    refuse_second,
    rotate_record,
)
from ..issuing.record_merge import merge_record
from ..ledger.record_reading import read_record
from ..outputs import open_context
from ..record.note import moment
from ..record.store import RecordError, has_record
from ..stream import Settings
from .common import Root, network, open_private_key, signing, stopping

app = typer.Typer(
    help="Write down in the open what was given and withdrawn, so that nobody can take it back unseen.",
    no_args_is_help=True,
    add_completion=False,
)
COMMIT = "Commit network/record/ and publish."
Days = Annotated[
    int | None, typer.Option(min=1, max=3650, help="For how many days the signature counts as new. Left out: 400.")
]
FOR_LONG = timedelta(days=3650)
"""Of a network that closed, nobody may sign again."""


def passphrase(*, new: bool = False) -> str:
    """Of the record's key; never from the command line, where others can see it."""
    given = os.environ.get("LAPEL_RECORD_PASSPHRASE") or os.environ.get("LAPEL_PASSPHRASE")
    asked = "A passphrase for the record's new key" if new else "Passphrase of the record's key"
    return given or str(typer.prompt(asked, hide_input=True, confirmation_prompt=new))


def open_record_key(multikey: str) -> Ed25519PrivateKey:
    return load_record_key(multikey, passphrase())


@app.command()
def new(root: Root = None) -> None:
    """Begin the record: make its key, which the anchor names with its own."""
    with stopping("Nothing was changed."):
        context, settings = signing(root)
        refuse_second(context, settings.cache)
        multikey = make_record_key(passphrase(new=True))
        begin_record(context, multikey, open_private_key)
        _say_key(multikey)
        written = sign_record(context, open_record_key, settings.cache)
    _say(written)


@app.command()
def sign(days: Days = None, root: Root = None) -> None:
    """Write down what is new, and sign it with the record's key."""
    with stopping("Nothing was changed."):
        context, settings = signing(root)
        lasts = timedelta(days=days) if days else FOR_LONG if context.catalogue.network.closed else LASTS
        written = sign_record(context, open_record_key, settings.cache, lasts)
    _say(written)


@app.command()
def rotate(root: Root = None) -> None:
    """Give the record a new key, which the anchor names. What the old one signed stays good."""
    with stopping("Nothing was changed."):
        context, settings = signing(root)
        if not has_record(context.catalogue.awards):
            raise RecordError("The network has no record yet: 'lapel record new' begins one.")
        multikey = make_record_key(passphrase(new=True))
        written = rotate_record(context, multikey, open_private_key, open_record_key, settings.cache)
    _say_key(multikey)
    typer.echo(f"Tell the networks that have the old key under 'recognises' the new one: {multikey}")
    _say(written)


@app.command()
def merge(
    keep: Annotated[str, typer.Option("--keep", help="The commit whose record goes on, when it is another.")] = "",
    root: Root = None,
) -> None:
    """After a merge: the record that was published goes on, and what the other branch has is written down after it."""
    with stopping():
        context, settings = signing(root)
        commit, written = merge_record(context, open_record_key, settings.cache, keep or None)
    typer.echo(f"The record of {commit} goes on.")
    _say(written)


@app.command()
def show(root: Root = None) -> None:
    """Say how far the record goes, and the key that other networks pin."""
    with stopping():
        folder = network(root)
        context = open_context(folder, Settings.of(folder, preview=True), awards=False)
        record = read_record(context.catalogue.awards)
    if record is None or record.newest is None:
        typer.echo("The network has no record: 'lapel record new' begins one.")
        return
    newest = record.newest.said
    typer.echo(f"{newest.size} entries, signed {moment(newest.signed)}, new until {newest.expires:%Y-%m-%d}")
    typer.echo(f"key: {record.delegation.keys[0]}")


def _say_key(multikey: str) -> None:
    typer.echo(f"The record's key is in {record_key_file(multikey)}. Keep a copy of it and of its passphrase.")


def _say(written: Written) -> None:
    typer.echo(f"{written.added} entries added, {written.size} in all, new until {written.until:%Y-%m-%d}. {COMMIT}")

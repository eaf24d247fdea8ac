"""``lapel ledger``: what was given and withdrawn, and which keys there are, on one screen."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ..issuing.keystore import key_file
from ..issuing.record_keys import record_key_file
from ..issuing.run import all_stored
from ..ledger.record_reading import Record, read_record
from ..ledger.record_reminders import waiting as waiting_for
from ..ledger.summary import OrganisationState, state_of_ledger
from ..outputs import open_context
from ..stream import Settings
from .common import Root, network, stopping
from .waiting import waiting


def ledger(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list: an object for each organisation.")] = False,
    root: Root = None,
) -> None:
    """Say what each organisation gave and withdrew, which keys it has, and what is to be done."""
    with stopping(), waiting("Reading the ledger"):
        folder = network(root)
        context = open_context(folder, Settings.of(folder, preview=True), awards=False)
        found = state_of_ledger(context.catalogue, context.addresses, all_stored(context.catalogue.awards))
        record = read_record(context.catalogue.awards)
        due = waiting_for(context.catalogue, context.addresses, record) if record else 0
    if as_json:
        typer.echo(json.dumps(found))
        return
    for one in found:
        _say(one, context.catalogue.organisations[one["organisation"]].name)
    if record:
        _say_record(record, due)
    if not found:
        typer.echo("No organisation has a key yet: 'lapel keys new ORGANISATION' makes the first.")


def _say_record(record: Record, due: int) -> None:
    typer.secho("The open record", bold=True)
    newest = record.newest.said if record.newest else None
    if newest:
        typer.echo(f"  {newest.size} entries, signed on {newest.signed:%Y-%m-%d}, old on {newest.expires:%Y-%m-%d}")
    here = (
        "its private half is on this computer" if record_key_file(record.delegation.keys[0]).is_file() else "not here"
    )
    typer.echo(f"  key {record.delegation.keys[0]}: {here}")
    if due:
        typer.secho(f"  to do: {due} events wait to be written down, 'lapel record sign'", fg="yellow")


def _say(one: OrganisationState, name: str) -> None:
    slug = one["organisation"]
    typer.secho(f"{name} ({slug})", bold=True)
    again = f" ({one['given_again']} of them given again)" if one["given_again"] else ""
    typer.echo(f"  awards: {one['given']} given, {one['standing']} stand, {one['withdrawn']} withdrawn{again}")
    for key in one["keys"]:
        here = "its private half is on this computer" if key_file(slug, key["id"]).is_file() else "not on this computer"
        state = f"signs nothing more: {key['why_not'].replace('which', 'it', 1)}" if key["why_not"] else "in force"
        typer.echo(f"  key {key['id']}, made on {key['created']}: {state}; {here}")
    for each in one["lists"]:
        typer.echo(f"  list {each['path']}: {each['taken']} of {each['places']} places taken, old on {each['ends']}")
    if one["in_doubt"]:
        many = f"{one['in_doubt']} awards are" if one["in_doubt"] > 1 else "an award is"
        typer.secho(f"  to do: {many} in doubt, see 'lapel keys vouch {slug}'", fg="yellow")
    if one["keys"] and all(key["why_not"] for key in one["keys"]):
        typer.secho(f"  to do: no key is in force, 'lapel keys new {slug}' makes one", fg="yellow")

"""``lapel add``: one more record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from ..files import write_whole
from ..load import load
from ..load.text import read_text
from ..model import CatalogueError, LapelError
from ..model.catalogue import Catalogue
from ..model.kinds import Kind
from ..reference.template import template_text
from ..starter.issue_forms import form_text, read_form
from ..starter.questions import Question
from ..starter.records import BODY, KINDS, Asked, add_record, asked, gathered, record_text, source_of, with_choices
from .asking import ask, needs_terminal
from .common import Root, network, stopping


def add(
    kind: Annotated[
        str | None, typer.Argument(help=f"What to add: {', '.join(KINDS)}. Left out with --from-issue.")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help="KEY=VALUE instead of a question; YAML for lists, 'a.b=…' for a key inside."),
    ] = None,
    body: Annotated[
        list[str] | None, typer.Option("--body", help="A line of the text below the keys; may be given many times.")
    ] = None,
    slug: Annotated[
        str | None, typer.Option("--slug", help="The last part of its address. Left out: made of the name.")
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Ask nothing: write the commented template, to fill in with an editor.")
    ] = False,
    from_issue: Annotated[
        Path | None,
        typer.Option("--from-issue", help="A file with the text of a filled-in issue form: it becomes the record."),
    ] = None,
    root: Root = None,
) -> None:
    """Add a badge, a meeting, an organisation, a pathway, news, a guide or a story."""
    with stopping("Nothing was added."):
        folder = network(root)
        if from_issue is not None:
            if values or body or template:
                raise LapelError("--from-issue takes everything from the form: leave out --set, --body and --template.")
            source, text = _from_issue(from_issue, kind, slug, folder)
            add_record(folder, source, text)
            typer.echo(f"Added {source}. 'lapel serve' shows it.")
            if source.startswith("badges/"):
                typer.echo("It is a draft: nobody sees it on the site until you take out 'status: draft'.")
            return
        if kind is None:
            raise LapelError(f"Say what to add: {', '.join(KINDS)}.")
        if kind not in KINDS:
            raise LapelError(f"'{kind}' cannot be added: choose from {', '.join(KINDS)}.")
        chosen = KINDS[kind]
        if template and (values or body):
            raise LapelError("--template asks for nothing and takes no --set and no --body: leave them out.")
        if template:
            _template(folder, chosen, slug)
            return
        questions = {one.place: one for one in asked(chosen)}
        given = [_set(one) for one in values or []]
        answers = dict(given)
        if len(answers) < len(given):
            raise LapelError("--set names one key twice: write a list as 'key=[one, two]'.")
        lines = list(body or [])
        if not values:
            needs_terminal("use --set KEY=VALUE, or --template")
            answers, asked_for = _asked(list(questions.values()), chosen, folder)
            lines += asked_for
        data = gathered(answers, questions)
        source = source_of(chosen, data, slug)
        text = record_text(chosen, data, lines)
        try:
            add_record(folder, source, text)
        except LapelError:
            if not values:
                typer.echo(f"What you typed, so that it is not lost:\n\n{text}")
            raise
    typer.echo(f"Added {source}. 'lapel serve' shows it.")


def _from_issue(file: Path, kind: str | None, slug: str | None, folder: Path) -> tuple[str, str]:
    """Path and text of the record that a filled-in form asks for. A badge begins as a draft: whoever proposes one does
    not publish it."""
    text, problems = read_text(file, file.name)
    if text is None or problems:
        raise CatalogueError(problems)
    found, answers, lines = read_form(form_text(text, file.name), file.name, _catalogue(folder))
    if kind not in (None, found.name):
        raise LapelError(f"The form is about another kind of record: leave '{kind}' out, or write '{found.name}'.")
    data = gathered(answers, {one.place: one for one in asked(found)})
    if found.name == "badge":
        data["status"] = "draft"
    source = source_of(found, data, slug)
    return source, record_text(found, data, lines)


def _catalogue(folder: Path) -> Catalogue | None:
    """What is there already; None while it has problems."""
    try:
        return load(folder, drafts=True)
    except CatalogueError:
        return None


def _set(text: str) -> tuple[tuple[str, ...], Any]:
    key, found, value = text.partition("=")
    if not found or not key:
        raise LapelError(f"--set '{text[:60]}' should be KEY=VALUE, like --set 'name=First steps'.")
    if value.lstrip()[:1] in ("[", "{"):
        try:
            return tuple(key.split(".")), yaml.load(value, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        except (yaml.YAMLError, RecursionError):
            raise LapelError(f"--set '{text[:60]}' has a list or a group that is not YAML.") from None
    return tuple(key.split(".")), value


def _asked(questions: list[Asked], kind: Kind, folder: Path) -> tuple[dict[tuple[str, ...], Any], list[str]]:
    catalogue = _catalogue(folder)
    if catalogue:
        questions = [with_choices(one, catalogue) for one in questions]
    else:
        typer.echo("The network has problems: 'lapel check' names them. What is there already cannot be listed here.")
    words, example = BODY[kind.name]
    last = len(questions) + 1
    answers = {one.place: ask(one.question, "", f"{number} of {last}") for number, one in enumerate(questions, 1)}
    lines = ask(Question("body", words, example, "list"), "", f"{last} of {last}")
    return answers, lines or []


def _template(folder: Path, kind: Kind, slug: str | None) -> None:
    if not slug:
        raise LapelError("Say the last part of its address with --slug, like --slug first-steps.")
    source = source_of(kind, {"name": slug, "date": slug[:10] if kind.dated else ""}, slug)
    place = folder / source
    if place.exists():
        raise LapelError(f"{source} is there already: choose another name.")
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, template_text(kind).encode())
    typer.echo(f"Wrote {source}. Replace every 'Write here'; 'lapel check' names what is left.")

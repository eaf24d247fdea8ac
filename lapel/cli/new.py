"""``lapel new``: a network of one's own."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import __version__
from ..home import LOCALES
from ..model import CatalogueError, LapelError, Problem
from ..model.addresses import STAND_IN
from ..starter.answers import read_answers, template
from ..starter.forges import FORGES, Forge, forge_of, mismatch, published_at
from ..starter.network import TERM, files
from ..starter.questions import Answers, Question, first_questions, later_questions
from ..starter.write import NotWritten, refuse_taken, write_network
from ..strings import load_strings
from .asking import ask, needs_terminal, yes
from .common import stopping


def new(
    folder: Annotated[Path | None, typer.Argument(help="The folder of the new network. It may not exist yet.")] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", help="A YAML file with the answers, instead of asking.")
    ] = None,
    forge: Annotated[
        str | None, typer.Option("--forge", help="Where the files are kept: github, gitlab or forgejo.")
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Make a git repository of it, with a first commit.")] = False,
    questions: Annotated[
        bool, typer.Option("--questions", help="Print a file of answers to fill in, and do nothing else.")
    ] = False,
) -> None:
    """Begin a network: ask nine questions (22 more can wait), and write a folder that stands on its own."""
    first, later = list(first_questions()), list(later_questions())
    if questions:
        typer.echo(template(first, later))
        return
    with stopping("Nothing was written."):
        if folder is None:
            raise NotWritten("Name the folder of the new network, like 'lapel new our-network'.")
        folder = folder.resolve()
        refuse_taken(folder)
        if forge is not None and forge not in FORGES:
            raise NotWritten(f"'{forge}' is no forge that is known here: choose from {', '.join(FORGES)}.")
        if answers is not None:
            given = read_answers(answers, [*first, *later])
            chosen = FORGES[forge] if forge else forge_of(str(given.get("repository") or ""))
            fault = mismatch(str(given.get("repository") or ""), str(given.get("site_url") or ""), chosen)
            if fault:
                raise CatalogueError([Problem(answers.name, 1, f"'site_url' {fault}", "site-address")])
        else:
            needs_terminal("put the answers into a file (lapel new --questions) and name it with --answers")
            given, chosen = _asked(first, later, FORGES[forge] if forge else None)
        write_network(folder, files(given, chosen, load_strings(LOCALES, "en"), __version__))
    if commit:
        with stopping():
            _commit(folder)
    if 0 < sum(key in given for key in TERM) < len(TERM):
        typer.echo("The term was left out: it needs a first day, a length and a day of review. Add it to network.yml.")
    typer.echo(f"Your network is in {folder}.")
    if chosen is None:
        typer.echo("It has no pipeline, because it does not say yet where its files will be kept: see its README.md.")
    elif forge is None and not chosen.knows(str(given.get("repository") or "")):
        typer.echo(f"{chosen.pipeline} is for Forgejo, because the host is not known: --forge chooses another.")
    if str(given.get("site_url") or STAND_IN) == STAND_IN:
        typer.echo("Its site has no address yet: write 'site_url' in mkdocs.yml before you award the first badge.")
    typer.echo(f"See it: cd {folder.name} && lapel serve. Its README.md says what comes next.")


def _asked(first: Sequence[Question], later: Sequence[Question], forge: Forge | None) -> tuple[Answers, Forge | None]:
    """The answers of somebody in a terminal."""
    typer.echo(f"{len(first)} questions come first. {len(later)} more can wait: they stand in a file until you answer.")
    given: dict[str, Any] = {}
    for number, question in enumerate(first, 1):
        shown = f"{number} of {len(first)}"
        repository = str(given.get("repository") or "")
        chosen = forge or forge_of(repository)
        if question.key == "site_url":
            default = (published_at(repository, chosen) if chosen else None) or STAND_IN
            if default == STAND_IN:
                typer.echo("\nNobody knows yet? Press Enter; you choose it in mkdocs.yml before the first award.")
            while True:
                given["site_url"] = ask(question, default, shown)
                fault = mismatch(repository, given["site_url"], chosen)
                if fault is None:
                    break
                typer.secho(f"  That {fault}.", fg="yellow")
            continue
        default = "Europe/London" if question.key == "timeZone" else ""
        given[question.key] = ask(question, default, shown)
    if yes(f"Answer the other {len(later)} questions now?"):
        for number, question in enumerate(later, 1):
            given[question.key] = ask(question, "", f"{number} of {len(later)}")
    return {key: answer for key, answer in given.items() if answer is not None}, forge or forge_of(
        str(given.get("repository") or "")
    )


def _commit(folder: Path) -> None:
    """A first commit of everything, on the branch that the pipeline publishes."""

    def git(*words: str) -> None:
        try:
            done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, encoding="utf-8")
            fault = done.stderr.strip()[-300:] if done.returncode else ""
        except OSError as error:
            fault = str(error.strerror)
        if fault:
            raise LapelError(
                f"Your network is in {folder}, but git could not keep it ({fault}). Mend that; its README.md has the "
                "lines to type."
            )

    if not (folder / ".git").exists():
        git("init", "--quiet", "--initial-branch=main")
    git("add", "--all")
    git("commit", "--quiet", "--message=Begin the network")

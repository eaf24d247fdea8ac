"""The one way in for every door: the settings and the catalogue, or all the problems of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..model.catalogue import Catalogue
from ..model.problem import CatalogueError, Problem
from .catalogue import load
from .locales import FIRST, languages, locale_problems
from .memory import Memory
from .site import Site, read_site


def open_network(
    root: Path, strings: Path, *, drafts: bool = False, memory: Memory | None = None, codes: Path | None = None
) -> tuple[Site, Catalogue]:
    """Reads ``mkdocs.yml``, ``badges/`` and ``network/`` below ``root``.

    ``strings`` is the folder with the interface strings, ``drafts`` keeps badges with status draft, ``memory`` is what
    was read before, ``codes`` the list of the verifier's codes. Raises :class:`CatalogueError` with every problem that
    there is.
    """
    problems: list[Problem] = [*locale_problems(strings, codes), *_linked(strings.parent)]
    site = catalogue = None
    try:
        site = read_site(root / "mkdocs.yml")
    except CatalogueError as error:
        problems += error.problems
    try:
        catalogue = load(root, drafts=drafts, memory=memory)
        problems += _language_problems(catalogue, strings)
    except CatalogueError as error:
        problems += error.problems
    if problems or site is None or catalogue is None:
        raise CatalogueError(problems)
    if site.awards:
        catalogue = replace(catalogue, awards_folder=(root / site.awards).resolve())
    return site, catalogue


def _linked(overrides: Path) -> Iterator[Problem]:
    """Templates are known by what stands in their folder, so nothing in it may stand elsewhere."""
    for file in sorted(overrides.rglob("*")):
        if file.is_symlink():
            shown = f"overrides/{file.relative_to(overrides).as_posix()}"
            yield Problem(shown, 1, "is a link to another place: put the file itself here", "link-on-disk")


def _language_problems(catalogue: Catalogue, strings: Path) -> list[Problem]:
    """The interface must speak the network's language."""
    network = catalogue.network
    language = network.inLanguage
    if any((strings / name / FIRST).is_file() for name in (language, language.split("-")[0])):
        return []
    there = ", ".join(languages(strings))
    file = f"overrides/locales/{language.split('-')[0]}/{FIRST}"
    sentence = (
        f"'inLanguage' is '{language}', and the interface has no such language: choose from {there}, or add {file}"
    )
    return [Problem(network.source, network.line("inLanguage"), sentence, "language-unknown")]

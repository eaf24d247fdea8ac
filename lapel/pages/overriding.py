"""A network's own templates: whether what they fill is still there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from ..model.problem import Problem

_NAME = re.compile(r"(?:[\w-]+/){0,4}[\w-]{1,80}\.html")
OURS = "lapel/"
"""What stands before the name of the engine's own template in ``extends``."""


def override_problems(own: Path, engine: Path) -> Iterator[Problem]:
    """``own`` is the folder of the network's templates, ``engine`` that of the engine's."""
    read = Environment(autoescape=True)
    for file in sorted(own.rglob("*.html")):
        name = file.relative_to(own).as_posix()
        shown = f"{own.name}/{name}"
        try:
            template = read.parse(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            yield Problem(shown, 1, "is not UTF-8 text: save it as 'UTF-8'", "template")
            continue
        except TemplateSyntaxError as error:
            yield Problem(shown, error.lineno, f"cannot be read: {error.message}: mend the template", "template")
            continue
        except (RecursionError, OSError):
            yield Problem(
                shown, 1, "cannot be read: it is nested too deep, or is no file: mend the template", "template"
            )
            continue
        yield from _faults(template, name, shown, own, engine)


def _faults(template: nodes.Template, name: str, shown: str, own: Path, engine: Path) -> Iterator[Problem]:
    for used in template.find_all((nodes.Include, nodes.Import, nodes.FromImport)):
        wanted = getattr(used, "template", None)
        parent = str(wanted.value) if isinstance(wanted, nodes.Const) else ""
        if parent and not getattr(used, "ignore_missing", False) and not _is_there(parent, own, engine):
            yield Problem(shown, used.lineno, f"uses '{parent[:60]}', which is no template: mend the name", "template")
    extends = next(template.find_all(nodes.Extends), None)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return
    parent = str(extends.template.value)
    if not _NAME.fullmatch(parent):
        yield Problem(
            shown, extends.lineno, f"extends '{parent[:60]}', which is no name of a template: mend it", "template"
        )
        return
    if parent == name:
        yield Problem(shown, extends.lineno, f"extends itself: write '{OURS}{name}' for the one of Lapel", "template")
        return
    if not _is_there(parent, own, engine):
        there = [file.relative_to(engine).as_posix() for file in engine.rglob("*.html")]
        near = get_close_matches(parent.removeprefix(OURS), there, n=1, cutoff=0.5)
        mend = f"did you mean '{OURS}{near[0]}'?" if near else "docs/overrides.md of Lapel lists what there is"
        yield Problem(shown, extends.lineno, f"extends '{parent}', and there is no such template: {mend}", "template")
        return
    known, chain = _blocks(parent, own, engine)
    if own / name in chain:
        yield Problem(
            shown,
            extends.lineno,
            f"extends itself by way of '{parent}': write '{OURS}{name}' in one of them",
            "template",
        )
        return
    for block in template.body:
        if isinstance(block, nodes.Block) and block.name not in known:
            near = get_close_matches(block.name, sorted(known), n=1, cutoff=0.5)
            mend = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(sorted(known))}"
            yield Problem(
                shown,
                block.lineno,
                f"fills the block '{block.name}', which '{parent}' does not have: {mend}",
                "template",
            )


def _is_there(name: str, own: Path, engine: Path) -> bool:
    place = engine / name.removeprefix(OURS) if name.startswith(OURS) else own / name
    return _NAME.fullmatch(name) is not None and (place.is_file() or (engine / name).is_file())


def _blocks(name: str, own: Path, engine: Path) -> tuple[set[str], set[Path]]:
    """The blocks of a template and of all that it extends, and the files of them."""
    found: set[str] = set()
    seen: set[Path] = set()
    while True:
        own_one, plain = own / name, name.removeprefix(OURS)
        file = own_one if not name.startswith(OURS) and own_one.is_file() else engine / plain
        if not file.is_file() or file in seen:
            return found, seen
        seen.add(file)
        try:
            template = Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
        except (TemplateSyntaxError, UnicodeDecodeError, RecursionError, OSError):
            return found, seen
        found |= {block.name for block in template.find_all(nodes.Block)}
        extends = next(template.find_all(nodes.Extends), None)
        if extends is None or not isinstance(extends.template, nodes.Const):
            return found, seen
        name = str(extends.template.value)
        if not _NAME.fullmatch(name):
            return found, seen

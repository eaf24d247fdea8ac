"""The files of a network of one's own, made of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..model.addresses import STAND_IN
from ..model.canvas import Canvas
from ..model.rhythm import Term
from ..model.scalars import slugify
from ..reference.files import generated_files
from ..strings import Strings
from .forges import Forge
from .issue_forms import form_files
from .questions import Answers

TERM = tuple(Term.model_fields)
"""The questions about the term: all of them are answered, or there is none."""
FIRST_BADGE = "taking-part"
TEXTS = {
    "README.md": "README.md",
    "SECURITY.md": "SECURITY.md",
    "LICENSE-CONTENT.md": "LICENSE-CONTENT.md",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    ".editorconfig": "editorconfig",
    ".vscode/settings.json": "vscode-settings.json",
    f"badges/{FIRST_BADGE}/badge.md": "badge.md",
    "network/verify.md": "verify.md",
}
"""Path in the network, and name in ``files/``."""
FORMAT = 2
"""The version of the form of a network's data. Raised with each migration of :mod:`.migrations`."""


@cache
def _texts() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "files"),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown and YAML; what people wrote was checked to be plain lines
    )


def text_of(path: str, words: Mapping[str, Any], forge: Forge | None = None) -> str:
    """The text of one file of a network: of the pipeline of ``forge``, or of one in :data:`TEXTS`."""
    name = f"pipeline-{forge.name}.yml" if forge and path == forge.pipeline else TEXTS[path]
    return _texts().get_template(name).render(words)


def files(answers: Answers, forge: Forge | None, strings: Strings, version: str) -> dict[str, str]:
    """Path and text of every file. ``version`` is the release of Lapel that the network is built with. Without a
    ``forge`` there is no pipeline yet."""
    anchor = slugify(str(answers["anchor"]))
    words = {
        "name": answers["name"],
        "description": answers["description"],
        "email": answers["email"],
        "anchor": anchor,
        "anchor_name": _in_yaml(answers["anchor"]),
        "badge": FIRST_BADGE,
        "badge_name": _in_yaml(strings("new_network.badge")),
        "publish": forge.how if forge else "",
        "repository": str(answers.get("repository") or ""),
    }
    texts = dict(TEXTS)
    if forge:
        texts |= {forge.owners: "CODEOWNERS", forge.pipeline: f"pipeline-{forge.name}.yml"}
        if forge.name == "github":
            texts[".github/dependabot.yml"] = "dependabot.yml"
    guides = sorted(Path(__file__).parent.glob("files/guides/*.md"))
    texts |= {f"network/guides/{file.name}": f"guides/{file.name}" for file in guides}
    home = {
        "title": answers["name"],
        "headline": strings("new_network.headline"),
        "lead": answers["description"],
    }
    organisation = {
        "name": answers["anchor"],
        "description": answers["anchor_does"],
        "roles": ["local-anchor", "issuer"],
        "email": answers["email"],
    }
    return {
        "mkdocs.yml": _settings(answers, forge),
        "requirements.txt": f"lapel=={version}\n",
        "network/index.md": f"---\n{_yaml(home)}---\n\n{strings('new_network.steps')}\n",
        f"network/organisations/{anchor}.md": f"---\n{_yaml(organisation)}---\n",
        "network/network.yml": _network_text(answers, anchor),
        **dict(generated_files()),
        **(form_files(forge) if forge else {}),
        **{path: _texts().get_template(name).render(words) for path, name in texts.items()},
    }


def _settings(answers: Answers, forge: Forge | None) -> str:
    """``mkdocs.yml``."""
    repository = str(answers.get("repository") or "").rstrip("/").removesuffix(".git")
    kept = f"repo_url: {repository}\nedit_uri: {forge.edit}\n" if repository and forge else ""
    return (
        f"site_name: {_in_yaml(answers['name'])}\n"
        "# The address stands inside every badge and every printed QR code: do not change it later.\n"
        f"site_url: {str(answers.get('site_url') or STAND_IN).rstrip('/')}/\n"
        f"{kept}docs_dir: network\nplugins:\n  - lapel\nextra:\n  lapel_format: {FORMAT}\n"
    )


def _network_text(answers: Answers, anchor: str) -> str:
    head = {key: answers[key] for key in ("name", "description", "territory", "email")}
    head |= {"anchor": anchor, "timeZone": answers.get("timeZone") or "Europe/London"}
    parts = [_yaml(head)]
    term = {key: answers[key] for key in TERM if answers.get(key)}
    if len(term) == len(TERM):
        parts.append(_yaml({"term": term}))
    if answers.get("every"):
        parts.append(_yaml({"rhythm": {"every": answers["every"]}}))
    canvas = list(_canvas_rows(answers))
    filled = any(not row.lstrip().startswith("#") for row in canvas)
    how = "# What you have no answer to yet stands below as a comment: take the '# ' away, also from 'canvas:'."
    parts.append("\n".join([how, "canvas:" if filled else "# canvas:", *canvas]) + "\n")
    return "\n".join(parts)


def _canvas_rows(answers: Answers) -> Iterator[str]:
    """Every heading below its question; a heading without an answer is there too, as a comment."""
    for key, field in Canvas.model_fields.items():
        extra = field.json_schema_extra
        yield f"  # {extra['question'] if isinstance(extra, dict) else field.description}"
        value = _canvas_value(key, answers)
        if value:
            yield from (f"  {row}" for row in _yaml({key: value}).rstrip().split("\n"))
        else:
            shown = _yaml({key: (field.examples or [""])[0]}).rstrip().split("\n")
            yield from (f"  # {row}" for row in shown)


def _canvas_value(key: str, answers: Answers) -> Any:
    if key in ("representation", "members"):
        found = {name.partition(".")[2]: value for name, value in answers.items() if name.startswith(f"{key}.")}
        return {side: value for side, value in found.items() if value}
    value = answers.get(key)
    if key == "subGroups" and value:
        return [{"id": "everyone", "name": "The whole network", "lead": value}]
    if key == "success" and value:
        return [{"name": name, "target": target} for name, target in value]
    return value


def _yaml(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=110)


def _in_yaml(text: Any) -> str:
    """A text as the value of a key, on one line."""
    return yaml.safe_dump(str(text), allow_unicode=True, width=10**6).removesuffix("...\n").rstrip("\n")

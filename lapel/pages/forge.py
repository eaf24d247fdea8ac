"""Where a network's forge begins a new file, and where a program asks it: both from the address at which it edits a
file (``edit_uri`` in mkdocs.yml)."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import quote, unquote, urlsplit

from ..context import Context

FORGES = (
    ("/-/edit/", "gitlab", "/-/new/{branch}?file_name={{path}}&content={{text}}"),
    ("/_edit/", "forgejo", "/_new/{branch}?filename={{path}}"),
    ("/src/branch/", "forgejo", "/_new/{branch}?filename={{path}}"),
    ("/edit/", "github", "/new/{branch}?filename={{path}}&value={{text}}"),
)
"""What stands in the address at which a forge edits a file, its kind, and how the one goes on at which it begins a new
file."""
_API = {"github": "/api/v3", "gitlab": "/api/v4", "forgejo": "/api/v1"}


class ForgePlace(TypedDict):
    """``folder`` is that of the network in its repository, empty or ending in ``/``."""

    kind: str
    api: str
    project: str
    branch: str
    folder: str


def forge_address(context: Context) -> str | None:
    """Where a forge begins a new file; None for a forge that we do not know."""
    edit = context.site.edit.rstrip("/")
    for sign, _, begin in FORGES:
        place, found, branch = edit.partition(sign)
        if found:
            return place + begin.format(branch=quote(branch))
    return None


def forge_place(edit: str) -> ForgePlace | None:
    """Where a program asks the forge; None for a forge that we do not know. The first part of what stands behind is the
    branch: a branch with a ``/`` in its name cannot be told from a folder."""
    for sign, kind, _ in FORGES:
        place, found, rest = edit.partition(sign)
        if not found:
            continue
        parts = urlsplit(place)
        project = unquote(parts.path).strip("/")
        branch, _, folder = unquote(rest).partition("/")
        if not (parts.scheme == "https" and project.count("/") >= 1 and branch):
            return None
        api = "https://api.github.com" if parts.netloc == "github.com" else f"https://{parts.netloc}{_API[kind]}"
        folder = f"{folder.strip('/')}/" if folder.strip("/") else ""
        return {"kind": kind, "api": api, "project": project, "branch": branch, "folder": folder}
    return None

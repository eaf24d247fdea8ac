"""Where a network's files are kept: how each forge publishes a site, and where one edits a file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Forge:
    """``pipeline`` is the path of its pipeline file, ``edit`` what stands between a repository's address and a path in
    it, ``forms`` the folder of its issue forms, ``pages`` the end of the hosts of its sites, ``how`` how the first
    publication is switched on."""

    name: str
    words: str
    hosts: tuple[str, ...]
    pipeline: str
    edit: str
    pages: str
    owners: str
    forms: str
    how: str

    def knows(self, repository: str) -> bool:
        """Whether an address is on one of its hosts, or says its name."""
        host = (urlsplit(repository).hostname or "").lower()
        return host in self.hosts or self.name in host.split(".")


FORGES = {
    "github": Forge(
        "github",
        "GitHub",
        ("github.com",),
        ".github/workflows/publish.yml",
        "edit/main/",
        "github.io",
        ".github/CODEOWNERS",
        ".github/ISSUE_TEMPLATE",
        "Once, in the settings of the repository on GitHub, choose *Pages* and there *Source: GitHub Actions*. "
        "From then on every change of the branch `main` is checked and published.",
    ),
    "gitlab": Forge(
        "gitlab",
        "GitLab",
        ("gitlab.com",),
        ".gitlab-ci.yml",
        "-/edit/main/",
        "gitlab.io",
        ".gitlab/CODEOWNERS",
        ".gitlab/issue_templates",
        "Every change of the branch `main` is checked and published with GitLab Pages. The settings of the project say "
        "at which address (*Deploy*, then *Pages*): switch off *Use unique domain* there.",
    ),
    "forgejo": Forge(
        "forgejo",
        "Forgejo or Codeberg",
        ("codeberg.org",),
        ".forgejo/workflows/publish.yml",
        "_edit/main/",
        "codeberg.page",
        "CODEOWNERS",
        ".forgejo/ISSUE_TEMPLATE",
        "Once, in the settings of the repository, switch on *Actions*; a runner with the label `docker` has to be "
        "there (ask whoever looks after the host). From then on every change of the branch `main` "
        "is checked, and the site is put into the branch `pages`, which the host publishes.",
    ),
}


def forge_of(repository: str) -> Forge | None:
    """The forge that an address looks like; Forgejo for a host that nobody knows, None without an address."""
    if not repository:
        return None
    return next((forge for forge in FORGES.values() if forge.knows(repository)), FORGES["forgejo"])


def published_at(repository: str, forge: Forge) -> str | None:
    """Where the forge publishes the site of a repository without an address of its own; None on a host of one's own."""
    parts = urlsplit(repository)
    names = [name for name in parts.path.split("/") if name]
    if (parts.hostname or "").lower() not in forge.hosts or len(names) < 2:
        return None
    owner, *_, name = names
    name = name.removesuffix(".git")
    host = f"{owner.lower()}.{forge.pages}"
    own = name.lower() in (host, "pages" if forge.name == "forgejo" else host)
    return f"https://{host}/" if own else f"https://{host}/{'/'.join([*names[1:-1], name])}/"


def mismatch(repository: str, site: str, forge: Forge | None) -> str | None:
    """Why a site cannot be published at an address of the forge's own; None when it can, or has its own domain."""
    if forge is None:
        return None
    host = (urlsplit(site).hostname or "").lower()
    right = published_at(repository, forge)
    if not host.endswith(f".{forge.pages}") or right is None or site.rstrip("/") == right.rstrip("/"):
        return None
    return f"is not where {forge.words} publishes {repository}: write '{right}', or a domain of your own"

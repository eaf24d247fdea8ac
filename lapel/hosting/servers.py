"""Configurations for web servers: the same table in the words of nginx, Caddy and Apache.

Each is a piece to include where the server says its host and its certificate. A path of the disk may have any character
that a server can be told; others are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..model.problem import LapelError
from .headers import GROUPS, Group

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"'`\\${}<>]")


class ServerError(LapelError):
    """A configuration that cannot be written; the text says why."""


@dataclass(frozen=True)
class Server:
    """``write`` makes the text of a configuration from the folder of the site and its path on the host (with ``/`` at
    both ends); ``how`` says what to do with the file."""

    name: str
    write: Callable[[str, str], str]
    how: str


def configuration(server: Server, site: Path, folder: str) -> str:
    """The text. Raises :class:`ServerError` for a path that a server cannot be told."""
    place = str(site)
    if _UNSAFE.search(place):
        raise ServerError(f"{place!r} has a character that {server.name} cannot be told: build into another folder.")
    if not re.fullmatch(r"/(?:[A-Za-z0-9._~-]+/)*", folder):
        raise ServerError(f"'{folder}' cannot be the path of a site: letters, digits and hyphens only.")
    return server.write(place, folder)


ASKED_FIRST = ("Access-Control-Allow-Origin", "Access-Control-Allow-Headers")
"""What a browser wants to hear before it lets a page of another site send a header of its own (Fetch, 3.2)."""
_FOLDERS = {"awards": "awards/[^/]+/", "pages": "(?:.+/)?"}
"""Groups of pages: nginx is told of a folder and of the file in it apart, since an alias names one file."""


def _nginx(site: str, folder: str) -> str:
    at = re.escape(folder)
    rows = [
        "# Include this inside a server block: include /path/to/this/file;",
        "# nginx names files by regular expressions here, the first that fits counts.",
        f"location = {folder.rstrip('/') or '/index'} {{ return 301 {folder}; }}",
    ]
    for group in GROUPS:
        if group.name in _FOLDERS:
            folders = _FOLDERS[group.name]
            rows += _nginx_group(group, f"^{at}(?<place>{folders})$", site, "$place")
            rows += _nginx_group(group, f"^{at}(?<file>{folders}index\\.html|404\\.html)$", site, "$file")
        else:
            # Certificates are renewed by files that stand there, and another rule of the server is for them.
            beside = "(?!\\.well-known/)" if group.name == "rest" else ""
            rows += _nginx_group(group, f"^{at}{beside}(?<file>{group.pattern})$", site, "$file")
    return "\n".join(rows) + "\n"


def _nginx_group(group: Group, pattern: str, site: str, file: str) -> Iterator[str]:
    yield f'location ~ "{pattern}" {{  # {group.name}'
    yield f'    alias "{site}/{file}";'
    if group.kind:
        media, _, charset = group.kind.partition("; charset=")
        known = f" charset_types {media};" if media != "text/html" else ""
        said = f" charset {charset};{known}" if charset else ""
        yield f"    types {{ }} default_type {media};{said}"
    if group.name == "rest":
        # A folder without its last slash, as people type it.
        yield f'    if (-d "{site}/{file}") {{ return 301 $uri/; }}'
    yield from (f'    add_header {name} "{value}" always;' for name, value in group.headers.items())
    answers = " ".join(f'add_header {name} "*";' for name in ASKED_FIRST)
    yield f"    if ($request_method = OPTIONS) {{ {answers} return 204; }}"
    yield "    gzip on; gzip_vary on; gzip_types text/css text/javascript application/json image/svg+xml text/calendar;"
    yield "    error_page 404 @lapel_missing;"
    yield "}"


def _caddy(site: str, folder: str) -> str:
    inner = folder.rstrip("/")
    rows = ["# Import this inside a site block: import /path/to/this/file"]
    if inner:
        rows += [f"redir {inner} {folder} 301", f"handle_path {inner}/* {{"]
    else:
        rows += ["handle {"]
    rows += [f'    root * "{site}"', "    route {"]
    for number, group in enumerate(GROUPS):
        name = f"@lapel_{group.name}"
        earlier = "|".join(f"(?:{one.pattern})" for one in GROUPS[:number])
        # Caddy's expressions look at the whole path and cannot look ahead: what is left over is told by what is not.
        rows += [f"        {name} {{", f"            path_regexp ^/(?:{group.pattern})$"]
        if earlier:
            rows += [f"            not path_regexp ^/(?:{earlier})$"]
        rows += ["        }"]
        rows += [f'        header {name} {key} "{value}"' for key, value in group.headers.items()]
        if group.kind:
            rows += [f'        header {name} Content-Type "{group.kind}"']
    rows += ["        @lapel_ask method OPTIONS", "        respond @lapel_ask 204"]
    rows += ["        encode gzip", "        file_server", "    }", "}"]
    rows += [
        "handle_errors {",
        "    @lapel_gone expression {http.error.status_code} == 404",
        "    handle @lapel_gone {",
        f'        root * "{site}"',
        '        header Content-Type "text/html; charset=utf-8"',
        "        header Cache-Control no-cache",
        "        rewrite * /404.html",
        "        file_server",
        "    }",
        "}",
    ]
    return "\n".join(rows) + "\n"


def _apache(site: str, folder: str) -> str:
    at = re.escape(folder)
    rows = [
        "# Include this inside a <VirtualHost>. It needs mod_headers, mod_dir and mod_alias.",
        *(
            [f'Alias "{folder}" "{site}/"', f"RedirectMatch 301 ^{re.escape(folder.rstrip('/'))}$ {folder}"]
            if folder != "/"
            else [f'DocumentRoot "{site}"']
        ),
        f'<Directory "{site}">',
        "    Require all granted",
        "    Options None",
        "    AllowOverride None",
        "    DirectoryIndex index.html",
        "    DirectorySlash On",
        "</Directory>",
        f"ErrorDocument 404 {folder}404.html",
    ]
    for number, group in enumerate(GROUPS):
        earlier = "|".join(f"(?:{one.pattern})" for one in GROUPS[:number])
        before = f"(?!(?:{earlier})$)" if earlier else ""
        rows.append(f'<LocationMatch "^{at}{before}(?:{group.pattern})$">')
        rows += [f'    Header always set {name} "{value}"' for name, value in group.headers.items()]
        rows += [f'    ForceType "{group.kind}"'] if group.kind else []
        rows.append("</LocationMatch>")
    return "\n".join(rows) + "\n"


def _with_missing(site: str, folder: str) -> str:
    """What nginx shows for an address that is none."""
    headers = next(group for group in GROUPS if group.name == "pages").headers
    rows = [
        "location @lapel_missing {",
        f'    root "{site}";',
        "    types { } default_type text/html; charset utf-8;",
        *(f'    add_header {name} "{value}" always;' for name, value in headers.items()),
        "    rewrite ^ /404.html break;",
        "}",
    ]
    return _nginx(site, folder) + "\n".join(rows) + "\n"


SERVERS = {
    one.name: one
    for one in (
        Server("nginx", _with_missing, "include it inside the server block, and type 'nginx -t'"),
        Server("caddy", _caddy, "import it inside the block of the site, and type 'caddy validate'"),
        Server("apache", _apache, "include it inside the <VirtualHost>, and type 'apachectl configtest'"),
    )
}

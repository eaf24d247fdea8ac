"""A forge for tests: a stand-in for the parts of the APIs of GitHub, GitLab and Forgejo that the desk asks."""

from __future__ import annotations

import base64
import http.server
import json
import re
import threading
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "t0ken"


class Standin(http.server.ThreadingHTTPServer):
    """A forge with one repository, whose branch has these files."""

    def __init__(self, kind: str, files: dict[str, str]) -> None:
        self.kind, self.files = kind, files
        self.tree: dict[str, str] = {}
        self.branches: dict[str, dict[str, str]] = {}
        self.opened: list[dict[str, Any]] = []
        self.answer: int | None = None
        self.leads = ""
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Standin

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def say(self, status: int, said: Any = None) -> None:
        content = said.encode() if isinstance(said, str) else json.dumps(said if said is not None else {}).encode()
        self.send_response(status)
        self.end_headers()
        self.wfile.write(content)

    def handle_any(self, method: str) -> None:
        if self.server.leads:
            self.send_response(302)
            self.send_header("Location", self.server.leads)
            self.end_headers()
            return None
        names = {"github": ("Authorization", f"Bearer {TOKEN}"), "gitlab": ("PRIVATE-TOKEN", TOKEN)}
        header, value = names.get(self.server.kind, ("Authorization", f"token {TOKEN}"))
        if self.headers.get(header) != value:
            return self.say(401)
        if self.server.answer and method == "POST":
            return self.say(self.server.answer)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"null")
        parts = urlsplit(self.path)
        found = getattr(self, self.server.kind)(method, parts.path, parse_qs(parts.query), body)
        self.say(*(found or (404,)))
        return None

    def do_GET(self) -> None:
        self.handle_any("GET")

    def do_POST(self) -> None:
        self.handle_any("POST")

    def github(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any] | None:
        server, base = self.server, "/repos/o/r"
        if (method, path) == ("GET", f"{base}/git/ref/heads/main"):
            return 200, {"object": {"sha": "c0"}}
        if (method, path) == ("GET", f"{base}/git/commits/c0"):
            return 200, {"tree": {"sha": "t0"}}
        if method == "GET" and path.startswith(f"{base}/contents/") and query == {"ref": ["c0"]}:
            content = server.files.get(unquote(path.removeprefix(f"{base}/contents/")))
            raw = self.headers.get("Accept") == "application/vnd.github.raw+json"
            return (200, content) if content is not None and raw else None
        if (method, path) == ("POST", f"{base}/git/trees") and body["base_tree"] == "t0":
            assert all((one["mode"], one["type"]) == ("100644", "blob") for one in body["tree"])
            server.tree = {one["path"]: one["content"] for one in body["tree"]}
            return 201, {"sha": "t1"}
        if (method, path) == ("POST", f"{base}/git/commits") and (body["tree"], body["parents"]) == ("t1", ["c0"]):
            return 201, {"sha": "c1"}
        if (method, path) == ("POST", f"{base}/git/refs") and body["sha"] == "c1":
            server.branches[body["ref"].removeprefix("refs/heads/")] = server.tree
            return 201, {}
        if (method, path) == ("POST", f"{base}/pulls") and body["head"] in server.branches and body["base"] == "main":
            server.opened.append(body)
            return 201, {"html_url": "https://github.example/o/r/pull/1"}
        return None

    def gitlab(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any] | None:
        server, base = self.server, "/projects/o%2Fr"
        if (method, path) == ("GET", f"{base}/repository/branches/main"):
            return 200, {"commit": {"id": "c0"}}
        if method == "GET" and (file := re.fullmatch(rf"{base}/repository/files/([^/]+)/raw", path)):
            content = server.files.get(unquote(file[1]))
            return (200, content) if content is not None and query == {"ref": ["c0"]} else None
        if (method, path) == ("POST", f"{base}/repository/commits") and body["start_sha"] == "c0":
            for one in body["actions"]:
                assert (one["action"] == "update") == (one["file_path"] in server.files)
            server.branches[body["branch"]] = {one["file_path"]: one["content"] for one in body["actions"]}
            return 201, {"id": "c1"}
        if (method, path) == ("POST", f"{base}/merge_requests") and body["source_branch"] in server.branches:
            assert "main" == body["target_branch"]
            server.opened.append(body)
            return 201, {"web_url": "https://gitlab.example/o/r/-/merge_requests/1"}
        return None

    def forgejo(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any] | None:
        server, base = self.server, "/repos/o/r"
        for kind in ("contents", "raw"):
            if method == "GET" and path.startswith(f"{base}/{kind}/") and query == {"ref": ["main"]}:
                content = server.files.get(unquote(path.removeprefix(f"{base}/{kind}/")))
                if content is None:
                    return None
                return (200, content) if kind == "raw" else (200, {"sha": "s0"})
        if (method, path) == ("POST", f"{base}/contents") and body["branch"] == "main":
            for one in body["files"]:
                assert (one["operation"] == "update") == (one["path"] in server.files) == (one.get("sha") == "s0")
            made = {one["path"]: base64.b64decode(one["content"]).decode() for one in body["files"]}
            server.branches[body["new_branch"]] = made
            return 201, {}
        if (method, path) == ("POST", f"{base}/pulls") and body["head"] in server.branches and body["base"] == "main":
            server.opened.append(body)
            return 201, {"html_url": "https://codeberg.example/o/r/pulls/1"}
        return None

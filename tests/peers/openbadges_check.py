"""Runs the reference validator of Open Badges 2.0 over documents in a folder, without a network.

    python -I -S openbadges_check.py PACKAGES FOLDER BASE ADDRESS…

PACKAGES holds PyPI ``openbadges`` and the old packages that it needs; FOLDER stands for BASE. It prints one
JSON object with the report for each ADDRESS.
"""

import io
import json
import logging
import sys
import urllib.parse
from pathlib import Path

packages, folder, base = sys.argv[1], Path(sys.argv[2]).resolve(), sys.argv[3]
sys.path.insert(0, packages)

import requests  # noqa: E402
from requests.adapters import BaseAdapter  # noqa: E402
from requests.structures import CaseInsensitiveDict  # noqa: E402

CONTEXT = "https://w3id.org/openbadges/v2"
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".html": "text/html", "": "text/html"}
fetched = []


class Folder(BaseAdapter):
    """Answers every address below the base with a file of the folder, and no other address."""

    def send(self, request, **options):
        from openbadges.verifier.openbadges_context import OPENBADGES_CONTEXT_V2_DICT

        if request.url == CONTEXT:
            body, kind = json.dumps(OPENBADGES_CONTEXT_V2_DICT).encode(), "application/ld+json"
        else:
            fetched.append(request.url)
            path = (folder / urllib.parse.unquote(request.url.removeprefix(base))).resolve()
            path = path / "index.html" if path.is_dir() else path
            if not (request.url.startswith(base) and path.is_relative_to(folder) and path.is_file()):
                raise requests.ConnectionError("not published: " + request.url)
            body, kind = path.read_bytes(), TYPES.get(path.suffix, "application/json")
        response = requests.Response()
        response.status_code, response.reason, response.encoding = 200, "OK", "utf-8"
        response.url, response.request = request.url, request
        response.headers = CaseInsensitiveDict({"Content-Type": kind})
        response.raw = io.BytesIO(body)
        return response

    def close(self):
        pass


requests.Session.get_adapter = lambda self, url: Folder()

from openbadges import verify  # noqa: E402
from openbadges.verifier.tasks.validation import ValueTypes  # noqa: E402

# Release 1.1.2 has a rule for e-mail addresses and forgets to use it: without this no e-mail is ever looked at.
ValueTypes.PRIMITIVES += (ValueTypes.EMAIL,)
logging.disable(logging.CRITICAL)

for address in sys.argv[4:]:
    fetched.clear()
    out = verify(address, use_cache=False, cache_backend=None)
    report = out["report"]
    print(
        json.dumps(
            {
                "address": address,
                "valid": report["valid"],
                "subject": report.get("validationSubject"),
                "types": sorted(str(node.get("type")) for node in out["graph"]),
                "fetched": list(fetched),
                "messages": [[message["messageLevel"], message["result"]] for message in report["messages"]],
            }
        )
    )

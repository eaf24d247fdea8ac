"""Runs the verifier, the same one as on the page ``/verify/``, on this computer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any

from .home import bundle, cache_file
from .model.problem import LapelError


class VerifierError(LapelError):
    """The verifier cannot run; the text says why."""


def ask_verifier(order: dict[str, Any]) -> list[dict[str, Any]]:
    """A result for each of ``order["inputs"]``, as ``verifier/cli.mjs`` gives it. Raises :class:`VerifierError`."""
    done = subprocess.run(
        _command(offline=order["offline"]), input=json.dumps(order), capture_output=True, encoding="utf-8", env=_env()
    )
    if done.returncode:
        raise VerifierError(f"The verifier could not run: {done.stderr.strip()[-500:]}")
    results = [json.loads(line) for line in done.stdout.rstrip("\n").split("\n")]
    if len(results) != len(order["inputs"]):
        raise VerifierError("The verifier did not answer for each input.")
    return results


def _command(*, offline: bool) -> list[str]:
    """What runs the verifier: Deno, which may read files and ask hosts, and nothing else; or a Node that is here."""
    folder = bundle()
    script = folder / "cli.mjs" if folder else None
    if script is None or not script.is_file():
        raise VerifierError("The verifier is not set up: run 'make site' once.")
    if deno := _deno():
        may = ["--allow-read", *([] if offline else ["--allow-net"])]
        return [deno, "run", "--quiet", "--no-prompt", "--no-config", "--no-remote", "--no-npm", *may, str(script)]
    if node := shutil.which("node"):
        return [node, str(script)]
    raise VerifierError(
        "There is no Deno for this computer: install Node 20 or newer, or use the page /verify/ of a network."
    )


def _deno() -> str | None:
    try:
        from deno import find_deno_bin

        return str(find_deno_bin())
    except (ImportError, OSError):
        return shutil.which("deno")


def _env() -> dict[str, str]:
    return {**os.environ, "DENO_DIR": str(cache_file().parent / "deno"), "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}

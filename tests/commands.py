"""The command ``lapel`` in the process of the tests: what a shell runs, without the seconds in which Python starts.

That the program starts by itself, and ends with these codes and sentences, is seen where it is installed
(``test_package``) and where somebody types into a terminal.
"""

from __future__ import annotations

import subprocess

from typer.testing import CliRunner

from lapel.cli.app import app


def lapel(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command; an exception that would be a traceback ends the test."""
    typed = [str(word) for word in words]
    done = CliRunner().invoke(app, typed, env=environment)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(typed, done.exit_code, done.stdout, done.stderr)

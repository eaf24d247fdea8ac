"""A terminal for tests: what somebody sees who types into one."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.building import ROOT


def typed(command: Sequence[str | Path], text: str = "", *, stderr: int | None = None) -> tuple[int, str]:
    """The exit code of a command, and everything that the terminal showed while ``text`` was typed into it."""
    master, slave = pty.openpty()
    process = subprocess.Popen(command, cwd=ROOT, stdin=slave, stdout=slave, stderr=slave if stderr is None else stderr)
    os.close(slave)
    os.write(master, text.encode())
    shown = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # so a terminal ends
            break
        if not part:
            break
        shown += part
    os.close(master)
    return process.wait(), shown.decode()

"""Whoever waits in a terminal sees that it goes on; a program that reads sees nothing of it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from tests.building import ROOT

WORK = """
import sys, time
from lapel.cli import waiting
waiting.PATIENCE = 0.1
with waiting.waiting("Building the site"):
    time.sleep({seconds})
print("done")
"""


def shown(seconds: float, *, terminal: bool) -> str:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", WORK.format(seconds=seconds)],
        cwd=ROOT,
        stdout=slave,
        stderr=slave if terminal else subprocess.DEVNULL,
    )
    os.close(slave)
    found = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        found += part
    os.close(master)
    assert 0 == process.wait()
    return found.decode()


@pytest.mark.parametrize(("seconds", "terminal", "expected"), [(1, True, True), (1, False, False), (0, True, False)])
def test_only_a_long_wait_in_a_terminal_is_shown(seconds: float, terminal: bool, expected: bool) -> None:
    text = shown(seconds, terminal=terminal)
    assert expected == ("Building the site" in text)
    assert text.rstrip().endswith("done")

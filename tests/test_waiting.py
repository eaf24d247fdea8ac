"""Whoever waits in a terminal sees that it goes on; a program that reads sees nothing of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.terminal import typed

WORK = """
import sys, time
from lapel.cli import waiting
waiting.PATIENCE = 0.1
with waiting.waiting("Building the site"):
    time.sleep({seconds})
print("done")
"""


@pytest.mark.parametrize(("seconds", "terminal", "expected"), [(1, True, True), (1, False, False), (0, True, False)])
def test_only_a_long_wait_in_a_terminal_is_shown(seconds: float, terminal: bool, expected: bool) -> None:
    command = [sys.executable, "-c", WORK.format(seconds=seconds)]
    code, text = typed(command, stderr=None if terminal else subprocess.DEVNULL)
    assert 0 == code
    assert expected == ("Building the site" in text)
    assert text.rstrip().endswith("done")

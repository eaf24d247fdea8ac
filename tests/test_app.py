"""The command and its parts: each is there, and none is read that nobody asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lapel.cli.app import PARTS
from tests.commands import lapel


@pytest.mark.parametrize("name", PARTS)
def test_each_command_says_what_it_is_for(name: str) -> None:
    done = lapel(name, "--help", COLUMNS="200")
    assert (0, True) == (done.returncode, f"lapel {name} [OPTIONS]" in done.stdout), done.stdout + done.stderr


def test_the_help_has_every_command_in_its_panel() -> None:
    lines = lapel("--help", COLUMNS="200").stdout.splitlines()
    shown = [line.split()[1] for line in lines if line.startswith("│") and line[2] not in "- "]
    assert list(PARTS) == shown
    panels = [line.strip("╭─╮ ") for line in lines if line.startswith("╭")]
    assert ["Options", "Your network", "Awards", "Badges of anybody"] == panels


def test_a_command_that_is_mistyped_is_guessed() -> None:
    done = lapel("chek", COLUMNS="200")
    assert (2, True) == (done.returncode, "No such command 'chek'. Did you mean 'check'?" in done.stderr)


def test_only_the_part_that_is_asked_for_is_read() -> None:
    words = "import sys; from lapel.cli.app import app\ntry: app(['explain', 'nothing'])\nexcept SystemExit: pass\n"
    words += "print(*(name for name in sys.modules if name.startswith('lapel.cli.')))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert {"lapel.cli.app", "lapel.cli.common", "lapel.cli.explaining"} == set(done.stdout.split())

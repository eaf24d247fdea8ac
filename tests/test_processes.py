"""Work that several processes share gives the same as one does, in the same order, whatever becomes of them.

Each scene is a program of its own: a process with threads, as a test's may be, is never copied.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import catalogues
from tests.building import ROOT, SETTINGS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process")
START = """
import os, signal, sys, threading, time
from lapel import processes
from lapel.processes import each
processes.processors = lambda: {processors}
own = os.getpid()
"""


def scene(words: str, processors: int = 3) -> list[str]:
    """What a program prints, that has ``each`` and as many processors; it has to end by itself, and without a fault."""
    script = START.format(processors=processors) + words
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout.split("\n")[:-1]


def test_the_order_of_things_stays_however_many_processes_there_are() -> None:
    for processors in (1, 2, 3):
        words = "found = each(lambda one: time.sleep(0.05) or (one * one, os.getpid()), range(11), 2)\n"
        words += "print([one for one, _ in found]); print(len({pid for _, pid in found}), own in dict(found).values())"
        expected = [str([one * one for one in range(11)]), f"{processors} {processors == 1}"]
        assert expected == scene(words, processors)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("found = each(lambda _: os.getpid(), range(9), 5)", id="few"),
        pytest.param("found = each(lambda _: os.getpid(), [], 5) or [own]", id="none"),
        pytest.param(
            "threading.Thread(target=time.sleep, args=(1,)).start()\nfound = each(lambda _: os.getpid(), range(9), 2)",
            id="with threads",
        ),
        pytest.param(
            "found = sum(each(lambda _: each(lambda _: os.getppid(), range(9), 2), range(9), 2), [])", id="in"
        ),
    ],
)
def test_no_process_is_started_where_there_may_be_none(words: str) -> None:
    assert ["True"] == scene(f"{words}\nprint({{own}} == set(found))")


@pytest.mark.parametrize("fault", ["ZeroDivisionError", "FileNotFoundError"])
def test_a_fault_of_the_work_is_a_fault_here(fault: str) -> None:
    words = f"def work(one):\n    if one == 2: raise {fault}(one)\n    return one\n"
    words += f"try: each(work, range(4), 1)\nexcept {fault} as fault: print(fault, os.getpid() == own)"
    assert ["2 True"] == scene(words)


ALONE = [
    pytest.param("if os.getpid() != own and one == 1: os.kill(os.getpid(), signal.SIGKILL)", "", id="one is ended"),
    pytest.param(
        "",
        """
fork, forks = os.fork, []
def refuse():
    forks.append(1)
    if len(forks) > 1: raise BlockingIOError(11, "no room for a further process")
    return fork()
os.fork = refuse
""",
        id="no second one",
    ),
    pytest.param(
        "",
        """
import _multiprocessing
def refuse(*_): raise OSError(30, "Read-only file system")
import multiprocessing.synchronize as s
s._multiprocessing = type("None", (), {"SemLock": refuse})
""",
        id="no shared memory",
    ),
]


@pytest.mark.parametrize(("in_work", "before"), ALONE)
def test_what_other_processes_cannot_do_is_done_here(in_work: str, before: str) -> None:
    words = f"def work(one):\n    {in_work or 'pass'}\n    return one, os.getpid()\n{before}\n"
    words += "found = each(work, range(6), 2)\nprint([one for one, _ in found], {pid for _, pid in found} == {own})"
    assert [f"{list(range(6))} True"] == scene(words)


SLOW = START.format(processors=2) + (
    "def work(one):\n    os.write(1, b'%d\\n' % os.getpid())\n    time.sleep(one and 40)\n"
    "try: each(work, range(4), 2)\nexcept KeyboardInterrupt: print('stopped', file=sys.stderr)"
)


def is_running(pid: int) -> bool:
    """Whether a process does anything: one that ended stands in the list until somebody asks for it, or for ever."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nobody_is_left_when_the_one_who_asked_is_stopped(number: int) -> None:
    command = [sys.executable, "-c", SLOW]
    program = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert program.stdout
    workers = {int(program.stdout.readline()) for _ in range(3)}
    assert program.pid not in workers
    # A terminal sends Ctrl-C to all of them.
    (os.killpg if number == signal.SIGINT else os.kill)(program.pid, number)
    _, said = program.communicate(timeout=20)  # a worker that is left would hold the pipes open
    assert ("stopped\n" if number == signal.SIGINT else "") == said
    end = time.monotonic() + 20
    while any(is_running(pid) for pid in workers):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_many_translations_are_read_alike_by_many_processes(tmp_path: Path) -> None:
    for name in ("badges", "network", "mkdocs.yml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    for tag, language in (("uk", "tenancy-readiness"), ("ar", "managing-stress"), ("pl", "managing-stress")):
        file = tmp_path / f"badges/{language}/badge.{tag}.md"
        file.write_text(file.read_text(encoding="utf-8").replace("\nname: ", "\nlevl: x\nname: "), encoding="utf-8")
    words = f"""
from pathlib import Path
from lapel.load import load, translations
from lapel.model import CatalogueError
from tests import catalogues
from tests.building import ROOT, SETTINGS
pids = []
fork = os.fork
os.fork = lambda: pids.append(1) or fork()
def said(size):
    translations.A_PROCESS = size
    good = load(ROOT).translations
    try: load(Path({str(tmp_path)!r}))
    except CatalogueError as error: return len(pids), good, error.report()
alone, many = said(100000), said(20)
print(alone[0], many[0], alone[1:] == many[1:], sum(map(len, many[1].values())) > 100, many[2].count("levl"))
"""
    assert ["0 6 True True 3"] == scene(words)


def test_a_site_is_written_alike_by_many_processes(tmp_path: Path) -> None:
    root = catalogues.write(tmp_path / "net", {**catalogues.good(), "mkdocs.yml": SETTINGS.format(root=ROOT)})
    words = f"""
from pathlib import Path
from lapel import publish
from lapel.outputs import open_context
from lapel.published import Published
from lapel.stream import Settings
pids = []
fork = os.fork
os.fork = lambda: pids.append(1) or fork()
publish.processors = processes.processors
def tree(name, size):
    publish.BADGES_A_PROCESS = size
    settings, out = Settings(Path("overrides").resolve()), Path({str(tmp_path)!r}, name)
    out.mkdir()
    publish.publish(open_context(Path({str(root)!r}), settings), settings, Published(out, None), search=False)
    return {{file.relative_to(out): file.read_bytes() for file in out.rglob("*") if file.is_file()}}
alone = tree("alone", 1000)
print(len(pids), alone == tree("many", 1), len(pids), len(alone) > 50)
"""
    assert ["0 True 2 True"] == scene(words)

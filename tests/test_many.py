"""Work that several processes share gives the same as one does, in the same order."""

from __future__ import annotations

import os

import pytest

from lapel.load import load
from lapel.load.many import each
from tests.building import ROOT


def test_the_order_of_things_stays_however_many_processes_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    things = list(range(11))
    alone = [one * one for one in things]
    for cores in (1, 2, 3):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert alone == each(lambda one: one * one, things, 2)


def test_few_things_start_no_process() -> None:
    own = os.getpid()
    assert {own} == set(each(lambda _: os.getpid(), list(range(9)), 5))
    assert [] == each(lambda _: os.getpid(), [], 5)


def test_a_fault_in_a_process_is_a_fault_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        each(lambda one: 1 // one, [1, 1, 0, 1], 1)


def test_many_translations_are_read_alike_by_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = load(ROOT).translations
    monkeypatch.setattr("lapel.load.translations.A_PROCESS", 20)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    assert alone == load(ROOT).translations
    assert sum(map(len, alone.values())) > 100

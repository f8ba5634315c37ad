"""Cyclic garbage is collected on the main thread alone, whichever thread makes it."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest

from cxrviewer.ui.garbage import MainThreadCollector


class Cycle:
    """Garbage that says on which thread it was collected."""

    ends: ClassVar[list[threading.Thread]] = []

    def __init__(self):
        self.itself = self

    def __del__(self):
        self.ends.append(threading.current_thread())


@pytest.fixture
def collector(qapp):
    gc.enable()
    Cycle.ends = []
    made = MainThreadCollector()
    yield made
    made.stop()
    gc.disable()


def make_garbage():
    for _ in range(5000):
        Cycle()


def test_what_a_worker_leaves_is_collected_by_the_main_thread(qtbot, collector):
    with ThreadPoolExecutor(1) as worker:
        worker.submit(make_garbage).result()
        assert Cycle.ends == []
        qtbot.waitUntil(lambda: len(Cycle.ends) == 5000)
    assert set(Cycle.ends) == {threading.main_thread()}


def test_what_stays_is_looked_through_no_more(collector):
    kept = [Cycle() for _ in range(100)]
    before = gc.get_freeze_count()
    collector.spare_what_will_stay()
    assert gc.get_freeze_count() >= before + len(kept)
    gc.unfreeze()


def test_afterwards_the_interpreter_collects_again(collector):
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    make_garbage()
    assert Cycle.ends

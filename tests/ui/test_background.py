"""The outcome of work on a worker thread is told there, however quick the work was."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from cxrviewer.ui.background import run_in_background


class DoneAtOnce(ThreadPoolExecutor):
    """The work is over before ``submit`` returns: what a quick machine does now and then."""

    def submit(self, function, /, *args):
        future = super().submit(function, *args)
        future.exception(timeout=30)
        return future


@pytest.fixture
def executor():
    with DoneAtOnce(max_workers=1) as made:
        yield made


def test_quick_work_is_told_on_the_workers_thread(executor):
    told: list[tuple[Future, threading.Thread]] = []
    run_in_background(executor, lambda: 7, lambda done: told.append((done, threading.current_thread())))
    ((done, thread),) = told
    assert done.result() == 7
    assert thread is not threading.current_thread()


def test_an_error_is_told_too(executor):
    told: list[Future] = []
    run_in_background(executor, lambda: 1 // 0, told.append)
    assert isinstance(told[0].exception(), ZeroDivisionError)

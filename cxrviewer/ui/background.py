"""Work on a worker thread whose outcome is told on that same thread; knows no Qt and no widget.

A future's own callback runs on the submitting thread where the work was quicker than the callback was added. A signal
sent from there would not be queued: it would come before signals that are still on their way, or before the caller
knows the number of its request.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TypeVar

Result = TypeVar("Result")


def run_in_background(executor: Executor, work: Callable[[], Result], ended: Callable[[Future[Result]], None]) -> None:
    """Do ``work`` on the executor's thread, then call ``ended`` there with the done future.

    Neither is called where the executor is shut down before the work's turn has come.
    """

    def both() -> None:
        outcome: Future[Result] = Future()
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001 - handed over, whatever it is
            outcome.set_exception(error)
        ended(outcome)

    executor.submit(both)

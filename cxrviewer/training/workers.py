"""Other processes that render films, and how they end: with their work, or with whoever started them.

Knows no film and no network.
"""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor


def workers(count: int) -> ProcessPoolExecutor:
    """``count`` processes; they end, in the middle of a film too, when this one is killed.

    Not a ``multiprocessing.Pool``: that would replace a worker that dies for ever.
    """
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def is_orphan() -> bool:
    """Whether the process that started this one is gone, killed perhaps: nobody would know of what goes on here.

    torch sends SIGINT then, which a shell's background jobs ignore, and with them their children.
    """
    parent = multiprocessing.parent_process()
    return parent is not None and not parent.is_alive()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, name="end with parent", daemon=True).start()

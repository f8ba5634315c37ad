"""The process in which files are decoded: answers one request after another until its input ends.

Limits itself before it opens anything: memory by the address space, time by processor seconds. A file that breaks a
limit ends this process at the worst; the window goes on and starts another (``decoding_process``).
"""

import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final, cast

from cxrviewer.errors import RadiographError, UnreadableFile
from cxrviewer.imaging.containers import contents_of
from cxrviewer.imaging.elements import read_elements
from cxrviewer.imaging.messages import receive, send
from cxrviewer.imaging.reading import read_radiograph

MEMORY: Final = 512 << 20
"""Bytes that decoding one file may take beyond the process itself."""

READY: Final = "ready"

TASKS: Final[dict[str, Callable[[Path], object]]] = {
    "read": read_radiograph,
    "contents": contents_of,
    "elements": read_elements,
}


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer (task, path, seconds) with what the task gives, or with the RadiographError why it cannot."""
    send(answers, READY)
    while True:
        try:
            task, path, seconds = cast("tuple[str, Path, float]", receive(requests))
        except EOFError:
            return
        _limit_time(seconds)
        send(answers, _outcome(TASKS[task], path))


def _outcome(task: Callable[[Path], object], path: Path) -> object:
    too_large = UnreadableFile(
        f"decoding needs more than {MEMORY >> 20} MB, which no radiograph does; ask where the file comes from"
    )
    try:
        return task(path)
    except RadiographError as error:
        return too_large if isinstance(error.__cause__, MemoryError) else error
    except MemoryError:
        return too_large
    except RecursionError:
        return UnreadableFile("the file is nested too deep to be a radiograph; ask where it comes from")


def limit_memory(allowance: int) -> None:
    """Let the process grow by this many bytes at most, where the system can hold it to that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # macOS, which does not enforce the limit either
        return
    limit = pages * os.sysconf("SC_PAGE_SIZE") + allowance
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _limit_time(seconds: float) -> None:
    """End after so many more processor seconds: the window's own watch ends with the window."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds) + 1, hard))


def main() -> None:
    """Serve on standard input and output; what libraries print goes nowhere."""
    requests = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (sys.stdin, sys.stdout, sys.stderr):
        os.dup2(nowhere, standard.fileno())
    limit_memory(MEMORY)
    try:
        serve(requests, answers)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)  # nobody listens any more


if __name__ == "__main__":
    main()

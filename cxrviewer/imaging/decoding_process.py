"""Decodes files in a process of its own, so that a hostile one costs a sentence and not the window.

The process is kept for the next file and started anew when it has died. Calls may come from any thread; they wait for
one another. Knows nothing of formats: ``decoding_child`` does the work.
"""

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final, cast

from cxrviewer.errors import RadiographError, UnreadableFile
from cxrviewer.imaging.archive import archive_of
from cxrviewer.imaging.containers import Contents
from cxrviewer.imaging.elements import Element
from cxrviewer.imaging.messages import receive, send
from cxrviewer.imaging.radiograph import Radiograph

_CHILD: Final = "cxrviewer.imaging.decoding_child"
_START_S: Final = 60.0
_LEAST_S, _MOST_S, _S_PER_BYTE = 2.0, 60.0, 0.5e-6
_PIPE_BYTES: Final = 1 << 20
"""A film passes in a few dozen pieces instead of some hundred."""


class DecodingProcess:
    """A child process that reads films, containers and elements. ``close`` ends it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def read(self, path: Path) -> Radiograph:
        """As ``reading.read_radiograph``, within the limits. Raises RadiographError."""
        return cast("Radiograph", self._ask("read", path))

    def contents_of(self, path: Path) -> Contents:
        """As ``containers.contents_of``, within the limits. Raises RadiographError."""
        return cast("Contents", self._ask("contents", path))

    def elements_of(self, path: Path) -> tuple[Element, ...]:
        """As ``elements.read_elements``, within the limits. Raises RadiographError."""
        return cast("tuple[Element, ...]", self._ask("elements", path))

    def start(self) -> None:
        """Start the process ahead of the first file. Raises RadiographError where it cannot be."""
        with self._turn:
            self._running()

    def close(self) -> None:
        """End the process, whatever it is doing; who waits for it is told that the file cannot be read."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._turn:
            self._end()

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process is not None else None

    def _ask(self, task: str, path: Path) -> object:
        seconds = allowed_seconds(path)
        with self._turn:
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            watch = _Watch(process, seconds)
            try:
                send(process.stdin, (task, path, seconds))
                outcome = receive(process.stdout)
            except (OSError, EOFError) as error:
                self._end()
                raise UnreadableFile(_why(seconds, too_slow=watch.struck)) from error
            finally:
                watch.end()
        if isinstance(outcome, RadiographError):
            raise outcome
        return outcome

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._closed:
            raise UnreadableFile("the window is being closed; open the file again later")
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=os.name == "posix",  # Ctrl+C in a terminal is for the window
        )
        assert process.stdout is not None
        _widen(process)
        watch = _Watch(process, _START_S)
        try:
            receive(process.stdout)
        except EOFError as error:
            self._end()
            raise UnreadableFile(
                "no process for decoding could be started; close other programs and open the file again"
            ) from error
        finally:
            watch.end()
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what was still to be written has no reader any more
                    pipe.close()


class _Watch:
    """Kills a process that takes too long."""

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        self.struck = False
        self._process = process
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.start()

    def end(self) -> None:
        """The work is done."""
        self._timer.cancel()
        self._timer.join()

    def _strike(self) -> None:
        self.struck = True
        self._process.kill()


def allowed_seconds(path: Path) -> float:
    """How long a file may take: two seconds, and half a second more for each megabyte, which no decoder here needs."""
    try:
        size = (archive_of(path) or path).stat().st_size
    except (OSError, ValueError):
        size = 0
    return min(_MOST_S, _LEAST_S + size * _S_PER_BYTE)


def _why(seconds: float, *, too_slow: bool) -> str:
    if too_slow:
        return f"decoding took longer than {seconds:.0f} seconds and was stopped; ask where the file comes from"
    return "the file made its decoder fail; ask for a new copy"


def _environment() -> dict[str, str]:
    """One thread and one heap: more would only take of the memory that is allowed."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
    search = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, **threads, "PYTHONPATH": search}


def _widen(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdout is not None
    with contextlib.suppress(ImportError, AttributeError, OSError):  # not Linux, or not allowed: slower, nothing worse
        import fcntl

        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

"""How every command speaks: results on stdout, all else on stderr, one line a failure."""

import json
import sys
from collections.abc import Callable, Mapping


def say(line: str = "") -> None:
    """One line of a result, on stdout."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_json(value: Mapping[str, object]) -> None:
    """One JSON object on one line of stdout."""
    say(json.dumps(value, ensure_ascii=False))


def complain(line: str) -> None:
    """One line about a failure or a warning, on stderr: ``FILE: what is wrong; what to do about it``."""
    sys.stderr.write(f"{' '.join(line.split())}\n")
    sys.stderr.flush()


class Progress:
    """How far a long command is: a bar on a terminal, plain lines elsewhere, nothing when quiet.

    With a ``clock`` in seconds, such as ``time.monotonic``, it also says how long the rest takes at the pace so far.
    """

    def __init__(self, *, quiet: bool = False, clock: Callable[[], float] | None = None) -> None:
        self._quiet, self._clock = quiet, clock
        self._first: tuple[float, int] | None = None
        self._terminal = sys.stderr.isatty()
        self._last_tenth = -1

    def step(self, what: str, done: int, total: int) -> None:
        """``done`` of ``total`` of ``what``."""
        if self._quiet or total <= 0:
            return
        tenth = done * 10 // total
        left = self._left(done, total)
        if self._terminal:
            bar = "#" * (done * 30 // total)
            sys.stderr.write(f"\r{what} [{bar:<30}] {done * 100 // total:3d} %{left:<16}" + "\n" * (done >= total))
        elif tenth != self._last_tenth:
            sys.stderr.write(f"{what}: {done} of {total}{left}\n")
        self._last_tenth = tenth
        sys.stderr.flush()

    def _left(self, done: int, total: int) -> str:
        if self._clock is None:
            return ""
        now = self._clock()
        if self._first is None:
            self._first = now, done  # a training that goes on has had its first steps in another process
        began, before = self._first
        if not before < done < total:
            return ""
        minutes, seconds = divmod(round((now - began) / (done - before) * (total - done)), 60)
        hours, minutes = divmod(minutes, 60)
        return f", {hours} h {minutes:02d} min left" if hours else f", {minutes} min {seconds:02d} s left"

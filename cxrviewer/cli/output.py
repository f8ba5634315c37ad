"""How every command speaks: results on stdout, all else on stderr, one line a failure."""

import json
import sys
from collections.abc import Mapping


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
    """How far a long command is: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._last_tenth = -1

    def step(self, what: str, done: int, total: int) -> None:
        """``done`` of ``total`` of ``what``."""
        if self._quiet or total <= 0:
            return
        tenth = done * 10 // total
        if self._terminal:
            bar = "#" * (done * 30 // total)
            sys.stderr.write(f"\r{what} [{bar:<30}] {done * 100 // total:3d} %" + ("\n" if done >= total else ""))
        elif tenth != self._last_tenth:
            sys.stderr.write(f"{what}: {done} of {total}\n")
        self._last_tenth = tenth
        sys.stderr.flush()

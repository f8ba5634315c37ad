"""How long each part of a request takes; knows no part."""

import time

from cxrviewer.inference.engine import Seconds


class Clock:
    """Seconds of each part of a request."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._parts: dict[str, float] = {}

    def mark(self, part: str) -> None:
        """``part`` ends now; ``first_token`` counts from the request."""
        now = time.perf_counter()
        self._parts[part] = now - (self._start if part == "first_token" else self._last)
        self._last = now

    def seconds(self) -> Seconds:
        """All parts until now."""
        return Seconds(**self._parts, total=time.perf_counter() - self._start)

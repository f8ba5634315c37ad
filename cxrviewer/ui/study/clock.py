"""The two clocks that an answer is timed by, in one value that a test can hold still. Knows no study."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What o'clock it is, and a count that never runs backwards."""

    utc: Callable[[], datetime] = _utc
    ns: Callable[[], int] = time.monotonic_ns

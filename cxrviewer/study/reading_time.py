"""How long a case took: medians and quartiles of active seconds. Knows no grade."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxrviewer.study.estimate import NotEstimable, Tree
from cxrviewer.study.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """The distribution of some reading times."""

    q1: float
    median: float
    q3: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """How many readings were timed, and their distribution."""

    n: int
    seconds: Seconds | NotEstimable

    @classmethod
    def of(cls, times: Iterable[float]) -> "Timed":
        """Quartiles as numpy interpolates them."""
        known = list(times)
        if not known:
            return cls(n=0, seconds=NotEstimable("no reading was timed"))
        q1, median, q3 = (float(value) for value in np.percentile(known, [25, 50, 75]))
        return cls(n=len(known), seconds=Seconds(q1=q1, median=median, q3=q3))

    def to_json(self) -> Tree:
        """Count, median, quartiles."""
        found = self.seconds
        if isinstance(found, NotEstimable):
            return found
        return {"n": self.n, "median": found.median, "q1": found.q1, "q3": found.q3}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTime:
    """Seconds of reading per case, idle time and repeats left out."""

    arms: Mapping[str, Timed]
    readers: Mapping[str, Mapping[str, Timed]]
    """Per reader and arm."""

    def to_json(self) -> Tree:
        """Per arm, then per reader and arm."""
        if not any(timed.n for timed in self.arms.values()):
            return NotEstimable("no reading was timed")
        return {
            "unit": "s",
            "arms": {arm: timed.to_json() for arm, timed in self.arms.items()},
            "readers": {
                reader: {arm: timed.to_json() for arm, timed in arms.items()} for reader, arms in self.readers.items()
            },
        }


def times_of(readings: Iterable[Reading], arm: str, reader: str | None = None) -> list[float]:
    """The active seconds of first readings in an arm, of one reader or of all."""
    return [
        reading.active_s
        for reading in readings
        if reading.active_s is not None
        and not reading.repeat
        and reading.arm == arm
        and (reader is None or reading.reader == reader)
    ]


def reading_time(readings: Sequence[Reading], arms: Sequence[str], readers: Sequence[str]) -> ReadingTime:
    """Time per case of each arm, and of each reader in each arm."""
    return ReadingTime(
        arms={arm: Timed.of(times_of(readings, arm)) for arm in arms},
        readers={reader: {arm: Timed.of(times_of(readings, arm, reader)) for arm in arms} for reader in readers},
    )

"""Many timings as the few figures that matter to a hand: the usual one and the bad ones. Knows no clock's owner."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles in milliseconds."""

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Of at least one duration."""
        p50, p95, p99 = (round(float(value) * 1000, 2) for value in np.percentile(seconds, (50, 95, 99)))
        return cls(p50, p95, p99, len(seconds))

"""How well a reader agrees with their own first grade on reports shown twice. Knows nothing of other readers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxrviewer.study.agreement import cohen_kappa
from cxrviewer.study.estimate import Interval, NotEstimable, Tree, json_of_interval
from cxrviewer.study.proportions import rate, wilson
from cxrviewer.study.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class IntraReader:
    """One reader's repeated reports, all arms together."""

    reader: str
    pairs: int
    same: int
    """Given the same grade again."""
    agreement: float | NotEstimable
    wilson: Interval | NotEstimable
    unweighted: float | NotEstimable
    linear: float | NotEstimable
    quadratic: float | NotEstimable

    def to_json(self) -> dict[str, Tree]:
        """Counts, agreement and kappas."""
        return {
            "pairs": self.pairs,
            "same": self.same,
            "agreement": self.agreement,
            "wilson": json_of_interval(self.wilson),
            "unweighted": self.unweighted,
            "linear": self.linear,
            "quadratic": self.quadratic,
        }


def intra_reader(readings: Sequence[Reading], reader: str) -> IntraReader:
    """Every repeat of the reader against the grade that stands for the same report; a repeat without one is no pair."""
    mine = [reading for reading in readings if reading.reader == reader]
    standing = {(reading.case, reading.arm): reading for reading in mine if not reading.repeat}
    pairs = np.array(
        [
            (int(standing[reading.case, reading.arm].grade), int(reading.grade))
            for reading in mine
            if reading.repeat and (reading.case, reading.arm) in standing
        ]
    ).reshape(-1, 2)
    first, second = pairs.T
    same = int((first == second).sum())
    missing = None if len(pairs) else NotEstimable("no report was shown twice")
    return IntraReader(
        reader=reader,
        pairs=len(pairs),
        same=same,
        agreement=missing or rate(same, len(pairs)),
        wilson=missing or wilson(same, len(pairs)),
        unweighted=missing or cohen_kappa(first, second),
        linear=missing or cohen_kappa(first, second, "linear"),
        quadratic=missing or cohen_kappa(first, second, "quadratic"),
    )

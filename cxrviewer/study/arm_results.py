"""What the grades of one arm say: counts, success, Cochran's Q over readers, agreement. Knows no other arm."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from cxrviewer.study.agreement import (
    category_counts,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    randolph_kappa,
    raw_agreement,
)
from cxrviewer.study.bootstrap import Bootstrapped, Indices, bootstrap_rate
from cxrviewer.study.estimate import Interval, NotEstimable, TestResult, Tree, json_of_interval, json_of_test
from cxrviewer.study.grade_table import Grades, GradeTable, complete, grade_counts, successes
from cxrviewer.study.paired_tests import cochran_q
from cxrviewer.study.proportions import rate, wilson

Counts = tuple[int, int, int, int]
Draw = Callable[[int], Indices]
"""From a number of images to the indices that resample them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """How many of the readings were successes."""

    n: int
    of: int
    rate: float | NotEstimable
    wilson: Interval | NotEstimable

    @classmethod
    def in_grades(cls, grades: Grades) -> "Success":
        """Of all that is graded."""
        n, of = int(successes(grades).sum()), int((~np.isnan(grades)).sum())
        return cls(n=n, of=of, rate=rate(n, of), wilson=wilson(n, of))

    def to_json(self) -> dict[str, Tree]:
        """Count, rate and interval."""
        return {"n": self.n, "of": self.of, "rate": self.rate, "wilson": json_of_interval(self.wilson)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CohenPair:
    """Two readers of one arm on the cases both graded."""

    readers: tuple[str, str]
    cases: int
    agreement: float | NotEstimable
    unweighted: float | NotEstimable
    linear: float | NotEstimable
    quadratic: float | NotEstimable

    @classmethod
    def of(cls, readers: tuple[str, str], grades: Grades) -> "CohenPair":
        """``grades`` is (cases, 2)."""
        both = complete(grades)
        return cls(
            readers=readers,
            cases=len(both),
            agreement=raw_agreement(category_counts(both)),
            unweighted=cohen_kappa(both[:, 0], both[:, 1]),
            linear=cohen_kappa(both[:, 0], both[:, 1], "linear"),
            quadratic=cohen_kappa(both[:, 0], both[:, 1], "quadratic"),
        )

    def to_json(self) -> dict[str, Tree]:
        """The names of the fields."""
        return {
            "readers": list(self.readers),
            "cases": self.cases,
            "agreement": self.agreement,
            "unweighted": self.unweighted,
            "linear": self.linear,
            "quadratic": self.quadratic,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResults:
    """One arm. Q and Fleiss' kappa take complete cases alone; alpha and the pairs of readers use what there is."""

    arm: str
    counts: Counts
    success: Success
    clustered: Bootstrapped | NotEstimable
    cases: int
    complete_cases: int
    """Graded by every reader of the arm."""
    readers: int
    cochran_q: TestResult | NotEstimable
    """Do the readers differ in success? Readers are columns, images rows."""
    fleiss_kappa: float | NotEstimable
    fleiss_kappa_success: float | NotEstimable
    """Of success or not, in place of the four grades."""
    randolph_kappa: float | NotEstimable
    raw_agreement: float | NotEstimable
    krippendorff_ordinal: float | NotEstimable
    cohen: tuple[CohenPair, ...]

    def to_json(self) -> dict[str, Tree]:
        """The arm's object of ``study results --json``."""
        clustered = self.clustered
        interval = clustered if isinstance(clustered, NotEstimable) else clustered.interval
        return {
            "counts": list(self.counts),
            "success": {**self.success.to_json(), "clustered": json_of_interval(interval)},
            "cochran_q": json_of_test(self.cochran_q, df=True),
            "fleiss_kappa": self.fleiss_kappa,
            "krippendorff_ordinal": self.krippendorff_ordinal,
            "fleiss_kappa_success": self.fleiss_kappa_success,
            "randolph_kappa": self.randolph_kappa,
            "raw_agreement": self.raw_agreement,
            "cohen": [pair.to_json() for pair in self.cohen],
            "cases": {
                "graded": self.cases,
                "complete": self.complete_cases,
                "left_out": self.cases - self.complete_cases,
            },
        }


def arm_results(table: GradeTable, arm: str, draw: Draw) -> ArmResults:
    """Everything of one arm."""
    grades = table.of_arm(arm)
    readers = table.readers_of(arm)
    whole = complete(grades)
    counts = category_counts(whole)
    graded = ~np.isnan(grades)
    return ArmResults(
        arm=arm,
        counts=grade_counts(grades),
        success=Success.in_grades(grades),
        clustered=bootstrap_rate(successes(grades).sum(axis=1), graded.sum(axis=1), draw(max(1, len(grades)))),
        cases=len(grades),
        complete_cases=len(whole),
        readers=len(readers),
        cochran_q=cochran_q(successes(whole)),
        fleiss_kappa=fleiss_kappa(counts),
        fleiss_kappa_success=fleiss_kappa(category_counts(successes(whole), (0, 1))),
        randolph_kappa=randolph_kappa(counts),
        raw_agreement=raw_agreement(counts),
        krippendorff_ordinal=krippendorff_alpha(grades, "ordinal"),
        cohen=tuple(
            CohenPair.of((readers[one], readers[other]), grades[:, [one, other]])
            for one, other in combinations(range(len(readers)), 2)
        ),
    )

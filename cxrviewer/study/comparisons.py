"""One arm against another on the same images: difference of success, McNemar per reader, Q over arms.

Knows nothing of agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cxrviewer.study.arm_results import Draw
from cxrviewer.study.bootstrap import Bootstrapped, bootstrap_difference
from cxrviewer.study.estimate import NotEstimable, TestResult, Tree, json_of_interval, json_of_test
from cxrviewer.study.grade_table import Grades, GradeTable, complete, successes
from cxrviewer.study.paired_tests import McNemar, cochran_q, mcnemar, paired_table


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedTests:
    """Success of the same readings in two arms."""

    table: tuple[tuple[int, int], tuple[int, int]]
    """Row 0: success in the first arm; column 0: success in the second."""
    exact: TestResult | NotEstimable
    corrected: TestResult | NotEstimable
    uncorrected: TestResult | NotEstimable

    @classmethod
    def of(cls, pairs: Grades) -> "PairedTests":
        """``pairs`` is (pairs, 2) grades without NaN."""
        table = paired_table(*successes(pairs).T)
        (both, first), (second, neither) = table.tolist()
        return cls(
            table=((both, first), (second, neither)),
            exact=mcnemar(table, McNemar.EXACT),
            corrected=mcnemar(table, McNemar.CORRECTED),
            uncorrected=mcnemar(table, McNemar.UNCORRECTED),
        )

    @property
    def pairs(self) -> int:
        """Images graded in both arms."""
        return sum(sum(row) for row in self.table)

    def to_json(self) -> dict[str, Tree]:
        """``statistic`` and ``p`` are the exact test's: the smaller discordant count and its binomial p."""
        exact = json_of_test(self.exact, df=False)
        assert isinstance(exact, dict)
        return {
            **exact,
            "table": [list(row) for row in self.table],
            "corrected": json_of_test(self.corrected, df=False),
            "uncorrected": json_of_test(self.uncorrected, df=False),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PairResults:
    """Two arms: first less second."""

    arms: tuple[str, str]
    difference: Bootstrapped | NotEstimable
    """Of the two success rates as they stand in the arms, over all that is graded in either."""
    mcnemar: Mapping[str, PairedTests]
    """Per reader."""
    pooled: PairedTests
    """All readers in one table, as the paper pools them; they share images, so its p is too small."""

    def to_json(self) -> dict[str, Tree]:
        """The pair's object of ``study results --json``."""
        found = self.difference
        estimate, interval = (
            (found, found) if isinstance(found, NotEstimable) else (found.estimate, json_of_interval(found.interval))
        )
        return {
            "arms": list(self.arms),
            "difference": estimate,
            "clustered": interval,
            "mcnemar": {reader: tests.to_json() for reader, tests in self.mcnemar.items()},
            "mcnemar_pooled": self.pooled.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossArms:
    """Cochran's Q over all arms at once, in the two ways a study can be laid out."""

    by_reading: TestResult | NotEstimable
    """Columns are arms; a row is one reader on one image, all readers pooled."""
    readings: int
    by_image: TestResult | NotEstimable
    """Columns are every reader in every arm; a row is an image."""
    images: int

    def to_json(self) -> dict[str, Tree]:
        """Both tests with the rows they used."""
        return {
            "by_reading": {"cochran_q": json_of_test(self.by_reading, df=True), "rows": self.readings},
            "by_image": {"cochran_q": json_of_test(self.by_image, df=True), "rows": self.images},
        }


def pair_results(table: GradeTable, arms: tuple[str, str], draw: Draw) -> PairResults:
    """Everything of two arms."""
    both = table.grades[:, [table.arms.index(arm) for arm in arms], :]  # (cases, 2, readers)
    both = both[~np.isnan(both).all(axis=(1, 2))]
    graded = (~np.isnan(both)).sum(axis=2)
    counts = successes(both).sum(axis=2)
    pairs = both.transpose(0, 2, 1)  # (cases, readers, 2)
    return PairResults(
        arms=arms,
        difference=bootstrap_difference(
            (counts[:, 0], counts[:, 1]), (graded[:, 0], graded[:, 1]), draw(max(1, len(both)))
        ),
        mcnemar={reader: PairedTests.of(complete(pairs[:, index])) for index, reader in enumerate(table.readers)},
        pooled=PairedTests.of(complete(pairs.reshape(-1, 2))),
    )


def across_arms(table: GradeTable) -> AcrossArms:
    """Cochran's Q of readings over arms, and of images over readers and arms."""
    cases, arms, readers = table.grades.shape
    by_reading = complete(table.grades.transpose(0, 2, 1).reshape(cases * readers, arms))
    by_image = complete(table.grades.reshape(cases, arms * readers))
    return AcrossArms(
        by_reading=cochran_q(successes(by_reading)),
        readings=len(by_reading),
        by_image=cochran_q(successes(by_image)),
        images=len(by_image),
    )

"""Tests of binary outcomes of the same subjects: Cochran's Q and McNemar, by statsmodels. Knows no grade."""

import enum

import numpy as np
import numpy.typing as npt
from statsmodels.stats import contingency_tables

from cxrviewer.study.estimate import NotEstimable, TestResult


class McNemar(enum.StrEnum):
    """The three forms of McNemar's test."""

    EXACT = "exact"
    """Binomial, of the discordant pairs; the statistic is the smaller of the two discordant counts."""
    CORRECTED = "corrected"
    """Chi-squared with the continuity correction of Edwards (1948)."""
    UNCORRECTED = "uncorrected"
    """Chi-squared as McNemar (1947) gave it; equal to Cochran's Q of two columns."""


def cochran_q(outcomes: npt.ArrayLike) -> TestResult | NotEstimable:
    """Cochran's Q (1950) of an outcome per subject (row) and condition (column), 0 or 1; df = columns - 1.

    Rows that are all alike do not enter Q; where there are no others Q is 0/0. statsmodels ``cochrans_q``.
    """
    table = np.asarray(outcomes)
    if table.ndim != 2 or table.shape[1] < 2:
        return NotEstimable("it compares two columns or more")
    if not table.shape[0]:
        return NotEstimable("no case is complete")
    if not np.isin(table, (0, 1)).all():
        raise ValueError("Cochran's Q takes outcomes of 0 and 1")
    table = table.astype(np.int64)
    if (table == table[:, :1]).all():
        return NotEstimable("every case has one and the same outcome in all columns (0/0)")
    result = contingency_tables.cochrans_q(table)
    return TestResult(float(result.statistic), float(result.pvalue), int(result.df))


def paired_table(first: npt.ArrayLike, second: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """(2, 2) counts of pairs: row 0 where ``first`` succeeded, column 0 where ``second`` did."""
    failed = [1 - np.asarray(side).astype(np.int64) for side in (first, second)]
    table = np.zeros((2, 2), dtype=np.int64)
    np.add.at(table, (failed[0], failed[1]), 1)
    return table


def mcnemar(table: npt.ArrayLike, form: McNemar = McNemar.EXACT) -> TestResult | NotEstimable:
    """McNemar's test of a (2, 2) table of pairs (statsmodels ``mcnemar``).

    Without discordant pairs the exact p is 1 (no pair speaks for either side) and chi-squared is 0/0.
    """
    counts = np.asarray(table, dtype=np.int64)
    if counts.shape != (2, 2) or (counts < 0).any():
        raise ValueError("McNemar's test takes a table of two by two counts")
    if not counts.sum():
        return NotEstimable("there is no pair")
    exact = form is McNemar.EXACT
    if not exact and not counts[0, 1] + counts[1, 0]:
        return NotEstimable("there is no discordant pair (0/0)")
    result = contingency_tables.mcnemar(counts, exact=exact, correction=form is McNemar.CORRECTED)
    return TestResult(float(result.statistic), float(result.pvalue), None if exact else 1)

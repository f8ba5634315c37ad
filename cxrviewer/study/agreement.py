"""Chance-corrected agreement of raters, by statsmodels and krippendorff.

Every function takes subjects as rows and raters as columns. Knows neither arms nor what a grade means.
"""

from collections.abc import Sequence
from typing import Literal

import krippendorff
import numpy as np
import numpy.typing as npt
from statsmodels.stats import inter_rater

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.estimate import NotEstimable

GRADES = tuple(int(grade) for grade in Acceptability)

Level = Literal["nominal", "ordinal", "interval"]
Weights = Literal["none", "linear", "quadratic"]

_ONE_CATEGORY = NotEstimable("all ratings are alike, so that agreement by chance is complete too (0/0)")
_ONE_RATER = NotEstimable("agreement takes two raters or more")
_NO_SUBJECT = NotEstimable("no case is complete")


def category_counts(ratings: npt.ArrayLike, categories: Sequence[int] = GRADES) -> npt.NDArray[np.int64]:
    """(subjects, categories) how many raters chose each; ``ratings`` is (subjects, raters), none missing."""
    table = np.asarray(ratings)
    return np.stack([(table == category).sum(axis=1) for category in categories], axis=1).astype(np.int64)


def raw_agreement(counts: npt.ArrayLike) -> float | NotEstimable:
    """The share of pairs of raters who agree, over all subjects: what the kappas correct for chance."""
    table = np.asarray(counts, dtype=np.int64)
    missing = _lacking(table)
    if missing:
        return missing
    raters = int(table[0].sum())
    agreeing = (table * (table - 1)).sum()
    return float(agreeing / (table.shape[0] * raters * (raters - 1)))


def fleiss_kappa(counts: npt.ArrayLike) -> float | NotEstimable:
    """Fleiss' kappa (1971) of a (subjects, categories) table of counts; categories have no order.

    statsmodels ``fleiss_kappa``; chance is each category's share of all ratings.
    """
    table = np.asarray(counts, dtype=np.int64)
    missing = _lacking(table)
    if missing:
        return missing
    if (table.sum(axis=0) == table.sum()).any():
        return _ONE_CATEGORY
    return float(inter_rater.fleiss_kappa(table, method="fleiss"))


def randolph_kappa(counts: npt.ArrayLike) -> float | NotEstimable:
    """Randolph's free-marginal kappa (2005): as Fleiss', with chance 1 / categories (statsmodels ``randolph``)."""
    table = np.asarray(counts, dtype=np.int64)
    missing = _lacking(table)
    if missing:
        return missing
    if table.shape[1] < 2:
        return _ONE_CATEGORY
    return float(inter_rater.fleiss_kappa(table, method="randolph"))


def krippendorff_alpha(ratings: npt.ArrayLike, level: Level = "ordinal") -> float | NotEstimable:
    """Krippendorff's alpha (2004) of (subjects, raters); a missing rating is NaN (package ``krippendorff``).

    A subject with fewer than two ratings says nothing of agreement and is left out.
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2:
        return _ONE_RATER
    pairable = table[(~np.isnan(table)).sum(axis=1) >= 2]
    if not pairable.size:
        return NotEstimable("no case has two ratings")
    if np.unique(pairable[~np.isnan(pairable)]).size < 2:
        return _ONE_CATEGORY
    return float(krippendorff.alpha(reliability_data=pairable.T, level_of_measurement=level))


def cohen_kappa(
    first: npt.ArrayLike, second: npt.ArrayLike, weights: Weights = "none", *, categories: Sequence[int] = GRADES
) -> float | NotEstimable:
    """Cohen's kappa of two raters, weighted (1968) or not (1960); ``categories`` in their order, evenly spaced.

    statsmodels ``cohens_kappa``.
    """
    ratings = np.asarray(first), np.asarray(second)
    if ratings[0].shape != ratings[1].shape or ratings[0].ndim != 1:
        raise ValueError("Cohen's kappa takes two lists of equal length")
    if not ratings[0].size:
        return NotEstimable("the two have no case in common")
    position = {category: index for index, category in enumerate(categories)}
    table = np.zeros((len(categories), len(categories)), dtype=np.int64)
    for one, other in zip(*ratings, strict=True):
        table[position[int(one)], position[int(other)]] += 1
    if (np.diag(table) == table.sum()).any():
        return _ONE_CATEGORY
    return float(inter_rater.cohens_kappa(table, wt=None if weights == "none" else weights, return_results=False))


def _lacking(counts: npt.NDArray[np.int64]) -> NotEstimable | None:
    if counts.ndim != 2 or not counts.shape[0]:
        return _NO_SUBJECT
    raters = counts.sum(axis=1)
    if (raters != raters[0]).any():
        raise ValueError("every subject takes the same number of raters")
    return _ONE_RATER if raters[0] < 2 else None

"""How well yes-or-no calls meet a truth: accuracy, sensitivity, specificity, F1; a majority of raters as that truth.

Knows nothing of films or labels.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from cxrviewer.study.bootstrap import Bootstrapped, Floats, Method, bootstrap_interval
from cxrviewer.study.estimate import Interval, NotEstimable
from cxrviewer.study.proportions import wilson


class Metric(enum.StrEnum):
    """The journal paper's four (Eur Radiol 2025, evaluation)."""

    ACCURACY = "accuracy"
    SENSITIVITY = "sensitivity"
    SPECIFICITY = "specificity"
    F1 = "f1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """The four counts of calls against the truth."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @classmethod
    def of(cls, truth: npt.ArrayLike, calls: npt.ArrayLike) -> Self:
        """Counts of two lists of 0 and 1; pairs with NaN on either side are left out."""
        real, called = (np.asarray(side, np.float64) for side in (truth, calls))
        known = ~(np.isnan(real) | np.isnan(called))
        counts = _counts(real[known], called[known])
        return cls(**{name: int(count) for name, count in counts.items()})


def score(confusion: Confusion, metric: Metric) -> float | NotEstimable:
    """The metric's value."""
    numerator, denominator = _ratio(
        {name: np.asarray(getattr(confusion, name)) for name in confusion.__slots__}, metric
    )
    return float(numerator / denominator) if denominator else NotEstimable(_EMPTY[metric])


def accuracy(confusion: Confusion) -> float | NotEstimable:
    """Right calls of all."""
    return score(confusion, Metric.ACCURACY)


def sensitivity(confusion: Confusion) -> float | NotEstimable:
    """Positives called so, of all positives."""
    return score(confusion, Metric.SENSITIVITY)


def specificity(confusion: Confusion) -> float | NotEstimable:
    """Negatives called so, of all negatives."""
    return score(confusion, Metric.SPECIFICITY)


def f1(confusion: Confusion) -> float | NotEstimable:
    """2 TP / (2 TP + FP + FN): the harmonic mean of precision and sensitivity."""
    return score(confusion, Metric.F1)


def score_interval(
    truth: npt.ArrayLike,
    calls: npt.ArrayLike,
    metric: Metric,
    *,
    indices: npt.ArrayLike,
    method: Method = "percentile",
) -> Bootstrapped | NotEstimable:
    """The metric with its bootstrap interval; resamples in which it is 0/0 (no positive) are left out and counted.

    Where BCa does not exist, as with a perfect score, Wilson's interval stands in.
    """
    real, called = (np.asarray(side, np.int64) for side in (truth, calls))

    def statistic(some_truth: Floats, some_calls: Floats, axis: int = -1) -> Floats:
        del axis  # scipy asks for it; the units are always last here
        numerator, denominator = _ratio(_counts(some_truth, some_calls), metric)
        scores: Floats = np.full(np.shape(denominator), np.nan)
        np.divide(numerator, denominator, out=scores, where=denominator > 0)
        return scores

    return bootstrap_interval(
        statistic,
        (real, called),
        indices=indices,
        method=method,
        fall_back=lambda: wilson_score(Confusion.of(real, called), metric),
    )


def wilson_score(confusion: Confusion, metric: Metric) -> Interval | NotEstimable:
    """Wilson's interval of the metric.

    F1 is no proportion, but F* = TP / (TP + FP + FN) is one and F1 = 2 F* / (1 + F*) rises with it (Hand, Christen
    and Kirielle 2021): its ends are carried over.
    """
    numerator, denominator = _ratio(
        {name: np.asarray(getattr(confusion, name)) for name in confusion.__slots__}, metric
    )
    if metric is not Metric.F1:
        return wilson(int(numerator), int(denominator))
    hits = confusion.true_positive
    found = wilson(hits, hits + confusion.false_positive + confusion.false_negative)
    if isinstance(found, NotEstimable):
        return found
    return Interval(*(2 * end / (1 + end) for end in (found.low, found.high)))


def majority(votes: npt.ArrayLike) -> Floats:
    """(subjects,) 1 or 0 as more than half of a subject's raters say; NaN on a tie or without a vote.

    ``votes`` is (subjects, raters) of 0, 1 and NaN.
    """
    table = np.asarray(votes, np.float64)
    yes = (table == 1).sum(axis=1)
    no = (table == 0).sum(axis=1)
    return np.where(yes > no, 1.0, np.where(no > yes, 0.0, np.nan))


def readers_against(truth: npt.ArrayLike, readers: Mapping[str, npt.ArrayLike]) -> dict[str, Confusion]:
    """Each reader's counts against one truth, such as the majority of others."""
    return {reader: Confusion.of(truth, calls) for reader, calls in readers.items()}


_EMPTY = {
    Metric.ACCURACY: "there is no case",
    Metric.SENSITIVITY: "there is no positive case",
    Metric.SPECIFICITY: "there is no negative case",
    Metric.F1: "there is no positive case and no positive call",
}


def _counts(truth: npt.NDArray[np.generic], calls: npt.NDArray[np.generic]) -> dict[str, npt.NDArray[np.intp]]:
    """The four counts over the last axis."""
    real, called = truth == 1, calls == 1
    return {
        "true_positive": (real & called).sum(axis=-1),
        "false_positive": (~real & called).sum(axis=-1),
        "false_negative": (real & ~called).sum(axis=-1),
        "true_negative": (~real & ~called).sum(axis=-1),
    }


def _ratio(
    counts: Mapping[str, npt.NDArray[np.intp]], metric: Metric
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    hits, misses = counts["true_positive"], counts["false_negative"]
    alarms, rejections = counts["false_positive"], counts["true_negative"]
    match metric:
        case Metric.ACCURACY:
            return hits + rejections, hits + rejections + alarms + misses
        case Metric.SENSITIVITY:
            return hits, hits + misses
        case Metric.SPECIFICITY:
            return rejections, rejections + alarms
        case Metric.F1:
            return 2 * hits, 2 * hits + alarms + misses

"""Bootstrap intervals whose resamples can be handed in, so that another program can repeat them to the last digit.

Knows indices and arrays, not what is resampled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from cxrviewer.study.estimate import CONFIDENCE, Interval, NotEstimable

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Method = Literal["percentile", "bca", "basic"]

GENERATOR = "numpy default_rng (PCG64)"
SEED = 20240101
RESAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrapped:
    """An interval with what is needed to repeat it, ``seed`` apart: that belongs to who drew the indices."""

    estimate: float
    interval: Interval
    method: str
    """``percentile``, ``bca``, ``basic``, or ``wilson`` where BCa could not be computed."""
    resamples: int
    left_out: int = 0
    """Resamples in which the statistic was 0/0; they are not in the interval."""


def draw_indices(units: int, *, seed: int | np.random.Generator = SEED, resamples: int = RESAMPLES) -> Indices:
    """(resamples, units) which unit stands at each place of each resample: drawn with replacement, in one call.

    ``scipy.stats.bootstrap`` with the same generator draws the same.
    """
    return np.random.default_rng(seed).integers(0, units, (resamples, units))


def bootstrap_rate(counts: npt.ArrayLike, totals: npt.ArrayLike, indices: npt.ArrayLike) -> Bootstrapped | NotEstimable:
    """Percentile interval of sum(counts) / sum(totals), resampling clusters: element i is cluster i.

    A cluster is an image with all its readings (Field and Welsh 2007, the cluster bootstrap).
    """
    return _ratio_interval(np.asarray(counts, np.float64)[None], np.asarray(totals, np.float64)[None], indices)


def bootstrap_difference(
    counts: tuple[npt.ArrayLike, npt.ArrayLike],
    totals: tuple[npt.ArrayLike, npt.ArrayLike],
    indices: npt.ArrayLike,
) -> Bootstrapped | NotEstimable:
    """The same of one ratio less another, both of the same clusters: both sides of a cluster travel together."""
    return _ratio_interval(
        np.stack([np.asarray(side, np.float64) for side in counts]),
        np.stack([np.asarray(side, np.float64) for side in totals]),
        indices,
    )


def _ratio_interval(counts: Floats, totals: Floats, indices: npt.ArrayLike) -> Bootstrapped | NotEstimable:
    """(1 or 2 sides, clusters)."""
    drawn = np.asarray(indices)
    if not totals.size or (totals.sum(axis=1) == 0).any():
        return NotEstimable("nothing was counted (0 of 0)")
    if drawn.shape[1] < 2:
        return NotEstimable("one image alone cannot be resampled")
    signs = np.array([1.0, -1.0])[: len(counts)]
    estimate = float(signs @ (counts.sum(axis=1) / totals.sum(axis=1)))
    numerators, denominators = (side[:, drawn].sum(axis=2) for side in (counts, totals))  # (sides, resamples)
    defined = (denominators > 0).all(axis=0)
    if not defined.any():
        return NotEstimable("every resample lacks a side")
    replicates = signs @ (numerators[:, defined] / denominators[:, defined])
    return Bootstrapped(
        estimate=estimate,
        interval=percentile_interval(replicates),
        method="percentile",
        resamples=int(defined.size),
        left_out=int((~defined).sum()),
    )


def percentile_interval(replicates: npt.ArrayLike) -> Interval:
    """The middle 95 % of the replicates (Efron and Tibshirani 1993, chapter 13; numpy's linear percentiles)."""
    tail = (1 - CONFIDENCE) / 2 * 100
    low, high = np.percentile(np.asarray(replicates, np.float64), [tail, 100 - tail])
    return Interval(float(low), float(high))


def bootstrap_interval(
    statistic: Callable[..., Floats],
    samples: tuple[npt.ArrayLike, ...],
    *,
    indices: npt.ArrayLike,
    method: Method = "percentile",
    fall_back: Callable[[], Interval | NotEstimable] | None = None,
) -> Bootstrapped | NotEstimable:
    """The interval of ``statistic(*samples)``, resampling all samples by the same indices (scipy ``bootstrap``).

    ``statistic`` takes arrays whose last axis is the units and gives NaN where it is 0/0. Such resamples are left out
    and counted. Where every resample gives one value BCa does not exist; ``fall_back`` then stands in.
    """
    arrays = tuple(np.asarray(sample) for sample in samples)
    drawn = np.asarray(indices)
    if not arrays[0].size:
        return NotEstimable("there is no case")
    estimate = float(statistic(*arrays))
    if np.isnan(estimate):
        return NotEstimable("the statistic is 0/0")
    every = np.asarray(statistic(*(array[drawn] for array in arrays)), np.float64)
    replicates = every[~np.isnan(every)]
    if not replicates.size:
        return NotEstimable("the statistic is 0/0 in every resample")
    left_out = every.size - replicates.size
    found: Interval | NotEstimable
    if method == "bca" and not _has_bca(statistic, arrays, replicates, estimate):
        found = fall_back() if fall_back else NotEstimable("BCa does not exist where all resamples are alike")
        name = "wilson"
    else:
        found, name = _scipy_interval(statistic, arrays, replicates, method), method
    if isinstance(found, NotEstimable):
        return found
    return Bootstrapped(estimate=estimate, interval=found, method=name, resamples=every.size, left_out=left_out)


def _scipy_interval(
    statistic: Callable[..., Floats], arrays: tuple[npt.NDArray[np.generic], ...], replicates: Floats, method: Method
) -> Interval:
    """Scipy's interval of replicates that are already drawn: it takes them as an earlier call's result."""
    result = stats.bootstrap(
        arrays,
        statistic,
        paired=len(arrays) > 1,
        vectorized=True,
        n_resamples=0,
        confidence_level=CONFIDENCE,
        method="BCa" if method == "bca" else method,
        bootstrap_result=SimpleNamespace(bootstrap_distribution=replicates),
    ).confidence_interval
    return Interval(float(result.low), float(result.high))


def _has_bca(
    statistic: Callable[..., Floats], arrays: tuple[npt.NDArray[np.generic], ...], replicates: Floats, estimate: float
) -> bool:
    """Whether bias and acceleration are finite (Efron 1987): replicates on both sides, a jackknife that varies."""
    below = (np.mean(replicates < estimate) + np.mean(replicates <= estimate)) / 2
    units = arrays[0].size
    others = np.nonzero(~np.eye(units, dtype=bool))[1].reshape(units, units - 1)  # row i leaves unit i out
    jackknife = np.asarray(statistic(*(array[others] for array in arrays)), np.float64)
    return bool(0 < below < 1 and np.isfinite(jackknife).all() and np.ptp(jackknife) > 0)

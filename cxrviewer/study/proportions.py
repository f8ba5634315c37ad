"""Intervals and the test of one proportion, by statsmodels and scipy. Knows neither readers nor images."""

from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from cxrviewer.study.estimate import CONFIDENCE, Interval, NotEstimable, TestResult

_EMPTY = NotEstimable("nothing was counted (0 of 0)")


def rate(count: int, of: int) -> float | NotEstimable:
    """``count`` / ``of``."""
    _check(count, of)
    return count / of if of else _EMPTY


def wilson(count: int, of: int) -> Interval | NotEstimable:
    """Wilson's score interval (Wilson 1927; statsmodels ``proportion_confint(method="wilson")``)."""
    return _interval(count, of, "wilson")


def clopper_pearson(count: int, of: int) -> Interval | NotEstimable:
    """The exact interval from the beta distribution (Clopper and Pearson 1934; statsmodels ``method="beta"``)."""
    return _interval(count, of, "beta")


def binomial_test(count: int, of: int, chance: float) -> TestResult | NotEstimable:
    """Exact two-sided test that the true share is ``chance`` (scipy ``binomtest``); the statistic is the count."""
    _check(count, of)
    if not of:
        return _EMPTY
    return TestResult(float(count), float(stats.binomtest(count, of, chance).pvalue))


def _interval(count: int, of: int, method: str) -> Interval | NotEstimable:
    _check(count, of)
    if not of:
        return _EMPTY
    low, high = proportion_confint(count, of, alpha=1 - CONFIDENCE, method=method)
    # Rounding may leave an end at 1 + 2e-16 or below 0: an end of the scale is the end.
    return Interval(max(0.0, float(low)), min(1.0, float(high)))


def _check(count: int, of: int) -> None:
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no proportion")

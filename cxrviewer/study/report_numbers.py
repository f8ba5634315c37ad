"""Statistics as a report writes them: rounded, with their unit, and why a value is not there. Knows no table."""

from collections.abc import Callable
from typing import TypeVar

from cxrviewer.study.bootstrap import Bootstrapped
from cxrviewer.study.estimate import Interval, NotEstimable, TestResult

T = TypeVar("T")
NONE = "n.e."


class Reasons:
    """Formats values and keeps why some of them are not there: one footnote per reason."""

    def __init__(self) -> None:
        self._reasons: dict[str, None] = {}

    def show(self, value: T | NotEstimable, how: Callable[[T], str]) -> str:
        """The value as ``how`` writes it."""
        if isinstance(value, NotEstimable):
            self._reasons[value.reason] = None
            return NONE
        return how(value)

    def footnotes(self) -> tuple[str, ...]:
        """One for each reason met so far."""
        return tuple(f"{NONE}: not estimable; {reason}." for reason in self._reasons)


def share(count: int, of: int) -> str:
    """A count and its share."""
    return f"{count} ({100 * count / of:.1f}%)" if of else f"{count}"


def percent(rate: float) -> str:
    """With one place, as the paper."""
    return f"{100 * rate:.1f}%"


def points(rate: float) -> str:
    """A difference of rates in percentage points, without the unit."""
    return f"{round(100 * rate, 1) + 0.0:.1f}".replace("-", "−")  # + 0.0: no minus before zero


def percent_interval(interval: Interval) -> str:
    """From end to end."""
    return f"{100 * interval.low:.1f}% to {100 * interval.high:.1f}%"


def percent_bootstrap(found: Bootstrapped) -> str:
    """The interval alone."""
    return percent_interval(found.interval)


def three_places(value: float) -> str:
    """Kappas and alphas."""
    return f"{round(value, 3) + 0.0:.3f}".replace("-", "−")


def p_value(value: float) -> str:
    """Three places, or below the least of them."""
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def chi_squared(test: TestResult) -> str:
    """Statistic, degrees of freedom and p."""
    p = "p < 0.001" if test.p < 0.001 else f"p = {test.p:.3f}"
    return f"{test.statistic:.2f}, df {test.df}, {p}"

"""What a statistic can be: a number, an interval, a test, or not estimable with the reason. Never a NaN.

Knows no formula and no study.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

CONFIDENCE = 0.95
"""Of every interval this program states."""


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """The statistic is 0/0 or lacks its data; ``reason`` is half a sentence for the person who reads the table."""

    reason: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided confidence interval at ``CONFIDENCE``."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """From end to end."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class TestResult:
    """A test's statistic and its two-sided p; ``df`` where the statistic has degrees of freedom."""

    __test__ = False  # its name is the field's word; pytest must not collect it

    statistic: float
    p: float
    df: int | None = None


T = TypeVar("T")


def estimates(values: Iterable[T | NotEstimable]) -> list[T]:
    """Those that could be estimated."""
    return [value for value in values if not isinstance(value, NotEstimable)]


Tree = object
"""Dicts, lists, numbers and texts, with the types above as leaves."""


def json_of_interval(interval: Interval | NotEstimable) -> Tree:
    """``[low, high]``."""
    return interval if isinstance(interval, NotEstimable) else [interval.low, interval.high]


def json_of_test(test: TestResult | NotEstimable, *, df: bool = False) -> Tree:
    """``{statistic, p}``, with ``df`` on request; the keys stay when nothing could be estimated."""
    if isinstance(test, NotEstimable):
        return dict.fromkeys(("statistic", "df", "p") if df else ("statistic", "p"), test)
    values: dict[str, Tree] = {"statistic": test.statistic, "p": test.p}
    return {"statistic": test.statistic, "df": test.df, "p": test.p} if df else values


def resolved(tree: Tree) -> tuple[Tree, list[str]]:
    """The tree with null for what is not estimable, and a note for each reason: which nulls it stands behind."""
    places: dict[str, list[str]] = {}
    values = _without_gaps(tree, "", places)
    return values, [f"{', '.join(paths)}: not estimable, {reason}" for reason, paths in places.items()]


def _without_gaps(tree: Tree, path: str, places: dict[str, list[str]]) -> Tree:
    match tree:
        case NotEstimable(reason):
            places.setdefault(reason, []).append(path)
            return None
        case dict():
            leaves = list(tree.values())
            if leaves and isinstance(leaves[0], NotEstimable) and all(leaf is leaves[0] for leaf in leaves):
                places.setdefault(leaves[0].reason, []).append(path)  # a test as a whole
                return dict.fromkeys(tree)
            return {
                str(key): _without_gaps(value, f"{path}.{key}" if path else str(key), places)
                for key, value in tree.items()
            }
        case list():
            return [_without_gaps(value, f"{path}[{index}]", places) for index, value in enumerate(tree)]
        case _:
            return tree

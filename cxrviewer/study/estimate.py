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


def resolved(tree: Tree, path: str = "") -> tuple[Tree, list[str]]:
    """The tree with null for what is not estimable, and one note per null: where it stands and why.

    A dict whose values are missing for one reason is one note.
    """
    match tree:
        case NotEstimable(reason):
            return None, [f"{path}: not estimable, {reason}"]
        case dict():
            leaves = list(tree.values())
            if leaves and isinstance(leaves[0], NotEstimable) and all(leaf is leaves[0] for leaf in leaves):
                return dict.fromkeys(tree), [f"{path}: not estimable, {leaves[0].reason}"]
            branches = {str(key): resolved(value, f"{path}.{key}" if path else str(key)) for key, value in tree.items()}
            return {key: value for key, (value, _) in branches.items()}, [
                note for _, notes in branches.values() for note in notes
            ]
        case list() | tuple():
            items = [resolved(value, f"{path}[{index}]") for index, value in enumerate(tree)]
            return [value for value, _ in items], [note for _, notes in items for note in notes]
        case _:
            return tree, []

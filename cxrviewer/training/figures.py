"""How well written reports agree with the truth: F1, places, inventions, omissions, and what chance would score.

Counts a ``Sheet``; knows no words, and nothing of training.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting.findings import Finding
from cxrviewer.study.bootstrap import percentile_interval
from cxrviewer.study.estimate import Interval
from cxrviewer.training.sheet import SIDED, Bools, Sheet, read_sheet

__all__ = [
    "SIDED",
    "Agreement",
    "Chance",
    "ReportFigures",
    "agreement",
    "chance",
    "compare",
    "count",
    "f1_score",
    "share",
]

PERMUTATIONS = 1000


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of what is said with what is there, each finding."""

    reports: int
    f1: dict[Finding, float]
    """2 TP / (2 TP + FP + FN); 0 where there is nothing to find and nothing was said."""
    precision: dict[Finding, float]
    recall: dict[Finding, float]

    @property
    def macro_f1(self) -> float:
        """Mean over the findings."""
        return float(np.mean(list(self.f1.values())))


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Of reports against the truth of their films."""

    whole: Agreement
    body: Agreement
    """Of what stands before the impression."""
    impression: Agreement | None
    """Of the impressions alone, over the reports that have one; None where none has."""
    contradictions: float
    """Findings a report that its body affirms and its impression denies, or the other way round; over ``impression``'s
    reports, 0 where there are none."""
    side: float
    """Share of rightly affirmed sided findings whose side is right too; NaN where none was affirmed."""
    zone: float
    """The same of the zone, over findings that may lie in several."""
    invented: float
    """Findings a report that are said but not there."""
    missed: float
    """Findings a report that are there but not said."""
    doubted: float
    """Share of what is said that is said with doubt alone."""
    accuracy: float
    """Share of all (film, finding) that is right."""
    all_negative: float
    """``accuracy`` of reports that deny everything; their F1 is 0."""
    words: float
    """Mean length of a report."""
    longest: int
    """Words of the longest report."""

    @property
    def films(self) -> int:
        """How many reports there are."""
        return self.whole.reports

    @property
    def f1(self) -> dict[Finding, float]:
        """Of the whole reports."""
        return self.whole.f1

    @property
    def precision(self) -> dict[Finding, float]:
        """Of the whole reports."""
        return self.whole.precision

    @property
    def recall(self) -> dict[Finding, float]:
        """Of the whole reports."""
        return self.whole.recall

    @property
    def macro_f1(self) -> float:
        """Of the whole reports."""
        return self.whole.macro_f1


@dataclass(frozen=True, slots=True)
class Chance:
    """Macro F1 of the same reports dealt out to the films at random."""

    mean: float
    middle: Interval
    """Of 95 % of the deals."""


def compare(reports: Sequence[str], truths: Sequence[Truth]) -> ReportFigures:
    """A finding counts as said where the report affirms or doubts it."""
    return count(read_sheet(reports, truths))


def count(sheet: Sheet) -> ReportFigures:
    """Every figure of a sheet; of at least one report."""
    with_impression = int(sheet.concluded.sum())
    films = len(sheet)
    return ReportFigures(
        whole=agreement(sheet.said, sheet.there),
        body=agreement(sheet.body, sheet.there),
        impression=agreement(sheet.impression[sheet.concluded], sheet.there[sheet.concluded])
        if with_impression
        else None,
        contradictions=float(sheet.contradicted.sum()) / max(with_impression, 1),
        side=share(sheet.side_right, sheet.side_judged),
        zone=share(sheet.zone_right, sheet.zone_judged),
        invented=float(sheet.invented.sum()) / films,
        missed=float(sheet.missed.sum()) / films,
        doubted=float(sheet.doubted.sum()) / max(int(sheet.said.sum()), 1),
        accuracy=float((sheet.said == sheet.there).mean()),
        all_negative=float((~sheet.there).mean()),
        words=float(sheet.words.mean()),
        longest=int(sheet.words.max()),
    )


def agreement(said: Bools, there: Bools) -> Agreement:
    """Of two arrays (reports, findings)."""
    both, all_said, all_there = (part.sum(axis=0) for part in (said & there, said, there))
    f1 = f1_score(both, all_said, all_there)
    precision, recall = both / np.maximum(all_said, 1), both / np.maximum(all_there, 1)
    return Agreement(len(said), *(dict(zip(Finding, part.tolist(), strict=True)) for part in (f1, precision, recall)))


def f1_score(
    both: npt.NDArray[np.number], said: npt.NDArray[np.number], there: npt.NDArray[np.number]
) -> npt.NDArray[np.float64]:
    """F1 from the counts of true positives, of all said and of all there; any shape."""
    return np.asarray(2.0 * both / np.maximum(said + there, 1), dtype=np.float64)


def share(right: Bools, judged: Bools) -> float:
    """How many of those judged are right; NaN where none is judged."""
    return float(right.sum() / judged.sum()) if judged.any() else math.nan


def chance(sheet: Sheet, *, seed: int = 0) -> Chance:
    """Macro F1 that reports reach which rest on nothing: each deal gives every report to a film drawn at random."""
    rng = np.random.default_rng(seed)
    said, there = sheet.said.sum(axis=0), sheet.there.sum(axis=0)
    dealt = [
        float(f1_score((sheet.said[rng.permutation(len(sheet))] & sheet.there).sum(axis=0), said, there).mean())
        for _ in range(PERMUTATIONS)
    ]
    return Chance(float(np.mean(dealt)), percentile_interval(dealt))

"""How far a report is from a phantom's truth, as the labeller reads it; knows text and truth, no model.

Only the six findings are judged. The penalty of a report is

    invented + missed + 0.5 * wrong sides + 0.25 * wrong zones + 0.5 * contradictions

An affirmed and a doubted finding both count as said. Length is no part of it: a longer report is not a better one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cxrviewer.phantom.truth import Truth
from cxrviewer.training.figures import count
from cxrviewer.training.sheet import Sheet, read_sheet

SIDE_WEIGHT, ZONE_WEIGHT, CONTRADICTION_WEIGHT = 0.5, 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with one report, counted in findings."""

    invented: int = 0
    """Said, and not on the film."""
    missed: int = 0
    """On the film, and not said."""
    wrong_sides: int = 0
    """Rightly said of a finding that has a side, with another side or with none."""
    wrong_zones: int = 0
    """Rightly said of a finding that may lie in several zones, with another zone, with more than one or with none."""
    contradictions: int = 0
    """Said in the body and denied in the impression, or the other way round."""

    @property
    def penalty(self) -> float:
        """0 for a report without a fault."""
        return (
            self.invented
            + self.missed
            + SIDE_WEIGHT * self.wrong_sides
            + ZONE_WEIGHT * self.wrong_zones
            + CONTRADICTION_WEIGHT * self.contradictions
        )


def judge(report: str, truth: Truth) -> Judgement:
    """One report against the truth of its film."""
    return _judged(read_sheet([report], [truth]))[0]


def _judged(sheet: Sheet) -> list[Judgement]:
    columns = (
        sheet.invented,
        sheet.missed,
        sheet.side_judged & ~sheet.side_right,
        sheet.zone_judged & ~sheet.zone_right,
        sheet.contradicted,
    )
    return [Judgement(*row) for row in np.stack([column.sum(axis=1) for column in columns], axis=1).tolist()]


def words(report: str) -> int:
    """Length of a report."""
    return len(report.split())


@dataclass(frozen=True, slots=True)
class Factuality:
    """Means over reports; each count is a report's."""

    films: int
    penalty: float
    invented: float
    missed: float
    macro_f1: float
    side: float | None
    """Share of rightly affirmed sided findings whose side is right too; None where none was affirmed."""
    words: float
    f1: dict[str, float] = field(default_factory=dict)


def measure(reports: Sequence[str], truths: Sequence[Truth]) -> Factuality:
    """The reports of a model against their films' truths, at least one."""
    sheet = read_sheet(reports, truths)
    figures = count(sheet)
    return Factuality(
        films=figures.films,
        penalty=float(np.mean([one.penalty for one in _judged(sheet)])),
        invented=figures.invented,
        missed=figures.missed,
        macro_f1=figures.macro_f1,
        side=None if math.isnan(figures.side) else figures.side,
        words=figures.words,
        f1={finding.value: value for finding, value in figures.f1.items()},
    )

"""How far a report is from a phantom's truth, as the labeller reads it; knows text and truth, no model.

Only the six findings are judged. The penalty of a report is

    invented + missed + 0.5 * wrong sides + 0.25 * wrong zones + 0.5 * contradictions

An affirmed and a doubted finding both count as said. Length is no part of it: a longer report is not a better one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cxrviewer.phantom.reading import body_and_impression, places_said
from cxrviewer.phantom.truth import Truth, Zone
from cxrviewer.reporting.findings import Finding
from cxrviewer.reporting.labeller import Presence, label_report
from cxrviewer.training.figures import SIDED, compare

SIDE_WEIGHT, ZONE_WEIGHT, CONTRADICTION_WEIGHT = 0.5, 0.25, 0.5
_SAID = (Presence.PRESENT, Presence.UNCERTAIN)


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
    """Rightly said, with zones that are all wrong; a finding without a zone is not wrong."""
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
    said = {finding for finding, label in label_report(report).items() if label.presence in _SAID}
    there = {lesion.finding for lesion in truth.lesions}
    places = places_said(report)
    wrong_sides = wrong_zones = 0
    for lesion in truth.lesions:
        if lesion.finding in said:
            place = places.get(lesion.finding)
            wrong_sides += lesion.finding in SIDED and (place is None or place.side is not lesion.side)
            named = place is not None and lesion.zone is not Zone.NOWHERE and bool(place.zones)
            wrong_zones += named and place is not None and lesion.zone not in place.zones
    return Judgement(len(said - there), len(there - said), wrong_sides, wrong_zones, _contradictions(report))


def _contradictions(report: str) -> int:
    body, impression = (label_report(part) for part in body_and_impression(report))
    parts = [(body[finding].presence, impression[finding].presence) for finding in Finding]
    return sum(Presence.ABSENT in both and any(one in _SAID for one in both) for both in parts)


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
    judged = [judge(report, truth) for report, truth in zip(reports, truths, strict=True)]
    figures = compare(reports, truths)
    return Factuality(
        films=len(judged),
        penalty=float(np.mean([one.penalty for one in judged])),
        invented=float(np.mean([one.invented for one in judged])),
        missed=float(np.mean([one.missed for one in judged])),
        macro_f1=figures.macro_f1,
        side=None if math.isnan(figures.side) else figures.side,
        words=float(np.mean([words(report) for report in reports])),
        f1={finding.value: value for finding, value in figures.f1.items()},
    )

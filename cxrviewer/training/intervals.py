"""95 % intervals of one test set's figures: films are drawn again with replacement, each with all its findings.

Knows arrays; the resampling is the study's own.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.reporting.findings import Finding
from cxrviewer.study.bootstrap import Indices, draw_indices, percentile_interval
from cxrviewer.study.estimate import Interval, NotEstimable
from cxrviewer.training.figures import f1_score
from cxrviewer.training.probabilities import Floats, auroc
from cxrviewer.training.sheet import Bools, Sheet

Bounds = Interval | NotEstimable


@dataclass(frozen=True, slots=True)
class Intervals:
    """Percentile intervals of 1,000 resamples."""

    macro_f1: Bounds
    side: Bounds
    zone: Bounds
    invented: Bounds
    missed: Bounds


def intervals(sheet: Sheet) -> Intervals:
    """Of the whole reports' figures."""
    times = _times(draw_indices(len(sheet)))
    both, said, there = (times @ part.astype(float) for part in (sheet.said & sheet.there, sheet.said, sheet.there))
    sides, side_right, zones, zone_right, invented, missed = (
        times @ part.sum(axis=1)
        for part in (
            sheet.side_judged,
            sheet.side_right,
            sheet.zone_judged,
            sheet.zone_right,
            sheet.invented,
            sheet.missed,
        )
    )
    return Intervals(
        macro_f1=_bounds(f1_score(both, said, there).mean(axis=1)),
        side=_bounds(_ratio(side_right, sides)),
        zone=_bounds(_ratio(zone_right, zones)),
        invented=_bounds(invented / len(sheet)),
        missed=_bounds(missed / len(sheet)),
    )


def auroc_intervals(p_yes: Floats, there: Bools) -> dict[Finding, Bounds]:
    """Of the area of each finding, from (films, findings)."""
    indices = draw_indices(len(p_yes))
    return {
        finding: _bounds(np.array([auroc(scores[rows], truth[rows]) for rows in indices]))
        for finding, scores, truth in zip(Finding, p_yes.T, there.T, strict=True)
    }


def _times(indices: Indices) -> Floats:
    """(resamples, films) how often each film was drawn."""
    times = np.zeros(indices.shape)
    np.add.at(times, (np.arange(len(indices))[:, None], indices), 1.0)
    return times


def _ratio(counts: Floats, totals: Floats) -> Floats:
    ratio: Floats = np.divide(counts, totals, out=np.full(len(counts), np.nan), where=totals > 0)
    return ratio


def _bounds(replicates: Floats) -> Bounds:
    """What is 0/0 in a resample is left out."""
    defined = replicates[~np.isnan(replicates)]
    return percentile_interval(defined) if defined.size else NotEstimable("nothing was counted (0 of 0)")

"""What a model's P(yes) is worth: ranking, calibration, and the yes or no that follows from it.

Counts arrays; knows no question and no network.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from cxrviewer.reporting.findings import Finding
from cxrviewer.training.figures import Agreement, agreement
from cxrviewer.training.sheet import Bools

BINS = 10
THRESHOLD = 0.5
"""An answer is yes from here on: P(yes) / (P(yes) + P(no))."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ProbabilityFigures:
    """Of P(yes) for every finding of every film."""

    auroc: dict[Finding, float]
    """NaN where all films or none show it."""
    calibration_error: dict[Finding, float]
    """Expected calibration error: 10 bins of equal width, each weighed by what falls into it."""
    pooled_calibration_error: float
    """The same of all findings together."""
    brier: dict[Finding, float]
    """Mean squared distance of P(yes) from the truth."""
    answers: Agreement
    """Of yes and no with the truth."""
    accuracy: float
    """Share of right answers."""
    all_no: float
    """``accuracy`` of who always says no."""
    like_report: float
    """Share of answers that say what the report of the same film says."""

    @property
    def asked(self) -> int:
        """How many questions."""
        return self.answers.reports * len(Finding)


def judge_probabilities(p_yes: Floats, there: Bools, said: Bools) -> ProbabilityFigures:
    """Of three arrays (films, findings): P(yes), what the films show, what their reports say."""
    columns = list(zip(Finding, p_yes.T, there.T, strict=True))
    yes = p_yes >= THRESHOLD
    return ProbabilityFigures(
        auroc={finding: auroc(column, truth) for finding, column, truth in columns},
        calibration_error={finding: calibration_error(column, truth) for finding, column, truth in columns},
        pooled_calibration_error=calibration_error(p_yes.ravel(), there.ravel()),
        brier={finding: float(np.mean((column - truth) ** 2)) for finding, column, truth in columns},
        answers=agreement(yes, there),
        accuracy=float((yes == there).mean()),
        all_no=float((~there).mean()),
        like_report=float((yes == said).mean()),
    )


def auroc(score: Floats, positive: Bools) -> float:
    """Area under the ROC curve: how often a positive scores higher than a negative, ties half (Hanley, McNeil 1982)."""
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if not positives or not negatives:
        return math.nan
    ranks = rankdata(score)[positive].sum()
    return float((ranks - positives * (positives + 1) / 2) / (positives * negatives))


def calibration_error(probability: Floats, positive: Bools) -> float:
    """Expected calibration error (Naeini et al., AAAI 2015); the last bin holds 1."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    stated, observed = (np.bincount(bins, weights=part, minlength=BINS) for part in (probability, positive))
    return float(np.abs(stated - observed).sum() / len(probability))

import math

import numpy as np
import pytest

from cxrviewer.reporting.findings import Finding
from cxrviewer.study.estimate import Interval
from cxrviewer.training.intervals import auroc_intervals
from cxrviewer.training.probabilities import auroc, calibration_error, judge_probabilities


def positive(*values: int) -> np.ndarray:
    return np.array(values, dtype=bool)


def test_auroc_is_how_often_a_positive_scores_higher() -> None:
    """Pairs: (.9, .5) and (.9, .1) won, (.5, .5) half, (.5, .1) won: 3.5 of 4."""
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), positive(1, 1, 0, 0)) == 3.5 / 4
    assert auroc(np.array([0.1, 0.2, 0.3]), positive(1, 0, 0)) == 0.0
    assert math.isnan(auroc(np.array([0.1, 0.2]), positive(0, 0)))


def test_calibration_error_weighs_each_bin() -> None:
    """Bin .2-.3: stated .25, observed 1/2, two of five; bin .9-1: stated .95 on average, observed 1, three of five."""
    found = calibration_error(np.array([0.25, 0.25, 0.95, 1.0, 0.9]), positive(1, 0, 1, 1, 1))
    assert found == pytest.approx(2 / 5 * 0.25 + 3 / 5 * 0.05)
    assert calibration_error(np.array([0.0, 1.0]), positive(0, 1)) == 0.0


def test_what_follows_from_the_probabilities() -> None:
    p_yes = np.full((4, 6), 0.2)
    p_yes[:, 0] = (0.8, 0.5, 0.4, 0.1)
    there = np.zeros((4, 6), dtype=bool)
    there[:, 0] = (1, 0, 1, 0)
    said = np.zeros((4, 6), dtype=bool)
    said[:, 0] = (1, 1, 1, 0)
    figures = judge_probabilities(p_yes, there, said)
    first = next(iter(Finding))
    assert figures.asked == 24
    assert figures.auroc[first] == 3 / 4
    assert math.isnan(figures.auroc[Finding.PNEUMOTHORAX])
    assert figures.brier[first] == pytest.approx((0.2**2 + 0.5**2 + 0.6**2 + 0.1**2) / 4)
    assert figures.calibration_error[Finding.PNEUMOTHORAX] == pytest.approx(0.2)
    assert figures.accuracy == 22 / 24
    assert figures.all_no == 22 / 24
    assert figures.answers.f1[first] == 0.5
    assert figures.like_report == 23 / 24


def test_intervals_of_the_area() -> None:
    rng = np.random.default_rng(1)
    there = rng.random((60, 6)) < 0.5
    there[:, 5] = False
    p_yes = np.clip(there * 0.3 + rng.random((60, 6)) * 0.7, 0, 1)
    bounds = auroc_intervals(p_yes, there)
    first = next(iter(Finding))
    interval = bounds[first]
    assert isinstance(interval, Interval)
    assert interval.low < auroc(p_yes[:, 0], there[:, 0]) < interval.high
    assert not isinstance(bounds[Finding.PNEUMOTHORAX], Interval)

"""Bootstrap intervals, with the resamples handed in, against worked values."""

import numpy as np
import pytest

from cxrviewer.study.bootstrap import (
    bootstrap_difference,
    bootstrap_interval,
    bootstrap_rate,
    draw_indices,
    percentile_interval,
)
from cxrviewer.study.estimate import NotEstimable
from tests.study.synthetic import SUCCESSES


def ends(bootstrapped):
    return bootstrapped.interval.low, bootstrapped.interval.high


def test_the_synthetic_study_with_one_generator_in_its_stated_order():
    # default_rng(7), 1000 resamples each: the difference by image, the model's rate naive, then by image
    generator = np.random.default_rng(7)
    model, truth = SUCCESSES[:, 0], SUCCESSES[:, 1]
    three = np.full(50, 3)
    difference = bootstrap_difference(
        (model.sum(axis=1), truth.sum(axis=1)), (three, three), draw_indices(50, seed=generator)
    )
    assert difference.estimate == pytest.approx(-32 / 150, abs=1e-9)
    assert ends(difference) == pytest.approx((-46 / 150, -19 / 150), abs=1e-9)
    naive = bootstrap_rate(model.ravel(), np.ones(150), draw_indices(150, seed=generator))
    assert ends(naive) == pytest.approx((0.56, 107 / 150), abs=1e-9)
    clustered = bootstrap_rate(model.sum(axis=1), three, draw_indices(50, seed=generator))
    assert ends(clustered) == pytest.approx((77 / 150, 115 / 150), abs=1e-9)
    assert naive.interval.width == pytest.approx(0.153, abs=5e-4)
    assert clustered.interval.width == pytest.approx(0.253, abs=5e-4)


def test_indices_handed_in_decide_everything():
    # resamples of two clusters: both the first, one of each, both the second
    found = bootstrap_rate([1, 0], [1, 3], [[0, 0], [0, 1], [1, 1]])
    assert found.estimate == 0.25
    assert ends(found) == (percentile_interval([1, 0.25, 0]).low, percentile_interval([1, 0.25, 0]).high)


def test_a_resample_that_lacks_a_side_is_left_out_and_counted():
    found = bootstrap_difference(([1, 0], [0, 1]), ([1, 0], [1, 1]), [[0, 0], [0, 1], [1, 1]])
    assert (found.resamples, found.left_out) == (3, 1)
    assert np.isfinite(ends(found)).all()


def test_what_cannot_be_resampled_is_not_estimable():
    assert isinstance(bootstrap_rate([1], [3], draw_indices(1)), NotEstimable)
    assert isinstance(bootstrap_rate([], [], np.empty((5, 0), int)), NotEstimable)
    assert isinstance(bootstrap_rate([0, 0], [0, 0], draw_indices(2)), NotEstimable)
    assert isinstance(bootstrap_difference(([1, 0], [0, 1]), ([1, 0], [0, 1]), [[0, 0], [1, 1]]), NotEstimable)


def mean(sample, axis=-1):
    return sample.mean(axis=axis)


def test_one_seed_gives_one_interval_and_another_gives_another():
    values = np.random.default_rng(0).normal(size=40)
    first, again, other = (
        bootstrap_interval(mean, (values,), indices=draw_indices(40, seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_bca_without_a_fall_back_says_why_it_is_missing():
    found = bootstrap_interval(mean, (np.ones(10),), indices=draw_indices(10), method="bca")
    assert isinstance(found, NotEstimable)
    assert isinstance(bootstrap_interval(mean, (np.empty(0),), indices=np.empty((5, 0), int)), NotEstimable)

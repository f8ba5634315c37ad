"""Intervals of a proportion against values worked with statsmodels 0.15.0 and scipy 1.17.1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.study.estimate import Interval, NotEstimable
from cxrviewer.study.proportions import binomial_test, clopper_pearson, rate, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (109, 150, 0.6503549212540405, 0.7916585679657648),  # 72.7 %, the journal paper's success of the model
        (126, 150, 0.7729603179581628, 0.890059915871545),  # 84.0 %, of the reference reports
        (0, 25, 0, 0.13319225093904855),
        (25, 25, 0.8668077490609515, 1),
        (1, 1, 0.2065493143772374, 1),
    ],
)
def test_wilson(count, of, low, high):
    found = wilson(count, of)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_clopper_pearson():
    found = clopper_pearson(109, 150)
    assert (found.low, found.high) == pytest.approx((0.6479782293185641, 0.796171274901832), abs=1e-9)


@pytest.mark.parametrize("function", [rate, wilson, clopper_pearson])
def test_nothing_of_nothing_is_not_estimable(function):
    assert isinstance(function(0, 0), NotEstimable)


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3)])
def test_what_is_no_proportion_is_refused(count, of):
    with pytest.raises(ValueError, match="no proportion"):
        wilson(count, of)


def test_the_binomial_test_of_ten_right_of_ten():
    # both tails of ten fair coins: 2 / 2**10
    assert binomial_test(10, 10, 0.5).p == pytest.approx(2 / 1024, abs=1e-12)
    assert isinstance(binomial_test(0, 0, 0.5), NotEstimable)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_contains_the_rate_mirrors_and_stays_on_the_scale(proportion):
    count, of = proportion
    found, mirrored = wilson(count, of), wilson(of - count, of)
    assert isinstance(found, Interval)
    assert 0 <= found.low <= count / of + 1e-12
    assert count / of - 1e-12 <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-9)

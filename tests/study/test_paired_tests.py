"""Cochran's Q and McNemar against values worked by hand and with statsmodels 0.15.0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxrviewer.study.estimate import NotEstimable, TestResult
from cxrviewer.study.paired_tests import McNemar, cochran_q, mcnemar, paired_table

TWELVE = np.array(
    [
        [1, 1, 0],
        [1, 1, 1],
        [1, 0, 0],
        [1, 1, 0],
        [1, 1, 1],
        [0, 0, 0],
        [1, 1, 0],
        [1, 0, 1],
        [1, 1, 0],
        [0, 1, 0],
        [1, 1, 1],
        [1, 0, 0],
    ]
)


def test_cochran_q_worked_by_hand():
    # columns 10, 8, 4: (3-1)(3*180 - 22**2) / (3*22 - 50) = 7, p = exp(-3.5)
    assert cochran_q(TWELVE) == TestResult(pytest.approx(7, abs=1e-9), pytest.approx(np.exp(-3.5), abs=1e-9), 2)


def test_q_of_two_columns_is_mcnemar_uncorrected():
    pair = cochran_q(TWELVE[:, :2])
    table = paired_table(TWELVE[:, 0], TWELVE[:, 1])
    assert table.tolist() == [[7, 3], [1, 1]]  # successes first
    assert (pair.statistic, pair.p) == pytest.approx((1, 0.31731050786291115), abs=1e-9)
    uncorrected = mcnemar(table, McNemar.UNCORRECTED)
    assert (uncorrected.statistic, uncorrected.p) == pytest.approx((pair.statistic, pair.p), abs=1e-9)


@pytest.mark.parametrize(
    ("form", "statistic", "p", "df"),
    [
        (McNemar.EXACT, 6, 0.002315700054168701, None),
        (McNemar.CORRECTED, 8.827586206896552, 0.0029671058986476154, 1),
        (McNemar.UNCORRECTED, 9.96551724137931, 0.0015949936169505198, 1),
    ],
)
def test_mcnemar(form, statistic, p, df):
    found = mcnemar([[103, 6], [23, 18]], form)
    assert (found.statistic, found.p) == pytest.approx((statistic, p), abs=1e-9)
    assert found.df == df


@pytest.mark.parametrize(
    "outcomes",
    [
        np.ones((5, 3)),
        np.zeros((5, 3)),
        [[1, 1], [0, 0]],
        np.ones((5, 1)),
        np.empty((0, 3)),
        np.empty((0, 0)),
    ],
)
def test_q_of_constant_rows_one_column_or_nothing_is_not_estimable(outcomes):
    assert isinstance(cochran_q(outcomes), NotEstimable)


def test_q_refuses_grades():
    with pytest.raises(ValueError, match="0 and 1"):
        cochran_q([[1, 2], [2, 2]])


def test_without_discordant_pairs_only_the_exact_test_speaks():
    assert mcnemar([[5, 0], [0, 4]]).p == 1
    for form in (McNemar.CORRECTED, McNemar.UNCORRECTED):
        assert isinstance(mcnemar([[5, 0], [0, 4]], form), NotEstimable)


@pytest.mark.parametrize("form", McNemar)
def test_mcnemar_without_pairs_is_not_estimable(form):
    assert isinstance(mcnemar([[0, 0], [0, 0]], form), NotEstimable)


def test_mcnemar_refuses_what_is_no_table():
    with pytest.raises(ValueError, match="two by two"):
        mcnemar([1, 2, 3, 4])


@given(arrays(np.int8, st.tuples(st.integers(1, 12), st.integers(2, 5)), elements=st.integers(0, 1)), st.data())
def test_q_is_the_formula_and_blind_to_the_order_of_columns(outcomes, data):
    found = cochran_q(outcomes)
    columns, rows = outcomes.sum(axis=0).astype(int), outcomes.sum(axis=1).astype(int)
    k, total = outcomes.shape[1], outcomes.sum(dtype=int)
    if isinstance(found, NotEstimable):
        assert k * total == (rows**2).sum()
        return
    # Cochran 1950
    assert found.statistic == pytest.approx(
        (k - 1) * (k * (columns**2).sum() - total**2) / (k * total - (rows**2).sum()), abs=1e-9
    )
    order = data.draw(st.permutations(range(k)))
    assert cochran_q(outcomes[:, order]).p == pytest.approx(found.p, abs=1e-9)

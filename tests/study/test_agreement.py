"""Agreement of raters against published and worked values; 0/0 is said, never NaN."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxrviewer.study.agreement import (
    category_counts,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    randolph_kappa,
    raw_agreement,
)
from cxrviewer.study.estimate import NotEstimable
from cxrviewer.study.paired_tests import cochran_q

# The worked example of Wikipedia's article on Fleiss' kappa: 10 subjects, 5 categories, 14 raters.
FLEISS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]
# 10 cases, 3 readers
GRADED = np.array(
    [[1, 1, 2], [2, 2, 2], [1, 1, 1], [3, 4, 3], [4, 4, 4], [2, 1, 2], [1, 2, 1], [3, 3, 2], [4, 3, 4], [1, 1, 1]]
)

near = {"abs": 1e-9}


def test_fleiss_and_randolph_of_the_published_table():
    assert fleiss_kappa(FLEISS) == pytest.approx(0.20993070442195522, **near)
    assert randolph_kappa(FLEISS) == pytest.approx(0.2225274725274725, **near)


def test_three_readers():
    assert fleiss_kappa(category_counts(GRADED)) == pytest.approx(0.4495412844036695, **near)
    success = (GRADED <= 2).astype(int)
    assert fleiss_kappa(category_counts(success, (0, 1))) == pytest.approx(0.8564593301435405, **near)
    q = cochran_q(success)
    assert (q.statistic, q.p) == pytest.approx((2, 0.36787944117144245), **near)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.4678899082568807), ("ordinal", 0.8254110251450677), ("interval", 0.8505154639175257)],
)
def test_krippendorff(level, alpha):
    assert krippendorff_alpha(GRADED, level) == pytest.approx(alpha, **near)


def test_krippendorff_with_missing_grades():
    grades = GRADED.astype(float)
    grades[3, 0] = grades[7, 2] = np.nan  # reader 1 of case 4, reader 3 of case 8
    assert krippendorff_alpha(grades) == pytest.approx(0.8304616175903304, **near)


@pytest.mark.parametrize(
    ("weights", "kappa"), [("none", 0.4444444444444444), ("linear", 0.6875), ("quadratic", 0.8529411764705883)]
)
def test_cohen(weights, kappa):
    assert cohen_kappa(GRADED[:, 0], GRADED[:, 1], weights) == pytest.approx(kappa, **near)


def test_unanimity_in_one_grade_is_full_raw_agreement_and_not_estimable():
    same = np.full((8, 3), 2)
    counts = category_counts(same)
    assert raw_agreement(counts) == 1
    assert isinstance(fleiss_kappa(counts), NotEstimable)
    assert randolph_kappa(counts) == 1  # chance is fixed beforehand: no 0/0
    for level in ("nominal", "ordinal", "interval"):
        assert isinstance(krippendorff_alpha(same, level), NotEstimable)
    for weights in ("none", "linear", "quadratic"):
        assert isinstance(cohen_kappa(same[:, 0], same[:, 1], weights), NotEstimable)


def test_unanimity_in_several_grades_is_one():
    same = np.repeat([[1], [4], [2]], 3, axis=1)
    counts = category_counts(same)
    assert raw_agreement(counts) == fleiss_kappa(counts) == randolph_kappa(counts) == 1
    assert krippendorff_alpha(same) == pytest.approx(1)
    assert cohen_kappa(same[:, 0], same[:, 1], "quadratic") == 1


def test_raw_agreement_by_hand():
    # pairs that agree: 1 of 3, 0 of 3, 3 of 3
    assert raw_agreement(category_counts([[1, 1, 2], [1, 2, 3], [4, 4, 4]])) == pytest.approx(4 / 9)


@pytest.mark.parametrize("ratings", [np.empty((0, 3)), np.ones((4, 1))])
def test_one_rater_or_no_case_is_not_estimable(ratings):
    counts = category_counts(ratings)
    for function in (raw_agreement, fleiss_kappa, randolph_kappa):
        assert isinstance(function(counts), NotEstimable)
    assert isinstance(krippendorff_alpha(ratings), NotEstimable)


def test_missing_all_but_one_rating_a_case_is_not_estimable():
    assert isinstance(krippendorff_alpha([[1, np.nan], [np.nan, 2]]), NotEstimable)
    # what varies is unpaired, what is paired does not vary
    assert isinstance(krippendorff_alpha([[1, 1], [np.nan, 2]]), NotEstimable)
    assert isinstance(cohen_kappa([], []), NotEstimable)


def test_two_raters_who_never_meet_have_a_kappa():
    assert cohen_kappa([1, 1, 1], [2, 2, 2]) == 0


def test_lists_of_unlike_length_and_subjects_of_unlike_count_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        cohen_kappa([1, 2], [1])
    with pytest.raises(ValueError, match="same number of raters"):
        fleiss_kappa([[2, 0], [1, 0]])


grades = arrays(np.int8, st.tuples(st.integers(1, 10), st.integers(2, 4)), elements=st.integers(1, 4))


def same(one, other):
    return one == other if isinstance(one, NotEstimable) else one == pytest.approx(other, **near)


@given(grades, st.data())
def test_agreement_is_blind_to_the_order_of_raters_and_cases(ratings, data):
    columns = data.draw(st.permutations(range(ratings.shape[1])))
    rows = data.draw(st.permutations(range(ratings.shape[0])))
    shuffled = ratings[rows][:, columns]
    assert same(fleiss_kappa(category_counts(ratings)), fleiss_kappa(category_counts(shuffled)))
    assert same(krippendorff_alpha(ratings), krippendorff_alpha(shuffled))
    assert same(raw_agreement(category_counts(ratings)), raw_agreement(category_counts(shuffled)))
    for weights in ("none", "linear", "quadratic"):
        assert same(
            cohen_kappa(ratings[:, 0], ratings[:, 1], weights), cohen_kappa(ratings[:, 1], ratings[:, 0], weights)
        )


@given(grades)
def test_no_agreement_is_above_one(ratings):
    for value in (
        fleiss_kappa(category_counts(ratings)),
        krippendorff_alpha(ratings),
        cohen_kappa(ratings[:, 0], ratings[:, 1], "linear"),
    ):
        assert isinstance(value, NotEstimable) or -10 < value <= 1 + 1e-12

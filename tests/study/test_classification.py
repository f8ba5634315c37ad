"""Accuracy, sensitivity, specificity and F1 with their intervals, and readers against a majority."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.study.bootstrap import draw_indices
from cxrviewer.study.classification import (
    Confusion,
    Metric,
    accuracy,
    f1,
    majority,
    readers_against,
    score,
    score_interval,
    sensitivity,
    specificity,
    wilson_score,
)
from cxrviewer.study.estimate import NotEstimable
from cxrviewer.study.proportions import wilson

# 25 positives, 20 of them found; 25 negatives, 4 of them called positive
TRUTH = np.repeat([1, 0], 25)
CALLS = np.repeat([1, 0, 1, 0], [20, 5, 4, 21])
INDICES = draw_indices(50, seed=20240101, resamples=1000)


def ends(bootstrapped):
    return bootstrapped.interval.low, bootstrapped.interval.high


def test_the_four_scores():
    confusion = Confusion.of(TRUTH, CALLS)
    assert accuracy(confusion) == pytest.approx(0.82, abs=1e-12)
    assert sensitivity(confusion) == pytest.approx(0.8, abs=1e-12)
    assert specificity(confusion) == pytest.approx(0.84, abs=1e-12)
    assert f1(confusion) == pytest.approx(0.8163265306122449, abs=1e-12)


@pytest.mark.parametrize(
    ("metric", "method", "low", "high"),
    [
        (Metric.ACCURACY, "percentile", 0.70, 0.92),
        (Metric.ACCURACY, "bca", 0.68, 0.92),
        (Metric.ACCURACY, "basic", 0.72, 0.94),
        (Metric.F1, "percentile", 0.6808510638297872, 0.926829268292683),
        (Metric.F1, "bca", 0.6666666666666666, 0.9166666666666665),
        (Metric.SENSITIVITY, "percentile", 17 / 27, 21 / 22),  # 0.6296, 0.9545
    ],
)
def test_intervals_are_scipys_of_the_same_seed(metric, method, low, high):
    found = score_interval(TRUTH, CALLS, metric, indices=INDICES, method=method)
    assert ends(found) == pytest.approx((low, high), abs=1e-9)
    assert (found.method, found.resamples, found.left_out) == (method, 1000, 0)


@pytest.mark.parametrize("metric", Metric)
def test_a_perfect_score_has_percentiles_of_one_and_wilson_for_bca(metric):
    percentile = score_interval(TRUTH, TRUTH, metric, indices=INDICES)
    assert ends(percentile) == (1, 1)
    fallen_back = score_interval(TRUTH, TRUTH, metric, indices=INDICES, method="bca")
    assert fallen_back.method == "wilson"
    assert fallen_back.interval == wilson_score(Confusion.of(TRUTH, TRUTH), metric)
    assert fallen_back.interval.low < 0.95


def test_wilson_of_f1_is_wilson_of_its_proportion_carried_over():
    confusion = Confusion.of(TRUTH, TRUTH)
    low = wilson(25, 25).low
    assert wilson_score(confusion, Metric.F1).low == pytest.approx(2 * low / (1 + low))


def test_resamples_without_a_positive_are_counted():
    truth, calls = [1, 0, 0], [1, 0, 1]
    found = score_interval(truth, calls, Metric.SENSITIVITY, indices=[[0, 1, 2], [1, 1, 2], [1, 2, 2], [0, 0, 1]])
    assert (found.resamples, found.left_out) == (4, 2)
    assert ends(found) == (1, 1)


@pytest.mark.parametrize("method", ["percentile", "bca", "basic"])
def test_one_positive_alone_warns_of_nothing(method):
    truth, calls = np.r_[1, np.zeros(19)], np.r_[1, 1, np.zeros(18)]
    for metric in Metric:
        found = score_interval(truth, calls, metric, indices=draw_indices(20), method=method)
        assert np.isfinite(ends(found)).all()


@pytest.mark.parametrize(
    ("truth", "calls", "metric"),
    [
        ([], [], Metric.ACCURACY),
        ([0, 0], [0, 1], Metric.SENSITIVITY),
        ([1, 1], [0, 1], Metric.SPECIFICITY),
        ([0, 0], [0, 0], Metric.F1),
    ],
)
def test_what_is_nought_of_nought_is_not_estimable(truth, calls, metric):
    confusion = Confusion.of(truth, calls)
    assert isinstance(score(confusion, metric), NotEstimable)
    assert isinstance(wilson_score(confusion, metric), NotEstimable)
    indices = draw_indices(max(len(truth), 1), resamples=10)
    assert isinstance(score_interval(truth, calls, metric, indices=indices), NotEstimable)


def test_a_tie_and_an_absent_vote_are_no_majority():
    votes = [[1, 1, 0], [0, 0, 1], [1, 0, np.nan], [np.nan, np.nan, np.nan], [1, np.nan, np.nan]]
    np.testing.assert_array_equal(majority(votes), [1, 0, np.nan, np.nan, 1])
    assert Confusion.of(majority(votes), [1, 1, 1, 1, np.nan]) == Confusion(
        true_positive=1, false_positive=1, false_negative=0, true_negative=0
    )


calls = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=40)


@given(calls)
def test_f1_is_symmetric_and_the_harmonic_mean(pairs):
    truth, called = zip(*pairs, strict=True)
    forward, backward = f1(Confusion.of(truth, called)), f1(Confusion.of(called, truth))
    assert forward == backward
    precision, recall = sensitivity(Confusion.of(called, truth)), sensitivity(Confusion.of(truth, called))
    if not isinstance(precision, NotEstimable) and not isinstance(recall, NotEstimable) and precision + recall:
        assert forward == pytest.approx(2 * precision * recall / (precision + recall))


# F1 of readers bc4, bc6, bc8 against the majority of five others. All 500 studies: published with the readers' calls,
# two places. Of the half that is shared for tests: counted apart from this code, three places.
F1_OF = {
    500: {
        "Cardiomegaly": (0.60, 0.71, 0.72),
        "Edema": (0.60, 0.57, 0.58),
        "Consolidation": (0.38, 0.33, 0.45),
        "Pleural Effusion": (0.81, 0.66, 0.74),
        "Pneumothorax": (0.74, 0.78, 0.46),
        "Atelectasis": (0.70, 0.67, 0.70),
    },
    250: {
        "Cardiomegaly": (0.608, 0.727, 0.770),
        "Edema": (0.605, 0.544, 0.515),
        "Consolidation": (0.300, 0.341, 0.320),
        "Pleural Effusion": (0.767, 0.586, 0.727),
        "Pneumothorax": (0.667, 0.667, 0.000),
        "Atelectasis": (0.695, 0.675, 0.663),
    },
}


@pytest.mark.shared
def test_chexperts_readers_against_the_majority(shared_data):
    with (shared_data / "data/reader_study/chexpert_test_readers_shared.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    studies = len({row["study"] for row in rows})
    places = 2 if studies == 500 else 3
    others = [f"gtreader_bc{number}" for number in (1, 2, 3, 5, 7)]
    for label, expected in F1_OF[studies].items():
        of_label = [row for row in rows if row["label"] == label]
        truth = majority([[float(row[other]) for other in others] for row in of_label])
        np.testing.assert_array_equal(truth, [float(row["gt_majority"]) for row in of_label])
        readers = {name: [float(row[f"reader_{name}"]) for row in of_label] for name in ("bc4", "bc6", "bc8")}
        found = [f1(confusion) for confusion in readers_against(truth, readers).values()]
        assert found == pytest.approx(list(expected), abs=0.5000001 * 10**-places), label

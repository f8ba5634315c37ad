"""The results of a study: the synthetic study's worked numbers, what is missing, and the object of the command line."""

import json
import random
from dataclasses import replace

import numpy as np
import pytest

from cxrviewer.errors import StudyError
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.bootstrap import bootstrap_difference, bootstrap_rate, draw_indices
from cxrviewer.study.estimate import NotEstimable
from cxrviewer.study.grade_table import in_natural_order
from cxrviewer.study.readings import Reading
from cxrviewer.study.results import results
from tests.study.synthetic import READERS, SUCCESSES, readings

near = {"abs": 1e-9}


@pytest.fixture(scope="module")
def study():
    return results(readings()).to_json()


def reading(reader="r1", case="1", arm="model", grade=1, **more):
    return Reading(reader=reader, case=case, arm=arm, grade=Acceptability(grade), **more)


@pytest.mark.parametrize(
    ("arm", "counts", "n", "per_reader", "q", "p", "fleiss", "binary", "ordinal"),
    [
        (
            "model",
            [76, 20, 30, 24],
            96,
            [29, 36, 31],
            11.142857142857142,
            0.003805040775511362,
            0.5959051724137929,
            0.7974537037037038,
            0.9037961208090883,
        ),
        (
            "truth",
            [100, 28, 16, 6],
            128,
            [45, 40, 43],
            7.6,
            0.022370771856165598,
            0.6323529411764705,
            0.7336647727272722,
            0.8813245592522957,
        ),
    ],
)
def test_an_arm_of_the_synthetic_study(study, arm, counts, n, per_reader, q, p, fleiss, binary, ordinal):
    found = study["arms"][arm]
    assert found["counts"] == counts
    assert (found["success"]["n"], found["success"]["of"]) == (n, 150)
    assert found["success"]["rate"] == pytest.approx(n / 150, **near)
    assert [sum(study["readers"][reader][arm][:2]) for reader in READERS] == per_reader
    assert [study["reader_success"][reader][arm]["n"] for reader in READERS] == per_reader
    assert found["cochran_q"] == {"statistic": pytest.approx(q, **near), "df": 2, "p": pytest.approx(p, **near)}
    assert found["fleiss_kappa"] == pytest.approx(fleiss, **near)
    assert found["fleiss_kappa_success"] == pytest.approx(binary, **near)
    assert found["krippendorff_ordinal"] == pytest.approx(ordinal, **near)


def test_the_pooled_tests_of_the_synthetic_study(study):
    across = study["across_arms"]
    assert across["by_reading"]["rows"] == 150
    assert across["by_reading"]["cochran_q"] == {
        "statistic": pytest.approx(32, **near),
        "df": 1,
        "p": pytest.approx(1.5417257900280013e-08, abs=1e-17),
    }
    assert across["by_image"]["rows"] == 50
    assert across["by_image"]["cochran_q"] == {
        "statistic": pytest.approx(52.333333333333336, **near),
        "df": 5,
        "p": pytest.approx(4.6089017515567084e-10, abs=1e-19),
    }
    pooled = study["pairs"][0]["mcnemar_pooled"]
    assert pooled["table"] == [[96, 0], [32, 22]]
    assert pooled["p"] == pytest.approx(4.656612873077393e-10, abs=1e-19)


def test_the_pair_of_the_synthetic_study(study):
    (pair,) = study["pairs"]
    assert pair["arms"] == ["model", "truth"]
    assert pair["difference"] == pytest.approx(-32 / 150, **near)
    # r1: 29 successes of the model, all among the 45 of the reference: 2 * 0.5**16
    assert pair["mcnemar"]["r1"]["table"] == [[29, 0], [16, 5]]
    assert pair["mcnemar"]["r1"]["statistic"] == 0
    assert pair["mcnemar"]["r1"]["p"] == pytest.approx(2 * 0.5**16, **near)
    assert pair["mcnemar"]["r2"]["p"] == pytest.approx(2 * 0.5**4, **near)
    assert pair["mcnemar"]["r3"]["p"] == pytest.approx(2 * 0.5**12, **near)


def test_the_clustered_intervals_resample_images_by_number_from_the_stated_seed(study):
    indices = draw_indices(50, seed=20240101, resamples=1000)
    three = np.full(50, 3)
    sums = SUCCESSES.sum(axis=2)
    for a, arm in enumerate(("model", "truth")):
        expected = bootstrap_rate(sums[:, a], three, indices).interval
        assert study["arms"][arm]["success"]["clustered"] == pytest.approx([expected.low, expected.high], **near)
    expected = bootstrap_difference((sums[:, 0], sums[:, 1]), (three, three), indices).interval
    assert study["pairs"][0]["clustered"] == pytest.approx([expected.low, expected.high], **near)
    assert study["bootstrap"]["seed"] == 20240101
    wilson = study["arms"]["model"]["success"]["wilson"]
    clustered = study["arms"]["model"]["success"]["clustered"]
    assert clustered[1] - clustered[0] > 1.5 * (wilson[1] - wilson[0])


def test_the_difference_of_the_stated_generator():
    (pair,) = results(readings(), seed=7).to_json()["pairs"]
    assert pair["clustered"] == pytest.approx([-46 / 150, -19 / 150], **near)


def test_the_order_of_readings_decides_nothing(study):
    shuffled = readings()
    random.Random(3).shuffle(shuffled)
    assert results(shuffled).to_json() == study


def test_the_object_is_plain_json_with_the_contracts_keys(study):
    assert json.loads(json.dumps(study, allow_nan=False)) == study
    assert {"arms", "readers", "pairs", "notes"} <= set(study)
    arm = study["arms"]["model"]
    assert {"counts", "success", "cochran_q", "fleiss_kappa", "krippendorff_ordinal"} <= set(arm)
    assert set(arm["success"]) == {"n", "of", "rate", "wilson", "clustered"}
    assert {"arms", "difference", "clustered", "mcnemar"} <= set(study["pairs"][0])
    assert any("grade 1 or 2" in note for note in study["notes"])
    assert any("Wilson" in note and "clustered" in note for note in study["notes"])


def notes_on(study, path):
    return [note for note in study["notes"] if path in note.split(": ")[0].split(", ")]


def test_unanimous_readers_are_in_full_agreement_and_nothing_else_can_be_estimated():
    study = results([reading(reader, str(case)) for reader in READERS for case in range(6)]).to_json()
    arm = study["arms"]["model"]
    assert arm["raw_agreement"] == 1
    assert arm["success"]["rate"] == 1
    assert arm["success"]["clustered"] == [1, 1]
    assert arm["cochran_q"] == {"statistic": None, "df": None, "p": None}
    assert arm["fleiss_kappa"] is arm["krippendorff_ordinal"] is None
    for path in ("cochran_q", "fleiss_kappa", "krippendorff_ordinal", "cohen[0].quadratic"):
        assert notes_on(study, f"arms.model.{path}"), path
    assert any("no width" in note for note in study["notes"])


def test_one_reader_has_success_but_no_agreement():
    study = results([reading(case=str(case), arm=arm) for case in range(4) for arm in ("a", "b")]).to_json()
    arm = study["arms"]["a"]
    assert arm["success"]["wilson"] is not None
    assert arm["cochran_q"]["p"] is arm["fleiss_kappa"] is arm["krippendorff_ordinal"] is None
    assert arm["cohen"] == []
    # no discordant pair: the exact test says 1, chi-squared is 0/0
    tests = study["pairs"][0]["mcnemar"]["r1"]
    assert (tests["statistic"], tests["p"], tests["corrected"]["p"]) == (0, 1, None)
    assert notes_on(study, "pairs[0].mcnemar.r1.corrected")


def test_one_arm_has_no_pair_and_one_image_no_resample():
    study = results([reading(reader, "1", grade=grade) for grade, reader in enumerate(READERS, 1)]).to_json()
    assert study["pairs"] == []
    assert study["arms"]["model"]["success"]["clustered"] is None
    assert notes_on(study, "arms.model.success.clustered")


def test_no_reading_at_all():
    study = results([]).to_json()
    assert (study["arms"], study["readers"], study["pairs"]) == ({}, {}, [])
    empty = results([], arms=["model", "truth"]).to_json()
    assert empty["arms"]["model"]["counts"] == [0, 0, 0, 0]
    assert empty["arms"]["model"]["success"] == {"n": 0, "of": 0, "rate": None, "wilson": None, "clustered": None}
    assert empty["pairs"][0]["difference"] is None
    assert empty["time"] is empty["blinding"] is empty["intra_reader"] is None
    for path in ("arms.model.success.rate", "pairs[0].difference", "time", "blinding", "intra_reader"):
        assert notes_on(empty, path), path


def test_a_missing_grade_leaves_its_case_out_of_q_and_fleiss_alone():
    whole = readings()
    gone = next(one for one in whole if (one.reader, one.case, one.arm) == ("r2", "image 4", "model"))
    study = results([one for one in whole if one is not gone]).to_json()
    without_case = results([one for one in whole if one.case != "image 4"]).to_json()
    arm = study["arms"]["model"]
    assert arm["cases"] == {"graded": 50, "complete": 49, "left_out": 1}
    for name in ("cochran_q", "fleiss_kappa", "raw_agreement"):
        assert arm[name] == without_case["arms"]["model"][name]
    assert arm["success"]["of"] == 149
    assert arm["krippendorff_ordinal"] != without_case["arms"]["model"]["krippendorff_ordinal"]
    assert sum(sum(row) for row in study["pairs"][0]["mcnemar"]["r2"]["table"]) == 49
    assert study["missing"] == 1
    assert any("49 cases" in note for note in study["notes"])


def test_readers_who_share_no_case():
    study = results([reading("a", "1"), reading("a", "2", grade=3), reading("b", "3"), reading("b", "4")]).to_json()
    arm = study["arms"]["model"]
    assert arm["cases"] == {"graded": 4, "complete": 0, "left_out": 4}
    assert arm["success"]["rate"] == 0.75
    assert arm["cochran_q"]["p"] is arm["fleiss_kappa"] is arm["krippendorff_ordinal"] is None
    assert arm["cohen"][0]["cases"] == 0
    assert arm["cohen"][0]["linear"] is None


def test_arms_read_on_different_images_have_a_difference_but_no_mcnemar():
    rows = [reading(case=str(case), arm="a", grade=1 + case % 3) for case in range(6)]
    rows += [reading(case=str(case), arm="b", grade=1 + case % 4) for case in range(6, 12)]
    (pair,) = results(rows).to_json()["pairs"]
    assert pair["difference"] is not None
    assert pair["clustered"][0] < pair["clustered"][1]
    assert pair["mcnemar"]["r1"]["p"] is None


def test_repeats_enter_intra_reader_agreement_alone():
    first = [reading(case=str(case), grade=grade) for case, grade in enumerate([1, 2, 3, 4])]
    again = [replace(one, repeat=True) for one in first]
    again[3] = replace(again[3], grade=Acceptability.MAJOR_REVISION)
    stray = reading(case="never read before", grade=1, repeat=True)
    found = results([*first, *again, stray])
    study = found.to_json()
    assert study["arms"]["model"]["counts"] == [1, 1, 1, 1]
    assert (study["readings"], study["repeats"], study["cases"]) == (4, 5, 4)
    intra = study["intra_reader"]["r1"]
    assert (intra["pairs"], intra["same"], intra["agreement"]) == (4, 3, 0.75)
    assert intra["quadratic"] == pytest.approx(1 - (1 / 4) / (32 / 16))  # squared steps: seen, and by chance
    assert isinstance(results(first).intra_reader[0].agreement, NotEstimable)


def test_time_per_case():
    rows = [reading(case=str(case), active_s=float(case)) for case in range(1, 6)]
    rows += [reading(case="9"), reading(case="1", repeat=True, active_s=1000.0), reading("r2", "1", active_s=7.0)]
    time = results(rows).to_json()["time"]
    assert time["readers"]["r1"]["model"] == {"n": 5, "median": 3, "q1": 2, "q3": 4}
    assert time["arms"]["model"]["n"] == 6


def test_blinding_that_failed():
    rows = [reading(case=str(case), arm=arm, guessed_arm=arm) for case in range(10) for arm in ("a", "b")]
    rows.append(reading("r2", "1", "a", guessed_arm="no idea"))
    rows.append(reading("r2", "2", "a", guessed_arm="b", repeat=True))
    found = results(rows).to_json()["blinding"]
    assert (found["right"], found["of"], found["undecided"], found["chance"]) == (20, 20, 1, 0.5)
    assert found["binomial"]["p"] == pytest.approx(2 * 0.5**20)
    assert found["wilson"][0] > 0.8
    assert found["arms"]["a"]["share"] == 1
    assert set(found["readers"]) == {"r1"}


def test_a_guess_in_a_study_of_one_arm_is_no_test():
    study = results([reading(case=str(case), guessed_arm="model") for case in range(3)]).to_json()
    assert study["blinding"]["share"] == 1
    assert study["blinding"]["binomial"] == {"statistic": None, "p": None}


def test_arms_stand_as_named_and_an_unnamed_one_is_refused():
    study = results(readings(), arms=["truth", "model"]).to_json()
    assert list(study["arms"]) == study["pairs"][0]["arms"] == ["truth", "model"]
    assert study["pairs"][0]["difference"] == pytest.approx(32 / 150)
    with pytest.raises(StudyError, match="readings of truth"):
        results(readings(), arms=["model"])


def test_three_arms_have_three_pairs():
    rows = [
        reading(case=str(case), arm=arm, grade=1 + (case + a) % 4) for case in range(8) for a, arm in enumerate("abc")
    ]
    study = results(rows).to_json()
    assert [pair["arms"] for pair in study["pairs"]] == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert study["across_arms"]["by_reading"]["cochran_q"]["df"] == 2


def test_two_standing_grades_of_one_report_are_refused():
    with pytest.raises(StudyError, match="two grades stand"):
        results([reading(grade=1), reading(grade=2)])


def test_numbers_in_names_stand_as_numbers():
    assert in_natural_order(["case 10", "case 2", "b", "case 2", "10", "2", "٣", ""]) == (
        "",
        "2",
        "٣",
        "10",
        "b",
        "case 2",
        "case 10",
    )


@pytest.mark.parametrize("wrong", [{"seed": -1}, {"resamples": 0}])
def test_a_bootstrap_that_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(StudyError, match="bootstrap"):
        results(readings(), **wrong)

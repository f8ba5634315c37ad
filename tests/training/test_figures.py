import math
from dataclasses import replace

import numpy as np
import pytest

from cxrviewer.phantom.truth import Lesion, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.study.estimate import Interval
from cxrviewer.training.figures import chance, compare, count
from cxrviewer.training.intervals import intervals
from cxrviewer.training.sheet import read_sheet
from cxrviewer.training.worst import in_words, worst_drafts

RIGHT_AIR = Truth((Lesion(Finding.PNEUMOTHORAX, Side.RIGHT, Zone.APICAL, Size.SMALL),))
LEFT_AIR = Truth((Lesion(Finding.PNEUMOTHORAX, Side.LEFT, Zone.APICAL, Size.SMALL),))
NORMAL = Truth(())

REPORTS = [
    "There is a right apical pneumothorax.",  # right, its place too
    "There is a right lateral pneumothorax.",  # right, side and zone wrong
    "There is a left pneumothorax.",  # invented
    "No pneumothorax.",  # missed
    "Possible pneumothorax.",  # doubted, which counts as said: invented
]
TRUTHS = [RIGHT_AIR, LEFT_AIR, NORMAL, LEFT_AIR, NORMAL]


def test_figures_worked_by_hand() -> None:
    figures = compare(REPORTS, TRUTHS)
    assert figures.films == 5
    assert figures.precision[Finding.PNEUMOTHORAX] == pytest.approx(2 / 4)
    assert figures.recall[Finding.PNEUMOTHORAX] == pytest.approx(2 / 3)
    assert figures.f1[Finding.PNEUMOTHORAX] == pytest.approx(4 / 7)
    assert figures.f1[Finding.EDEMA] == 0.0
    assert figures.macro_f1 == pytest.approx(4 / 7 / 6)
    assert (figures.side, figures.zone) == (0.5, 0.5)
    assert (figures.invented, figures.missed, figures.doubted) == (2 / 5, 1 / 5, 1 / 4)
    assert figures.accuracy == pytest.approx(27 / 30)
    assert figures.all_negative == pytest.approx(27 / 30)
    assert (figures.words, figures.longest) == (pytest.approx(21 / 5), 6)
    assert figures.impression is None
    assert figures.body == figures.whole


def test_no_side_to_judge_is_no_number() -> None:
    figures = compare(["The lungs are clear."], [NORMAL])
    assert math.isnan(figures.side)
    assert math.isnan(figures.zone)


def test_impressions_are_scored_over_the_reports_that_have_one() -> None:
    reports = ["No pneumothorax. Impression: Pneumothorax.", "There is a right pneumothorax."]
    figures = compare(reports, [RIGHT_AIR, RIGHT_AIR])
    assert figures.impression is not None
    assert figures.impression.reports == 1
    assert figures.impression.f1[Finding.PNEUMOTHORAX] == 1.0
    assert figures.body.recall[Finding.PNEUMOTHORAX] == 0.5
    assert figures.contradictions == 1.0


def test_chance_is_what_the_same_reports_score_on_random_films() -> None:
    """Half of 40 films show a pneumothorax and half of the reports say so: 10 meet by chance, F1 2 x 10 / 40."""
    reports = ["There is a right pneumothorax."] * 20 + ["No pneumothorax."] * 20
    sheet = read_sheet(reports, [RIGHT_AIR] * 20 + [NORMAL] * 20)
    dealt = chance(sheet)
    assert dealt.mean == pytest.approx(0.5 / 6, abs=0.004)
    assert dealt.middle.low < dealt.mean < dealt.middle.high
    assert count(sheet).macro_f1 == pytest.approx(1 / 6)
    assert chance(sheet) == dealt


def test_intervals_resample_films() -> None:
    within = intervals(read_sheet(REPORTS * 8, TRUTHS * 8))
    figures = compare(REPORTS, TRUTHS)
    for name in ("macro_f1", "side", "zone", "invented", "missed"):
        bounds = getattr(within, name)
        assert isinstance(bounds, Interval)
        assert bounds.low < getattr(figures, name) < bounds.high
    # The share of 0/1 outcomes of 40 films: a normal approximation of the bootstrap.
    half = 1.96 * np.sqrt(0.4 * 0.6 / 40)
    assert within.invented.low == pytest.approx(0.4 - half, abs=0.03)
    assert within.invented.high == pytest.approx(0.4 + half, abs=0.03)


def test_what_cannot_be_counted_has_no_interval() -> None:
    assert not isinstance(intervals(read_sheet(["Clear."] * 3, [NORMAL] * 3)).side, Interval)


def test_the_worst_drafts_come_first_and_say_what_is_wrong() -> None:
    worst = worst_drafts(read_sheet(REPORTS, TRUTHS), REPORTS, TRUTHS, 3)
    assert [draft.index for draft in worst] == [2, 3, 4]
    assert [draft.wrong for draft in worst] == [
        ("pneumothorax invented",),
        ("pneumothorax missed",),
        ("pneumothorax invented",),
    ]
    assert worst[1].truth == "small left apical pneumothorax"
    both = worst_drafts(read_sheet(REPORTS, TRUTHS), REPORTS, TRUTHS, 10)
    assert [draft.index for draft in both] == [2, 3, 4, 1]
    assert both[3].wrong == ("pneumothorax on another side", "pneumothorax in another zone")


def test_a_truth_in_words_keeps_its_doubt() -> None:
    doubtful = replace(RIGHT_AIR.lesions[0], certain=False)
    assert in_words(Truth((doubtful,))) == "possible small right apical pneumothorax"
    assert in_words(NORMAL) == "nothing"

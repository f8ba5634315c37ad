"""Reports beside truths, each column worked out by reading."""

import numpy as np
import pytest

from cxrviewer.phantom.drawing import draw_truth
from cxrviewer.phantom.language import report
from cxrviewer.phantom.truth import Lesion, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.training.sheet import Sheet, read_sheet

PATCH = Truth((Lesion(Finding.CONSOLIDATION, Side.RIGHT, Zone.UPPER, Size.SMALL),))
FLUID = Truth((Lesion(Finding.PLEURAL_EFFUSION, Side.BILATERAL, Zone.LOWER, Size.SMALL),))
HEART = Truth((Lesion(Finding.CARDIOMEGALY, None, Zone.NOWHERE, Size.SMALL),))
NORMAL = Truth(())


def at(sheet: Sheet, column: str, finding: Finding) -> list[bool]:
    values: np.ndarray = getattr(sheet, column)
    return list(values[:, list(Finding).index(finding)])


def test_reports_written_from_the_truth_are_read_without_an_error() -> None:
    """The instrument itself: a perfect speaker scores a perfect score, so what is missing is the model's."""
    truths = [draw_truth(np.random.default_rng((8, number))) for number in range(150)]
    sheet = read_sheet([report(truth, np.random.default_rng(number)) for number, truth in enumerate(truths)], truths)
    assert np.array_equal(sheet.said, sheet.there)
    assert np.array_equal(sheet.side_right, sheet.side_judged)
    assert np.array_equal(sheet.zone_right, sheet.zone_judged)
    assert not sheet.contradicted.any()
    assert 30 < sheet.concluded.sum() < 120
    assert sheet.zone_judged.sum() > 50


def test_a_doubt_is_said_and_marked_as_a_doubt() -> None:
    reports = ["Possible pleural effusion.", "There is a pleural effusion.", "No pleural effusion.", "Clear."]
    sheet = read_sheet(reports, [FLUID, NORMAL, FLUID, NORMAL])
    assert at(sheet, "said", Finding.PLEURAL_EFFUSION) == [True, True, False, False]
    assert at(sheet, "doubted", Finding.PLEURAL_EFFUSION) == [True, False, False, False]
    assert at(sheet, "invented", Finding.PLEURAL_EFFUSION) == [False, True, False, False]
    assert at(sheet, "missed", Finding.PLEURAL_EFFUSION) == [False, False, True, False]
    assert list(sheet.words) == [3, 5, 3, 1]


@pytest.mark.parametrize(
    ("report", "side", "zone"),
    [
        ("There is consolidation in the right upper zone.", True, True),
        ("There is consolidation in the left upper zone.", False, True),
        ("There is consolidation in the right lower zone.", True, False),
        ("There is consolidation.", False, False),
    ],
)
def test_places_are_judged_where_the_finding_is_rightly_said(report: str, side: bool, zone: bool) -> None:
    sheet = read_sheet([report, report], [PATCH, NORMAL])
    for column, right in (("side", side), ("zone", zone)):
        assert at(sheet, f"{column}_judged", Finding.CONSOLIDATION) == [True, False]
        assert at(sheet, f"{column}_right", Finding.CONSOLIDATION) == [right, False]


def test_both_sides_are_right_only_together() -> None:
    reports = ["There are bilateral pleural effusions.", "There is a right pleural effusion."]
    sheet = read_sheet(reports, [FLUID, FLUID])
    assert at(sheet, "side_right", Finding.PLEURAL_EFFUSION) == [True, False]
    assert not sheet.zone_judged.any()  # there is one zone for it


def test_a_heart_has_no_place() -> None:
    sheet = read_sheet(["There is cardiomegaly."], [HEART])
    assert not sheet.side_judged.any()
    assert not sheet.zone_judged.any()


def test_body_and_impression_are_read_apart() -> None:
    reports = [
        "There is no pleural effusion. Impression: Pleural effusion.",
        "There is a pleural effusion. Impression: No pleural effusion.",
        "There is a pleural effusion. Impression: Pleural effusion.",
        "There is a pleural effusion. Impression: No acute abnormality.",
        "There is a pleural effusion.",
    ]
    sheet = read_sheet(reports, [FLUID] * 5)
    assert at(sheet, "body", Finding.PLEURAL_EFFUSION) == [False, True, True, True, True]
    assert at(sheet, "impression", Finding.PLEURAL_EFFUSION) == [True, False, True, False, False]
    assert at(sheet, "contradicted", Finding.PLEURAL_EFFUSION) == [True, True, False, False, False]
    assert list(sheet.concluded) == [True, True, True, True, False]
    assert at(sheet, "said", Finding.PLEURAL_EFFUSION) == [True] * 5

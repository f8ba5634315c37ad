import pytest

from cxrviewer.phantom.truth import Lesion, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.training.preference.factuality import Judgement, judge, measure

NORMAL = Truth(())
HEART = Lesion(Finding.CARDIOMEGALY, None, Zone.NOWHERE, Size.MODERATE)
LEFT_FLUID = Lesion(Finding.PLEURAL_EFFUSION, Side.LEFT, Zone.LOWER, Size.SMALL)
RIGHT_PATCH = Lesion(Finding.CONSOLIDATION, Side.RIGHT, Zone.UPPER, Size.SMALL)


@pytest.mark.parametrize(
    ("report", "truth", "wanted", "penalty"),
    [
        ("The lungs are clear. No pleural effusion.", NORMAL, Judgement(), 0.0),
        ("There is cardiomegaly. There is a left pleural effusion.", NORMAL, Judgement(invented=2), 2.0),
        ("There may be a left pleural effusion.", NORMAL, Judgement(invented=1), 1.0),
        ("No pleural effusion.", Truth((HEART, LEFT_FLUID)), Judgement(missed=2), 2.0),
        ("Possible left pleural effusion.", Truth((LEFT_FLUID,)), Judgement(), 0.0),
        ("There is a right pleural effusion.", Truth((LEFT_FLUID,)), Judgement(wrong_sides=1), 0.5),
        ("There is a pleural effusion.", Truth((LEFT_FLUID,)), Judgement(wrong_sides=1), 0.5),
        ("Consolidation in the right upper zone.", Truth((RIGHT_PATCH,)), Judgement(), 0.0),
        ("Consolidation in the right lower zone.", Truth((RIGHT_PATCH,)), Judgement(wrong_zones=1), 0.25),
        ("There is right consolidation.", Truth((RIGHT_PATCH,)), Judgement(wrong_zones=1), 0.25),
        (
            "There is a left pleural effusion. Impression: No pleural effusion.",
            Truth((LEFT_FLUID,)),
            Judgement(contradictions=1),
            0.5,
        ),
        (
            "Consolidation in the left lower zone. No effusion. Impression: Cardiomegaly.",
            Truth((LEFT_FLUID, RIGHT_PATCH)),
            Judgement(invented=1, missed=1, wrong_sides=1, wrong_zones=1),
            2.75,
        ),
    ],
)
def test_reports_judged_by_hand(report: str, truth: Truth, wanted: Judgement, penalty: float) -> None:
    judged = judge(report, truth)
    assert judged == wanted
    assert judged.penalty == penalty


def test_a_longer_report_is_not_a_better_one() -> None:
    short = "There is a left pleural effusion."
    long = f"{short} The bones are unremarkable. The film is well exposed. The mediastinum is not widened."
    assert judge(short, Truth((LEFT_FLUID,))) == judge(long, Truth((LEFT_FLUID,)))


def test_means_over_reports() -> None:
    reports = ["There is cardiomegaly.", "No left pleural effusion is seen.", "There is a left pleural effusion."]
    figures = measure(reports, [NORMAL, Truth((LEFT_FLUID,)), Truth((LEFT_FLUID,))])
    assert figures.films == 3
    assert figures.invented == pytest.approx(1 / 3)
    assert figures.missed == pytest.approx(1 / 3)
    assert figures.penalty == pytest.approx(2 / 3)
    assert figures.words == pytest.approx((3 + 6 + 6) / 3)
    assert figures.f1["pleural_effusion"] == pytest.approx(2 / 3)
    assert figures.side == 1.0


def test_no_side_to_judge_is_no_number() -> None:
    assert measure(["The lungs are clear."], [NORMAL]).side is None

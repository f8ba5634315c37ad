import math

import pytest

from cxrviewer.phantom.truth import Lesion, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.training.figures import compare

RIGHT_AIR = Truth((Lesion(Finding.PNEUMOTHORAX, Side.RIGHT, Zone.APICAL, Size.SMALL),))
LEFT_AIR = Truth((Lesion(Finding.PNEUMOTHORAX, Side.LEFT, Zone.APICAL, Size.SMALL),))
NORMAL = Truth(())


def test_figures_worked_by_hand() -> None:
    reports = [
        "There is a right pneumothorax.",  # right, side right
        "There is a right pneumothorax.",  # right, side wrong
        "There is a left pneumothorax.",  # invented
        "No pneumothorax.",  # missed
        "Possible pneumothorax.",  # doubted: not said, and rightly so
    ]
    figures = compare(reports, [RIGHT_AIR, LEFT_AIR, NORMAL, LEFT_AIR, NORMAL])
    assert figures.films == 5
    assert figures.precision[Finding.PNEUMOTHORAX] == pytest.approx(2 / 3)
    assert figures.recall[Finding.PNEUMOTHORAX] == pytest.approx(2 / 3)
    assert figures.f1[Finding.PNEUMOTHORAX] == pytest.approx(2 / 3)
    assert figures.f1[Finding.EDEMA] == 0.0
    assert figures.macro_f1 == pytest.approx(2 / 18)
    assert figures.side == 0.5


def test_no_side_to_judge_is_no_number() -> None:
    assert math.isnan(compare(["The lungs are clear."], [NORMAL]).side)

import numpy as np
import pytest

from cxrviewer.phantom import beyond
from cxrviewer.phantom.reasoning import NORMAL, cause, diagnoses
from cxrviewer.phantom.truth import Extra, Form, Lesion, Mark, Size, Truth, Zone
from cxrviewer.phantom.wording import draw_words
from cxrviewer.reporting.findings import Finding, Side
from tests.phantom.varied_truths import varied_truth

TRUTHS = [varied_truth(51, index) for index in range(2000)]
EDEMA = Lesion(Finding.EDEMA, Side.BILATERAL, Zone.DIFFUSE, Size.MODERATE)
HEART = Lesion(Finding.CARDIOMEGALY, None, Zone.NOWHERE, Size.MODERATE)
EFFUSION = Lesion(Finding.PLEURAL_EFFUSION, Side.RIGHT, Zone.LOWER, Size.SMALL)
PATCH = Lesion(Finding.CONSOLIDATION, Side.LEFT, Zone.LOWER, Size.SMALL)
COLLAPSE = Lesion(Finding.ATELECTASIS, Side.LEFT, Zone.UPPER, Size.LARGE, Form.LOBAR)
NODULE, MASS = Extra(Mark.NODULE, Side.LEFT, Zone.UPPER), Extra(Mark.MASS, Side.RIGHT, Zone.MID)


@pytest.mark.parametrize(
    ("truth", "names"),
    [
        (Truth(()), ["no acute cardiopulmonary disease"]),
        (Truth((), (Extra(Mark.PACEMAKER),)), ["no acute cardiopulmonary disease"]),
        (Truth((HEART, EDEMA, EFFUSION)), ["congestive heart failure"]),
        (Truth((HEART, EFFUSION)), ["congestive heart failure"]),
        (Truth((EDEMA,)), ["noncardiogenic pulmonary edema"]),
        (Truth((HEART,)), ["cardiomyopathy"]),
        (Truth((PATCH, EFFUSION)), ["pneumonia with a parapneumonic effusion"]),
        (Truth((PATCH,)), ["pneumonia"]),
        (Truth((COLLAPSE,)), ["bronchial obstruction"]),
        (Truth((COLLAPSE,), (MASS,)), ["lung cancer with obstructive collapse"]),
        (Truth((), (NODULE,)), ["early lung cancer"]),
        (Truth((), (NODULE, NODULE)), ["pulmonary metastases"]),
        (Truth((EFFUSION,), (MASS,)), ["lung cancer", "pleural effusion of unknown cause"]),
    ],
)
def test_diagnoses_follow_from_the_findings(truth: Truth, names: list[str]) -> None:
    assert [diagnosis.name for diagnosis in diagnoses(truth)] == names


def test_every_finding_has_a_reason_and_nothing_normal_has_one() -> None:
    for truth in TRUTHS:
        nodules = any(not extra.mark.is_device for extra in truth.extras)
        assert (diagnoses(truth) == (NORMAL,)) is (not truth.lesions and not nodules)
        for lesion in truth.lesions:
            assert cause(truth, lesion.finding)


def test_a_nodule_needs_a_ct() -> None:
    assert diagnoses(Truth((), (NODULE,)))[0].examinations == ("a chest CT",)


def test_one_is_recommended_and_two_are() -> None:
    said = set()
    for index, truth in enumerate(TRUTHS):
        rng = np.random.default_rng(index)
        said.add(beyond.examination(truth, draw_words(truth, rng), rng)[1])
    assert "Echocardiography is recommended." in said
    assert "Pleural ultrasound and thoracentesis are recommended." in said
    assert "No further examination is required." in said
    assert all((" and " in answer) is answer.endswith("are recommended.") for answer in said)

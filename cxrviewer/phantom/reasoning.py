"""Diagnoses and further examinations that follow from a phantom's findings; simple rules of the trade.

Knows the truth alone. The rules are for exercises on synthetic films, not for patients.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cxrviewer.phantom.truth import Form, Mark, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis, what else it could be, what to do next, and the findings that it explains."""

    name: str
    alternative: str
    examinations: tuple[str, ...]
    explains: frozenset[Finding] = frozenset()
    reason: str = ""
    """Why the finding is there, where the name only names it again."""


NORMAL = Diagnosis("no acute cardiopulmonary disease", "an early disease that is not visible yet", ())

Fits = Callable[[Truth], bool]


def diagnoses(truth: Truth) -> tuple[Diagnosis, ...]:
    """The likely ones, most urgent first; ``NORMAL`` alone for a normal film."""
    found: list[Diagnosis] = []
    explained: set[Finding] = set()
    for diagnosis, fits in _RULES:
        there = {finding for finding in diagnosis.explains if truth.has(finding)}
        # A rule for nodules may explain nothing of the six; every other has to explain something that is still open.
        if fits(truth) and (there - explained or not diagnosis.explains):
            found.append(diagnosis)
            explained |= there
    return tuple(found) or (NORMAL,)


def cause(truth: Truth, finding: Finding) -> str:
    """The likely reason of a finding that is there."""
    found = next(diagnosis for diagnosis in diagnoses(truth) if finding in diagnosis.explains)
    return found.reason or found.name


def _shows(*findings: Finding) -> Fits:
    return lambda truth: all(truth.has(finding) for finding in findings)


def _count(truth: Truth, mark: Mark) -> int:
    return sum(extra.mark is mark for extra in truth.extras)


def _collapsed(truth: Truth) -> bool:
    lesion = truth.lesion(Finding.ATELECTASIS)
    return lesion is not None and lesion.form is Form.LOBAR


def _consolidated(truth: Truth, *, zone: Zone | None = None, side: Side | None = None) -> bool:
    lesion = truth.lesion(Finding.CONSOLIDATION)
    return lesion is not None and (lesion.zone is zone or (side is not None and lesion.side is side))


_ATELECTASIS, _HEART, _CONSOLIDATION, _EDEMA, _EFFUSION, _AIR = Finding
_CHEST_CT = "a chest CT"
_FOLLOW_UP = "a follow-up radiograph"

_RULES: tuple[tuple[Diagnosis, Fits], ...] = (
    (
        Diagnosis(
            "spontaneous pneumothorax", "a traumatic pneumothorax", (_CHEST_CT,), frozenset({_AIR}), "a ruptured bleb"
        ),
        _shows(_AIR),
    ),
    (
        Diagnosis(
            "congestive heart failure", "fluid overload", ("echocardiography",), frozenset({_HEART, _EDEMA, _EFFUSION})
        ),
        lambda truth: (
            truth.has(_HEART) and (truth.has(_EDEMA) or (truth.has(_EFFUSION) and not truth.has(_CONSOLIDATION)))
        ),
    ),
    (
        Diagnosis(
            "noncardiogenic pulmonary edema",
            "congestive heart failure",
            ("echocardiography",),
            frozenset({_EDEMA, _EFFUSION}),
            "lung injury",
        ),
        _shows(_EDEMA),
    ),
    (
        Diagnosis(
            "pneumonia with a parapneumonic effusion",
            "a malignancy with effusion",
            ("pleural ultrasound", "thoracentesis"),
            frozenset({_CONSOLIDATION, _EFFUSION}),
        ),
        lambda truth: truth.has(_CONSOLIDATION) and truth.has(_EFFUSION) and not truth.has(_EDEMA),
    ),
    (
        Diagnosis("multifocal pneumonia", "aspiration", ("sputum culture", _FOLLOW_UP), frozenset({_CONSOLIDATION})),
        lambda truth: _consolidated(truth, side=Side.BILATERAL),
    ),
    (
        Diagnosis("pneumonia", "tuberculosis", ("sputum culture", _CHEST_CT), frozenset({_CONSOLIDATION})),
        lambda truth: _consolidated(truth, zone=Zone.UPPER),
    ),
    (
        Diagnosis("pneumonia", "pulmonary hemorrhage", ("sputum culture", _FOLLOW_UP), frozenset({_CONSOLIDATION})),
        _shows(_CONSOLIDATION),
    ),
    (
        Diagnosis(
            "lung cancer with obstructive collapse",
            "a metastasis",
            (_CHEST_CT, "bronchoscopy"),
            frozenset({_ATELECTASIS}),
        ),
        lambda truth: _count(truth, Mark.MASS) > 0 and _collapsed(truth),
    ),
    (
        Diagnosis("lung cancer", "a metastasis", (_CHEST_CT, "biopsy")),
        lambda truth: _count(truth, Mark.MASS) > 0 and not _collapsed(truth),
    ),
    (
        Diagnosis("pulmonary metastases", "granulomas", (_CHEST_CT,)),
        lambda truth: _count(truth, Mark.NODULE) + _count(truth, Mark.MASS) > 1,
    ),
    (
        Diagnosis("early lung cancer", "a granuloma", (_CHEST_CT,)),
        lambda truth: _count(truth, Mark.NODULE) == 1 and not _count(truth, Mark.MASS),
    ),
    (
        Diagnosis(
            "pleural effusion of unknown cause",
            "empyema",
            ("pleural ultrasound", "thoracentesis"),
            frozenset({_EFFUSION}),
            "infection or malignancy",
        ),
        _shows(_EFFUSION),
    ),
    (
        Diagnosis("cardiomyopathy", "a pericardial effusion", ("echocardiography",), frozenset({_HEART})),
        _shows(_HEART),
    ),
    (
        Diagnosis("bronchial obstruction", "a mucus plug", (_CHEST_CT, "bronchoscopy"), frozenset({_ATELECTASIS})),
        _collapsed,
    ),
    (
        Diagnosis("shallow breathing", "a pulmonary scar", (_FOLLOW_UP,), frozenset({_ATELECTASIS})),
        _shows(_ATELECTASIS),
    ),
)

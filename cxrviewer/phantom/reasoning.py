"""Diagnoses and further examinations that follow from a phantom's findings; simple rules of the trade.

Knows the truth alone. The rules are for exercises on synthetic films, not for patients.
"""

from dataclasses import dataclass

from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting.findings import Finding


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis, what else it could be, and what to do next."""

    name: str
    alternative: str
    examination: str


NORMAL = Diagnosis(
    "no acute cardiopulmonary disease", "an early disease that is not visible yet", "no further examination"
)
_HEART_FAILURE = Diagnosis("congestive heart failure", "fluid overload", "echocardiography")
_PERMEABILITY = Diagnosis("noncardiogenic pulmonary edema", "congestive heart failure", "echocardiography")
_PNEUMONIA = Diagnosis("pneumonia", "pulmonary hemorrhage", "sputum culture and a follow-up radiograph")
_EMPYEMA = Diagnosis("pneumonia with a parapneumonic effusion", "a malignancy with effusion", "pleural ultrasound")
_EFFUSION = Diagnosis("pleural effusion of unknown cause", "empyema", "pleural ultrasound and thoracentesis")
_PNEUMOTHORAX = Diagnosis("spontaneous pneumothorax", "a traumatic pneumothorax", "a chest CT")
_HEART = Diagnosis("cardiomyopathy", "a pericardial effusion", "echocardiography")
_COLLAPSE = Diagnosis("subsegmental collapse", "a pulmonary scar", "a follow-up radiograph after breathing exercises")


def diagnoses(truth: Truth) -> tuple[Diagnosis, ...]:
    """The likely ones, most urgent first; ``NORMAL`` alone for a normal film."""
    found: list[Diagnosis] = []
    has = truth.has
    if has(Finding.PNEUMOTHORAX):
        found.append(_PNEUMOTHORAX)
    if has(Finding.EDEMA):
        found.append(_HEART_FAILURE if has(Finding.CARDIOMEGALY) else _PERMEABILITY)
    if has(Finding.CONSOLIDATION):
        found.append(_EMPYEMA if has(Finding.PLEURAL_EFFUSION) and not has(Finding.EDEMA) else _PNEUMONIA)
    elif has(Finding.PLEURAL_EFFUSION) and not has(Finding.EDEMA):
        found.append(_EFFUSION)
    if has(Finding.CARDIOMEGALY) and not has(Finding.EDEMA):
        found.append(_HEART)
    if has(Finding.ATELECTASIS):
        found.append(_COLLAPSE)
    return tuple(found) or (NORMAL,)

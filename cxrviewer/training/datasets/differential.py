"""What a finding may mean and how it is looked into further; rules of the trade for training texts, not for patients.

Knows CheXpert's names, no film. The papers had a language model write these answers; a table is plainer and says the
same for the same findings.
"""

from collections.abc import Mapping

from cxrviewer.training.datasets.example import NO_FINDING

# Most urgent first: the first that is present leads the answer.
_MEANS: Mapping[str, tuple[tuple[str, str, str], str]] = {
    "Pneumothorax": (("spontaneous pneumothorax", "trauma", "a ruptured bulla"), "chest CT"),
    "Edema": (
        ("congestive heart failure", "fluid overload", "acute respiratory distress syndrome"),
        "echocardiography",
    ),
    "Pneumonia": (("bacterial pneumonia", "viral pneumonia", "aspiration"), "sputum culture"),
    "Consolidation": (("pneumonia", "aspiration", "pulmonary hemorrhage"), "sputum culture"),
    "Lung Lesion": (("lung cancer", "metastasis", "granuloma"), "chest CT"),
    "Enlarged Cardiomediastinum": (("lymphadenopathy", "aortic aneurysm", "a mediastinal mass"), "chest CT"),
    "Pleural Effusion": (("heart failure", "a parapneumonic effusion", "malignancy"), "pleural ultrasound"),
    "Cardiomegaly": (("cardiomyopathy", "valvular heart disease", "a pericardial effusion"), "echocardiography"),
    "Atelectasis": (("mucus plugging", "hypoventilation", "an obstructing lesion"), "chest CT"),
    "Lung Opacity": (("pneumonia", "atelectasis", "pulmonary edema"), "chest CT"),
    "Pleural Other": (("pleural scarring", "asbestos-related disease", "mesothelioma"), "chest CT"),
    "Fracture": (("trauma", "osteoporosis", "a pathological fracture"), "CT"),
}


def differential(labels: Mapping[str, bool | None]) -> str:
    """What the stated findings may mean; empty where nothing is stated."""
    for name, (causes, _) in _MEANS.items():
        if labels[name]:
            return f"Possible diagnoses include {causes[0]}, {causes[1]} and {causes[2]}."
    return "There is no sign of disease on this radiograph." if labels[NO_FINDING] else ""


def alternative(labels: Mapping[str, bool | None]) -> tuple[str, str]:
    """The first diagnosis and what else it could be; empty words where nothing is present."""
    for name, (causes, _) in _MEANS.items():
        if labels[name]:
            return causes[0], f"Yes, {causes[1]} or {causes[2]} is also possible."
    return "", ""


def further_study(labels: Mapping[str, bool | None]) -> str:
    """The examination that comes next; empty where nothing is stated."""
    for name, (_, examination) in _MEANS.items():
        if labels[name]:
            return f"{examination[0].upper()}{examination[1:]} is recommended."
    return "No further examination is required." if labels[NO_FINDING] else ""

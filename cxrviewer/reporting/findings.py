"""The findings that the papers report on, by the names used in files and by the phrases used in reports."""

import enum


class Finding(enum.Enum):
    """One finding; the value is its name in files and on the command line."""

    ATELECTASIS = "atelectasis"
    CARDIOMEGALY = "cardiomegaly"
    CONSOLIDATION = "consolidation"
    EDEMA = "edema"
    PLEURAL_EFFUSION = "pleural_effusion"
    PNEUMOTHORAX = "pneumothorax"

    @property
    def phrase(self) -> str:
        """The words for it in the papers' prompts."""
        return "pulmonary edema" if self is Finding.EDEMA else self.value.replace("_", " ")


class Side(enum.Enum):
    """The patient's side; the patient's right is on the left of the film."""

    RIGHT = "right"
    LEFT = "left"
    BILATERAL = "bilateral"

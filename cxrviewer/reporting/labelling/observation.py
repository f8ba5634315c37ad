"""What a report can say: CheXpert's 14 observations, how each is meant, and the words that say so.

Knows no rule: how the words are found is the matter of the other modules.
"""

import enum
from dataclasses import dataclass

from cxrviewer.reporting.findings import Side


class Observation(enum.Enum):
    """CheXpert's 14 observations in the paper's order (Irvin et al., AAAI 2019); the value is its column's name."""

    NO_FINDING = "No Finding"
    ENLARGED_CARDIOMEDIASTINUM = "Enlarged Cardiomediastinum"
    CARDIOMEGALY = "Cardiomegaly"
    LUNG_OPACITY = "Lung Opacity"
    LUNG_LESION = "Lung Lesion"
    EDEMA = "Edema"
    CONSOLIDATION = "Consolidation"
    PNEUMONIA = "Pneumonia"
    ATELECTASIS = "Atelectasis"
    PNEUMOTHORAX = "Pneumothorax"
    PLEURAL_EFFUSION = "Pleural Effusion"
    PLEURAL_OTHER = "Pleural Other"
    FRACTURE = "Fracture"
    SUPPORT_DEVICES = "Support Devices"


class Presence(enum.Enum):
    """What a report says of a finding."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"
    NOT_MENTIONED = "not mentioned"

    @property
    def code(self) -> str:
        """As CheXpert's files write it: 1, 0, -1 or nothing."""
        return {"present": "1", "absent": "0", "uncertain": "-1"}.get(self.value, "")


class Severity(enum.Enum):
    """How much of a finding the report sees, in three steps; the words for each are many."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a report that speak of one observation; ``text[start:end]`` is the evidence."""

    observation: Observation
    presence: Presence
    start: int
    end: int
    side: Side | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class ReportLabels:
    """The 14 labels of one report and the words that led to them, in the order of the text."""

    presences: tuple[Presence, ...]
    mentions: tuple[Mention, ...]

    def __getitem__(self, observation: Observation) -> Presence:
        return self.presences[_PLACE[observation]]

    def evidence(self, observation: Observation) -> tuple[Mention, ...]:
        """The mentions that decided the label: those that say what the label says."""
        decided = self[observation]
        return tuple(one for one in self.mentions if one.observation is observation and one.presence is decided)


_PLACE = {observation: place for place, observation in enumerate(Observation)}

"""One film of a public data set with what is known of it, and whether that makes it normal; knows no layout."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cxrviewer.reporting.labelling import Observation

SPLITS = ("train", "valid", "test")
LABELS = tuple(observation.value for observation in Observation)
"""CheXpert's 14 names in their order."""
NO_FINDING, SUPPORT_DEVICES = Observation.NO_FINDING.value, Observation.SUPPORT_DEVICES.value
PATHOLOGIES = tuple(name for name in LABELS if name not in (NO_FINDING, SUPPORT_DEVICES))


@dataclass(frozen=True, slots=True)
class Example:
    """A frontal film, whose it is and what was said of it."""

    image: Path
    patient: str
    """The data set's own identifier; one patient is in one split only."""
    view: str
    """``PA`` or ``AP``, or nothing where the data set does not say which."""
    split: str
    """One of ``SPLITS``."""
    labels: Mapping[str, bool | None] = field(hash=False)
    """All 14 names; None is what the data set does not state or doubts. ``No Finding`` is False where it states
    any abnormality, one outside the 14 included."""
    report: str = ""
    """The report in English as the data set has it, unrefined; empty where there is none."""


def abnormal(labels: Mapping[str, bool | None]) -> bool | None:
    """Whether a film is abnormal, as the papers' first step asks: any pathology is; a device is none.

    None for a film that step leaves out: only devices are stated, or neither a pathology nor its absence is.
    """
    if labels[NO_FINDING] is False or any(labels[name] for name in PATHOLOGIES):
        return True
    if labels[SUPPORT_DEVICES]:
        return None
    return False if labels[NO_FINDING] else None


def only_devices(labels: Mapping[str, bool | None]) -> bool:
    """Whether support devices are all that is stated as present."""
    return bool(labels[SUPPORT_DEVICES]) and abnormal(labels) is None

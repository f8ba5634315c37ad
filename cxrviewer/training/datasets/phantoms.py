"""A folder written by ``cxrviewer phantom``: ``truth.csv`` and the films beside it.

Columns read: file, view, report and the six findings as 1 or 0. Each phantom is a patient of its own; splits are by
patient (splits.py). Nodules, masses and devices have no column: their labels are what the report says, which follows
from the same truth. The other labels are not stated.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from cxrviewer.errors import DatasetError
from cxrviewer.reporting.findings import Finding
from cxrviewer.reporting.labelling import Observation, Presence, label_report
from cxrviewer.training.datasets.example import LABELS, NO_FINDING, PATHOLOGIES, Example
from cxrviewer.training.datasets.inventory import Inventory
from cxrviewer.training.datasets.labels import shared
from cxrviewer.training.datasets.splits import split_of
from cxrviewer.training.datasets.table import find_table, rows

TABLE = "truth.csv"
_PRESENT = {"1": True, "0": False}
_FROM_REPORT = (Observation.LUNG_LESION, Observation.SUPPORT_DEVICES)
_SAYS = {Presence.PRESENT: True, Presence.ABSENT: False}


def read(folder: Path, inventory: Inventory, splits: Collection[str]) -> Iterator[Example]:
    """The phantoms of ``splits``. Raises DatasetError."""
    table = find_table(folder, "phantom", TABLE)
    names = [finding.value for finding in Finding]
    for line, cells in rows(table, "file", "view", "report", *names):
        patient = Path(cells["file"]).stem
        split = split_of(patient)
        if split not in splits:
            continue
        labels: dict[str, bool | None] = dict.fromkeys(LABELS)
        for finding in Finding:
            if cells[finding.value] not in _PRESENT:
                raise DatasetError(
                    f"{table}: line {line}: {finding.value} is neither 1 nor 0; write the phantoms again"
                )
            labels[Observation[finding.name].value] = _PRESENT[cells[finding.value]]
        said = label_report(cells["report"])
        for observation in _FROM_REPORT:
            labels[observation.value] = _SAYS.get(said[observation])
        labels[NO_FINDING] = not any(labels[name] for name in PATHOLOGIES)
        if image := inventory.image(folder / cells["file"]):
            yield Example(image, patient, cells["view"], split, shared(labels), cells["report"])

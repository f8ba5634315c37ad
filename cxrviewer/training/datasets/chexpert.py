"""CheXpert v1.0 and v1.0-small as Stanford publishes them (Irvin et al., AAAI 2019, arXiv 1901.07031).

``train.csv`` and ``valid.csv``: Path, Sex, Age, Frontal/Lateral, AP/PA and the 14 labels as 1.0, 0.0, -1.0 or nothing;
Path begins with the archive's name (``CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg``). The test
labels came later and apart: ``test.csv`` or CheXlocalize's ``test_labels.csv`` by Path, or ``groundtruth.csv`` of
github.com/rajpurkarlab/cheXpert-test-set-labels by Study; none of them has a view beside the file's name.
Splits are those published.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from cxrviewer.errors import DatasetError
from cxrviewer.training.datasets.example import LABELS, Example
from cxrviewer.training.datasets.inventory import NOT_FRONTAL, Inventory
from cxrviewer.training.datasets.labels import coded
from cxrviewer.training.datasets.table import find_table, optional_table, rows

TABLES = {
    "train": ("train.csv",),
    "valid": ("valid.csv",),
    "test": ("test.csv", "test_labels.csv", "groundtruth.csv"),
}
_VIEWS = {"AP": "AP", "PA": "PA"}
_PATIENT = re.compile(r"(?:^|/)(patient\d+)(?:/|$)")
_NEEDED = tuple(name for name in LABELS if name != "No Finding")


def read(folder: Path, inventory: Inventory, splits: Collection[str]) -> Iterator[Example]:
    """The frontal films of ``splits``. Raises DatasetError."""
    find_table(folder, "CheXpert", *TABLES["train"], *(TABLES["test"] if "train" not in splits else ()))
    for split in splits:
        table = optional_table(folder, *TABLES[split])
        if table is None:
            continue
        key = "Study" if table.name.startswith("groundtruth") else "Path"
        for line, cells in rows(table, key, *_NEEDED):
            yield from _films(folder, inventory, split, cells, f"{table}: line {line}")


def _films(folder: Path, inventory: Inventory, split: str, cells: Mapping[str, str], where: str) -> Iterator[Example]:
    path = PurePosixPath(cells.get("Path") or cells.get("Study", ""))
    patient = _PATIENT.search(str(path))
    if patient is None:
        raise DatasetError(f"{where}: {str(path)[:60]!r} names no patient; fetch the file again")
    if path.parts[0].lower().startswith("chexpert"):
        path = PurePosixPath(*path.parts[1:])
    labels = coded(cells, where)
    if "Path" in cells:
        frontal = cells.get("Frontal/Lateral") or path.stem.rpartition("_")[2].capitalize()
        places = [folder / path] if frontal == "Frontal" else []
    else:
        study = folder / path
        places = [study / name for name in sorted(inventory.names(study)) if name.endswith("_frontal.jpg")]
    if not places:
        inventory.leave_out(NOT_FRONTAL)
    for place in places:
        if image := inventory.image(place):
            yield Example(image, patient[1], _VIEWS.get(cells.get("AP/PA", ""), ""), split, labels)

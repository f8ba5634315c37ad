"""MIMIC-CXR-JPG 2.0.0 and 2.1.0 as PhysioNet publishes it (doi 10.13026/jsn5-t979; Johnson et al., arXiv 1901.07042).

``mimic-cxr-2.0.0-metadata.csv.gz`` (dicom_id, subject_id, study_id, ViewPosition and other tags), ``-split.csv.gz``
(dicom_id, study_id, subject_id, split: train, validate or test) and ``-chexpert.csv.gz`` (subject_id, study_id, the 14
labels by CheXpert's labeller); films in ``files/p10/p10000032/s50414267/DICOM_ID.jpg``. The tables also come unzipped.
Reports are MIMIC-CXR's (``mimic-cxr-reports.zip``): ``files/p10/p10000032/s50414267.txt``, looked for in ``files``
beside the films and in ``mimic-cxr-reports/files``. Splits are those published; PA and AP films only.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from cxrviewer.training.datasets.example import LABELS, Example
from cxrviewer.training.datasets.inventory import NO_LABELS, NOT_FRONTAL, Inventory
from cxrviewer.training.datasets.labels import Labels, coded
from cxrviewer.training.datasets.table import find_table, rows

_SPLITS = {"train": "train", "validate": "valid", "test": "test"}
_PREFIX = "mimic-cxr-2.*-"


def read(folder: Path, inventory: Inventory, splits: Collection[str]) -> Iterator[Example]:
    """The frontal films of ``splits``. Raises DatasetError."""
    metadata = _table(folder, "metadata")
    split_of = {
        cells["dicom_id"]: _SPLITS.get(cells["split"], "")
        for _, cells in rows(_table(folder, "split"), "dicom_id", "split")
    }
    labels_of = _labels(_table(folder, "chexpert"))
    reports: dict[str, str] = {}
    for _, cells in rows(metadata, "dicom_id", "subject_id", "study_id", "ViewPosition"):
        split = split_of.get(cells["dicom_id"], "")
        if split not in splits:
            continue
        subject, study, view = f"p{cells['subject_id']}", f"s{cells['study_id']}", cells["ViewPosition"]
        labels = labels_of.get(study)
        patient = Path("files", subject[:3], subject)
        if view not in ("PA", "AP"):
            inventory.leave_out(NOT_FRONTAL)
        elif labels is None:
            inventory.leave_out(NO_LABELS)
        elif image := inventory.image(folder / patient / study / f"{cells['dicom_id']}.jpg"):
            if study not in reports:
                reports[study] = _report(folder, inventory, patient / f"{study}.txt")
            yield Example(image, cells["subject_id"], view, split, labels, reports[study])


def _table(folder: Path, name: str) -> Path:
    return find_table(folder, "MIMIC-CXR-JPG", f"{_PREFIX}{name}.csv", named=f"mimic-cxr-2.0.0-{name}.csv.gz")


def _labels(table: Path) -> dict[str, Labels]:
    return {
        f"s{cells['study_id']}": coded(cells, f"{table}: line {line}")
        for line, cells in rows(table, "study_id", *LABELS)
    }


def _report(folder: Path, inventory: Inventory, path: Path) -> str:
    for place in (folder / path, folder / "mimic-cxr-reports" / path):
        if inventory.has(place):
            return place.read_text(encoding="utf-8", errors="replace")
    return ""

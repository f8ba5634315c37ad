"""VinDr-CXR as PhysioNet (1.0.0, doi 10.13026/3akn-b287) and Kaggle's VinBigData challenge publish it.

PhysioNet: ``annotations/image_labels_train.csv`` (image_id, rad_id, one column of 0 and 1 for each finding: three rows
a film, one for each reader) and ``image_labels_test.csv`` (one row a film: five readers agreed); ``annotations_*.csv``
with the boxes; films in ``train/ID.dicom`` and ``test/ID.dicom``. Kaggle: ``train.csv`` (image_id, class_name,
class_id, rad_id, x_min, y_min, x_max, y_max; a row a box, "No finding" without one), no labels for its test films.
All films are PA (Nguyen et al., Scientific Data 2022). A film has a finding that more than half of its readers marked.
No patient is named, and the sources do not say that patients have one film only: a film counts as a patient, and one
training film in twenty is ``valid``; Kaggle's films are split as everywhere (splits.py).

============================  ==============================  ============================================
VinDr                         here                            because
============================  ==============================  ============================================
Atelectasis, Cardiomegaly,
Consolidation, Edema,
Pneumothorax, Pneumonia       the same                        Edema and Pneumonia: not in Kaggle's table
Pleural effusion              Pleural Effusion
Nodule/Mass                   Lung Lesion                     Lung tumor and Lung cavity are part of it
Pleural thickening            Pleural Other (part of it)
Lung Opacity, Infiltration,
ILD                           Lung Opacity (part of it)       other classes are opacities, too
Rib and Clavicle fracture     Fracture (part of it)           other bones were not read
all others                    none; abnormal                  outside the 14
not read                      None                            Enlarged Cardiomediastinum, Support Devices
============================  ==============================  ============================================
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cxrviewer.training.datasets.example import Example
from cxrviewer.training.datasets.inventory import NO_LABELS, Inventory
from cxrviewer.training.datasets.labels import Vocabulary
from cxrviewer.training.datasets.splits import held_out, split_of
from cxrviewer.training.datasets.table import find_table, optional_table, rows

NORMAL = "No finding"
_KAGGLE_WHOLE = {
    **{name: name for name in ("Atelectasis", "Cardiomegaly", "Consolidation", "Pneumothorax")},
    "Pleural effusion": "Pleural Effusion",
    "Nodule/Mass": "Lung Lesion",
}
_PART = {
    "Lung tumor": "Lung Lesion",
    "Lung cavity": "Lung Lesion",
    "Pleural thickening": "Pleural Other",
    **dict.fromkeys(("Lung Opacity", "Infiltration", "ILD"), "Lung Opacity"),
    **dict.fromkeys(("Rib fracture", "Clavicle fracture"), "Fracture"),
}
_KAGGLE_PART = {name: label for name, label in _PART.items() if label in ("Pleural Other", "Lung Opacity")}
VOCABULARY = Vocabulary(
    whole={**_KAGGLE_WHOLE, "Edema": "Edema", "Pneumonia": "Pneumonia"}, part=_PART, neutral=(NORMAL,)
)
KAGGLE_VOCABULARY = Vocabulary(whole=_KAGGLE_WHOLE, part=_KAGGLE_PART, neutral=(NORMAL,))
_SUFFIXES = (".dicom", ".dcm", ".png", ".jpg")


@dataclass(slots=True)
class _Votes:
    """Which readers read a film and how many of them marked what."""

    readers: set[str] = field(default_factory=set)
    marked: set[tuple[str, str]] = field(default_factory=set)

    def add(self, reader: str, finding: str) -> None:
        self.readers.add(reader)
        self.marked.add((reader, finding))

    def majority(self) -> set[str]:
        """What more than half of the readers marked."""
        counts = Counter(finding for _, finding in self.marked)
        return {finding for finding, count in counts.items() if count * 2 > len(self.readers)}


def read(folder: Path, inventory: Inventory, splits: Collection[str]) -> Iterator[Example]:
    """The films of ``splits``. Raises DatasetError."""
    train = find_table(
        folder, "VinDr-CXR", "annotations/image_labels_train.csv", "image_labels_train.csv", "train.csv",
        named="annotations/image_labels_train.csv or train.csv",
    )  # fmt: skip
    if train.name.startswith("train.csv"):
        votes = _boxes(train)
        yield from _films(folder, inventory, "train", votes, splits, KAGGLE_VOCABULARY, published=False)
        return
    yield from _films(folder, inventory, "train", _columns(train), splits, VOCABULARY, published=True)
    test = optional_table(folder, "annotations/image_labels_test.csv", "image_labels_test.csv")
    if test is not None and "test" in splits:
        yield from _films(folder, inventory, "test", _columns(test), splits, VOCABULARY, published=True)


def _columns(table: Path) -> dict[str, _Votes]:
    """Image labels: a column for each finding."""
    films: dict[str, _Votes] = {}
    for _, cells in rows(table, "image_id", NORMAL):
        votes = films.setdefault(cells["image_id"], _Votes())
        reader = cells.get("rad_id", "")
        votes.readers.add(reader)
        for name, cell in cells.items():
            if name not in ("image_id", "rad_id") and cell.removesuffix(".0") == "1":
                votes.add(reader, name)
    return films


def _boxes(table: Path) -> dict[str, _Votes]:
    """Boxes: a row for each; a reader may draw several of one finding."""
    films: dict[str, _Votes] = {}
    for _, cells in rows(table, "image_id", "class_name", "rad_id"):
        films.setdefault(cells["image_id"], _Votes()).add(cells["rad_id"], cells["class_name"])
    return films


def _films(
    folder: Path,
    inventory: Inventory,
    part: str,
    films: dict[str, _Votes],
    splits: Collection[str],
    vocabulary: Vocabulary,
    *,
    published: bool,
) -> Iterator[Example]:
    for name, votes in films.items():
        split = part if part == "test" else "valid" if held_out(name) else "train"
        if not published:
            split = split_of(name)
        if split not in splits:
            continue
        found = votes.majority()
        if not found:
            inventory.leave_out(NO_LABELS)  # three readers, three opinions
        elif image := inventory.image(*(folder / part / f"{name}{suffix}" for suffix in _SUFFIXES)):
            yield Example(image, name, "PA", split, vocabulary.labels(found, normal=found == {NORMAL}))

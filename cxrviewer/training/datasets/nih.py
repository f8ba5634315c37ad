"""NIH ChestX-ray14 as the NIH Clinical Center publishes it (Wang et al., CVPR 2017).

From nihcc.app.box.com/v/ChestXray-NIHCC:
``Data_Entry_2017.csv`` or ``Data_Entry_2017_v2020.csv``: Image Index, Finding Labels (joined by ``|``), Follow-up #,
Patient ID, Patient Age, Patient Gender (or Sex), View Position, and sizes under headings that themselves hold commas.
Images lie in ``images_001/images`` to ``images_012/images`` or all in ``images``. ``test_list.txt`` is the published
test part and ``train_val_list.txt`` the rest, patients apart; one patient in twenty of the rest is ``valid`` here.
Without the lists patients are split as everywhere (splits.py).

========================  ==========================  =====================================================
NIH                       here                        because
========================  ==========================  =====================================================
Atelectasis, Cardiomegaly,
Consolidation, Edema,
Pneumonia, Pneumothorax   the same
Effusion                  Pleural Effusion
Mass, Nodule              Lung Lesion
Infiltration              Lung Opacity (part of it)   CheXpert's labeller counts "infiltrate" as opacity
Pleural_Thickening        Pleural Other (part of it)  plaques and scars were not looked for
Emphysema, Fibrosis,
Hernia                    none; abnormal              outside the 14
not looked for            None                        Enlarged Cardiomediastinum, Fracture, Support Devices
========================  ==========================  =====================================================

The labels were mined from reports: "absent" means not affirmed there. ``BBox_List_2017.csv`` (Image Index, Finding
Label, Bbox [x, y, w, h] in pixels of the 1024 by 1024 image) has 984 boxes on 880 films; where it is there, their
findings are placed on a side, and the film has a report composed of labels and sides. It calls Infiltration Infiltrate.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from cxrviewer.errors import DatasetError
from cxrviewer.training.datasets.composing import THINGS, compose
from cxrviewer.training.datasets.example import Example
from cxrviewer.training.datasets.inventory import NO_LABELS, NOT_FRONTAL, Inventory
from cxrviewer.training.datasets.labels import Vocabulary
from cxrviewer.training.datasets.splits import held_out, split_of
from cxrviewer.training.datasets.table import find_table, lines, optional_table, rows

TABLE = "Data_Entry_2017*.csv"
NORMAL = "No Finding"
_BOX_NAMES = {"Infiltrate": "Infiltration"}
_MIDLINE, _NEAR_MIDLINE = 512, 50
"""Pixels; a box that near to the midline is on no side."""
VOCABULARY = Vocabulary(
    whole={
        **{
            name: name
            for name in ("Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pneumonia", "Pneumothorax")
        },
        "Effusion": "Pleural Effusion",
        "Mass": "Lung Lesion",
        "Nodule": "Lung Lesion",
    },
    part={"Infiltration": "Lung Opacity", "Pleural_Thickening": "Pleural Other"},
    neutral=(NORMAL,),
)


def read(folder: Path, inventory: Inventory, splits: Collection[str]) -> Iterator[Example]:
    """The films of ``splits``; all of them are frontal. Raises DatasetError."""
    table = find_table(folder, "NIH ChestX-ray14", TABLE, named="Data_Entry_2017.csv")
    test = _list(folder / "test_list.txt")
    places = _places(folder)
    image_folders = [path for path in (folder / "images", *sorted(folder.glob("images_*/images"))) if path.is_dir()]
    image_folders = image_folders or [folder]
    for _, cells in rows(table, "Image Index", "Finding Labels", "Patient ID", "View Position"):
        name, patient, view = cells["Image Index"], cells["Patient ID"], cells["View Position"]
        split = _split(name, patient, test)
        if split not in splits:
            continue
        found = [one.strip() for one in cells["Finding Labels"].split("|") if one.strip()]
        if view not in ("PA", "AP"):
            inventory.leave_out(NOT_FRONTAL)
        elif not found:
            inventory.leave_out(NO_LABELS)
        elif image := inventory.image(*(place / name for place in image_folders)):
            labels = VOCABULARY.labels(found, normal=found == [NORMAL])
            report = compose(labels, places[name]) if name in places else ""
            yield Example(image, patient, view, split, labels, report)


def _places(folder: Path) -> dict[str, dict[str, str]]:
    """For each film with boxes, where its findings are; the patient's right is on the left of the film."""
    table = optional_table(folder, "BBox_List_2017.csv")
    sides: dict[str, dict[str, set[str]]] = {}
    for line, cells in () if table is None else rows(table, "Image Index", "Finding Label", "Bbox [x", "w"):
        label = VOCABULARY.label_of(_BOX_NAMES.get(cells["Finding Label"], cells["Finding Label"]))
        try:
            middle = float(cells["Bbox [x"]) + float(cells["w"]) / 2
        except ValueError as error:
            raise DatasetError(f"{table}: line {line}: the box is not in numbers; fetch the file again") from error
        if label in THINGS and abs(middle - _MIDLINE) > _NEAR_MIDLINE:  # the heart has no side
            side = "right" if middle < _MIDLINE else "left"
            sides.setdefault(cells["Image Index"], {}).setdefault(label, set()).add(side)
    return {
        film: {label: "on both sides" if len(on) == 2 else f"on the {min(on)}" for label, on in labels.items()}
        for film, labels in sides.items()
    }


def _list(path: Path) -> frozenset[str]:
    return lines(path) if path.is_file() else frozenset()


def _split(name: str, patient: str, test: frozenset[str]) -> str:
    if not test:
        return split_of(patient)
    return "test" if name in test else "valid" if held_out(patient) else "train"

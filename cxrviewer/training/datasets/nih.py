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

The labels were mined from reports: "absent" means not affirmed there. ``BBox_List_2017.csv`` has 984 boxes
on 880 films; they are not read.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from cxrviewer.training.datasets.example import Example
from cxrviewer.training.datasets.inventory import NO_LABELS, NOT_FRONTAL, Inventory
from cxrviewer.training.datasets.labels import Vocabulary
from cxrviewer.training.datasets.splits import held_out, split_of
from cxrviewer.training.datasets.table import find_table, lines, rows

TABLE = "Data_Entry_2017*.csv"
NORMAL = "No Finding"
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
            yield Example(image, patient, view, split, VOCABULARY.labels(found, normal=found == [NORMAL]))


def _list(path: Path) -> frozenset[str]:
    return lines(path) if path.is_file() else frozenset()


def _split(name: str, patient: str, test: frozenset[str]) -> str:
    if not test:
        return split_of(patient)
    return "test" if name in test else "valid" if held_out(patient) else "train"

"""PadChest as BIMCV publishes it (Bustos et al., Medical Image Analysis 2020, arXiv 1901.07441).

``PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv`` (or .csv.gz): ImageID, ImageDir (0 to 54, the numbered folders
that the zip files unpack to), StudyID, PatientID, Projection (PA, L, AP, AP_horizontal, COSTAL, EXCLUDE), Report,
Labels and LabelsLocalizationsBySentence as Python lists in text. No split is published: by patient (splits.py).

The Spanish report is stored as lower-case word stems without stop words: nothing a model could learn to write. The
report here is composed in English from the labels and, sentence by sentence, their localizations. What maps to what is
in padchest_labels.py.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from cxrviewer.errors import DatasetError
from cxrviewer.training.datasets.composing import compose
from cxrviewer.training.datasets.example import Example
from cxrviewer.training.datasets.inventory import NO_LABELS, NOT_FRONTAL, Inventory
from cxrviewer.training.datasets.padchest_labels import LABEL_OF, NORMAL, UNUSABLE, VOCABULARY, place
from cxrviewer.training.datasets.splits import split_of
from cxrviewer.training.datasets.table import find_table, rows

TABLE = "PADCHEST_chest_x_ray_images_labels_160K*.csv"
_VIEWS = {"PA": "PA", "AP": "AP", "AP_horizontal": "AP"}
_SENTENCES = "LabelsLocalizationsBySentence"


def read(folder: Path, inventory: Inventory, splits: Collection[str]) -> Iterator[Example]:
    """The frontal films of ``splits``. Raises DatasetError."""
    table = find_table(folder, "PadChest", TABLE, named="PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv")
    for line, cells in rows(table, "ImageID", "ImageDir", "PatientID", "Projection", "Labels"):
        split = split_of(cells["PatientID"])
        if split not in splits:
            continue
        found = _names(cells["Labels"], f"{table}: line {line}, Labels")
        view = _VIEWS.get(cells["Projection"])
        name = cells["ImageID"]
        if view is None:
            inventory.leave_out(NOT_FRONTAL)
        elif not found or UNUSABLE & found:
            inventory.leave_out(NO_LABELS)
        elif image := inventory.image(
            folder / cells["ImageDir"].removesuffix(".0") / name, folder / "images" / name, folder / name
        ):
            labels = VOCABULARY.labels(found, normal=NORMAL in found and VOCABULARY.is_clean(found))
            places = _places(cells, f"{table}: line {line}, {_SENTENCES}")
            yield Example(image, cells["PatientID"], view, split, labels, compose(labels, places))


def _names(cell: str, where: str) -> set[str]:
    return {str(name).strip().lower() for name in _list(cell, where)} - {""}


def _places(cells: Mapping[str, str], where: str) -> dict[str, str]:
    """Where each label is, from the localizations that follow it in its sentence."""
    said: dict[str, list[str]] = {}
    for sentence in _list(cells.get(_SENTENCES, ""), where):
        label: str | None = None
        for word in sentence if isinstance(sentence, list) else [sentence]:
            name = str(word).strip().lower()
            if not name.startswith("loc "):
                label = LABEL_OF.get(name)
            elif label is not None:
                said.setdefault(label, []).append(name.removeprefix("loc "))
    return {label: words for label, names in said.items() if (words := place(names))}


def _list(cell: str, where: str) -> list[object]:
    if cell in ("", "nan"):
        return []
    try:
        value = ast.literal_eval(cell)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise DatasetError(f"{where}: is not a list; fetch the file again") from error
    if not isinstance(value, list):
        raise DatasetError(f"{where}: is not a list; fetch the file again")
    return value

"""A folder in a published layout as examples. Knows which layouts there are, not what is in them."""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from cxrviewer.errors import DatasetError
from cxrviewer.training.datasets import chexpert, mimic, nih, padchest, phantoms, vindr
from cxrviewer.training.datasets.example import SPLITS, Example
from cxrviewer.training.datasets.inventory import MISSING, Inventory

_log = logging.getLogger(__name__)
_Reader = Callable[[Path, Inventory, Collection[str]], Iterator[Example]]
_READERS: dict[str, _Reader] = {
    "chexpert": chexpert.read,
    "nih": nih.read,
    "padchest": padchest.read,
    "vindr": vindr.read,
    "mimic": mimic.read,
    "phantom": phantoms.read,
}
LAYOUTS = tuple(_READERS)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a folder holds: its films, and how many films were left out for which reason."""

    examples: tuple[Example, ...]
    left_out: Counter[str]


def read_dataset(layout: str, folder: Path, split: str) -> tuple[Example, ...]:
    """The frontal films of one split whose images are there, in the order of the data set's table.

    ``layout`` is one of ``LAYOUTS``, ``split`` one of ``SPLITS``. How many images are missing is logged once. Raises
    DatasetError where the folder is not of that layout, a table is damaged, or the split has no film.
    """
    if split not in SPLITS:
        raise DatasetError(f"{split!r} is no split; say {', '.join(SPLITS[:-1])} or {SPLITS[-1]}")
    holdings = read_holdings(layout, folder, (split,))
    if missing := holdings.left_out[MISSING]:
        _log.warning("%d images that the %s tables name are not there and are left out", missing, layout)
    if not holdings.examples:
        raise DatasetError(
            f"{folder}: has no frontal film in its {split} part; `cxrviewer train data` says what it has"
        )
    return holdings.examples


def read_holdings(layout: str, folder: Path, splits: Collection[str] = SPLITS) -> Holdings:
    """All films of ``splits`` and what was left out. Raises DatasetError, also where not one image is there."""
    reader = _READERS.get(layout)
    if reader is None:
        raise DatasetError(f"{layout!r} is no layout; say one of {', '.join(LAYOUTS)}")
    inventory = Inventory()
    examples = tuple(reader(folder, inventory, splits))
    if not examples and inventory.first_missing is not None:
        raise DatasetError(
            f"{folder}: none of the {inventory.left_out[MISSING]} images that its tables name is there "
            f"(the first would be {inventory.first_missing}); unpack the images into the folder"
        )
    return Holdings(examples, inventory.left_out)

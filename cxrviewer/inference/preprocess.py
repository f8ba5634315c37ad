"""From a radiograph to the numbers that the model sees, bit for bit those of the original's preprocessing.

Knows nothing of torch. The film's own default grey scale is used, never the reader's window, so that the same file
always gives the same draft.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from cxrviewer.imaging import grayscale
from cxrviewer.imaging.radiograph import Radiograph

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CropBox:
    """The part of the film that the model sees, in film pixels; ends are exclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """The part of a film that the crop cuts off, each side as a fraction of the film's height or width."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class InputFormat:
    """What a checkpoint's ``config.json`` says of its input."""

    size: int
    """Rows and columns of the square that the model sees."""
    mean: tuple[float, ...]
    """Of grey values from 0 to 1, one a channel: an encoder of colours is given the same grey in each."""
    std: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ModelInput:
    """What the model is given for one film."""

    pixel_values: npt.NDArray[np.float32]  # (1, channels, size, size)
    grey: Grey  # (size, size)
    """The same before it was normalised, to be looked at."""
    sha256: str
    """Of the bytes of ``pixel_values``."""
    crop: CropBox
    rows: int
    columns: int

    @property
    def unseen(self) -> Unseen:
        """How much of the film the model does not see."""
        crop = self.crop
        return Unseen(
            top=crop.top / self.rows,
            bottom=1 - crop.bottom / self.rows,
            left=crop.left / self.columns,
            right=1 - crop.right / self.columns,
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What of the film the model does not see, as sentences."""
        rows, columns = self.rows - self.crop.bottom + self.crop.top, self.columns - self.crop.right + self.crop.left
        unseen = []
        if rows:
            unseen.append(f"film cropped: {rows} rows at top and bottom are not seen by the model")
        if columns:
            unseen.append(f"film cropped: {columns} columns at left and right are not seen by the model")
        return tuple(unseen)


def model_input(radiograph: Radiograph, *, size: int, mean: tuple[float, ...], std: tuple[float, ...]) -> ModelInput:
    """The radiograph in its own default grey scale, resized, cropped, and normalised for each channel."""
    grey = grayscale.render(radiograph)
    rows, columns = grey.shape
    cropped = resize_and_crop(grey, size)
    # The product is taken in float64 and rounded once, as the original's processor does.
    scaled = (cropped * (1 / 255)).astype(np.float32)
    means, stds = (np.array(each, np.float32)[:, None, None] for each in (mean, std))
    pixel_values = ((scaled - means) / stds)[None]
    return ModelInput(
        pixel_values=pixel_values,
        grey=cropped,
        sha256=hashlib.sha256(pixel_values.tobytes()).hexdigest(),
        crop=crop_box(rows, columns, size),
        rows=rows,
        columns=columns,
    )


def resized_shape(rows: int, columns: int, size: int) -> tuple[int, int]:
    """(rows, columns) with the shorter side ``size``; the longer one is cut to a whole number, not rounded."""
    if rows <= columns:
        return size, int(size * columns / rows)
    return int(size * rows / columns), size


def resize_and_crop(grey: Grey, size: int) -> Grey:
    """(rows, columns) uint8 -> (size, size) uint8.

    Width first, then height, in two calls: Pillow 13 may choose the other order in one, which moves the logits by
    0.2 on a tall film. Between the two the values are rounded to whole grey levels, as in the Pillow of the original.
    """
    rows, columns = resized_shape(grey.shape[0], grey.shape[1], size)
    image = Image.fromarray(np.ascontiguousarray(grey))
    image = image.resize((columns, image.height), Image.Resampling.LANCZOS)
    image = image.resize((columns, rows), Image.Resampling.LANCZOS)
    top, left = (rows - size) // 2, (columns - size) // 2
    return np.asarray(image)[top : top + size, left : left + size]


def crop_box(rows: int, columns: int, size: int) -> CropBox:
    """Where the crop lies on a film of ``rows`` by ``columns``."""
    resized_rows, resized_columns = resized_shape(rows, columns, size)
    top, bottom = _span(rows, resized_rows, size)
    left, right = _span(columns, resized_columns, size)
    return CropBox(top, left, bottom, right)


def _span(length: int, resized: int, size: int) -> tuple[int, int]:
    """First and one past the last film pixel of a side that is wholly or partly seen."""
    begin = (resized - size) // 2
    return begin * length // resized, -(-(begin + size) * length // resized)

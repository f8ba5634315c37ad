"""Detector coordinates in which every phantom is drawn, so that one patient can be rendered at any size.

Knows nothing of what is drawn: only coordinates in centimetres, soft edges and smooth random fields.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

FIELD_CM = 43.0
"""Side of the square detector."""
HALF_CM = FIELD_CM / 2.0

Map = npt.NDArray[np.floating[Any]]
"""One value a pixel, (size, size), unless a shape is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Pixel centres of the detector in centimetres from its middle; x grows to the patient's left, y downwards."""

    size: int
    x: Map  # (1, size)
    y: Map  # (size, 1)

    @property
    def pixel(self) -> float:
        """Side of a pixel in centimetres."""
        return FIELD_CM / self.size


def grid(size: int) -> Grid:
    """The detector of ``size`` by ``size`` pixels."""
    centres = ((np.arange(size, dtype=np.float32) + 0.5) * (FIELD_CM / size) - HALF_CM).astype(np.float32)
    return Grid(size, centres[None, :], centres[:, None])


def soft_step(distance: Map, width: float) -> Map:
    """0 well below zero, 1 well above, a cubic in between; ``width`` is the whole transition in the distance's unit."""
    t = np.clip(distance * np.float32(1.0 / width) + np.float32(0.5), 0.0, 1.0).astype(np.float32)
    smooth: Map = t * t * (3.0 - 2.0 * t)
    return smooth


def smooth_field(rng: np.random.Generator, size: int, cells: int) -> Map:
    """A smooth random field of about unit variance with ``cells`` cells across, the same at every size."""
    coarse = rng.standard_normal((cells + 3, cells + 3)).astype(np.float32)
    return np.asarray(
        Image.fromarray(coarse).resize((size, size), Image.Resampling.BICUBIC, box=(1.5, 1.5, cells + 1.5, cells + 1.5))
    )


def blurred(values: Map, sigma_cm: float) -> Map:
    """A wide blur, by way of a smaller film."""
    size = values.shape[0]
    small = max(8, min(size, round(1.5 * FIELD_CM / sigma_cm)))
    reduced = Image.fromarray(values).resize((small, small), Image.Resampling.BOX)
    return np.asarray(reduced.resize((size, size), Image.Resampling.BICUBIC))


def enlarged(values: Map, size: int) -> Map:
    """A smooth map at a finer (or coarser) grid."""
    if values.shape[0] == size:
        return values
    return np.asarray(Image.fromarray(values).resize((size, size), Image.Resampling.BICUBIC))

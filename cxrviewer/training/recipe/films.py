"""A film's file as the network's input, the same as in the viewer; in training turned and shifted a little.

Reads through ``imaging`` and ``inference.preprocess``; knows no data set and no loss.
"""

import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference.preprocess import InputFormat, model_input

TURN_DEGREES, SCALE, SHIFT = 2.0, 0.04, 0.02
"""Of an augmented film: at most this much either way; the shift as a share of the side."""
GAIN, OFFSET = 0.12, 0.06
"""Of contrast about the middle grey and of brightness, as shares of the range."""


def read_film(path: Path, wanted: InputFormat, rng: np.random.Generator | None) -> Tensor:
    """(channels, size, size) float32; without ``rng`` bit for bit what a draft of this file is made from.

    Raises RadiographError.
    """
    given = model_input(read_radiograph(path), size=wanted.size, mean=wanted.mean, std=wanted.std)
    if rng is None:
        return torch.from_numpy(given.pixel_values[0])
    grey = torch.from_numpy(given.grey.astype(np.float32) / 255.0)[None]
    mean, std = (torch.tensor(each).view(-1, 1, 1) for each in (wanted.mean, wanted.std))
    return (augmented(grey, rng) - mean) / std


def augmented(grey: Tensor, rng: np.random.Generator) -> Tensor:
    """(1, size, size) in 0..1 -> the same, moved and with other exposure. Never mirrored: the side matters."""
    angle = math.radians(rng.uniform(-TURN_DEGREES, TURN_DEGREES))
    scale = rng.uniform(1 - SCALE, 1 + SCALE)
    across, down = rng.uniform(-2 * SHIFT, 2 * SHIFT, 2)  # the grid's sides are from -1 to 1
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    theta = torch.tensor([[[cos, -sin, across], [sin, cos, down]]], dtype=torch.float32)
    places = functional.affine_grid(theta, [1, *grey.shape], align_corners=False)
    moved = functional.grid_sample(grey[None], places, padding_mode="border", align_corners=False)[0]
    gain, offset = rng.uniform(1 - GAIN, 1 + GAIN), rng.uniform(-OFFSET, OFFSET)
    return ((moved - 0.5) * gain + 0.5 + offset).clamp(0.0, 1.0)

"""Films out of the pool into batches: chosen, turned, shifted, and normalised as the network wants them.

Knows no loss. Which films and which augmentation follow from (seed, stage, step, process) alone, so that a resumed
training sees what an uninterrupted one would.
"""

import math
import zlib
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cxrviewer.phantom.truth import Truth
from cxrviewer.training.plan import IMAGE_MEAN, IMAGE_SIZE, IMAGE_STD, PATCH_SIZE
from cxrviewer.training.pool import Pool

GRID = IMAGE_SIZE // PATCH_SIZE
UNREADABLE_SHARE = 0.03
"""Of the films trained on."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some films with who is on them."""

    pixel_values: Tensor  # (batch, 1, IMAGE_SIZE, IMAGE_SIZE)
    masks: Tensor  # (batch, findings, GRID, GRID), 0..1
    truths: tuple[Truth, ...]
    rng: np.random.Generator
    """For whatever else of the step is random."""


def step_rng(seed: int, stage: str, step: int, process: int) -> np.random.Generator:
    """The random numbers of one step of one process."""
    return np.random.default_rng((seed, zlib.crc32(stage.encode()), step, process))


def draw_batch(pool: Pool, rng: np.random.Generator, count: int) -> Batch:
    """``count`` films drawn at random from the pool, augmented; a few of them cannot be read."""
    positions = rng.integers(pool.readable, size=count)
    if len(pool) > pool.readable:
        others = rng.integers(pool.readable, len(pool), size=count)
        positions = np.where(rng.random(count) < UNREADABLE_SHARE, others, positions)
    return load_batch(pool, positions.tolist(), rng)


def load_batch(pool: Pool, positions: list[int], rng: np.random.Generator, *, augment: bool = True) -> Batch:
    """The films at those positions."""
    films = torch.from_numpy(np.stack([pool.film(p) for p in positions])).float().unsqueeze(1) / 255.0
    masks = torch.from_numpy(np.stack([pool.mask(p) for p in positions])).float() / 255.0
    films, masks = _augmented(films, masks, rng) if augment else _plain(films, masks)
    return Batch(normalised(films), masks, tuple(pool.truth(p) for p in positions), rng)


def normalised(films: Tensor) -> Tensor:
    """0..1 -> what the network sees."""
    return (films - IMAGE_MEAN) / IMAGE_STD


def _plain(films: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
    small = functional.interpolate(films, (IMAGE_SIZE, IMAGE_SIZE), mode="bilinear", antialias=True)
    return small, functional.interpolate(masks, (GRID, GRID), mode="area")


def _augmented(films: Tensor, masks: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Turned by 2 degrees, scaled by 4 %, shifted by 2 %, brighter or darker. Never mirrored: the side matters."""
    count = len(films)
    angle, scale = rng.uniform(-2, 2, count) * math.pi / 180, rng.uniform(0.96, 1.04, count)
    shift = rng.uniform(-0.04, 0.04, (count, 2))
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    theta = torch.from_numpy(np.stack([cos, -sin, shift[:, 0], sin, cos, shift[:, 1]], 1).reshape(count, 2, 3)).float()
    places = functional.affine_grid(theta, [count, 1, IMAGE_SIZE, IMAGE_SIZE], align_corners=False)
    films = functional.grid_sample(films, places, mode="bilinear", padding_mode="border", align_corners=False)
    places = functional.affine_grid(theta, [count, 1, GRID * 4, GRID * 4], align_corners=False)
    masks = functional.grid_sample(masks, places, mode="bilinear", padding_mode="zeros", align_corners=False)
    gain = torch.from_numpy(rng.uniform(0.88, 1.12, (count, 1, 1, 1))).float()
    offset = torch.from_numpy(rng.uniform(-0.06, 0.06, (count, 1, 1, 1))).float()
    noise = torch.from_numpy(rng.standard_normal(films.shape, dtype=np.float32)) * float(rng.uniform(0.0, 0.012))
    films = ((films - 0.45) * gain + 0.45 + offset + noise).clamp(0.0, 1.0)
    return films, functional.avg_pool2d(masks, 4)

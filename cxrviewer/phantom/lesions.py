"""What each finding adds to or takes from the beam's path, and the mask of where it shows.

Knows the truth and the thorax; nothing of exposure. Every shape keeps the visibility floor: a pleural line of at
least 1.5 pixels and a plate of at least 3 pixels on a film of 192, a pleural gap of at least a tenth of the lung.
"""

from dataclasses import dataclass, field

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Map, smooth_field, soft_step
from cxrviewer.phantom.thorax import Frame, distance_of, heart_oval, heart_radius_squared, wall_excess
from cxrviewer.phantom.truth import Lesion, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side

ZONE_CENTRE = {Zone.UPPER: -0.34, Zone.MID: -0.02, Zone.LOWER: 0.24}
SCALE = {Size.SMALL: 0.0, Size.MODERATE: 0.5, Size.LARGE: 1.0}


@dataclass(slots=True, eq=False)
class Changes:
    """What the findings do to a film; maps are (size, size)."""

    filled: Map
    """Share of the lung's air replaced by fluid, 0..1."""
    tissue_cm: Map
    """Soft tissue added along the beam."""
    vanished: Map
    """Share of the lung's markings and tissue that is gone (pleural air), 0..1."""
    masks: dict[Finding, Map] = field(default_factory=dict)
    """Where each finding shows, 0..1."""


def apply_lesions(rng: np.random.Generator, truth: Truth, anatomy: Anatomy, frame: Frame, lung: Map) -> Changes:
    """All findings of the truth; ``lung`` is the visible lung's outline, 0..1."""
    zero = np.zeros_like(lung)
    changes = Changes(zero.copy(), zero.copy(), zero.copy())
    for lesion in truth.lesions:
        if lesion.finding is Finding.CARDIOMEGALY:
            oval = heart_oval(anatomy)
            changes.masks[lesion.finding] = soft_step(1.0 - heart_radius_squared(frame, oval), 0.1)
            continue
        mask = zero.copy()
        if lesion.finding is Finding.EDEMA:
            mask = _edema(rng, lesion, frame, lung, changes)
        else:
            for side in (Side.RIGHT, Side.LEFT):
                if lesion.on(side):
                    half = (frame.is_left if side is Side.LEFT else ~frame.is_left).astype(np.float32)
                    mask += _SHAPES[lesion.finding](rng, lesion, anatomy, frame, half, half * lung, changes)
        changes.masks[lesion.finding] = np.clip(mask, 0.0, 1.0)
    return changes


def _fill(changes: Changes, share: Map) -> None:
    changes.filled = 1.0 - (1.0 - changes.filled) * (1.0 - np.clip(share, 0.0, 1.0))


def _edema(rng: np.random.Generator, lesion: Lesion, frame: Frame, lung: Map, changes: Changes) -> Map:
    size = frame.grid.size
    strength = 0.38 + 0.14 * SCALE[lesion.size]
    if lesion.zone is Zone.PERIHILAR:
        reach = 0.21 + 0.05 * SCALE[lesion.size]
        haze = np.exp(-(((frame.outward - 0.22) / reach) ** 2) - ((frame.down - 0.0) / 0.28) ** 2)
        strength += 0.08
    else:
        haze = 0.75 + 0.25 * soft_step(frame.down + 0.1, 0.9)
    patchy = 1.0 + 0.28 * smooth_field(rng, size, 9) + 0.22 * smooth_field(rng, size, 26)
    share = haze * np.clip(patchy, 0.3, 2.0)
    _fill(changes, strength * share)
    # Septal lines: short horizontal streaks at the outer bases.
    streaks = np.clip(np.sin(frame.down * 150.0 + 2.0 * smooth_field(rng, size, 6)) - 0.55, 0.0, 1.0)
    outer = soft_step(frame.outward - 0.46, 0.12) * soft_step(frame.down - 0.0, 0.2) * lung
    changes.tissue_cm += 1.0 * (0.6 + 0.4 * SCALE[lesion.size]) * streaks * outer
    result: Map = lung * np.clip(haze * 1.4, 0.0, 1.0)
    return result


def _consolidation(
    rng: np.random.Generator,
    lesion: Lesion,
    anatomy: Anatomy,
    frame: Frame,
    half: Map,
    here: Map,
    changes: Changes,
) -> Map:
    size = frame.grid.size
    radius = 0.125 + 0.075 * SCALE[lesion.size] + float(rng.uniform(0.0, 0.02))
    y = ZONE_CENTRE[lesion.zone] + float(rng.uniform(-0.06, 0.06))
    reach = anatomy.lung_width * (0.80 if lesion.zone is Zone.UPPER else 0.92) - radius * 0.9
    # Outside the heart's shadow: the free lung between its border and the chest wall.
    near = 0.30 if lesion.zone is not Zone.LOWER else 0.42
    x = float(rng.uniform(min(near, reach - 0.02), reach))
    stretch = float(rng.uniform(0.8, 1.25))
    distance = np.hypot((frame.outward - x) * stretch, (frame.down - y) / stretch) / radius
    ragged = distance + 0.16 * smooth_field(rng, size, 10) + 0.08 * smooth_field(rng, size, 24)
    blob = soft_step(1.0 - ragged, 0.9) * half
    mottle = np.clip(0.5 + 0.4 * smooth_field(rng, size, 26) + 0.3 * smooth_field(rng, size, 60), 0.0, 1.0)
    _fill(changes, blob * (0.80 + 0.12 * SCALE[lesion.size]) * (1.0 - 0.35 * mottle))
    return blob * here


def _atelectasis(
    rng: np.random.Generator,
    lesion: Lesion,
    anatomy: Anatomy,
    frame: Frame,
    half: Map,
    here: Map,
    changes: Changes,
) -> Map:
    mask = np.zeros_like(here)
    for number in range(2 if lesion.size is not Size.SMALL else 1):
        half_length = 0.13 + 0.05 * SCALE[lesion.size] + float(rng.uniform(0.0, 0.02))
        half_width = 0.019 + 0.006 * SCALE[lesion.size]
        dome = anatomy.dome[int(half[0, -1])]
        base = dome - 0.10 if lesion.zone is Zone.LOWER else float(rng.uniform(-0.06, 0.06))
        y = base - 0.115 * number + float(rng.uniform(-0.015, 0.015))
        x = float(rng.uniform(0.42, 0.49))
        # Ribs fall outward; a plate lies level or rises outward.
        slope, bend = float(rng.uniform(-0.30, 0.05)), float(rng.uniform(-0.5, 0.5))
        along = frame.outward - x
        beside = frame.down - y - slope * along - bend * along**2
        taper = np.sqrt(np.clip(1.0 - (along / half_length) ** 2, 0.0, 1.0))
        band = (
            soft_step(half_width * taper - np.abs(beside), 0.020) * soft_step(half_length - np.abs(along), 0.06) * here
        )
        changes.tissue_cm += band * (3.2 + 0.8 * SCALE[lesion.size])
        halo = soft_step(half_width * 2.6 - np.abs(beside), 0.05) * soft_step(half_length * 1.1 - np.abs(along), 0.1)
        mask = np.maximum(mask, halo * here)
    return mask


def _effusion(
    rng: np.random.Generator,
    lesion: Lesion,
    anatomy: Anatomy,
    frame: Frame,
    half: Map,
    here: Map,
    changes: Changes,
) -> Map:
    right, left = anatomy.dome
    dome = np.where(frame.is_left, np.float32(left), np.float32(right))
    u = np.clip((frame.outward - 0.12) / np.float32(anatomy.lung_width - 0.12), 0.0, 1.1)
    level = {Size.SMALL: 0.10, Size.MODERATE: -0.13, Size.LARGE: -0.36}[lesion.size] + float(rng.uniform(-0.03, 0.03))
    climb = {Size.SMALL: 0.22, Size.MODERATE: 0.20, Size.LARGE: 0.16}[lesion.size]
    surface = dome + np.float32(level) - np.float32(climb) * u**3
    fluid = soft_step(frame.down - surface, 0.07) * half
    _fill(changes, 0.97 * fluid)
    return fluid * here


def _pneumothorax(
    rng: np.random.Generator,
    lesion: Lesion,
    anatomy: Anatomy,
    frame: Frame,
    half: Map,
    here: Map,
    changes: Changes,
) -> Map:
    scale = SCALE[lesion.size]
    if lesion.zone is Zone.APICAL:
        fallen, narrowed = 0.20 + 0.20 * scale, 0.03 + 0.05 * scale
    else:
        fallen, narrowed = 0.10 + 0.08 * scale, 0.11 + 0.12 * scale
    width = anatomy.lung_width - narrowed - float(rng.uniform(0.0, 0.015))
    apex = anatomy.apex + fallen + float(rng.uniform(0.0, 0.02))
    distance = distance_of(wall_excess(frame.outward, frame.down, width, apex, anatomy.widest), frame.grid.pixel)
    line = np.exp(-((distance / np.float32(0.0100)) ** 2))
    beyond = soft_step(distance - 0.010, 0.014) * here
    changes.tissue_cm += 2.0 * line * here
    changes.vanished = np.maximum(changes.vanished, beyond)
    shows: Map = np.maximum(beyond, line * here)
    return shows


_SHAPES = {
    Finding.CONSOLIDATION: _consolidation,
    Finding.ATELECTASIS: _atelectasis,
    Finding.PLEURAL_EFFUSION: _effusion,
    Finding.PNEUMOTHORAX: _pneumothorax,
}

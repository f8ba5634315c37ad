"""The soft tissue around the lungs: trunk, neck, shoulders, breasts, arms, and the air in the belly.

Knows outlines; nothing of lungs, bones or disease.
"""

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Grid, Map, soft_step
from cxrviewer.phantom.lungs import patient_x, patient_y
from cxrviewer.phantom.thorax import chest_half_depth, chest_half_width

_NECK = 5.6


def body_cm(film: Grid, anatomy: Anatomy) -> Map:
    """(size, size) centimetres of soft tissue along the beam, as if the lungs were solid."""
    x, y = patient_x(film, anatomy, 0.0), patient_y(film, anatomy, 0.0)
    half_width, half_depth = _trunk(anatomy, y)
    room = np.clip(1.0 - np.abs(x / half_width) ** np.float32(2.3), 0.0, 1.0)
    total = 2.0 * half_depth * np.sqrt(room)
    total += _breasts(film, anatomy)
    if anatomy.arms:
        beside = (np.abs(x) - half_width - 3.2) / 3.6
        total += 7.2 * np.sqrt(np.clip(1.0 - beside**2, 0.0, 1.0)) * soft_step(y - anatomy.apex - 4.0, 6.0)
    total -= _belly_air(film, anatomy)
    result: Map = np.clip(total, 0.0, None).astype(np.float32)
    return result


def _trunk(anatomy: Anatomy, y: Map) -> tuple[Map, Map]:
    """(size, 1) half the outer width and half the outer depth at each height."""
    top = anatomy.apex
    chest = np.maximum(chest_half_width(anatomy, np.maximum(y, top + 11.0)), 1.0) + 2.3 + 1.15 * anatomy.fat
    axilla = 25.0 + 0.5 * anatomy.fat
    # Neck, the slope of the trapezius, the shoulder, the armpit, the flank; the jaw widens the top.
    neck = _NECK + 0.35 * anatomy.fat + 0.8 * np.clip((top - 4.0 - y) / 4.0, 0.0, 1.5) ** 2
    slope = np.clip((y - (top - 3.2)) / 5.2, 0.0, 1.0)
    shoulder = neck + (axilla - neck) * slope**0.62
    under = soft_step(y - (top + 11.0), 9.0)
    width = np.where(y < top - 3.2, neck, shoulder * (1.0 - under) + chest * under)
    wall = np.maximum(chest_half_depth(anatomy, y), 3.2) + 2.0 + 0.75 * anatomy.fat
    belly = 0.6 * anatomy.fat * np.clip((y - 4.0) / 10.0, 0.0, 1.0) + 0.9 * np.clip((y - 4.0) / 10.0, 0.0, 1.0)
    depth = np.maximum(wall, 5.2 + 0.2 * anatomy.fat) + belly
    return width.astype(np.float32), depth.astype(np.float32)


def _breasts(film: Grid, anatomy: Anatomy) -> Map:
    x, y = patient_x(film, anatomy, anatomy.lung_depth + 3.0), patient_y(film, anatomy, anatomy.lung_depth + 3.0)
    if anatomy.breast <= 0.0:
        # The pectoral muscles' lower border.
        return (
            np.float32(0.9)
            * soft_step(np.abs(x) - 4.0, 5.0)
            * soft_step(anatomy.apex + 13.0 - y + 0.35 * np.abs(x), 4.0)
        )
    radius = 4.6 + 3.4 * anatomy.breast
    lying = anatomy.view == "AP"
    dx = (np.abs(x) - (8.6 + (1.5 if lying else 0.0))) / (radius * (1.15 if lying else 1.0))
    dy = (y - (anatomy.apex + 15.5 + 2.5 * anatomy.breast)) / radius
    below = np.where(dy > 0, dy * 1.25, dy * 0.75)
    inside = np.clip(1.0 - dx**2 - below**2, 0.0, 1.0)
    result: Map = (np.float32(1.2 + 4.2 * anatomy.breast) * inside**0.5).astype(np.float32)
    return result


def _belly_air(film: Grid, anatomy: Anatomy) -> Map:
    x, y = patient_x(film, anatomy, 1.0), patient_y(film, anatomy, 1.0)
    air: Map = np.zeros((film.size, film.size), np.float32)
    if anatomy.bubble > 0.3:
        dx, dy = (x - 6.0) / (2.6 + 1.6 * anatomy.bubble), (y - anatomy.dome[1] - 2.5) / (1.2 + 0.8 * anatomy.bubble)
        # Standing, the air has a level below it.
        flat = soft_step(0.35 - dy, 0.25) if anatomy.view == "PA" else np.float32(1.0)
        air = air + 4.5 * anatomy.bubble * np.sqrt(np.clip(1.0 - dx * dx - dy * dy, 0.0, 1.0)) * flat
    if anatomy.bubble > 0.6:
        # A few loops of bowel; where they lie follows from the patient.
        rng = np.random.default_rng(int(anatomy.bubble * 1e9))
        for _ in range(int(rng.integers(2, 7))):
            middle, radius = (
                (rng.uniform(-13.0, 13.0), rng.uniform(5.0, 9.5)),
                (rng.uniform(1.0, 2.2), rng.uniform(0.9, 1.7)),
            )
            if middle[0] < 1.0 and rng.random() < 0.7:
                continue  # the liver
            dx, dy = (x - middle[0]) / radius[0], (y - anatomy.dome[1] - middle[1]) / radius[1]
            air = air + rng.uniform(0.8, 2.4) * np.sqrt(np.clip(1.0 - dx * dx - dy * dy, 0.0, 1.0))
    result: Map = air.astype(np.float32)
    return result

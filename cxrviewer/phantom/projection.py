"""From anatomy and truth to the attenuation along every ray: line integrals in layers.

Knows nothing of the detector.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.bones import bone_cm
from cxrviewer.phantom.grid import Grid, Map, smooth_field, soft_step
from cxrviewer.phantom.lesions import apply_lesions
from cxrviewer.phantom.thorax import (
    Frame,
    body_mask,
    diaphragm,
    distance_of,
    frame,
    heart_oval,
    heart_radius_squared,
    mediastinum_edge,
    wall_excess,
)
from cxrviewer.phantom.truth import Truth
from cxrviewer.phantom.vessels import draw_tree, vessel_cm
from cxrviewer.reporting.findings import Finding

SOFT_PER_CM = 0.165
"""Linear attenuation of soft tissue at about 75 keV, scatter included."""
BONE_PER_CM = 0.30
LUNG_DENSITY = 0.24
"""Aerated lung against soft tissue."""


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Attenuation (size, size), dimensionless, and where each finding shows."""

    attenuation: Map
    masks: dict[Finding, Map]


def project(rng: np.random.Generator, grid: Grid, anatomy: Anatomy, truth: Truth) -> Projection:
    """Sum the layers of one patient; ``rng`` decides shapes that no label speaks of."""
    tree = draw_tree(rng)
    texture_rng, lesion_rng = rng.spawn(2)
    view = frame(grid, anatomy)
    wall = wall_excess(view.outward, view.down, anatomy.lung_width, anatomy.apex, anatomy.widest)
    floor = diaphragm(view, anatomy)
    edge = mediastinum_edge(view, anatomy)
    inside_wall = soft_step(-distance_of(wall, grid.pixel), 0.012)
    above_floor = soft_step(floor - view.down, 0.016)
    # The lungs wrap round the mediastinum: their depth grows from its border outward.
    beside = soft_step(view.outward - edge, 0.03) * (0.42 + 0.58 * soft_step(view.outward - edge - 0.13, 0.30))
    lung = inside_wall * above_floor * beside
    heart = _heart_cm(view, anatomy)
    # The chord of an oval chest: deep in the middle, thin at the wall and the apex.
    depth = np.sqrt(np.clip(-wall, 0.0, 1.0)) * np.float32(0.62 * anatomy.thickness_cm)
    free = np.clip(depth - heart, 0.08 * depth, None)
    changes = apply_lesions(lesion_rng, truth, anatomy, view, lung * soft_step(3.0 - heart, 4.0))
    density = LUNG_DENSITY + (1.0 - LUNG_DENSITY) * changes.filled
    density = density * (1.0 - 0.85 * changes.vanished)
    air_cm = lung * free * (1.0 - density)
    body = body_mask(view)
    soft = body * _body_cm(view, anatomy) - air_cm
    soft = soft - _other_air(view, anatomy, floor) + _breasts(view, anatomy)
    markings = vessel_cm(tree, grid.size, anatomy.midline) * np.float32(2.2 * anatomy.vessels)
    if truth.has(Finding.EDEMA):
        markings = markings * 1.25
    markings = markings * lung * (1.0 - changes.vanished) * np.clip(1.0 - 1.2 * changes.filled, 0.0, 1.0)
    markings = markings * (1.0 - 0.75 * soft_step(heart - 6.0, 8.0))
    texture = 0.16 * smooth_field(texture_rng, grid.size, 44) + 0.25 * smooth_field(texture_rng, grid.size, 12)
    texture = texture * lung * (1.0 - changes.vanished)
    soft = np.clip(soft + 1.5 * markings + _hila(view) * lung + texture + changes.tissue_cm, 0.0, None)
    bone = bone_cm(view, anatomy, wall) * body
    attenuation = np.float32(SOFT_PER_CM) * soft + np.float32(BONE_PER_CM) * bone
    return Projection(attenuation.astype(np.float32), changes.masks)


def _heart_cm(view: Frame, anatomy: Anatomy) -> Map:
    inside = np.clip(1.0 - heart_radius_squared(view, heart_oval(anatomy)), 0.0, 1.0)
    result: Map = np.float32(15.0) * inside**0.40
    return result


def _body_cm(view: Frame, anatomy: Anatomy) -> Map:
    chest = np.sqrt(np.clip(1.0 - (view.outward / 1.02) ** 2.4, 0.0, 1.0))
    thin_top = 1.0 - 0.40 * np.clip(-0.45 - view.down, 0.0, 0.55) / 0.55
    abdomen = 1.0 + 0.10 * np.clip(view.down - 0.4, 0.0, 0.6)
    result: Map = (anatomy.thickness_cm * chest * thin_top * abdomen).astype(np.float32)
    return result


def _other_air(view: Frame, anatomy: Anatomy, floor: Map) -> Map:
    """Trachea, main bronchi and the stomach's bubble, in centimetres of air."""
    carina = -0.23
    trachea = np.sqrt(np.clip(1.0 - ((view.across + 0.008) / 0.042) ** 2, 0.0, 1.0)) * soft_step(
        carina - view.down, 0.05
    )
    course = carina + np.clip(view.outward - 0.01, 0.0, None) * np.where(view.is_left, 0.85, 1.25)
    bronchi = np.exp(-(((view.down - course) / 0.026) ** 2)) * soft_step(0.16 - view.outward, 0.05)
    air = 1.6 * trachea + 0.9 * bronchi
    if anatomy.bubble > 0.35:
        dx, dy = (view.across - 0.33) / 0.15, (view.down - anatomy.dome[1] - 0.12) / 0.065
        air = air + 5.0 * anatomy.bubble * np.sqrt(np.clip(1.0 - dx * dx - dy * dy, 0.0, 1.0))
    result: Map = air.astype(np.float32)
    return result


def _breasts(view: Frame, anatomy: Anatomy) -> Map:
    if anatomy.breast <= 0.0:
        return np.zeros_like(view.outward)
    dx, dy = (view.outward - 0.45) / 0.30, (view.down - 0.26) / 0.27
    inside = np.clip(1.0 - dx * dx - dy * dy, 0.0, 1.0)
    result: Map = (3.0 * anatomy.breast * inside**0.6).astype(np.float32)
    return result


def _hila(view: Frame) -> Map:
    y = np.where(view.is_left, np.float32(-0.06), np.float32(0.0))
    blob = np.exp(-(((view.outward - 0.17) / 0.055) ** 2) - ((view.down - y) / 0.10) ** 2)
    result: Map = np.float32(2.6) * blob
    return result

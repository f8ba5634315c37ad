"""Bone along the beam: ribs, clavicles, spine and scapulae. Knows nothing of lungs or disease."""

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Map, soft_step
from cxrviewer.phantom.thorax import Frame


def bone_cm(frame: Frame, anatomy: Anatomy, wall: Map) -> Map:
    """Centimetres of bone along the beam; ``wall`` is the implicit rib cage."""
    total = _posterior_ribs(frame, anatomy, wall) + _anterior_ribs(frame, anatomy, wall)
    total += _spine(frame) + _clavicles(frame, anatomy) + _scapulae(frame, anatomy)
    result: Map = (total * np.float32(anatomy.bone)).astype(np.float32)
    return result


def _tube(offset: Map) -> Map:
    """A hollow cylinder: |offset| < 1 is bone, densest at the cortex."""
    r = np.abs(offset)
    inside = np.sqrt(np.clip(1.0 - r * r, 0.0, 1.0))
    marrow = np.sqrt(np.clip(0.62 - r * r, 0.0, 1.0))
    result: Map = inside - 0.55 * marrow
    return result


def _posterior_ribs(frame: Frame, anatomy: Anatomy, wall: Map) -> Map:
    u = frame.outward * np.float32(1.0 / anatomy.lung_width)
    steep = np.clip(u, 0.0, 1.1) ** 3
    fall = 0.02 * u + np.float32(anatomy.rib_drop) * steep * (0.55 + 0.25 * np.clip(frame.down + 0.7, 0.0, 1.5))
    phase = (frame.down - fall) * np.float32(1.0 / anatomy.rib_spacing) + np.float32(anatomy.rib_phase)
    number = np.round(phase)
    first = np.round((anatomy.apex + 0.02) / anatomy.rib_spacing + anatomy.rib_phase)
    shown = (number >= first) & (number <= first + 10) & (frame.outward > 0.05)
    caged = soft_step(0.16 - wall, 0.10)
    result: Map = np.float32(0.95) * _tube((phase - number) * np.float32(1.0 / 0.20)) * shown * caged
    return result


def _anterior_ribs(frame: Frame, anatomy: Anatomy, wall: Map) -> Map:
    u = frame.outward * np.float32(1.0 / anatomy.lung_width)
    rise = 0.46 * np.clip(1.02 - u, 0.0, 1.0) ** 1.15
    phase = (frame.down - rise) * np.float32(0.92 / anatomy.rib_spacing) + np.float32(0.4 + 0.7 * anatomy.rib_phase)
    number = np.round(phase)
    first = np.round((anatomy.apex + 0.05) * 0.92 / anatomy.rib_spacing + 0.4 + 0.7 * anatomy.rib_phase)
    shown = (number >= first) & (number <= first + 6)
    cartilage = soft_step(u - 0.50, 0.14)  # the cartilage nearer the sternum casts no shadow
    caged = soft_step(0.12 - wall, 0.10)
    result: Map = np.float32(0.62) * _tube((phase - number) * np.float32(1.0 / 0.25)) * shown * cartilage * caged
    return result


def _spine(frame: Frame) -> Map:
    column = np.sqrt(np.clip(1.0 - (frame.outward * np.float32(1.0 / 0.085)) ** 2, 0.0, 1.0))
    level = (frame.down * np.float32(1.0 / 0.135)) % 1.0
    disc = 1.0 - 0.45 * np.exp(-(((level - 0.5) / 0.09) ** 2))
    pedicles = np.exp(-(((frame.outward - 0.05) / 0.013) ** 2) - ((level - 0.15) / 0.12) ** 2)
    process = np.exp(-((frame.outward / 0.012) ** 2) - ((level - 0.3) / 0.2) ** 2)
    result: Map = (1.0 * column * disc + 0.5 * pedicles + 0.35 * process).astype(np.float32)
    return result


def _clavicles(frame: Frame, anatomy: Anatomy) -> Map:
    u = np.clip((frame.outward - 0.07) / 0.62, 0.0, 1.0)
    middle = np.float32(anatomy.clavicle_height) + 0.03 - 0.13 * u + 0.035 * np.sin(u * np.float32(2 * np.pi))
    half = 0.026 + 0.012 * (1.0 - u) ** 3
    ends = soft_step(frame.outward - 0.065, 0.03) * soft_step(0.70 - frame.outward, 0.03)
    result: Map = np.float32(0.85) * _tube((frame.down - middle) / half) * ends
    return result


def _scapulae(frame: Frame, anatomy: Anatomy) -> Map:
    # A thin blade whose medial border crosses the outer lung in most films.
    border = np.float32(anatomy.lung_width) * (0.93 + 0.05 * np.clip(frame.down + 0.5, -0.3, 0.6) ** 2)
    blade = soft_step(frame.outward - border, 0.02) * soft_step(0.05 - frame.down, 0.25)
    blade = blade * soft_step(frame.down + 0.70 + 0.1 * frame.outward, 0.10) * soft_step(0.92 - frame.outward, 0.06)
    edge = np.exp(-(((frame.outward - border - 0.012) / 0.011) ** 2)) * (blade > 0.02)
    result: Map = 0.24 * blade + 0.2 * edge
    return result

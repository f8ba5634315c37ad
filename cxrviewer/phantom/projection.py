"""From anatomy and truth to the attenuation along every ray: layers of tissue, bone and metal, added up.

Knows nothing of the detector.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.body import body_cm
from cxrviewer.phantom.bones import bone_cm
from cxrviewer.phantom.fittings import balls_cm, devices
from cxrviewer.phantom.grid import Grid, Map, enlarged, grid, smooth_field, soft_step
from cxrviewer.phantom.lesions import Disease, plan_disease
from cxrviewer.phantom.lungs import LUNG_DENSITY, Air, cast, patient_x, patient_y
from cxrviewer.phantom.strokes import draw
from cxrviewer.phantom.thorax import heart, heart_size
from cxrviewer.phantom.truth import Truth
from cxrviewer.phantom.vessels import airways, vessel_tree
from cxrviewer.reporting.findings import Finding, Side

SOFT_PER_CM = 0.168
"""Linear attenuation of soft tissue at about 75 keV."""
BONE_PER_CM = 0.42
"""Of compact bone, beyond the soft tissue whose place it takes."""
LARGEST_CAST = 512
"""Lungs and body are smooth: beyond this size they are enlarged, and only bones, vessels and noise are drawn finer."""
MARKINGS = 1.7
"""Blood against aerated lung; more than physics gives, since a film's eye for fine detail is kinder than ours."""
_TREE, _TEXTURE, _SHAPES = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Attenuation (size, size), dimensionless, and where each finding shows (0..1)."""

    attenuation: Map
    masks: dict[Finding, Map]


def project(seed: tuple[int, ...], film: Grid, anatomy: Anatomy, truth: Truth, *, fine: bool = True) -> Projection:
    """Add up one patient; ``seed`` decides shapes that no label speaks of. Not ``fine``: no bones, vessels, texture."""
    disease = plan_disease((*seed, _SHAPES), anatomy, truth)
    coarse = grid(min(film.size, LARGEST_CAST))
    air = cast(coarse, anatomy, disease.right, disease.left)
    soft = body_cm(coarse, anatomy) - air.missing + np.float32(0.8) * air.pleura
    soft += balls_cm(coarse, anatomy, truth, (*seed, _SHAPES)) * np.clip(air.aerated, 0.0, 1.0)
    masks = _masks(coarse, anatomy, truth, disease, air)
    soft = np.array(enlarged(soft, film.size))
    lung, aerated = enlarged(air.lung, film.size), enlarged(air.aerated, film.size)
    # What lies in lung shows as far as there is air around it.
    contrast = np.clip(aerated / np.maximum(lung * np.float32(1.0 - LUNG_DENSITY), 0.5), 0.0, 1.0)
    contrast *= np.clip(lung * np.float32(0.35), 0.0, 1.0)
    plates = draw(film, anatomy, disease.plates) * contrast if disease.plates else None
    if plates is not None:
        soft += plates
        masks[Finding.ATELECTASIS] = _spread(np.float32(0.8) * plates, coarse.size)
    if fine:
        markings = 0.8 * draw(film, anatomy, disease.septa) if disease.septa else np.zeros_like(soft)
        tree = vessel_tree(np.random.default_rng((*seed, _TREE)), anatomy, fullness=disease.fullness)
        for layer in tree.layers:
            markings += draw(film, anatomy, layer)
        soft += np.float32(MARKINGS) * markings * contrast
        rng = np.random.default_rng((*seed, _TEXTURE))
        texture = 0.10 * smooth_field(rng, film.size, 110) + 0.16 * smooth_field(rng, film.size, 40)
        soft += texture * np.clip(aerated * np.float32(0.12), 0.0, 1.0)
    soft -= 1.25 * draw(film, anatomy, airways(anatomy))
    bone = bone_cm(film, anatomy) if fine else np.zeros_like(soft)
    for stroke in devices(anatomy, truth, (*seed, _SHAPES)) if fine else ():
        bone += draw(film, anatomy, [stroke])
    attenuation = np.float32(SOFT_PER_CM) * np.clip(soft, 0.0, None) + np.float32(BONE_PER_CM) * bone
    return Projection(attenuation.astype(np.float32), {f: enlarged(m, film.size) for f, m in masks.items()})


def _masks(coarse: Grid, anatomy: Anatomy, truth: Truth, disease: Disease, air: Air) -> dict[Finding, Map]:
    """Where a finding takes two centimetres of a ray or more it shows in full."""
    masks: dict[Finding, Map] = {}
    for lesion in truth.lesions:
        path = np.zeros((coarse.size, coarse.size), np.float32)
        for owner, filled in zip(disease.owners, air.filled, strict=True):
            if owner is lesion.finding:
                path += filled
        if lesion.finding is Finding.PLEURAL_EFFUSION:
            for side, fluid in zip((Side.RIGHT, Side.LEFT), air.fluid, strict=True):
                if lesion.on(side):
                    path += fluid
        if lesion.finding is Finding.PNEUMOTHORAX:
            path += air.pleural + 3.0 * air.pleura
        if lesion.finding is Finding.CARDIOMEGALY:
            path += 2.0 * _heart_shadow(coarse, anatomy)
        masks[lesion.finding] = np.clip(0.5 * path, 0.0, 1.0)
    return masks


def _heart_shadow(film: Grid, anatomy: Anatomy) -> Map:
    shadow = np.zeros((film.size, film.size), np.float32)
    for solid in heart(anatomy, size=heart_size(anatomy)):
        y = patient_y(film, anatomy, solid.z)
        right, left = solid.interval(y, np.full_like(y, solid.z))
        x = patient_x(film, anatomy, solid.z) - np.float32(anatomy.mediastinum_shift)
        shadow = np.maximum(shadow, soft_step(x - right, 0.5) * soft_step(left - x, 0.5))
    return shadow


def _spread(thin: Map, size: int) -> Map:
    """A thin shadow with its neighbourhood, on the coarse grid."""
    small = enlarged(thin, 86)
    wide = np.maximum.reduce([np.roll(small, shift, axis) for shift in (-1, 0, 1) for axis in (0, 1)])
    return np.clip(enlarged(wide, size), 0.0, 1.0)

"""The build of one patient: where the chest wall, heart, diaphragm and bones lie, in film units.

Knows nothing of disease except how wide an enlarged heart and how high a raised diaphragm is; draws no pixel.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.truth import Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side

NORMAL_CTR = (0.38, 0.475)
"""Cardiothoracic ratio of a normal heart; a gap to the enlarged ones keeps the label truthful."""
ENLARGED_CTR = {Size.SMALL: (0.565, 0.60), Size.MODERATE: (0.60, 0.65), Size.LARGE: (0.65, 0.71)}


@dataclass(frozen=True, slots=True)
class Anatomy:
    """One patient's build. Film units unless said; pairs are (right, left)."""

    sex: str
    age: int
    view: str
    midline: float
    tilt: float
    """Rotation of the whole patient, radians."""
    lung_width: float
    """From the midline to the inner chest wall at its widest."""
    apex: float
    widest: float
    dome: tuple[float, float]
    heart_ratio: float
    """Cardiothoracic ratio."""
    heart_centre: float
    heart_height: float
    aorta: float
    rib_spacing: float
    rib_phase: float
    rib_drop: float
    clavicle_height: float
    thickness_cm: float
    bone: float
    breast: float
    vessels: float
    bubble: float


def draw_anatomy(rng: np.random.Generator, truth: Truth) -> Anatomy:
    """A patient whose heart and diaphragm agree with the truth."""
    sex = ("F", "M")[int(rng.integers(2))]
    view = "AP" if rng.random() < 0.25 else "PA"
    width = float(rng.uniform(0.63, 0.72))
    heart = truth.lesion(Finding.CARDIOMEGALY)
    ratio = float(rng.uniform(*(ENLARGED_CTR[heart.size] if heart else NORMAL_CTR)))
    right = float(rng.uniform(0.36, 0.47))
    left = right + float(rng.uniform(0.02, 0.06))
    collapse = truth.lesion(Finding.ATELECTASIS)
    if collapse and collapse.zone is Zone.LOWER:
        lift = float(rng.uniform(0.04, 0.09))  # loss of volume pulls the diaphragm up
        right -= lift if collapse.on(Side.RIGHT) else 0.0
        left -= lift if collapse.on(Side.LEFT) else 0.0
    return Anatomy(
        sex=sex,
        age=int(rng.integers(21, 90)),
        view=view,
        midline=float(rng.uniform(-0.025, 0.025)),
        tilt=float(rng.normal(0.0, 0.012)),
        lung_width=width,
        apex=float(rng.uniform(-0.80, -0.70)),
        widest=float(rng.uniform(0.18, 0.30)),
        dome=(right, left),
        heart_ratio=ratio,
        heart_centre=float(rng.uniform(0.19, 0.24)) + 0.5 * (right - 0.42),
        heart_height=float(rng.uniform(0.29, 0.33)) + 0.25 * (ratio - 0.43),
        aorta=float(rng.uniform(0.6, 1.4)),
        rib_spacing=float(rng.uniform(0.125, 0.150)),
        rib_phase=float(rng.uniform(0.0, 1.0)),
        rib_drop=float(rng.uniform(0.30, 0.42)),
        clavicle_height=float(rng.uniform(-0.64, -0.56)),
        thickness_cm=float(rng.uniform(18.0, 24.0)),
        bone=float(rng.uniform(0.75, 1.2)),
        breast=float(rng.uniform(0.4, 1.0)) if sex == "F" else 0.0,
        vessels=float(rng.uniform(0.85, 1.15)),
        bubble=float(rng.uniform(0.0, 1.0)),
    )

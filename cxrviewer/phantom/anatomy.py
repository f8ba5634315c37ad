"""The build of one patient in centimetres: what varies from one to the next. Draws no pixel.

Knows nothing of disease except how wide an enlarged heart is and what loss of volume moves.
Orders of magnitude after ordinary adult anatomy; no patient's data is in them.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.beam import Beam
from cxrviewer.phantom.truth import Form, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side

NORMAL_CTR = (0.38, 0.475)
"""Cardiothoracic ratio of a normal heart where the visibility floor holds: a gap keeps the label truthful."""
DOUBTFUL_CTR = (0.515, 0.545)
ENLARGED_CTR = {Size.SMALL: (0.56, 0.60), Size.MODERATE: (0.60, 0.65), Size.LARGE: (0.65, 0.71)}
SHOWN = (0.82, 0.97)
"""Side of a film over that of the detector (``Beam.shown``)."""
HARD_CTR = {False: (0.38, 0.497), True: (0.503, 0.70)}
"""Without the floor: every heart beyond one half is enlarged, however little."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """One patient's build and stance. Centimetres unless said; pairs are (right, left)."""

    sex: str
    age: int
    view: str
    """PA or AP."""
    beam: Beam
    shift: tuple[float, float]
    """Where the patient's middle lies on the detector."""
    tilt: float
    """Leaning of the whole patient, radians."""
    turn: float
    """Rotation about the long axis, radians: what lies in front moves against what lies behind."""
    lung_width: float
    """From the midline to the inner chest wall at its widest."""
    lung_depth: float
    """Half the inner depth of the chest."""
    apex: float
    """y of the top of the lungs."""
    dome: tuple[float, float]
    """y of the top of each half of the diaphragm: inspiration."""
    dome_fall: float
    """How far the diaphragm falls towards the flank; flat in emphysema."""
    heart_ratio: float
    """Cardiothoracic ratio."""
    heart_lift: float
    mediastinum_shift: float
    """To the patient's left; loss of volume pulls."""
    aorta: float
    """Of its usual width; wide in the old."""
    fat: float
    """Thickness of the tissue over the ribs."""
    bone: float
    """Of its usual density."""
    rib_slope: float
    rib_phase: float
    breast: float
    """0 to 1; 0 for none."""
    vessels: float
    arms: bool
    """Arms beside the chest, as in a bed."""
    bubble: float
    """Air in the stomach, 0 to 1."""
    scoliosis: float
    """Sideways bend of the spine."""


def draw_anatomy(rng: np.random.Generator, truth: Truth, *, hard: bool = False) -> Anatomy:
    """A patient whose heart and diaphragm agree with the truth."""
    sex = ("F", "M")[int(rng.integers(2))]
    supine = rng.random() < 0.3
    male = 1.0 if sex == "M" else 0.0
    right = float(rng.normal(6.3, 1.1)) - (1.3 if supine else 0.0)
    left = right + float(rng.uniform(0.3, 1.6))
    shift = 0.0
    collapse = truth.lesion(Finding.ATELECTASIS)
    if collapse and collapse.form is Form.LOBAR and collapse.side is not None:
        pull = {Size.SMALL: 0.5, Size.MODERATE: 0.9, Size.LARGE: 1.4}[collapse.size]
        shift = pull if collapse.side is Side.LEFT else -pull
        if collapse.zone is Zone.LOWER:
            right -= 2.0 * pull if collapse.on(Side.RIGHT) else 0.0
            left -= 2.0 * pull if collapse.on(Side.LEFT) else 0.0
    age = int(rng.integers(19, 91))
    fat = float(np.clip(rng.gamma(3.0, 0.75), 0.6, 5.5))
    shown = float(rng.uniform(*SHOWN))
    return Anatomy(
        sex=sex,
        age=age,
        view="AP" if supine else "PA",
        beam=Beam(supine, float(rng.uniform(100, 130)) if supine else float(rng.uniform(170, 200)), shown),
        # The middle of the lungs lies above the patient's own; a tighter film is centred on them.
        shift=(float(rng.normal(0.0, 0.6)), float(rng.normal(0.5 + 7.0 * (1.0 - shown), 0.6))),
        tilt=float(rng.normal(0.0, 0.02)),
        turn=float(rng.normal(0.0, 0.045)),
        lung_width=float(rng.normal(12.9 + 0.9 * male, 0.6)),
        lung_depth=float(rng.normal(8.3 + 0.6 * male, 0.6)),
        apex=float(rng.normal(-14.6, 0.6)),
        dome=(right, left),
        dome_fall=float(rng.uniform(3.6, 6.2)),
        heart_ratio=_heart_ratio(rng, truth, hard=hard),
        heart_lift=float(rng.normal(0.0, 0.4)),
        mediastinum_shift=shift,
        aorta=float(np.clip(rng.normal(0.85 + 0.006 * (age - 40), 0.1), 0.7, 1.4)),
        fat=fat,
        bone=float(rng.normal(1.05 - 0.003 * (age - 40), 0.08)),
        rib_slope=float(rng.uniform(0.75, 1.25)),
        rib_phase=float(rng.uniform(-0.4, 0.4)),
        breast=float(np.clip(0.25 * fat + rng.normal(0.1, 0.2), 0.12, 1.0)) if sex == "F" else 0.0,
        vessels=float(rng.uniform(0.8, 1.2)),
        arms=bool(supine and rng.random() < 0.6),
        bubble=float(rng.uniform(0.0, 1.0)),
        scoliosis=float(rng.normal(0.0, 0.35)),
    )


def _heart_ratio(rng: np.random.Generator, truth: Truth, *, hard: bool) -> float:
    heart = truth.lesion(Finding.CARDIOMEGALY)
    if hard:
        return float(rng.uniform(*HARD_CTR[heart is not None]))
    if heart is None:
        return float(rng.uniform(*NORMAL_CTR))
    return float(rng.uniform(*(ENLARGED_CTR[heart.size] if heart.certain else DOUBTFUL_CTR)))

"""How much of each finding a film shows, and what a truthful label makes of it.

A finding is drawn and left out in turn; the film's own grey levels say how much of it is seen. Knows no words.
"""

from dataclasses import replace

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.exposure import Exposure, presented
from cxrviewer.phantom.grid import FIELD_CM, Map, grid
from cxrviewer.phantom.projection import project
from cxrviewer.phantom.truth import Lesion, Truth
from cxrviewer.reporting.findings import Finding

SIZE = 128
"""Side in pixels of the films compared; without bones, vessels and noise."""
AREA_CM2 = 3.0
"""The change counts that is reached or passed over this area."""
FLOOR = 0.032
"""Share of the grey scale below which a finding is hidden."""
SURE = 0.052
"""Share of the grey scale from which a finding is beyond doubt."""


def visible_truth(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth) -> Truth:
    """The truth without what the film hides, with doubt where it shows little. The heart is measured, not seen."""
    kept = truth
    for lesion in truth.lesions:
        if lesion.finding is Finding.CARDIOMEGALY:
            continue
        shown = visibility(seed, anatomy, exposure, kept, lesion)
        others = tuple(other for other in kept.lesions if other is not lesion)
        if shown < FLOOR:
            kept = replace(kept, lesions=others)
        elif shown < SURE:
            doubted = replace(lesion, certain=False)
            kept = replace(kept, lesions=tuple(doubted if other is lesion else other for other in kept.lesions))
    return kept


def visibility(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth, lesion: Lesion) -> float:
    """The change of grey, 0 to 1, that a lesion of the truth makes over ``AREA_CM2`` or more."""
    without = replace(truth, lesions=tuple(other for other in truth.lesions if other is not lesion))
    change = np.abs(_plain(seed, anatomy, exposure, truth) - _plain(seed, anatomy, exposure, without))
    pixels = max(1, round(AREA_CM2 * (SIZE / FIELD_CM) ** 2))
    return float(np.partition(change, change.size - pixels, axis=None)[-pixels])


def _plain(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth) -> Map:
    film = presented(project(seed, grid(SIZE), anatomy, truth, fine=False).attenuation, exposure)
    left, top, right, bottom = exposure.collimation
    frame = grid(SIZE)
    inside = (frame.x > left) & (frame.x < right) & (frame.y > top) & (frame.y < bottom)
    result: Map = np.where(inside, film, 0.0)
    return result

"""How much of each finding a film shows, and what a truthful label makes of it.

A finding is drawn and left out in turn; the film's own grey levels say how much of it is seen. A plate is thin enough
to be lost under a rib, so it must also stand out from the bones and vessels around it. Knows no words.
"""

from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.signal import fftconvolve

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.exposure import Exposure, presented
from cxrviewer.phantom.grid import FIELD_CM, Map, grid
from cxrviewer.phantom.projection import project
from cxrviewer.phantom.truth import Form, Lesion, Truth
from cxrviewer.reporting.findings import Finding

SIZE = 128
"""Side in pixels of the films compared; without noise."""
AREA_CM2 = 3.0
"""The change counts that is reached or passed over this area."""
FLOOR = 0.032
"""Share of the grey scale below which a finding is hidden."""
SURE = 0.052
"""Share of the grey scale from which a finding is beyond doubt."""
PLATE_FLOOR = 3.0
"""Signal-to-noise ratio below which a plate is hidden; A. Rose (J Opt Soc Am 1948;38:196) asks for 3 to 5."""
PLATE_SURE = 3.5
"""Signal-to-noise ratio from which a plate is beyond doubt."""
_AROUND_CM = 6.7
"""How far from a plate the film is searched for what could be taken for it."""
_SLOW_CM, _FINE_CM = 2.0, 0.24
"""Standard deviations between which detail counts: neither the slow part of the film nor single pixels."""


def visible_truth(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth) -> Truth:
    """The truth without what the film hides, with doubt where it shows little. The heart is measured, not seen."""
    kept = truth
    film = _film(seed, anatomy, exposure, truth)
    for lesion in truth.lesions:
        if lesion.finding is Finding.CARDIOMEGALY:
            continue
        others = tuple(other for other in kept.lesions if other is not lesion)
        without = _film(seed, anatomy, exposure, replace(kept, lesions=others))
        shown = min(_shares(seed, anatomy, exposure, kept, lesion, film - without))
        if shown < 0.0:
            kept, film = replace(kept, lesions=others), without
        elif shown < 1.0:
            doubted = replace(lesion, certain=False)
            kept = replace(kept, lesions=tuple(doubted if other is lesion else other for other in kept.lesions))
    return kept


def shares(
    seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth, lesion: Lesion
) -> tuple[float, ...]:
    """How far each measure of a lesion lies from hidden (0) to beyond doubt (1); below and above these bounds too."""
    return _shares(seed, anatomy, exposure, truth, lesion, _change(seed, anatomy, exposure, truth, lesion))


def visibility(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth, lesion: Lesion) -> float:
    """The change of grey, 0 to 1, that a lesion of the truth makes over ``AREA_CM2`` or more."""
    return _visibility(_change(seed, anatomy, exposure, truth, lesion))


def conspicuity(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth, lesion: Lesion) -> float:
    """Signal-to-noise ratio of a lesion of the truth among the bones and vessels around it.

    That of a filter matched to the lesion (the non-prewhitening observer, ICRU Report 54): what it answers at the
    lesion over the standard deviation of what it answers nearby on the film without it.
    """
    change = _change(seed, anatomy, exposure, truth, lesion)
    return _conspicuity(change, _film(seed, anatomy, exposure, truth, fine=True) - change)


def _shares(
    seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth, lesion: Lesion, change: Map
) -> tuple[float, ...]:
    shown = (_visibility(change) - FLOOR) / (SURE - FLOOR)
    if lesion.form is not Form.LINEAR:
        return (shown,)
    film = _film(seed, anatomy, exposure, truth, fine=True)
    return shown, (_conspicuity(change, film - change) - PLATE_FLOOR) / (PLATE_SURE - PLATE_FLOOR)


def _visibility(change: Map) -> float:
    change = np.abs(change)
    pixels = max(1, round(AREA_CM2 * (SIZE / FIELD_CM) ** 2))
    return float(np.partition(change, change.size - pixels, axis=None)[-pixels])


def _conspicuity(change: Map, without: Map) -> float:
    signal, background = _detail(change), _detail(without)
    energy = signal * signal
    if float(energy.sum()) < 1e-9:
        return 0.0
    answers = fftconvolve(background, signal[::-1, ::-1], mode="same")
    # The filter laid where it belongs answers in the middle.
    middle, reach = (SIZE - 1) // 2, round(_AROUND_CM * SIZE / FIELD_CM)
    near = slice(middle - reach, middle + reach + 1)
    return float(energy.sum() / max(float(answers[near, near].std()), 1e-9))


def _detail(film: Map) -> Map:
    per_cm = SIZE / FIELD_CM
    smooth = gaussian_filter(film, _FINE_CM * per_cm)
    detail: Map = smooth - gaussian_filter(smooth, _SLOW_CM * per_cm)
    return detail


def _change(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth, lesion: Lesion) -> Map:
    """(SIZE, SIZE) what the lesion adds to the grey of the film, drawn without bones and vessels."""
    without = replace(truth, lesions=tuple(other for other in truth.lesions if other is not lesion))
    added: Map = _film(seed, anatomy, exposure, truth) - _film(seed, anatomy, exposure, without)
    return added


def _film(seed: tuple[int, ...], anatomy: Anatomy, exposure: Exposure, truth: Truth, *, fine: bool = False) -> Map:
    film = presented(project(seed, grid(SIZE), anatomy, truth, fine=fine).attenuation, exposure)
    left, top, right, bottom = exposure.collimation
    frame = grid(SIZE)
    inside = (frame.x > left) & (frame.x < right) & (frame.y > top) & (frame.y < bottom)
    result: Map = np.where(inside, film, 0.0)
    return result

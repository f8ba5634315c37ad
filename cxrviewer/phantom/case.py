"""One phantom: everything follows from its seed and its number. Knows nothing of files and of language."""

from dataclasses import dataclass

import numpy as np

from cxrviewer.imaging.radiograph import Pixels
from cxrviewer.phantom.anatomy import Anatomy, draw_anatomy
from cxrviewer.phantom.drawing import any_amount, draw_truth
from cxrviewer.phantom.exposure import Exposure, draw_exposure, expose
from cxrviewer.phantom.grid import Map, grid
from cxrviewer.phantom.projection import project
from cxrviewer.phantom.truth import Truth
from cxrviewer.phantom.visibility import visible_truth
from cxrviewer.reporting.findings import Finding

# Streams of random numbers: a change in one leaves the others as they were.
_TRUTH, _SHAPES, _NOISE, _WORDS = range(4)


@dataclass(frozen=True, slots=True)
class Phantom:
    """A synthetic patient, not yet rendered."""

    seed: int
    index: int
    truth: Truth
    anatomy: Anatomy
    exposure: Exposure
    hard: bool = False
    """Drawn without the visibility floor."""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A rendered phantom: (size, size) stored values, MONOCHROME2, and where each finding shows (0..1)."""

    pixels: Pixels
    masks: dict[Finding, Map]


def draw_phantom(seed: int, index: int, *, hard: bool = False) -> Phantom:
    """The patient of that seed and number, with what the film shows of the disease.

    Where the visibility floor holds, what hides is neither drawn nor labelled, and what shows little is doubtful.
    ``hard`` is without the floor: everything stays, however little of it shows.
    """
    rng = np.random.default_rng((seed, index, _TRUTH))
    truth = draw_truth(rng)
    anatomy = draw_anatomy(rng, truth, hard=hard)
    exposure = draw_exposure(rng, anatomy.view)
    truth = any_amount(truth, rng) if hard else visible_truth((seed, index, _SHAPES), anatomy, exposure, truth)
    return Phantom(seed, index, truth, anatomy, exposure, hard)


def draw_hard_phantom(seed: int, index: int) -> Phantom:
    """``draw_phantom`` without the visibility floor, as a function that other processes can be given."""
    return draw_phantom(seed, index, hard=True)


def words_rng(phantom: Phantom) -> np.random.Generator:
    """The random numbers that choose the phantom's wording."""
    return np.random.default_rng((phantom.seed, phantom.index, _WORDS))


def render(phantom: Phantom, size: int) -> Film:
    """The film at ``size`` by ``size`` pixels; the anatomy is the same at every size."""
    projection = project((phantom.seed, phantom.index, _SHAPES), grid(size), phantom.anatomy, phantom.truth)
    rng = np.random.default_rng((phantom.seed, phantom.index, _NOISE))
    return Film(expose(rng, projection.attenuation, phantom.exposure), projection.masks)

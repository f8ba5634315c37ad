"""Looks for two lung fields on a reduced copy of a film, and says how well they fit a frontal chest.

Knows anatomy as a drawing: two dark fields that are narrow at the top, the bright mediastinum between them with the
heart to the right of the picture's middle, the bright chest wall around them and the bright abdomen below. Nothing is
learned from films. Knows no header, no threshold and no words.

The drawing is laid on the film at every place and at several widths and heights; the best normalised correlation
coefficient (Lewis, Fast Normalized Cross-Correlation, 1995) is the likeness, 1 for the drawing itself, -1 for its
negative.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import fft, ndimage

from cxrviewer.imaging.grayscale import default_voi, grayscale_table
from cxrviewer.imaging.radiograph import Radiograph

Plane = npt.NDArray[np.float32]

_SIDE = 96
"""Pixels of the longer side of the copy that is looked at: ribs are averaged away, lungs are not."""
_PAD = 32
"""Pixels around the copy, so that a chest wall cut off by the film's edge is no obstacle."""
_NEIGHBOURHOOD = _SIDE / 7
"""Standard deviation, in pixels, of the neighbourhood against which brightness is judged."""
_NOISE = 6.0
"""Grey levels that count for nothing, so that an empty background stays flat."""
_CLIP = 1.7
_WHITE = 245.0
"""Mean grey from which a row or a column at the edge is a border that no ray met, not a part of the chest."""
_LEAST = 0.5
"""Of each side of the film is looked at, whatever its borders."""
_WIDTHS = (0.36, 0.44, 0.54, 0.65, 0.78, 0.93)
"""Of both lung fields together, as parts of the film's width."""
_ASPECTS = (0.55, 0.67, 0.81, 0.98, 1.19, 1.44)
"""Height of the lung fields by their width: from a child in expiration to an adult with emphysema."""
_SIDES, _ABOVE, _BELOW = 0.16, 0.14, 0.22
"""Margins of the drawing around the lung fields, as parts of their width and height."""
_OUTSIDE = 0.06
"""How far the lung fields may reach past the film, as a part of their size."""


@dataclass(frozen=True, slots=True)
class LungFields:
    """The rectangle around both lung fields, in film pixels; it may reach a little past the film."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ChestLikeness:
    """How much a film is like a frontal chest, each figure a correlation coefficient."""

    upright: float
    """As it is shown."""
    inverted: float
    """With black and white exchanged."""
    turned: float
    """Turned by the number of quarter turns that fits best."""
    quarter_turns: int
    """1 to 3, clockwise, that would bring the film upright if ``turned`` is right."""
    lung_fields: LungFields
    """Where it fits best as it is shown."""


def chest_likeness(radiograph: Radiograph) -> ChestLikeness:
    """Look at the film in its own default grey scale, as the model does."""
    plane, scale = _reduced(radiograph)
    left, top, plane = _without_white_border(plane)
    plane = _flattened(plane)
    best, worst = _search(plane)
    turned = [_search(np.ascontiguousarray(np.rot90(plane, -turns)))[0].score for turns in (1, 2, 3)]
    likeliest = int(np.argmax(turned))
    return ChestLikeness(
        upright=best.score,
        inverted=-worst.score,
        turned=turned[likeliest],
        quarter_turns=likeliest + 1,
        lung_fields=LungFields(
            (left + best.box[0]) * scale, (top + best.box[1]) * scale, best.box[2] * scale, best.box[3] * scale
        ),
    )


def _reduced(radiograph: Radiograph) -> tuple[Plane, float]:
    """Grey values with the longer side _SIDE, and how many film pixels one of them is."""
    step = max(1, max(radiograph.pixels.shape) // (4 * _SIDE))
    some = radiograph.pixels[step // 2 :: step, step // 2 :: step]
    grey = Image.fromarray(grayscale_table(radiograph, default_voi(radiograph))[some])
    scale = max(grey.size) / _SIDE
    size = (max(1, round(grey.width / scale)), max(1, round(grey.height / scale)))
    shrunk = grey.resize(size, Image.Resampling.BOX if scale > 1 else Image.Resampling.BILINEAR)
    return np.asarray(shrunk, np.float32), max(radiograph.pixels.shape) / _SIDE


def _without_white_border(plane: Plane) -> tuple[int, int, Plane]:
    """Columns and rows cut off at the left and above, and what lies within: a frame of white outshines every rib."""
    (top, bottom), (left, right) = (_within(plane.mean(axis=axis)) for axis in (1, 0))
    return left, top, np.ascontiguousarray(plane[top:bottom, left:right])


def _within(means: Plane) -> tuple[int, int]:
    """First and last but one of the rows that are not border, by their mean grey."""
    most = round(means.size * (1.0 - _LEAST) / 2.0)
    first, last = 0, means.size
    while first < most and means[first] >= _WHITE:
        first += 1
    while means.size - last < most and means[last - 1] >= _WHITE:
        last -= 1
    # The next one is half border.
    return first + (first > 0), last - (last < means.size)


def _flattened(plane: Plane) -> Plane:
    """How much brighter or darker each pixel is than its neighbourhood, in the neighbourhood's own contrast."""
    difference = plane - ndimage.gaussian_filter(plane, _NEIGHBOURHOOD, mode="nearest")
    contrast = np.sqrt(ndimage.gaussian_filter(difference**2, _NEIGHBOURHOOD, mode="nearest"))
    flat: Plane = np.clip(difference / (contrast + _NOISE), -_CLIP, _CLIP)
    return flat


@dataclass(frozen=True, slots=True)
class _Fit:
    score: float
    box: tuple[float, float, float, float]  # left, top, width, height of the lung fields, in pixels of the copy


def _search(plane: Plane) -> tuple[_Fit, _Fit]:
    """Where the drawing fits best, and where its negative does."""
    padded = np.pad(plane, _PAD)
    size = fft.next_fast_len(max(padded.shape), real=True)
    spectrum = fft.rfft2(padded, s=(size, size))
    sums, squares = _integral(padded), _integral(padded**2)
    best = worst = _Fit(0.0, (0.0, 0.0, float(plane.shape[1]), float(plane.shape[0])))
    for width in _WIDTHS:
        for aspect in _ASPECTS:
            across, down = width * plane.shape[1], width * aspect * plane.shape[1]
            drawing = _drawing(round(across), round(down))
            if down > plane.shape[0] * (1 + _OUTSIDE) or min(across, down) < 6:
                continue
            places = _places(plane.shape, padded.shape, drawing.shape, (across, down))
            if places is None:
                continue
            scores = _correlation(spectrum, sums, squares, drawing, places, size)
            for index, keeps_first in ((scores.argmax(), True), (scores.argmin(), False)):
                row, column = np.unravel_index(index, scores.shape)
                score = float(scores[row, column])
                left = float(column + places[1].start - _PAD + _SIDES * across)
                top = float(row + places[0].start - _PAD + _ABOVE * down)
                fit = _Fit(score, (left, top, across, down))
                if keeps_first and score > best.score:
                    best = fit
                elif not keeps_first and score < worst.score:
                    worst = fit
    return best, worst


def _places(
    shape: tuple[int, ...], padded: tuple[int, ...], drawing: tuple[int, ...], field: tuple[float, float]
) -> tuple[slice, slice] | None:
    """Rows and columns at which the drawing's corner may lie on the padded copy."""
    found = []
    for length, whole, drawn, part, margin in (
        (shape[0], padded[0], drawing[0], field[1], _ABOVE),
        (shape[1], padded[1], drawing[1], field[0], _SIDES),
    ):
        first = max(0, round(_PAD - margin * part - _OUTSIDE * part))
        last = min(whole - drawn, round(_PAD - margin * part + length - part + _OUTSIDE * part))
        if last < first:
            return None
        found.append(slice(first, last + 1))
    return found[0], found[1]


def _correlation(
    spectrum: npt.NDArray[np.complex64],
    sums: npt.NDArray[np.float64],
    squares: npt.NDArray[np.float64],
    drawing: Plane,
    places: tuple[slice, slice],
    size: int,
) -> npt.NDArray[np.float64]:
    """The correlation coefficient of the drawing with what lies under it, at each of the places."""
    rows, columns = drawing.shape
    product = fft.irfft2(spectrum * np.conj(fft.rfft2(drawing, s=(size, size))), s=(size, size))[places]
    total, square = (_box_sums(table, rows, columns)[places] for table in (sums, squares))
    count = rows * columns
    variance = np.maximum(square - total**2 / count, 1e-3 * count)
    scores: npt.NDArray[np.float64] = product / np.sqrt(variance * float((drawing**2).sum()))
    return scores


def _integral(plane: Plane) -> npt.NDArray[np.float64]:
    return np.pad(plane.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def _box_sums(table: npt.NDArray[np.float64], rows: int, columns: int) -> npt.NDArray[np.float64]:
    sums: npt.NDArray[np.float64] = (
        table[rows:, columns:] - table[:-rows, columns:] - table[rows:, :-columns] + table[:-rows, :-columns]
    )
    return sums


@lru_cache(maxsize=512)
def _drawing(across: int, down: int) -> Plane:
    """A frontal chest whose lung fields are so many pixels wide and high, with its margins; its mean is zero."""
    columns, rows = max(1, round(across * (1 + 2 * _SIDES))), max(1, round(down * (1 + _ABOVE + _BELOW)))
    x = ((np.arange(columns) + 0.5) / columns * (1 + 2 * _SIDES) - _SIDES)[None, :]
    y = ((np.arange(rows) + 0.5) / rows * (1 + _ABOVE + _BELOW) - _ABOVE)[:, None]
    drawn = np.full((rows, columns), 0.6)  # chest wall and shoulders
    drawn[np.broadcast_to((x >= 0.36) & (x <= 0.64), drawn.shape)] = 1.0  # spine and mediastinum
    heart = ((x - 0.58) / 0.22) ** 2 + ((y - 0.74) / 0.26) ** 2 < 1
    right = _lung(x, y, outer=0.0, inner=0.40, middle=0.44, floor=0.90)
    left = _lung(x, y, outer=1.0, inner=0.60, middle=0.56, floor=0.94)
    drawn[right | (left & ~heart)] = -1.0
    drawn[np.broadcast_to(y > 1.0, drawn.shape)] = 0.9  # abdomen
    drawn -= drawn.mean()
    return drawn.astype(np.float32)


def _lung(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    *,
    outer: float,
    inner: float,
    middle: float,
    floor: float,
) -> npt.NDArray[np.bool_]:
    """One field: from its rounded apex to the dome of the diaphragm, widest in its lower half."""
    narrowing = np.sqrt(np.clip(1 - np.clip((0.6 - y) / 0.6, 0, 1) ** 2.4, 0, 1))
    within = np.abs(x - middle) <= abs(outer - middle) * narrowing
    medial = x <= inner if outer < inner else x >= inner
    dome = floor + 0.06 * (2 * np.abs(x - (outer + inner) / 2) / abs(inner - outer)) ** 2
    field: npt.NDArray[np.bool_] = within & medial & (y >= 0) & (y <= dome)
    return field

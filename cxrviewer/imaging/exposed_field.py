"""Which values of a film are image: what lies inside shutter, collimator and the borders seen in the pixels.

Knows how often each value occurs there; chooses no window.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.aperture import Mask, open_mask
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.voi_lut import apply_modality_lut

_SAMPLE = 1 << 18
"""About how many pixels are looked at; quantiles of so many do not move."""
_SMALLEST_FIELD = 0.02
"""Share of the film below which a border, a collimator or a shutter cannot be meant."""
_FRAMES = 3
"""How many borders may lie in each other: a paper frame, black, collimator blades."""
_EXTREME = 0.1
"""A border is as dark as the darkest tenth of the film, or as bright as the brightest."""
_DEEPEST = 0.4
"""Share of the film's height or width that one border may take."""
_SMALLEST_SIDE = 16
"""Lines below which a picture has no borders worth looking for."""
_ACROSS = 96
"""About how many pixels of a line are looked at."""
_EVEN_LINE = 0.2
"""Share of the film's range over which three fifths of a border's line may spread: markers stand on blades."""
_STEP, _STEP_WIDTH = 0.15, 8
"""By what share of the range a line's darkest, middle or brightest fifth changes behind a border, in so many lines."""
_STEP_DONE = 0.8
"""Share of that change after which the border has ended: blades are out of focus."""
_MIDDLE_ROWS, _MIDDLE_COLUMNS = (0.15, 0.8), (0.15, 0.85)
"""Which share of the exposed field, from its top and its left, holds the lungs: no air beside the patient."""
_ALIKE = 0.02
"""Share of the range within which values count as one even surface."""
_STEP_BEHIND = 3
"""By how many times that share the values must have changed just behind such a surface."""


@dataclass(frozen=True, slots=True, eq=False)
class FieldHistogram:
    """Modality values of the exposed field, ascending, and how often each occurs; never empty."""

    values: npt.NDArray[np.float64]  # (n,)
    counts: npt.NDArray[np.int64]  # (n,), all above 0

    def quantile(self, share: float) -> float:
        """The value below which that share of the field lies; one that occurs."""
        reached = np.cumsum(self.counts)
        return float(self.values[min(int(np.searchsorted(reached, share * reached[-1])), self.values.size - 1)])

    def between(self, low: float, high: float) -> "FieldHistogram":
        """The part from ``low`` to ``high``, both with it; the whole where there is nothing between."""
        inside = (self.values >= low) & (self.values <= high)
        return FieldHistogram(self.values[inside], self.counts[inside]) if inside.any() else self


def exposed_histograms(radiograph: Radiograph) -> tuple[FieldHistogram, FieldHistogram]:
    """What is image on the film, from a sample of its pixels: all of it, and where a chest film has the lungs."""
    step = max(1, int(np.sqrt(radiograph.pixels.size / _SAMPLE)))
    sample = radiograph.pixels[::step, ::step]
    mask = exposed_mask(radiograph, step=step)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    middle = np.s_[_share_of(rows, *_MIDDLE_ROWS), _share_of(columns, *_MIDDLE_COLUMNS)]
    whole = _histogram(radiograph, sample[mask])
    return whole, _histogram(radiograph, sample[middle][mask[middle]]) if mask[middle].any() else whole


def _histogram(radiograph: Radiograph, pixels: npt.NDArray[np.uint16]) -> FieldHistogram:
    counts = np.bincount(pixels)
    present = np.flatnonzero(counts)
    values = apply_modality_lut(present + radiograph.stored_offset, radiograph.modality_lut)
    order = np.argsort(values, kind="stable")
    return FieldHistogram(values[order], counts[present][order].astype(np.int64))


def _share_of(lines: npt.NDArray[np.intp], first: float, last: float) -> slice:
    start, count = int(lines[0]), int(lines[-1] - lines[0]) + 1
    return slice(start + int(first * count), start + int(np.ceil(last * count)))


def exposed_mask(radiograph: Radiograph, *, step: int = 1) -> Mask:
    """Which pixels, of every ``step``-th row and column, are image.

    A shutter, a collimator or a border that would leave next to nothing is not believed.
    """
    sample = radiograph.pixels[::step, ::step]
    mask = np.ones(sample.shape, dtype=np.bool_)
    shutter = None if radiograph.shutter is None else radiograph.shutter.aperture
    for aperture in (shutter, radiograph.collimator):
        if aperture is not None:
            mask = _believed(mask, open_mask(aperture, radiograph.rows, radiograph.columns, step=step))
    if radiograph.padding is not None:
        first, last = (end - radiograph.stored_offset for end in radiograph.padding)
        values = sample.astype(np.int32)
        mask = _believed(mask, (values < first) | (values > last), smallest=0.0)
    return _believed(mask, ~_borders(sample, mask))


def _believed(mask: Mask, more: Mask, *, smallest: float = _SMALLEST_FIELD) -> Mask:
    both = mask & more
    return both if both.mean() > smallest else mask


def _borders(sample: npt.NDArray[np.uint16], image: Mask) -> Mask:
    """Collimation and frames at the four sides, and what can be seen from there through even values.

    The second are the corners of a film that was turned in its frame, and air beside the patient. Shares of the
    film that are no image already count as border.
    """
    if min(sample.shape) < _SMALLEST_SIDE:
        return ~image
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    for _ in range(_FRAMES):
        before = top, bottom, left, right
        for turns in range(4):  # each side in turn is made the top
            lines = np.rot90(sample[top:bottom, left:right], turns)
            depth = _border_depth(lines)
            if turns == 0:
                top += depth
            elif turns == 1:
                right -= depth
            elif turns == 2:
                bottom -= depth
            else:
                left += depth
        if before == (top, bottom, left, right):
            break
    outside = np.ones(sample.shape, dtype=np.bool_)
    inner = np.s_[top:bottom, left:right]
    outside[inner] = _seen_from_edges(sample[inner], ~image[inner]) | ~image[inner]
    return outside


def _border_depth(lines: npt.NDArray[np.uint16]) -> int:
    """How many of the first lines are a border: even and extreme, with a step behind them; 0 if none."""
    head = lines[: int(lines.shape[0] * _DEEPEST), :: max(1, lines.shape[1] // _ACROSS)]
    if head.shape[0] <= _STEP_WIDTH or min(lines.shape) < _SMALLEST_SIDE:
        return 0
    low, dark, bright, high = _landmarks(lines)
    span = max(1.0, high - low)
    ordered = np.sort(head, axis=1).astype(np.float32)
    fifths = ordered[:, [int(share * ordered.shape[1]) for share in (0.2, 0.5, 0.8)]]  # (lines, 3)
    uneven = np.flatnonzero(fifths[:, 2] - fifths[:, 0] > _EVEN_LINE * span)
    even = int(uneven[0]) if uneven.size else head.shape[0]
    steps = np.abs(fifths[_STEP_WIDTH:] - fifths[:-_STEP_WIDTH])
    # The highest step that begins while all lines so far are even; of those as high the last.
    heights = steps[:even].max(axis=1)[::-1]
    if heights.size == 0 or heights.max() <= _STEP * span:
        return 0
    edge = int(heights.size - 1 - heights.argmax())
    slack, level = _EXTREME * span, float(np.median(fifths[: edge + 1, 1]))
    if dark + slack < level < bright - slack:
        return 0
    stepping = int(steps[edge].argmax())
    behind = fifths[min(edge + 2 * _STEP_WIDTH, head.shape[0] - 1), stepping]
    if abs(behind - fifths[edge, stepping]) <= _STEP * span:  # a scratch, a bright cable: no edge
        return 0
    gone = np.abs(fifths[edge : edge + _STEP_WIDTH + 1, stepping] - fifths[edge, stepping])
    return edge + int(np.argmax(gone >= _STEP_DONE * gone[-1]))


def _landmarks(values: npt.NDArray[np.uint16]) -> tuple[float, float, float, float]:
    """The lowest hundredth, the darkest and the brightest tenth, the highest hundredth."""
    counts = np.cumsum(np.bincount(values[::2, ::2].ravel()))
    shares = np.array((0.01, _EXTREME, 1 - _EXTREME, 0.99))
    low, dark, bright, high = np.searchsorted(counts, shares * counts[-1]).tolist()
    return low, dark, bright, high


def _seen_from_edges(inner: npt.NDArray[np.uint16], gone: Mask) -> Mask:
    low, dark, bright, high = _landmarks(inner)
    near = max(1.0, _ALIKE * (high - low))
    seen = np.zeros(inner.shape, dtype=np.bool_)
    for turns in range(4):
        values, already, found = (np.rot90(part, turns) for part in (inner, gone, seen))
        line = values[0][~already[0]]
        if line.size == 0:
            continue
        level = float(np.median(line))
        if dark < level < bright:
            continue
        distance = np.abs(values.astype(np.float32) - level)
        run = np.logical_and.accumulate((distance <= near) | already, axis=0)
        # A border ends in a step; where values drift away slowly it is the patient who reaches the edge.
        behind = np.minimum(run.sum(axis=0) + _STEP_WIDTH // 2, values.shape[0] - 1)
        found |= run & (distance[behind, np.arange(values.shape[1])] > _STEP_BEHIND * near)
    return seen

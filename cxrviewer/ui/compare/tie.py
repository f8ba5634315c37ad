"""How one film lies upon another: a scale and an offset between their pixels, as arithmetic on frozen values.

Two radiographs share no frame of reference, so they are tied by what can be compared: the rectangles of their lung
fields, else their whole frames, else what the reader has laid on one another. Knows nothing of Qt and of grey values.
"""

import math
from dataclasses import dataclass, replace

from cxrviewer.imaging.lung_fields import LungFields
from cxrviewer.ui.image.view_state import LARGEST_ZOOM, SMALLEST_ZOOM, Film, Point, View


@dataclass(frozen=True, slots=True)
class Tie:
    """A point of the other film is a point of this one times ``scale`` plus ``offset``."""

    scale: float
    offset: Point

    def across(self, view: View, other: View) -> View:
        """The other film as this one is seen in ``view``; it keeps the orientation that it has in ``other``."""
        zoom = min(max(view.zoom / self.scale, SMALLEST_ZOOM), LARGEST_ZOOM)
        return replace(other, zoom=zoom, centre=self._point(view.centre), fit=False)

    def inverse(self) -> "Tie":
        """The same from the other film to this one."""
        return Tie(1 / self.scale, (-self.offset[0] / self.scale, -self.offset[1] / self.scale))

    def _point(self, point: Point) -> Point:
        return point[0] * self.scale + self.offset[0], point[1] * self.scale + self.offset[1]


def tie_of_fields(this: LungFields, other: LungFields) -> Tie:
    """The lung fields lie on one another: their middles meet, their areas are the same."""
    scale = math.sqrt(other.width * other.height / (this.width * this.height))
    return _tie(scale, _middle(this), _middle(other))


def tie_of_frames(this: Film, other: Film) -> Tie:
    """The whole films lie on one another."""
    scale = math.sqrt(other.columns * other.rows / (this.columns * this.rows))
    return _tie(scale, (this.columns / 2, this.rows / 2), (other.columns / 2, other.rows / 2))


def tie_of_views(this: View, other: View) -> Tie:
    """As the reader has them before the eyes now."""
    return _tie(this.zoom / other.zoom, this.centre, other.centre)


def _tie(scale: float, this: Point, other: Point) -> Tie:
    return Tie(scale, (other[0] - this[0] * scale, other[1] - this[1] * scale))


def _middle(fields: LungFields) -> Point:
    return fields.left + fields.width / 2, fields.top + fields.height / 2

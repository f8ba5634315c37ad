"""What a reader draws on a film: frozen values in film pixels, the same on every screen and under every rotation.

Knows which figure has how many points and what the points mean; measures, draws and keeps nothing.
"""

import enum
import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cxrviewer.imaging.measures import Point


class Figure(enum.Enum):
    """What can be drawn. The value is what is kept on disk."""

    PROBE = "probe"
    """A point whose values are told."""
    RECTANGLE = "rectangle"
    """Two opposite corners."""
    ELLIPSE = "ellipse"
    """Two opposite corners of the rectangle that it fills."""
    LENGTH = "length"
    """Two ends."""
    ANGLE = "angle"
    """End of an arm, vertex, end of the other arm."""
    COBB = "cobb"
    """Two endplates of two ends each."""
    CARDIOTHORACIC = "cardiothoracic"
    """Heart, inner thorax and midline, of two ends each."""
    ARROW = "arrow"
    """Head and tail."""
    TEXT = "text"
    """Where the text begins."""


POINTS = {
    Figure.PROBE: 1,
    Figure.RECTANGLE: 2,
    Figure.ELLIPSE: 2,
    Figure.LENGTH: 2,
    Figure.ANGLE: 3,
    Figure.COBB: 4,
    Figure.CARDIOTHORACIC: 6,
    Figure.ARROW: 2,
    Figure.TEXT: 1,
}
"""How many points a figure has."""

WITH_WORDS = frozenset({Figure.ARROW, Figure.TEXT})
"""The figures that carry the reader's own words."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One figure on one film.

    Raises ValueError for a wrong number of points, a point that is no number, or words where there can be none.
    """

    figure: Figure
    points: tuple[Point, ...]
    text: str = ""
    identifier: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self) -> None:
        if len(self.points) != POINTS[self.figure]:
            raise ValueError(f"a {self.figure.value} has {POINTS[self.figure]} points, not {len(self.points)}")
        if not all(math.isfinite(coordinate) for point in self.points for coordinate in point):
            raise ValueError(f"a {self.figure.value} needs points that are numbers")
        if self.text and self.figure not in WITH_WORDS:
            raise ValueError(f"a {self.figure.value} carries no text")
        if self.figure is Figure.TEXT and not self.text.strip():
            raise ValueError("a text note needs text")

    def with_points(self, points: Sequence[Point]) -> "Annotation":
        """The same annotation at another place or of another shape."""
        return replace(self, points=tuple(points))

    def with_text(self, text: str) -> "Annotation":
        """The same annotation with other words."""
        return replace(self, text=text)

    def moved(self, dx: float, dy: float) -> "Annotation":
        """The same annotation, further by film pixels."""
        return self.with_points([(x + dx, y + dy) for x, y in self.points])


Annotations = tuple[Annotation, ...]
"""All that is drawn on one film, in the order in which it was first drawn."""


def with_put(annotations: Annotations, annotation: Annotation) -> Annotations:
    """The annotation added, or in the place of the one with its identifier."""
    if any(each.identifier == annotation.identifier for each in annotations):
        return tuple(annotation if each.identifier == annotation.identifier else each for each in annotations)
    return (*annotations, annotation)


def without(annotations: Annotations, identifier: str) -> Annotations:
    """All but this one."""
    return tuple(each for each in annotations if each.identifier != identifier)

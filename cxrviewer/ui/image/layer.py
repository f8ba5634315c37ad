"""What may be painted over the film: anything that can paint itself through a projection.

Knows where film points lie on the widget; knows neither the film's values nor what a layer shows.
"""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from cxrviewer.ui.image.view_state import Canvas, Point, View, film_to_widget, widget_to_film


@dataclass(frozen=True, slots=True)
class Projection:
    """How the film lies on the widget while one frame is painted."""

    view: View
    canvas: Canvas

    def to_widget(self, point: Point) -> QPointF:
        """Where a point of the film, in film pixels, lies in logical pixels of the widget."""
        return QPointF(*film_to_widget(self.view, self.canvas, point))

    def to_film(self, point: QPointF) -> Point:
        """Which point of the film lies there."""
        return widget_to_film(self.view, self.canvas, (point.x(), point.y()))


class Layer(Protocol):
    """Something painted between the film and its corner texts, in the order in which layers were added.

    A layer that has changed asks the canvas for ``update()``; it is not painted while there is no film.
    """

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """Paint in logical pixels of the widget; the painter's state need not be restored."""

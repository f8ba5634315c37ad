"""A film with the layers over it, painted by any view: the canvas's own, a picture's, a lens's.

Knows a painter and the order of things; knows no widget and no text.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QRegion

from cxrviewer.imaging.display_function import DisplayFunction
from cxrviewer.imaging.radiograph import Radiograph, Voi
from cxrviewer.ui.image.film_painter import FilmPainter
from cxrviewer.ui.image.layer import Layer, Projection
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.view_state import Canvas, Film, View, place


@dataclass(frozen=True, slots=True)
class Look:
    """In which grey scale a film is shown, and how its pixels are drawn above 1:1."""

    voi: Voi
    inverted: bool
    magnification: Magnification


class FilmScene:
    """One film after another, always under the same layers."""

    def __init__(self) -> None:
        self._film_painter: FilmPainter | None = None
        self._display: DisplayFunction | None = None
        self._layers: list[Layer] = []

    @property
    def radiograph(self) -> Radiograph | None:
        """The film."""
        return self._film_painter.radiograph if self._film_painter else None

    @property
    def film(self) -> Film | None:
        """Its size."""
        return self._film_painter.film if self._film_painter else None

    def show(self, radiograph: Radiograph | None) -> None:
        """Another film, or none."""
        self._film_painter = None if radiograph is None else FilmPainter(radiograph)
        self.set_display(self._display)

    def set_display(self, display: DisplayFunction | None) -> None:
        """Whose curve the film is to follow; None for a display that is not calibrated."""
        self._display = display
        if self._film_painter is not None:
            self._film_painter.set_display(display)

    def add_layer(self, layer: Layer) -> None:
        """Over the film and the layers before it."""
        self._layers.append(layer)

    def paint(self, painter: QPainter, view: View, canvas: Canvas, look: Look, *, quick: bool) -> None:
        """The film and its layers; what lies beside the film stays as it is."""
        if self._film_painter is not None:
            self._film_painter.paint(
                painter,
                view,
                canvas,
                look.voi,
                inverted=look.inverted,
                magnification=look.magnification,
                quick=quick,
            )
            self._paint_layers(painter, Projection(view, canvas))

    def paint_lens(self, painter: QPainter, view: View, canvas: Canvas, look: Look, *, lens: Layer) -> None:
        """The film and what lies over it, but for the lens itself; the next frame is as quick as without it."""
        if self._film_painter is not None:
            self._film_painter.paint_apart(
                painter, view, canvas, look.voi, inverted=look.inverted, magnification=look.magnification
            )
            self._paint_layers(painter, Projection(view, canvas), without=lens)

    def _paint_layers(self, painter: QPainter, projection: Projection, *, without: Layer | None = None) -> None:
        for layer in self._layers:
            if layer is not without:
                painter.save()
                layer.paint(painter, projection)
                painter.restore()

    def paint_surround(self, painter: QPainter, area: QRect, view: View, canvas: Canvas, colour: QColor) -> None:
        """The colour where the film is not; under its edges too, where they do not fall on whole logical pixels."""
        region = QRegion(area)
        if self._film_painter is not None:
            film = place(view, self._film_painter.film, canvas)
            left, top = math.ceil(film.left / canvas.ratio), math.ceil(film.top / canvas.ratio)
            right = math.floor((film.left + film.width) / canvas.ratio)
            bottom = math.floor((film.top + film.height) / canvas.ratio)
            region -= QRegion(QRect(left, top, max(0, right - left), max(0, bottom - top)))
        painter.setClipRegion(region)
        painter.fillRect(area, colour)
        painter.setClipping(False)

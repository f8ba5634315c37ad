"""The window that suits a part of the film: a rectangle is dragged, and what is under it fills the grey scale.

Knows the canvas's verbs; what the window is, imaging says.
"""

import contextlib

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from cxrviewer.imaging.annotation import Figure
from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.presets import region_window
from cxrviewer.ui.image.annotations.figures import clamped, strokes
from cxrviewer.ui.image.annotations.painted_figure import paint_path, path_of
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.film_tool import CLICK_SLACK, Pointer
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.palette import Palette


class RegionTool:
    """A ``FilmTool``, and the ``Layer`` of its rectangle."""

    cursor = Qt.CursorShape.CrossCursor
    draws = True

    def __init__(self, canvas: FilmCanvas, palette: Palette) -> None:
        self._canvas, self._palette = canvas, palette
        self._pressed: Pointer | None = None
        self._corners: tuple[Point, ...] = ()

    def press(self, pointer: Pointer) -> None:
        """One corner."""
        self._pressed = pointer

    def move(self, pointer: Pointer) -> None:
        """The opposite corner."""
        film = self._canvas.radiograph
        if self._pressed is not None and film is not None:
            self._corners = clamped(self._pressed.film, film), clamped(pointer.film, film)
            self._canvas.update()

    def release(self, pointer: Pointer) -> None:
        """The window of what is under the rectangle; a click changes nothing."""
        film, pressed = self._canvas.radiograph, self._pressed
        self.cancel()
        if film is None or pressed is None:
            return
        (x, y), (from_x, from_y) = pointer.at, pressed.at
        if min(abs(x - from_x), abs(y - from_y)) <= CLICK_SLACK:
            return
        (ax, ay), (bx, by) = clamped(pressed.film, film), clamped(pointer.film, film)
        with contextlib.suppress(ValueError):  # one value only: there is nothing to tell apart
            self._canvas.set_voi(region_window(film, (min(ax, bx), min(ay, by), abs(bx - ax), abs(by - ay))))

    def hover(self, pointer: Pointer | None) -> None:
        """Nothing follows the pointer."""

    def cancel(self) -> bool:
        """Drop the rectangle."""
        begun = self._pressed is not None
        self._pressed, self._corners = None, ()
        self._canvas.update()
        return begun

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """The rectangle, while it is dragged."""
        for stroke in strokes(Figure.RECTANGLE, self._corners, None):
            paint_path(painter, path_of(stroke, projection), self._palette, is_dashed=True)

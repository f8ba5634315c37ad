"""Drawing a figure: by press, drag and release, or by a click at each point. Knows points; knows no words.

A line is begun where the button goes down. Released elsewhere it is drawn; released in the same place its end follows
the pointer until the next click.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt

from cxrviewer.imaging.annotation import WITH_WORDS, Annotation, Figure
from cxrviewer.imaging.measures import Point
from cxrviewer.ui.image.annotations.document import FilmAnnotations, Sketch
from cxrviewer.ui.image.annotations.figures import clamped, completed
from cxrviewer.ui.image.film_tool import CLICK_SLACK, Pointer

_STROKES = {
    Figure.PROBE: (1,),
    Figure.TEXT: (1,),
    Figure.ANGLE: (3,),
    Figure.COBB: (2, 2),
    Figure.CARDIOTHORACIC: (2, 2),
}
"""How many points each stroke of a figure has; one line where nothing is said."""


class DrawingTool:
    """A ``FilmTool`` that puts one kind of figure on the film.

    ``words_asked`` is called with where a text, or an arrow that is on the film already, is to get its words.
    """

    cursor = Qt.CursorShape.CrossCursor
    draws = True

    def __init__(
        self,
        annotations: FilmAnnotations,
        figure: Figure,
        words_asked: Callable[[Annotation | Point], None],
    ) -> None:
        self._annotations = annotations
        self._figure = figure
        self._words_asked = words_asked
        self._points: tuple[Point, ...] = ()
        self._begun_at: Point = (0.0, 0.0)  # on the widget
        self._follows = False  # whether the last point is where the pointer is

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke, or put down the point that follows the pointer."""
        film = self._annotations.film
        if film is None:
            return
        self._annotations.select(None)
        if self._follows:
            self._follow(pointer)
            return
        at = clamped(pointer.film, film)
        alone = len(self._points) in self._ends() and self._stroke_length() == 1
        self._points = (*self._points, at) if alone else (*self._points, at, at)
        self._begun_at, self._follows = pointer.at, True
        self._show()

    def move(self, pointer: Pointer) -> None:
        """The last point follows."""
        if self._follows:
            self._follow(pointer)

    def release(self, pointer: Pointer) -> None:
        """Put the last point down, unless the stroke would have no length."""
        if not self._follows:
            return
        self._follow(pointer)
        (x, y), (from_x, from_y) = pointer.at, self._begun_at
        if self._stroke_length() > 1 and max(abs(x - from_x), abs(y - from_y)) <= CLICK_SLACK:
            return
        self._follows = False
        if len(self._points) == sum(self._strokes()):
            self._finish()
        elif len(self._points) not in self._ends():
            self._points = (*self._points, self._points[-1])  # the next point of this stroke
            self._begun_at, self._follows = pointer.at, True
            self._show()

    def hover(self, pointer: Pointer | None) -> None:
        """A point that was begun by a click follows without the button."""
        if pointer is not None and self._follows:
            self._follow(pointer)

    def cancel(self) -> bool:
        """Drop the figure."""
        begun = bool(self._points)
        self._points, self._follows = (), False
        self._annotations.set_sketch(None)
        return begun

    def _strokes(self) -> tuple[int, ...]:
        return _STROKES.get(self._figure, (2,))

    def _ends(self) -> set[int]:
        """After how many points a stroke is whole; 0 too."""
        return {sum(self._strokes()[:count]) for count in range(len(self._strokes()) + 1)}

    def _stroke_length(self) -> int:
        return self._strokes()[0]

    def _follow(self, pointer: Pointer) -> None:
        film = self._annotations.film
        if film is not None:
            self._points = (*self._points[:-1], clamped(pointer.film, film))
            self._show()

    def _show(self) -> None:
        self._annotations.set_sketch(Sketch(self._figure, self._points))

    def _finish(self) -> None:
        film, points = self._annotations.film, self._points
        self.cancel()
        if film is None:
            return
        if self._figure is Figure.TEXT:
            self._words_asked(points[0])
            return
        annotation = Annotation(self._figure, completed(self._figure, points, film))
        if self._annotations.put(annotation):
            self._annotations.select(annotation)
            if self._figure in WITH_WORDS:
                self._words_asked(annotation)

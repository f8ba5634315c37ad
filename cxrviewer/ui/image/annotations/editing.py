"""Taking hold of what is drawn: select, move, reshape. Knows handles and lines; draws nothing new."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainterPathStroker

from cxrviewer.imaging.annotation import WITH_WORDS, Annotation, Figure
from cxrviewer.imaging.measures import Point
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.annotations.figures import clamped, handles, kept_on, strokes, with_handle
from cxrviewer.ui.image.annotations.layer import AnnotationLayer
from cxrviewer.ui.image.annotations.painted_figure import path_of
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.film_tool import CLICK_SLACK, Pointer

_REACH = 8.0  # logical pixels around a handle or a line


class Editing:
    """The ``Grip`` of the gestures.

    With a drawing tool in the hand all that is drawn can be taken hold of. With any other only the handles of the
    selected one can, so that no measurement is moved by a hand that wanted to window.
    """

    draws = True

    def __init__(
        self,
        canvas: FilmCanvas,
        annotations: FilmAnnotations,
        layer: AnnotationLayer,
        words_asked: Callable[[Annotation], None],
    ) -> None:
        self._canvas, self._annotations, self._layer = canvas, annotations, layer
        self._words_asked = words_asked
        self._held: Annotation | None = None
        self._handle: int | None = None
        self._pressed = Pointer((0.0, 0.0), (0.0, 0.0))
        self._is_moved = False

    @property
    def cursor(self) -> Qt.CursorShape:
        """An arrow, or a hand while something is held."""
        return Qt.CursorShape.ArrowCursor if self._held is None else Qt.CursorShape.ClosedHandCursor

    def grabs(self, pointer: Pointer, *, whole: bool) -> bool:
        """Whether a press here takes hold of something."""
        if self._annotations.sketch is not None:
            return False
        if self._handle_at(pointer) is not None:
            return True
        return whole and self.at(pointer) is not None

    def press(self, pointer: Pointer) -> None:
        """Take hold of a handle of the selected one, or else of what is here."""
        self._handle = self._handle_at(pointer)
        self._held = self._annotations.selected if self._handle is not None else self.at(pointer)
        self._pressed, self._is_moved = pointer, False
        self._annotations.select(self._held)

    def move(self, pointer: Pointer) -> None:
        """Show it where it would be."""
        if self._held is None or not self._is_drag(pointer):
            return
        self._annotations.set_preview(self._changed(self._held, pointer))

    def release(self, pointer: Pointer) -> None:
        """Leave it there."""
        held, self._held = self._held, None
        if held is not None and self._is_drag(pointer):
            self._annotations.put(self._changed(held, pointer))

    def hover(self, pointer: Pointer | None) -> None:
        """Nothing follows the pointer."""

    def cancel(self) -> bool:
        """Back to where it was."""
        was_held, self._held = self._held is not None, None
        if was_held:
            self._annotations.set_preview(None)
        return was_held

    def click(self, pointer: Pointer) -> None:
        """Select what is here, by its figure or its label, or nothing."""
        self._annotations.select(self.at(pointer) or self._layer.label_at(QPointF(*pointer.at)))

    def open(self, pointer: Pointer) -> bool:
        """Edit the words that are here."""
        found = None if self._annotations.sketch is not None else self.at(pointer)
        if found is None or found.figure not in WITH_WORDS:
            return False
        self._annotations.select(found)
        self._words_asked(found)
        return True

    def _is_drag(self, pointer: Pointer) -> bool:
        (x, y), (from_x, from_y) = pointer.at, self._pressed.at
        self._is_moved = self._is_moved or max(abs(x - from_x), abs(y - from_y)) > CLICK_SLACK
        return self._is_moved

    def _changed(self, held: Annotation, pointer: Pointer) -> Annotation:
        film = self._annotations.film
        assert film is not None
        dx, dy = pointer.film[0] - self._pressed.film[0], pointer.film[1] - self._pressed.film[1]
        if self._handle is None:
            return kept_on(held, dx, dy, film)
        # By how far the pointer has gone, so that taking a handle beside its middle does not shift it.
        x, y = handles(held)[self._handle]
        return with_handle(held, self._handle, clamped((x + dx, y + dy), film))

    def _handle_at(self, pointer: Pointer) -> int | None:
        selected = self._annotations.selected
        if selected is None or selected.figure in (Figure.TEXT, Figure.PROBE):
            return None
        far = [self._away(pointer, handle) for handle in handles(selected)]
        nearest = min(range(len(far)), key=far.__getitem__)
        return nearest if far[nearest] <= _REACH else None

    def at(self, pointer: Pointer) -> Annotation | None:
        """The annotation whose line, point or words are here; of several the selected, or else the newest."""
        selected = self._annotations.selected
        ordered = sorted(self._annotations.shown, key=lambda each: each == selected)
        for annotation in reversed(ordered):
            if self._is_on(pointer, annotation):
                return annotation
        # A measurement's label is not taken hold of: it lies where the next one may begin.
        labelled = self._layer.label_at(QPointF(*pointer.at))
        return labelled if labelled is not None and labelled.figure in WITH_WORDS else None

    def _is_on(self, pointer: Pointer, annotation: Annotation) -> bool:
        if any(self._away(pointer, handle) <= _REACH for handle in handles(annotation)):
            return annotation.figure is not Figure.TEXT
        film = self._annotations.film
        spacing = None if film is None else film.pixel_spacing
        reach = QRectF(QPointF(*pointer.at), QSizeF(0, 0)).adjusted(-1, -1, 1, 1)
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * _REACH)
        projection = self._canvas.projection
        lines = strokes(annotation.figure, annotation.points, spacing)
        return any(stroker.createStroke(path_of(line, projection)).intersects(reach) for line in lines)

    def _away(self, pointer: Pointer, point: Point) -> float:
        at = self._canvas.projection.to_widget(point)
        return math.hypot(at.x() - pointer.at[0], at.y() - pointer.at[1])

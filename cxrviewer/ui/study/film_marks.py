"""Places on the film that a reader points at: takes clicks while it is asked to, and draws them. Knows no question."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.view_state import Point, film_to_widget, widget_to_film

_ARM = 8  # logical pixels from the middle of a cross to its end


class FilmMarks(QWidget):
    """A clear sheet over the canvas; while it is armed a left click marks instead of turning the tool.

    Signals:
        marked: column and row of the film pixel.
    """

    marked = Signal(float, float)

    def __init__(self, canvas: FilmCanvas, ink: QColor, halo: QColor) -> None:
        super().__init__(canvas)
        self._canvas, self._ink, self._halo = canvas, ink, halo
        self._places: tuple[Point, ...] = ()
        self._armed = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setGeometry(canvas.rect())
        canvas.installEventFilter(self)

    def arm(self, *, armed: bool) -> None:
        """Whether a left click is a mark."""
        self._armed = armed

    def show_places(self, places: tuple[Point, ...]) -> None:
        """Draw these film points."""
        self._places = places
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The canvas's clicks before its tools get them, and its size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(QRect(0, 0, self._canvas.width(), self._canvas.height()))
        is_click = isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton
        if not (self._armed and is_click and self._canvas.radiograph is not None):
            return False
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            at = event.position()
            column, row = widget_to_film(self._canvas.view, self._canvas.canvas, (at.x(), at.y()))
            film = self._canvas.radiograph
            if 0 <= column < film.columns and 0 <= row < film.rows:
                self.marked.emit(round(column, 1), round(row, 1))
        return event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A cross a place, dark beneath so that it shows on bright film."""
        painter = QPainter(self)
        for place in self._places:
            x, y = film_to_widget(self._canvas.view, self._canvas.canvas, place)
            for colour, width in ((self._halo, 3), (self._ink, 1)):
                painter.setPen(QPen(colour, width))
                painter.drawLine(QPointF(x - _ARM, y), QPointF(x + _ARM, y))
                painter.drawLine(QPointF(x, y - _ARM), QPointF(x, y + _ARM))
        painter.end()

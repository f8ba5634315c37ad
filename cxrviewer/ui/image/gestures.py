"""Mouse, wheel and space bar on the film: which movement does what.

Knows the canvas's verbs and the tools; knows no pixel. Left drag is the tool, middle drag or Space and drag pans,
right drag zooms, the wheel zooms at the pointer, a double click changes between fit and 1:1.
"""

import math

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QWheelEvent

from cxrviewer.imaging.radiograph import Radiograph, Voi
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.image.view_state import Point
from cxrviewer.ui.image.window_drag import COARSE, FINE, WindowDrag

_CLICK_SLACK = 3  # logical pixels a right click may tremble before it is a drag
_ZOOM_TRAVEL = 200.0  # logical pixels over which a drag zooms e-fold
_WHEEL_STEP = 1.2  # factor of one notch
_CURSORS = {
    Tool.WINDOW: Qt.CursorShape.CrossCursor,
    Tool.PAN: Qt.CursorShape.OpenHandCursor,
    Tool.ZOOM: Qt.CursorShape.SizeVerCursor,
}


class Gestures(QObject):
    """Turns the canvas's input events into its verbs."""

    menu_asked = Signal(QPoint)
    """A right click that was no drag. Argument: where, on the screen."""

    def __init__(self, canvas: FilmCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._tool = Tool.WINDOW
        self._space_held = False
        self._button = Qt.MouseButton.NoButton
        self._acting: Tool | None = None
        self._pressed_at: Point = (0.0, 0.0)
        self._last: Point = (0.0, 0.0)
        self._travel: Point = (0.0, 0.0)
        self._moved = False
        self._window_drag: WindowDrag | None = None
        self._dragged_to: Voi | None = None
        self._film: Radiograph | None = None
        # On X11 a context menu opens on press, which would end every right drag before it began.
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        canvas.installEventFilter(self)
        self._show_cursor()

    @property
    def tool(self) -> Tool:
        """What a left drag does."""
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Give the left button another tool."""
        self._tool = tool
        self._show_cursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The canvas's events, before the canvas gets them."""
        if self._canvas.radiograph is None:
            return False
        match event:
            case QMouseEvent():
                return self._mouse(event)
            case QWheelEvent():
                if notches := event.angleDelta().y() / 120:
                    self._canvas.zoom_by(_WHEEL_STEP**notches, _point(event.position()))
                event.accept()
                return True
            case QKeyEvent() if event.key() == Qt.Key.Key_Space:
                if not event.isAutoRepeat():
                    self._hold_space(held=event.type() == QEvent.Type.KeyPress)
                return event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
            case _:
                if event.type() == QEvent.Type.FocusOut:
                    self._hold_space(held=False)  # its release goes elsewhere
                return False

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._press(event)
            case QEvent.Type.MouseMove:
                self._move(event)
            case QEvent.Type.MouseButtonRelease:
                self._release(event)
            case QEvent.Type.MouseButtonDblClick if event.button() == Qt.MouseButton.LeftButton:
                if self._canvas.view.fit:
                    self._canvas.zoom_to(1.0, _point(event.position()))
                else:
                    self._canvas.fit()
            case _:
                return False
        event.accept()
        return True

    def _press(self, event: QMouseEvent) -> None:
        if self._button != Qt.MouseButton.NoButton:
            return  # a second button during a drag changes nothing
        match event.button():
            case Qt.MouseButton.LeftButton:
                self._acting = Tool.PAN if self._space_held else self._tool
            case Qt.MouseButton.MiddleButton:
                self._acting = Tool.PAN
            case Qt.MouseButton.RightButton:
                self._acting = Tool.ZOOM
            case _:
                return
        self._button = event.button()
        self._pressed_at = self._last = _point(event.position())
        self._film, self._moved, self._window_drag = self._canvas.radiograph, False, None
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._show_cursor()

    def _move(self, event: QMouseEvent) -> None:
        if self._acting is None or self._film is not self._canvas.radiograph:
            return  # a drag belongs to the film it began on
        x, y = _point(event.position())
        dx, dy = x - self._last[0], y - self._last[1]
        if self._button == Qt.MouseButton.RightButton and not self._moved:
            away = max(abs(x - self._pressed_at[0]), abs(y - self._pressed_at[1]))
            if away <= _CLICK_SLACK:
                return
        self._moved = True
        self._last = x, y
        match self._acting:
            case Tool.PAN:
                self._canvas.pan_by(dx, dy)
            case Tool.ZOOM:
                self._canvas.zoom_by(math.exp(-dy / _ZOOM_TRAVEL), self._pressed_at)
            case Tool.WINDOW:
                self._drag_window(dx, dy, event.modifiers())

    def _drag_window(self, dx: float, dy: float, modifiers: Qt.KeyboardModifier) -> None:
        radiograph, voi = self._canvas.radiograph, self._canvas.voi
        if radiograph is None or voi is None:
            return
        if self._window_drag is None or voi != self._dragged_to:  # begun, or a key has chosen another meanwhile
            self._window_drag, self._travel = WindowDrag.of(radiograph, voi, inverted=self._canvas.inverted), (0.0, 0.0)
        gain = 1.0
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            gain = FINE
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            gain = COARSE
        # Summed up rather than applied step by step: the window depends on where the hand is, not on how many
        # events brought it there, and going back brings the first window back.
        self._travel = self._travel[0] + dx * gain, self._travel[1] + dy * gain
        self._dragged_to = self._window_drag.at(*self._travel)
        self._canvas.set_voi(self._dragged_to)

    def _release(self, event: QMouseEvent) -> None:
        if event.button() != self._button:
            return
        clicked = self._button == Qt.MouseButton.RightButton and not self._moved
        self._button, self._acting, self._film = Qt.MouseButton.NoButton, None, None
        self._show_cursor()
        if clicked:
            self.menu_asked.emit(event.globalPosition().toPoint())

    def _hold_space(self, *, held: bool) -> None:
        self._space_held = held
        self._show_cursor()

    def _show_cursor(self) -> None:
        acting = self._acting or (Tool.PAN if self._space_held else self._tool)
        shape = _CURSORS[acting]
        if self._acting is Tool.PAN:
            shape = Qt.CursorShape.ClosedHandCursor
        self._canvas.setCursor(QCursor(shape))


def _point(position: QPointF) -> Point:
    return position.x(), position.y()

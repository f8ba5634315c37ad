"""Window/level, pan and zoom as tools. Know the canvas's verbs; know no button and no pixel."""

import math

from PySide6.QtCore import Qt

from cxrviewer.imaging.radiograph import Voi
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.film_tool import Pointer
from cxrviewer.ui.image.view_state import Point
from cxrviewer.ui.image.window_drag import COARSE, FINE, WindowDrag

_ZOOM_TRAVEL = 200.0  # logical pixels over which a drag zooms e-fold


class _Dragging:
    """A tool whose movements alone count, from wherever the pointer is."""

    draws = False
    _last: Point = (0.0, 0.0)

    def __init__(self, canvas: FilmCanvas) -> None:
        self._canvas = canvas

    def press(self, pointer: Pointer) -> None:
        """Begin here."""
        self._last = pointer.at

    def release(self, pointer: Pointer) -> None:
        """Nothing is left over."""

    def hover(self, pointer: Pointer | None) -> None:
        """Go on from here."""
        if pointer is not None:
            self._last = pointer.at

    def cancel(self) -> bool:
        """A movement done is done; undo takes it back."""
        return False

    def _way(self, pointer: Pointer) -> Point:
        """How far the pointer has gone since it was last asked."""
        way = pointer.at[0] - self._last[0], pointer.at[1] - self._last[1]
        self._last = pointer.at
        return way


class WindowTool(_Dragging):
    """Right is wider, down is darker; Shift is fine, Ctrl is coarse."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: FilmCanvas) -> None:
        super().__init__(canvas)
        self._travel: Point = (0.0, 0.0)
        self._drag: WindowDrag | None = None
        self._dragged_to: Voi | None = None

    def press(self, pointer: Pointer) -> None:
        """From the window shown now."""
        super().press(pointer)
        self._drag = None

    def move(self, pointer: Pointer) -> None:
        """Another window."""
        radiograph, voi = self._canvas.radiograph, self._canvas.voi
        if radiograph is None or voi is None:
            return
        if self._drag is None or voi != self._dragged_to:  # begun, or a key has chosen another meanwhile
            self._drag, self._travel = WindowDrag.of(radiograph, voi, inverted=self._canvas.inverted), (0.0, 0.0)
        gain = 1.0
        if pointer.modifiers & Qt.KeyboardModifier.ShiftModifier:
            gain = FINE
        elif pointer.modifiers & Qt.KeyboardModifier.ControlModifier:
            gain = COARSE
        # Summed up rather than applied step by step: the window depends on where the hand is, not on how many
        # events brought it there, and going back brings the first window back.
        dx, dy = self._way(pointer)
        self._travel = self._travel[0] + dx * gain, self._travel[1] + dy * gain
        self._dragged_to = self._drag.at(*self._travel)
        self._canvas.set_voi(self._dragged_to)


class PanTool(_Dragging):
    """The film follows the hand."""

    _held = False

    @property
    def cursor(self) -> Qt.CursorShape:
        """A hand, closed while it holds the film."""
        return Qt.CursorShape.ClosedHandCursor if self._held else Qt.CursorShape.OpenHandCursor

    def press(self, pointer: Pointer) -> None:
        """Take hold."""
        super().press(pointer)
        self._held = True

    def move(self, pointer: Pointer) -> None:
        """Along with the hand."""
        self._canvas.pan_by(*self._way(pointer))

    def release(self, pointer: Pointer) -> None:
        """Let go."""
        self._held = False

    def cancel(self) -> bool:
        """Let go where it is."""
        self._held = False
        return False


class ZoomTool(_Dragging):
    """Up is closer, around where the drag began."""

    cursor = Qt.CursorShape.SizeVerCursor
    _around: Point = (0.0, 0.0)

    def press(self, pointer: Pointer) -> None:
        """Around this point."""
        super().press(pointer)
        self._around = pointer.at

    def move(self, pointer: Pointer) -> None:
        """Closer or farther."""
        _, dy = self._way(pointer)
        self._canvas.zoom_by(math.exp(-dy / _ZOOM_TRAVEL), self._around)

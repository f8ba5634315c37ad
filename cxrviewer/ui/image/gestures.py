"""Mouse, wheel and space bar on the film: which movement goes to which tool.

Knows buttons and tools; knows nothing of what a tool does. By default the left button is the chosen tool, middle
drag pans, right drag zooms, the wheel zooms at the pointer; a double click changes between fit and 1:1. Panning and
zooming work in the middle of anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent, QWheelEvent

from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.film_tool import CLICK_SLACK, FilmTool, Grip, Pointer
from cxrviewer.ui.image.mouse_map import (
    DEFAULT_MOUSE_MAP,
    DEFAULT_WHEEL_MAP,
    MouseMap,
    Wheel,
    WheelMap,
    input_for,
    wheel_for,
)
from cxrviewer.ui.image.tools import Tool

_WHEEL_STEP = 1.2  # factor of one notch


@dataclass(slots=True)
class _Held:
    """A button that is down, and its tool."""

    button: Qt.MouseButton
    tool: FilmTool
    pressed: Pointer
    film: Radiograph
    is_moved: bool = False


class Gestures(QObject):
    """Turns the canvas's input events into what tools are told."""

    menu_asked = Signal(QPoint)
    """A right click that was no drag. Argument: where, on the screen."""
    begun = Signal()
    """A button went down on the film; what changes from here to ``ended`` is one act."""
    step_asked = Signal(int)
    """The wheel asks for another film. Argument: how many further in the list."""
    ended = Signal()
    """All buttons are up."""

    def __init__(self, canvas: FilmCanvas, tools: Mapping[Tool, FilmTool], grip: Grip) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._tools = tools
        self._grip = grip
        self._tool = Tool.WINDOW
        self._mouse_map: MouseMap = DEFAULT_MOUSE_MAP
        self._wheel_map: WheelMap = DEFAULT_WHEEL_MAP
        self._wheel_travel = 0.0  # notches towards the next film
        self._pan_held = False
        self._held: list[_Held] = []  # the last one has the pointer
        # On X11 a context menu opens on press, which would end every right drag before it began.
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        canvas.setMouseTracking(True)
        canvas.installEventFilter(self)
        self.show_cursor()

    @property
    def tool(self) -> Tool:
        """What the left button does."""
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Give the left button another tool; what the last one had begun is dropped."""
        if tool is not self._tool:
            self._tools[self._tool].cancel()
            self._tools[self._tool].hover(None)
        self._tool = tool
        self.show_cursor()

    def set_mouse_map(self, mouse_map: MouseMap, wheel_map: WheelMap = DEFAULT_WHEEL_MAP) -> None:
        """Give the buttons other tools, and the wheel another meaning."""
        self._mouse_map, self._wheel_map = mouse_map, wheel_map

    def hold_pan(self, held: bool) -> None:  # noqa: FBT001 - what a held key tells its verb
        """While this is held, the left button moves the film."""
        self._pan_held = held
        self.show_cursor()

    def cancel(self) -> bool:
        """Drop what is being drawn or moved; False where nothing is."""
        return self._grip.cancel() or self._tools[self._tool].cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The canvas's events, before the canvas gets them."""
        if self._canvas.radiograph is None and event.type() != QEvent.Type.Hide:
            return False
        match event:
            case QMouseEvent():
                return self._mouse(event)
            case QWheelEvent():
                self._wheel(event)
                return True
            case _:
                if event.type() == QEvent.Type.Leave:
                    self._tools[self._tool].hover(None)
                if event.type() == QEvent.Type.Hide:
                    self._let_go()  # releases go elsewhere too
                return False

    def show_cursor(self) -> None:
        """The pointer as the tool under it wants it."""
        tool = self._held[-1].tool if self._held else self._tools[Tool.PAN if self._pan_held else self._tool]
        self._canvas.setCursor(QCursor(tool.cursor))

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._press(event)
            case QEvent.Type.MouseMove:
                self._move(event)
            case QEvent.Type.MouseButtonRelease:
                self._release(event)
            case QEvent.Type.MouseButtonDblClick:
                self._double_click(event)
            case _:
                return False
        event.accept()
        return True

    def _press(self, event: QMouseEvent) -> None:
        film, pointer = self._canvas.radiograph, self._pointer(event)
        if any(held.button == event.button() for held in self._held):
            self._let_go()  # its release was lost
        tool = self._tool_for(event, pointer)
        if tool is None or film is None:
            return
        if not self._held:
            self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
            self.begun.emit()
        self._held.append(_Held(event.button(), tool, pointer, film))
        tool.press(pointer)
        self.show_cursor()

    def _tool_for(self, event: QMouseEvent, pointer: Pointer) -> FilmTool | None:
        found = input_for(self._mouse_map, event.button(), event.modifiers())
        if found is None:
            return None
        named = self._mouse_map[found]
        if self._pan_held and event.button() == Qt.MouseButton.LeftButton:
            return self._tools[Tool.PAN]
        if named is not None:
            return self._tools[named]
        chosen = self._tools[self._tool]
        return self._grip if self._grip.grabs(pointer, whole=chosen.draws) else chosen

    def _move(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        if not self._held:
            self._hover(pointer)
            return
        held = self._held[-1]
        if held.film is not self._canvas.radiograph:
            return  # a drag belongs to the film it began on
        if not held.is_moved:
            (x, y), (from_x, from_y) = pointer.at, held.pressed.at
            held.is_moved = max(abs(x - from_x), abs(y - from_y)) > CLICK_SLACK
        if held.is_moved or held.button != Qt.MouseButton.RightButton:
            held.tool.move(pointer)

    def _release(self, event: QMouseEvent) -> None:
        held = next((held for held in self._held if held.button == event.button()), None)
        if held is None:
            if event.button() == Qt.MouseButton.RightButton and not self._held:
                self.menu_asked.emit(event.globalPosition().toPoint())  # where the right button has no tool
            return
        pointer = self._pointer(event)
        self._held.remove(held)
        if held.film is not self._canvas.radiograph:
            held.tool.cancel()
        else:
            held.tool.release(pointer)
            if not held.is_moved and held.button == Qt.MouseButton.LeftButton and not held.tool.draws:
                self._grip.click(pointer)
        if self._held:
            self._held[-1].tool.hover(pointer)
        else:
            self.ended.emit()
            if held.button == Qt.MouseButton.RightButton and not held.is_moved:
                self.menu_asked.emit(event.globalPosition().toPoint())
        self.show_cursor()

    def _double_click(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        if event.button() != Qt.MouseButton.LeftButton:
            self._press(event)  # the second of two quick presses arrives as this
        elif self._grip.open(pointer):
            pass
        elif self._tools[self._tool].draws:
            self._press(event)
        elif self._canvas.view.fit:
            self._canvas.zoom_to(1.0, pointer.at)
        else:
            self._canvas.fit()

    def _let_go(self) -> None:
        """Of all buttons, as if nothing had been begun with them."""
        if self._held:
            for held in self._held:
                held.tool.cancel()
            self._held.clear()
            self.ended.emit()

    def _wheel(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        sideways = event.modifiers() & Qt.KeyboardModifier.AltModifier  # Qt turns the wheel with Alt
        notches = (turned.x() if sideways else turned.y()) / 120
        meaning = wheel_for(self._wheel_map, event.modifiers())
        if meaning is Wheel.FILMS:
            self._wheel_travel += notches
            if whole := int(self._wheel_travel):  # a touchpad sends small parts of a notch
                self._wheel_travel -= whole
                self.step_asked.emit(-whole)
        elif meaning is Wheel.ZOOM and notches:
            at = event.position()
            self._canvas.zoom_by(_WHEEL_STEP**notches, (at.x(), at.y()))
            # The pointer is now over another point of the film, and what is being drawn follows it.
            pointer = self._pointer_at(at, event.modifiers())
            if not self._held:
                self._hover(pointer)
            elif self._held[-1].tool.draws and self._held[-1].film is self._canvas.radiograph:
                self._held[-1].tool.move(pointer)
        event.accept()

    def _hover(self, pointer: Pointer) -> None:
        self._grip.hover(pointer)
        self._tools[self._tool].hover(pointer)
        if not self._pan_held and self._grip.grabs(pointer, whole=self._tools[self._tool].draws):
            self._canvas.setCursor(QCursor(self._grip.cursor))
        else:
            self.show_cursor()

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return self._pointer_at(event.position(), event.modifiers())

    def _pointer_at(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        return Pointer((at.x(), at.y()), self._canvas.projection.to_film(at), modifiers)

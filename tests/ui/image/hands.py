"""A pane and the hands that work on it: real mouse and key events, in film pixels where that is easier to read."""

import contextlib

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer.ui.image.pane import ImagePane

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Hands:
    """The canvas is 400 x 400 logical pixels."""

    def __init__(self, qtbot, film) -> None:
        self.pane = ImagePane()
        qtbot.addWidget(self.pane)
        self.pane.resize(444, 400)
        with qtbot.waitActive(self.pane):
            self.pane.show()
            self.pane.activateWindow()
        self.pane.show_radiograph(film)
        self.pane.setFocus()

    @property
    def canvas(self):
        return self.pane.film_canvas

    @property
    def drawn(self):
        return self.pane.annotations.current

    @property
    def labels(self):
        """The lines of each label as painted."""
        layer = self.pane._board._layer
        self.canvas.grab()
        film = self.pane.radiograph
        return [layer.lines(each, film) for each in self.pane.annotations.shown]

    def label_places(self):
        self.canvas.grab()
        return self.pane._board._layer._places

    def key(self, key, modifiers=NONE, widget=None):
        QTest.keyClick(widget or QApplication.focusWidget(), key, modifiers)

    def type(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)

    def at(self, x, y):
        """Where a film point is on the canvas, to the nearest pixel."""
        return self.canvas.projection.to_widget((x, y)).toPoint()

    def press(self, at, button=LEFT, modifiers=NONE):
        QTest.mousePress(self.canvas, button, modifiers, at)

    def release(self, at, button=LEFT, modifiers=NONE):
        QTest.mouseRelease(self.canvas, button, modifiers, at)

    def move(self, at, buttons=Qt.MouseButton.NoButton, modifiers=NONE):
        # QTest.mouseMove carries neither the held button nor a modifier.
        where = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove, where, self.canvas.mapToGlobal(where), Qt.MouseButton.NoButton, buttons, modifiers
        )
        QApplication.sendEvent(self.canvas, event)

    def click(self, at, button=LEFT):
        self.move(at)
        self.press(at, button)
        self.release(at, button)

    def double_click(self, at):
        QTest.mouseDClick(self.canvas, LEFT, pos=at)

    @contextlib.contextmanager
    def holding(self, at, button=LEFT):
        """The button is down; what is done in the block happens meanwhile."""
        self.press(at, button)
        yield
        self.release(at, button)

    def drag(self, start, *stops, button=LEFT, modifiers=NONE):
        self.press(start, button, modifiers)
        for stop in stops:
            self.move(stop, button, modifiers)
        self.release(stops[-1], button, modifiers)

    def draw(self, *ends):
        """A drag from film point to film point."""
        self.drag(*(self.at(*end) for end in ends))

    def wheel(self, at, notches):
        where = QPointF(at)
        event = QWheelEvent(
            where,
            self.canvas.mapToGlobal(where),
            QPoint(),
            QPoint(0, round(notches * 120)),
            Qt.MouseButton.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)

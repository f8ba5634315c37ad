import math

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer.imaging.radiograph import PhotometricInterpretation, Window
from cxrviewer.ui.image.gestures import Gestures
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.image.view_state import widget_to_film
from cxrviewer.ui.image.window_drag import TRAVEL
from tests.factories import make_pixels, make_radiograph

# The off-screen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
START = Window(center=2048, width=1024)


@pytest.fixture
def pane(qtbot):
    pane = ImagePane()
    qtbot.addWidget(pane)
    pane.resize(444, 400)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.show_radiograph(make_radiograph(pixels=make_pixels(800, 800), voi=(START,)))
    pane.setFocus()
    return pane


def move(pane, to, button, modifiers=NONE):
    # QTest.mouseMove carries neither the held button nor a modifier.
    canvas = pane.film_canvas
    where = QPointF(to)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, canvas.mapToGlobal(where), Qt.MouseButton.NoButton, button, modifiers
    )
    QApplication.sendEvent(canvas, event)


def drag(pane, start, *stops, button=LEFT, modifiers=NONE):
    canvas = pane.film_canvas
    QTest.mousePress(canvas, button, modifiers, start)
    for stop in stops:
        move(pane, stop, button, modifiers)
    QTest.mouseRelease(canvas, button, modifiers, stops[-1] if stops else start)


def wheel(pane, at, notches):
    canvas = pane.film_canvas
    event = QWheelEvent(
        QPointF(at),
        canvas.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def film_point(pane, at):
    canvas = pane.film_canvas
    return widget_to_film(canvas.view, canvas.canvas, (at.x(), at.y()))


@pytest.mark.parametrize(("modifiers", "gain"), [(NONE, 1), (SHIFT, 0.1), (CTRL, 4)])
def test_left_drag_is_window_and_level(pane, modifiers, gain, qtbot):
    with qtbot.waitSignal(pane.voi_changed) as changed:
        drag(pane, QPoint(100, 100), QPoint(120, 90), QPoint(140, 110), modifiers=modifiers)
    assert changed.args[0].width > START.width
    assert pane.voi.width == pytest.approx(1024 * math.exp(40 * gain / TRAVEL))
    assert pane.voi.center == pytest.approx(2048 + 10 * gain / TRAVEL * 1024)


def test_down_darkens_a_monochrome1_film_too(pane):
    film = make_radiograph(photometric_interpretation=PhotometricInterpretation.MONOCHROME1, voi=(START,))
    pane.show_radiograph(film)
    drag(pane, QPoint(100, 100), QPoint(100, 150))
    assert pane.voi.center < START.center


def test_a_drag_back_to_its_start_changes_nothing(pane):
    drag(pane, QPoint(100, 100), QPoint(300, 20), QPoint(100, 100))
    assert pane.voi == START


class Paintings(QObject):
    def __init__(self, canvas):
        super().__init__(canvas)
        self.count = 0
        canvas.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_many_moves_are_one_repaint(pane):
    QApplication.processEvents()
    paintings = Paintings(pane.film_canvas)
    drag(pane, QPoint(100, 100), *(QPoint(100 + i, 100) for i in range(50)))
    assert paintings.count == 0
    QApplication.processEvents()
    assert paintings.count == 1


def test_a_window_chosen_by_key_during_a_drag_is_dragged_on(pane):
    canvas = pane.film_canvas
    QTest.mousePress(canvas, LEFT, NONE, QPoint(100, 100))
    move(pane, QPoint(150, 100), LEFT)
    QTest.keyClick(canvas, "1")
    assert pane.voi == START
    move(pane, QPoint(160, 100), LEFT)
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(160, 100))
    assert pane.voi.width == pytest.approx(1024 * math.exp(10 / TRAVEL))


def test_middle_drag_pans_and_the_film_follows_the_hand(pane):
    pane.one_to_one()
    held = film_point(pane, QPoint(200, 200))
    drag(pane, QPoint(200, 200), QPoint(220, 190), QPoint(260, 170), button=MIDDLE)
    assert film_point(pane, QPoint(260, 170)) == pytest.approx(held)
    assert pane.voi == START


def test_space_and_left_drag_pans(pane):
    pane.one_to_one()
    held = film_point(pane, QPoint(200, 200))
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_Space)
    drag(pane, QPoint(200, 200), QPoint(150, 210))
    QTest.keyRelease(pane.film_canvas, Qt.Key.Key_Space)
    assert film_point(pane, QPoint(150, 210)) == pytest.approx(held)
    drag(pane, QPoint(200, 200), QPoint(240, 200))
    assert pane.voi != START


def test_space_released_elsewhere_is_not_held_for_ever(pane):
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_Space)
    pane.film_canvas.clearFocus()
    drag(pane, QPoint(200, 200), QPoint(240, 200))
    assert pane.voi != START


def test_right_drag_zooms_around_where_it_began(pane):
    at = QPoint(120, 250)
    held, zoom = film_point(pane, at), pane.zoom
    drag(pane, at, QPoint(120, 150), button=RIGHT)
    assert pane.zoom == pytest.approx(zoom * math.exp(100 / 200))
    assert film_point(pane, at) == pytest.approx(held)


def test_a_right_click_asks_for_the_menu_and_a_right_drag_does_not(pane, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(pane._windows, "popup", asked.append)
    drag(pane, QPoint(100, 100), QPoint(102, 101), button=RIGHT)
    assert asked == [pane.film_canvas.mapToGlobal(QPoint(102, 101))]
    drag(pane, QPoint(100, 100), QPoint(100, 160), button=RIGHT)
    assert len(asked) == 1


def test_the_menu_offers_the_windows_and_sets_them(pane):
    pane._windows.aboutToShow.emit()
    actions = pane._windows.actions()
    assert [action.text().partition("\t")[2] for action in actions] == ["0", "1", "2", "3", "4", "5"]
    actions[2].trigger()
    assert pane.voi != START


@pytest.mark.parametrize("notches", [3, -2, 0.25])
def test_the_wheel_zooms_at_the_pointer(pane, notches):
    pane.one_to_one()
    at = QPoint(90, 300)
    held = film_point(pane, at)
    wheel(pane, at, notches)
    assert pane.zoom == pytest.approx(1.2**notches)
    assert film_point(pane, at) == pytest.approx(held)


def test_a_sideways_wheel_does_nothing(pane):
    wheel(pane, QPoint(10, 10), 0)
    assert pane.film_canvas.view.fit


def test_double_click_changes_between_fit_and_one_to_one_at_the_pointer(pane):
    at = QPoint(100, 300)
    held = film_point(pane, at)
    QTest.mouseDClick(pane.film_canvas, LEFT, pos=at)
    assert pane.zoom == 1
    assert film_point(pane, at) == pytest.approx(held)
    QTest.mouseDClick(pane.film_canvas, LEFT, pos=at)
    assert pane.film_canvas.view.fit
    assert pane.voi == START


def test_the_left_button_is_the_chosen_tool_and_the_cursor_tells_it(pane):
    cursor = pane.film_canvas.cursor
    assert cursor().shape() == Qt.CursorShape.CrossCursor
    pane.one_to_one()
    pane.set_tool(Tool.PAN)
    assert cursor().shape() == Qt.CursorShape.OpenHandCursor
    held = film_point(pane, QPoint(100, 100))
    drag(pane, QPoint(100, 100), QPoint(130, 140))
    assert film_point(pane, QPoint(130, 140)) == pytest.approx(held)
    pane.set_tool(Tool.ZOOM)
    assert cursor().shape() == Qt.CursorShape.SizeVerCursor
    drag(pane, QPoint(100, 100), QPoint(100, 80))
    assert pane.zoom == pytest.approx(math.exp(0.1))
    assert pane.voi == START


def test_a_second_button_during_a_drag_is_left_out(pane):
    canvas = pane.film_canvas
    QTest.mousePress(canvas, LEFT, NONE, QPoint(100, 100))
    move(pane, QPoint(110, 100), LEFT)
    QTest.mousePress(canvas, RIGHT, NONE, QPoint(110, 100))
    QTest.mouseRelease(canvas, RIGHT, NONE, QPoint(110, 100))
    move(pane, QPoint(140, 100), LEFT)
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(140, 100))
    assert pane.voi.width == pytest.approx(1024 * math.exp(40 / TRAVEL))


def test_a_new_film_in_the_middle_of_a_drag_is_not_dragged_with_the_old_ones_window(pane):
    canvas = pane.film_canvas
    QTest.mousePress(canvas, LEFT, NONE, QPoint(100, 100))
    move(pane, QPoint(150, 100), LEFT)
    other = make_radiograph("other.dcm", voi=(Window(100, 200),))
    pane.show_radiograph(other)
    move(pane, QPoint(200, 100), LEFT)
    assert pane.voi == Window(100, 200)
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(200, 100))
    drag(pane, QPoint(100, 100), QPoint(110, 100))
    assert pane.voi.width == pytest.approx(200 * math.exp(10 / TRAVEL))


def test_gestures_belong_to_one_canvas(pane):
    assert len(pane.findChildren(Gestures)) == 1

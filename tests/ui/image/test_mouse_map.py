from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cxrviewer.imaging.radiograph import Window
from cxrviewer.ui.image.mouse_map import DEFAULT_MOUSE_MAP, MouseInput, input_for
from cxrviewer.ui.image.tools import Tool
from tests.factories import make_pixels, make_radiograph
from tests.ui.image.hands import CTRL, LEFT, MIDDLE, NONE, RIGHT, SHIFT, Hands

# The off-screen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

START = Window(center=2048, width=1024)


@pytest.fixture
def hands(qtbot):
    return Hands(qtbot, make_radiograph(pixels=make_pixels(400, 400), voi=(START,)))


def test_a_modifier_without_an_entry_is_the_plain_button():
    assert input_for(DEFAULT_MOUSE_MAP, LEFT, SHIFT) == MouseInput(LEFT)
    keypad = Qt.KeyboardModifier.KeypadModifier
    own = {MouseInput(LEFT): None, MouseInput(LEFT, CTRL): Tool.PAN}
    assert input_for(own, LEFT, CTRL | keypad) == MouseInput(LEFT, CTRL)
    assert input_for(own, LEFT, CTRL | SHIFT) == MouseInput(LEFT)
    assert input_for(own, RIGHT, NONE) is None


def give(hands, mouse):
    bindings = hands.pane.verbs.bindings
    bindings.set_controls(replace(bindings.controls, mouse=mouse))


def test_any_button_can_be_any_tool(hands):
    give(hands, {MouseInput(LEFT): None, MouseInput(LEFT, CTRL): Tool.LENGTH, MouseInput(RIGHT): Tool.WINDOW})
    hands.drag(QPoint(100, 100), QPoint(200, 100), modifiers=CTRL)
    assert len(hands.drawn) == 1
    assert hands.pane.voi == START
    hands.drag(QPoint(100, 200), QPoint(150, 200), button=RIGHT)
    assert hands.pane.voi.width > START.width
    view = hands.canvas.view
    hands.drag(QPoint(100, 200), QPoint(150, 200), button=MIDDLE)  # nothing, since the map says nothing
    assert hands.canvas.view == view


def test_space_pans_whatever_the_left_button_is(hands):
    give(hands, {MouseInput(LEFT): Tool.ZOOM})
    hands.key("l")
    hands.pane.one_to_one()
    centre = hands.canvas.view.centre
    QTest.keyPress(hands.canvas, Qt.Key.Key_Space)
    hands.drag(QPoint(200, 200), QPoint(180, 210))
    QTest.keyRelease(hands.canvas, Qt.Key.Key_Space)
    assert hands.canvas.view.centre == (centre[0] + 20, centre[1] - 10)
    assert hands.pane.zoom == 1

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from cxrviewer.imaging.radiograph import Window
from cxrviewer.ui.image.orientation import AS_STORED
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.image.tools import Tool
from tests.factories import make_radiograph


@pytest.fixture
def pane(qtbot):
    pane = ImagePane()
    qtbot.addWidget(pane)
    pane.resize(444, 400)
    pane.show_radiograph(make_radiograph())
    return pane


def button(pane, word):
    (found,) = (each for each in pane.findChildren(QToolButton) if each.text() == word)
    return found


def click(pane, word):
    QTest.mouseClick(button(pane, word), Qt.MouseButton.LeftButton)


def test_the_strip_names_the_tool_in_the_hand(pane):
    assert button(pane, "W/L").isChecked()
    click(pane, "Pan")
    assert pane.tool is Tool.PAN
    pane.set_tool(Tool.ZOOM)
    assert pane.tool is Tool.ZOOM
    assert [button(pane, word).isChecked() for word in ("W/L", "Pan", "Zoom")] == [False, False, True]


def test_a_tool_clicked_twice_stays(pane):
    click(pane, "Pan")
    click(pane, "Pan")
    assert pane.tool is Tool.PAN


def test_buttons_do_what_their_words_say(pane):
    click(pane, "1:1")
    assert pane.zoom == 1
    click(pane, "Fit")
    assert pane.film_canvas.view.fit
    click(pane, "Invert")
    assert pane.inverted
    assert button(pane, "Invert").isChecked()
    pane.set_voi(Window(1, 2))
    click(pane, "Reset")
    assert not pane.inverted
    assert not button(pane, "Invert").isChecked()
    assert pane.voi == Window(center=2048, width=4096)


def test_each_button_tells_its_key(pane):
    buttons = pane.findChildren(QToolButton)
    assert [each.text() for each in buttons] == [
        *("W/L", "Pan", "Zoom", "Region"),
        *("Length", "Angle", "CTR"),
        *("Probe", "ROI", "Arrow", "Text", "More"),
        *("Fit", "1:1", "Invert", "Preset", "Undo", "Reset"),
    ]
    assert all("(" in each.toolTip() for each in buttons if each.text() not in ("More",))
    assert all(each.toolTip() == each.accessibleDescription() for each in buttons)


def test_without_a_film_there_is_nothing_to_press(pane):
    assert button(pane, "Fit").isEnabled()
    pane.show_radiograph(None)
    assert not button(pane, "Fit").isEnabled()


def test_a_tool_under_more_is_marked_there_and_left_again(pane):
    more = button(pane, "More")
    cobb = next(action for action in more.menu().actions() if action.text().startswith("Cobb"))
    cobb.trigger()
    assert pane.tool is Tool.COBB
    assert more.isChecked()
    click(pane, "Length")
    assert pane.tool is Tool.LENGTH
    assert not more.isChecked()
    assert not cobb.isChecked()
    pane.set_tool(Tool.COBB)
    assert cobb.isChecked()


def test_more_turns_and_flips_and_names_the_keys(pane):
    menu = button(pane, "More").menu()
    menu.aboutToShow.emit()
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    assert actions["Turn right"].text() == "Turn right\t]"
    assert actions["Cobb angle"].text() == "Cobb angle\tShift+A"
    actions["Turn right"].trigger()
    actions["Flip left and right"].trigger()
    assert pane.film_canvas.view.orientation == AS_STORED.turned(1).flipped_horizontally()
    click(pane, "Undo")
    assert pane.film_canvas.view.orientation == AS_STORED.turned(1)
    actions["Redo"].trigger()
    assert pane.film_canvas.view.orientation == AS_STORED.turned(1).flipped_horizontally()


def test_undo_can_be_pressed_when_there_is_something_to_take_back(pane):
    redo = next(action for action in button(pane, "More").menu().actions() if action.text().startswith("Redo"))
    states = []
    for act in (lambda: None, lambda: click(pane, "Invert"), lambda: click(pane, "Undo")):
        act()
        states.append((button(pane, "Undo").isEnabled(), redo.isEnabled()))
    assert states == [(False, False), (True, False), (False, True)]
    pane.show_radiograph(make_radiograph("other.dcm"))
    assert not redo.isEnabled()

"""Verbs by key, heard where they should be and nowhere else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cxrviewer.errors import SettingsError
from cxrviewer.ui.keys import actions
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.actions import Action, Scope
from cxrviewer.ui.keys.bindings import KeyBindings


class Room(QWidget):
    """A pane that has keys beside a field that is typed into."""

    def __init__(self) -> None:
        super().__init__()
        self.pane, self.field = QWidget(), QLineEdit()
        self.pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.pane)
        layout.addWidget(self.field)
        self.bindings = KeyBindings()
        self.verbs = ActionMap(self.pane, self.bindings)
        self.done: list[object] = []


@pytest.fixture
def room(qtbot, monkeypatch):
    magnifier = Action("image.test_hold", Scope.IMAGE, "hold", ("Y",), holds=True)
    monkeypatch.setitem(actions.ACTIONS, magnifier.identifier, magnifier)
    made = Room()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.pane.setFocus()
    return made


def test_a_letter_is_heard_in_the_pane_and_typed_in_the_field(room):
    room.verbs.bind({"image.invert": lambda: room.done.append("invert")})
    QTest.keyClick(room.pane, Qt.Key.Key_I)
    assert room.done == ["invert"]
    room.field.setFocus()
    QTest.keyClick(room.field, Qt.Key.Key_I)
    assert room.done == ["invert"]
    assert room.field.text() == "i"


def test_another_key_is_heard_at_once_and_the_old_one_no_more(room):
    room.verbs.bind({"image.invert": lambda: room.done.append("invert")})
    room.bindings.set_keys({"image.invert": ("N", "Ctrl+I")})
    QTest.keyClick(room.pane, Qt.Key.Key_I)
    assert room.done == []
    QTest.keyClick(room.pane, Qt.Key.Key_N)
    QTest.keyClick(room.pane, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert room.done == ["invert", "invert"]


def test_a_clash_is_refused_and_changes_nothing(room):
    with pytest.raises(SettingsError, match=r"the key F has two actions.*image\.fit"):
        room.bindings.set_keys({"image.invert": ("F",)})
    assert room.bindings.keys_of("image.invert") == ("I",)


@pytest.mark.parametrize("key", ["", "Nonsense", "Ctrl+K, Ctrl+X", "Ctrl+"])
def test_what_is_no_key_is_refused(room, key):
    with pytest.raises(SettingsError, match="is not a key"):
        room.bindings.set_keys({"image.invert": (key,)})


def test_unknown_and_doubly_bound_actions_are_the_programmers_errors(room):
    with pytest.raises(KeyError):
        room.verbs.bind({"image.nonsense": print})
    room.verbs.bind({"image.invert": print})
    with pytest.raises(ValueError, match="verb already"):
        room.verbs.bind({"image.invert": print})


def test_a_held_key_is_on_until_it_comes_up(room):
    room.verbs.bind_held("image.test_hold", room.done.append)
    room.bindings.set_keys({"image.test_hold": ("Y",)})
    QTest.keyPress(room.pane, Qt.Key.Key_Y)
    assert room.done == [True]
    QTest.keyRelease(room.pane, Qt.Key.Key_Y)
    assert room.done == [True, False]


def test_a_held_key_is_let_go_when_the_pane_loses_the_keys(room):
    room.verbs.bind_held("image.test_hold", room.done.append)
    room.bindings.set_keys({"image.test_hold": ("Y",)})
    QTest.keyPress(room.pane, Qt.Key.Key_Y)
    room.field.setFocus()
    assert room.done == [True, False]
    QTest.keyRelease(room.field, Qt.Key.Key_Y)
    assert room.done == [True, False]

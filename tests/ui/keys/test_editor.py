"""Changing keys and mouse by hand: what is pressed is taken, a clash is said, everything can be taken back."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer.ui.image.mouse_map import MouseInput, Wheel
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.keys.controls import profile_controls
from cxrviewer.ui.keys.editor import KeyEditor

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bindings():
    return KeyBindings()


@pytest.fixture
def editor(qtbot, bindings):
    made = KeyEditor(bindings)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.list.setFocus()
    return made


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_enter_then_a_key_gives_the_action_that_key(editor, bindings):
    editor.list.choose("image.invert")
    press(Qt.Key.Key_Return)
    assert "exchange black and white" in editor.words.text()
    press(Qt.Key.Key_F2, SHIFT)
    assert bindings.keys_of("image.invert") == ("Shift+F2",)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_a_key_that_the_window_has_itself_can_be_caught(editor, bindings, key):
    bindings.set_keys({"image.delete": (), "image.down": ()})
    editor.list.choose("image.invert")
    editor.change()
    press(key, CONTROL | SHIFT)
    assert len(bindings.keys_of("image.invert")) == 1
    assert bindings.keys_of("image.invert")[0].startswith("Ctrl+Shift+")


def test_a_question_mark_is_one_key_however_it_is_typed(editor, bindings):
    bindings.set_keys({"window.keys": ("F1",)})
    editor.list.choose("image.invert")
    editor.change()
    press(Qt.Key.Key_Question, SHIFT)
    assert bindings.keys_of("image.invert") == ("?",)


def test_a_clash_is_said_in_words_and_enter_takes_the_key(editor, bindings):
    editor.list.choose("image.invert")
    editor.change()
    press(Qt.Key.Key_F)
    assert bindings.keys_of("image.invert") == ("I",)
    assert editor.words.text() == "F is the key for 'show the whole film'. Enter takes it from there, Esc leaves it."
    press(Qt.Key.Key_Return)
    assert bindings.keys_of("image.invert") == ("F",)
    assert bindings.keys_of("image.fit") == ()


def test_escape_leaves_a_clash_and_the_window_open(editor, bindings):
    editor.list.choose("image.invert")
    editor.change()
    press(Qt.Key.Key_F)
    press(Qt.Key.Key_Escape)
    assert bindings.keys_of("image.invert") == ("I",)
    assert editor.isVisible()
    assert not editor.list.catching


def test_add_remove_and_reset_one(editor, bindings):
    editor.list.choose("image.invert")
    editor.add()
    press(Qt.Key.Key_F2)
    assert bindings.keys_of("image.invert") == ("I", "F2")
    press(Qt.Key.Key_Delete)
    assert bindings.keys_of("image.invert") == ()
    editor.reset()
    assert bindings.keys_of("image.invert") == ("I",)


def test_every_change_can_be_taken_back(editor, bindings):
    before = bindings.controls
    editor.list.choose("image.invert")
    editor.remove()
    editor.profile.setCurrentIndex(editor.profile.findData("horos"))
    editor.profile.activated.emit(editor.profile.currentIndex())
    assert bindings.keys_of("tool.pan") == ("M",)
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_Z, CONTROL)
    assert bindings.controls == before


def test_reset_all_is_the_chosen_profile(editor, bindings):
    bindings.set_controls(profile_controls("weasis"))
    editor.list.choose("image.invert")
    editor.remove()
    editor.reset_all()
    assert bindings.controls == profile_controls("weasis")


def test_the_mouse_is_changed_by_its_boxes(editor, bindings):
    middle = MouseInput(Qt.MouseButton.MiddleButton, SHIFT)
    box = editor.mouse.choice(middle)
    box.setCurrentIndex(box.findData(Tool.LENGTH))
    box.activated.emit(box.currentIndex())
    assert bindings.controls.mouse[middle] is Tool.LENGTH
    turn = editor.mouse.choice(Qt.KeyboardModifier.NoModifier)
    turn.setCurrentIndex(turn.findData(Wheel.FILMS))
    turn.activated.emit(turn.currentIndex())
    assert bindings.controls.wheel == {Qt.KeyboardModifier.NoModifier: Wheel.FILMS}
    assert middle in bindings.controls.mouse


def test_search_leaves_the_lines_with_all_words(editor):
    QTest.keyClicks(editor.search, "flip left")
    editor.list.setFocus()
    assert editor.list.current == "image.flip_horizontally"


def test_export_and_import(editor, bindings, tmp_path):
    editor.list.choose("image.invert")
    editor.change()
    press(Qt.Key.Key_F2)
    editor.export_to(tmp_path / "mine.json")
    editor.reset_all()
    editor.import_from(tmp_path / "mine.json")
    assert bindings.keys_of("image.invert") == ("F2",)


def test_a_wrong_file_is_refused_and_changes_nothing(editor, bindings, tmp_path):
    (tmp_path / "mine.json").write_text(json.dumps({"keys": {"image.invert": ["Nonsense"]}}))
    before = bindings.controls
    editor.import_from(tmp_path / "mine.json")
    assert bindings.controls == before
    assert "'Nonsense' is not a key" in editor.words.text()
    assert editor.words.property("role") == "error"

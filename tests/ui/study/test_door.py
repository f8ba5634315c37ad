"""From the viewer's window to studies and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from cxrviewer.ui.study.design_window import DesignWindow
from cxrviewer.ui.study.door import StudyDoor
from cxrviewer.ui.study.results_window import ResultsWindow
from cxrviewer.ui.study.window import StudyWindow
from tests.study.studies import make_study
from tests.ui.conftest import Desk, Films

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def viewer(qtbot, store):
    made = Desk(qtbot, store, Films(), reader="A")
    yield made
    made.window.close()
    made.window.shut_down()
    made.window.deleteLater()


def door_of(viewer) -> StudyDoor:
    return viewer.window.findChild(StudyDoor)


def choose(viewer, letter: str) -> None:
    door = door_of(viewer)
    QTest.keyClick(viewer.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert door.menu.isVisible()
    QTest.keyClick(door.menu, letter)


def test_keys_open_each_kind_of_window_and_closing_the_viewer_closes_them(viewer, tmp_path, monkeypatch) -> None:
    make_study(tmp_path).close()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "study"))
    door = door_of(viewer)
    choose(viewer, "n")
    choose(viewer, "r")
    assert [type(window) for window in door.windows] == [DesignWindow, StudyWindow]
    assert door.windows[1].readers.field.text() == "A"  # the viewer knows the reader's name
    door.windows[1].close()
    choose(viewer, "e")
    assert [type(window) for window in door.windows] == [DesignWindow, ResultsWindow]
    viewer.end()
    assert door.windows == ()


def test_a_folder_without_a_study_and_one_that_is_read_already_are_told(viewer, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "study"))
    choose(viewer, "r")
    assert "no study here" in viewer.window.notice.text
    with make_study(tmp_path):
        choose(viewer, "r")
        assert "another cxrviewer is using" in viewer.window.notice.text
    assert door_of(viewer).windows == ()

"""A study from a manifest: what was found is told by row, what is wrong stops it, what is locked can be read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer.study.protocol import QuestionKind
from cxrviewer.study.study import open_study
from cxrviewer.ui.study.design_window import DesignWindow
from tests.study.studies import write_manifest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def window(qtbot):
    made = DesignWindow()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def until_done(qtbot, window: DesignWindow) -> None:
    qtbot.waitUntil(lambda: not window.is_busy, timeout=30_000)


def open_manifest(qtbot, window: DesignWindow, manifest) -> None:
    window.open_manifest(manifest)
    until_done(qtbot, window)


def test_a_study_is_made_by_keys_and_is_what_the_form_said(window, qtbot, tmp_path) -> None:
    manifest = write_manifest(tmp_path, 6, training=1)
    QTest.keyClicks(window.manifest, str(manifest))
    QTest.keyClick(window.manifest, Qt.Key.Key_Return)
    until_done(qtbot, window)
    assert window.found.text() == "6 cases, 2 arms: model, reference · 1 training cases"
    form = window.protocol
    assert form.separation.value == 3
    form.readers.setText("Ito,  김민수")
    form.seed.set_value(11)
    form.repeats.set_value(1)
    QTest.mouseClick(form.image_first, Qt.MouseButton.LeftButton)
    QTest.mouseClick(form.invented, Qt.MouseButton.LeftButton)
    QTest.keyClicks(window.folder, str(tmp_path / "study"))
    with qtbot.waitSignal(window.created, timeout=30_000):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "locked" in window.problem.text()
    assert not window.lock.isEnabled()
    with open_study(tmp_path / "study") as study:
        protocol = study.protocol
        assert protocol.readers == ("Ito", "김민수")
        assert (protocol.arms, protocol.seed, protocol.separation) == (("model", "reference"), 11, 3)
        assert (protocol.repeats, protocol.image_first, protocol.comment_required_for) == (1, True, (3, 4))
        assert [question.kind for question in protocol.questions] == [QuestionKind.YES_NO]
        assert len(study.blinded.orders["Ito"]) == 6 * 2 + 1 + 1


def test_bad_rows_are_named_and_nothing_can_be_made_of_them(window, qtbot, tmp_path) -> None:
    open_manifest(qtbot, window, write_manifest(tmp_path, 4, image_3="films/gone.png", model_4=" "))
    shown = window.problems.toPlainText().splitlines()
    assert [line.partition(":")[0] for line in shown] == ["row 3", "row 4"]
    assert "gone.png" in shown[0]
    assert "2 rows cannot be used" in window.problem.text()
    assert not window.lock.isEnabled()
    write_manifest(tmp_path, 4)
    QTest.keyClick(window.manifest, Qt.Key.Key_Return)
    until_done(qtbot, window)
    assert window.problems.isHidden()
    assert window.lock.isEnabled()


def test_a_column_that_is_no_arm_is_none(window, qtbot, tmp_path) -> None:
    open_manifest(qtbot, window, write_manifest(tmp_path, 4))
    choice = window.roles.choices["reference"]
    choice.setCurrentIndex(choice.findData("unused"))
    until_done(qtbot, window)
    assert window.found.text() == "4 cases, 1 arms: model"


@pytest.mark.parametrize(
    ("readers", "separation", "message"),
    [("", 1, "no reader"), ("A, a", 1, "are the same"), ("A", 9, "separation")],
)
def test_a_protocol_that_cannot_be_is_refused_in_words(window, qtbot, tmp_path, readers, separation, message) -> None:
    open_manifest(qtbot, window, write_manifest(tmp_path, 4))
    window.protocol.readers.setText(readers)
    window.protocol.separation.set_value(separation)
    window.folder.setText(str(tmp_path / "study"))
    QTest.mouseClick(window.lock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.problem.text()), timeout=30_000)
    assert message in window.problem.text()
    assert not (tmp_path / "study").exists()


def test_a_folder_that_is_taken_is_refused(window, qtbot, tmp_path) -> None:
    open_manifest(qtbot, window, write_manifest(tmp_path, 4))
    window.protocol.readers.setText("A")
    QTest.mouseClick(window.lock, Qt.MouseButton.LeftButton)
    assert window.problem.text() == "Name a new folder for the study."
    window.folder.setText(str(tmp_path))
    QTest.mouseClick(window.lock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "something here already" in window.problem.text(), timeout=30_000)


def test_no_table_at_all_is_told(window, tmp_path) -> None:
    window.open_manifest(tmp_path / "none.csv")
    assert "cannot be read" in window.problem.text()
    assert not window.lock.isEnabled()


def test_tab_goes_as_the_eye_goes(window, qtbot, tmp_path) -> None:
    open_manifest(qtbot, window, write_manifest(tmp_path, 4))
    window.manifest.setFocus()
    fields = [*window.roles.choices.values(), *window.protocol.fields, window.folder]
    passed = []
    while QApplication.focusWidget() is not window.lock:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
        assert len(passed) < 40
    assert [widget for widget in passed if widget in fields] == fields

"""The reading room: every window dark from its first frame, every control reached by keys and named."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from cxrviewer.ui.film_picture import PictureDialog
from cxrviewer.ui.keys.editor import KeyEditor
from cxrviewer.ui.keys.sheet import KeySheet
from cxrviewer.ui.keys.windows import MAIN
from cxrviewer.ui.study.design_window import DesignWindow
from cxrviewer.ui.theme import load_theme
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QAbstractItemView)


def file_dialog(window, mode) -> QFileDialog:
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    return dialog


def message(window) -> QDialog:
    return QMessageBox(QMessageBox.Icon.Warning, "cxrviewer", "Something", QMessageBox.StandardButton.Ok, window)


WINDOWS = {
    "main": lambda window: window,
    "sheet": lambda window: KeySheet(window.verbs.bindings, MAIN, window, can_change=True),
    "editor": lambda window: KeyEditor(window.verbs.bindings, window),
    "picture": lambda window: PictureDialog(window.film.pane, window),
    "design": lambda _window: DesignWindow(),
    "open files": lambda window: file_dialog(window, QFileDialog.FileMode.ExistingFiles),
    "open folder": lambda window: file_dialog(window, QFileDialog.FileMode.Directory),
    "save": lambda window: file_dialog(window, QFileDialog.FileMode.AnyFile),
    "message": message,
}


def brightest_surface(picture: QImage) -> int:
    """The luma (0..255) of the brightest colour that fills more than letters, outlines and icons do: 6 %."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    counts = [0] * 256
    for row in range(0, grey.height(), 2):
        for value in bytes(grey.constScanLine(row))[: grey.width()]:
            counts[value] += 1
    return max(luma for luma, count in enumerate(counts) if count > 6 * sum(counts) / 100)


@pytest.mark.parametrize("name", WINDOWS)
def test_the_first_frame_of_every_window_is_dark(desk, qtbot, name):
    window = WINDOWS[name](desk.window)
    first = window.grab().toImage()  # before anything had time to be set right
    window.show()
    limit = brightest_surface(_filled(load_theme().colour("pressed")))
    for picture in (first, window.grab().toImage()):
        assert brightest_surface(picture) <= limit
    if window is not desk.window:
        window.close()
        window.deleteLater()


def _filled(colour: QColor) -> QImage:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(colour)
    return picture


def is_control(widget: QWidget) -> bool:
    """Whether somebody can do something with it now. A part of another control is none."""
    inside = widget.parentWidget()
    while inside is not None and not isinstance(inside, CONTROLS):
        inside = inside.parentWidget()
    return (
        isinstance(widget, CONTROLS)
        and inside is None
        and widget.isEnabled()
        and widget.isVisible()
        and not (isinstance(widget, QTextEdit | QPlainTextEdit) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus)
    )


def has_own_key(widget: QWidget) -> bool:
    """One of a group, with its key in the tooltip."""
    return isinstance(widget, QAbstractButton) and widget.group() is not None and widget.toolTip().endswith(")")


def test_every_control_is_reached_by_tab_and_f6(desk, engine):
    desk.open(make_radiograph())
    desk.load(engine)
    desk.finish_draft(engine)
    window = desk.window
    wanted = {widget for widget in window.findChildren(QWidget) if is_control(widget)}
    reached = set()
    for _ in range(6):  # each pane in turn, and on by Tab from there
        desk.key(Qt.Key.Key_F6)
        for _ in range(len(wanted) + 10):
            focus = QApplication.focusWidget()
            reached.add(focus)
            desk.key(Qt.Key.Key_Tab)
            if QApplication.focusWidget() is focus:
                break
    # Of buttons that exclude each other Tab stops at the chosen one; each of the others has a key of its own.
    missed = {widget for widget in wanted - reached if not has_own_key(widget)}
    assert not {(type(widget).__name__, widget.accessibleName() or widget.toolTip()) for widget in missed}


@pytest.mark.parametrize("name", ["main", "sheet", "editor", "picture", "design"])
def test_every_control_has_a_name_to_be_read_aloud(desk, name):
    desk.open(make_radiograph())
    window = WINDOWS[name](desk.window)
    window.show()
    nameless = []
    for widget in window.findChildren(QWidget):
        if not is_control(widget) and not (
            isinstance(widget, QAbstractScrollArea)
            and widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            continue
        said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not said.strip():
            nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    if window is not desk.window:
        window.close()
        window.deleteLater()
    assert nameless == []


def test_the_window_fits_the_small_screen(desk):
    hint = desk.window.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 800


def test_full_screen_and_back(desk):
    before = desk.window.windowState()
    desk.key(Qt.Key.Key_F11)
    assert desk.window.isFullScreen()
    desk.key(Qt.Key.Key_F11)
    assert desk.window.windowState() == before


def test_a_click_on_a_tool_leaves_the_keys_with_the_film(desk):
    desk.open(make_radiograph())
    pane = desk.window.film.pane
    pane.setFocus()
    QTest.mouseClick(pane._strip.invert, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert QApplication.focusWidget() is pane.film_canvas

"""Keys in the whole window: the sheet, typing, profiles over the film, what is kept."""

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer import app, paths
from cxrviewer.imaging.film_files import FilmFiles
from cxrviewer.settings import Settings
from cxrviewer.ui.keys.controls import profile_controls
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


def wheel(canvas, notches: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(canvas.rect().center())
    QApplication.sendEvent(
        canvas,
        QWheelEvent(
            at,
            canvas.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def keys_on(sheet) -> dict[str, str]:
    return {words: keys for section in sheet.shown for keys, words in section.lines}


def test_the_sheet_shows_the_keys_of_this_moment_and_finds_them(desk, qtbot):
    desk.key(Qt.Key.Key_Question)
    sheet = desk.window.key_windows.sheet
    assert sheet.isVisible()
    assert keys_on(sheet)["exchange black and white"] == "I"
    desk.window.verbs.bindings.set_keys({"image.invert": ("Ctrl+F2",)})
    assert keys_on(sheet)["exchange black and white"] == "Ctrl+F2"
    QTest.keyClicks(sheet.search_field, "BLACK")
    assert [line for section in sheet.shown for line in section.lines] == [("Ctrl+F2", "exchange black and white")]
    QTest.keyClick(sheet.search_field, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_sheet_fits_the_small_screen_and_hides_nothing(desk):
    windows = desk.window.key_windows
    windows.show_sheet()
    sheet = windows.sheet
    sheet.resize(1240, 740)
    QApplication.processEvents()
    assert sheet.minimumSizeHint().width() <= 1240
    area = sheet.findChild(type(sheet._scroll))
    assert area.verticalScrollBar().maximum() == 0
    assert area.horizontalScrollBar().maximum() == 0


def test_typing_never_reaches_the_film(desk, engine):
    desk.open(make_radiograph())
    desk.load(engine)
    desk.finish_draft(engine)
    pane, canvas = desk.window.film.pane, desk.window.film.pane.film_canvas
    before = canvas.view, canvas.voi, pane.inverted, pane.tool
    sentence = "i f w p z l a c r o t h v d m g x s 0 1 2 3 4 5 [ ] + - ? IFVLR ,."
    fields = (desk.chat.focus_pane, desk.rating.reader_field.setFocus, desk.rating.comment_field.setFocus)
    for take in fields:
        take()
        field = QApplication.focusWidget()
        desk.type(field, sentence)
        text = field.toPlainText() if hasattr(field, "toPlainText") else field.text()
        assert sentence in text
        for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_Delete):
            desk.key(key)
        desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (canvas.view, canvas.voi, pane.inverted, pane.tool) == before
    assert desk.window.key_windows.sheet is None
    assert not desk.rating.rows[next(iter(desk.rating.rows))].isChecked()


def test_in_the_weasis_profile_the_wheel_goes_through_the_films_and_a_right_click_is_the_menu(desk, qtbot):
    first, second = make_radiograph(), make_radiograph("second.dcm")
    desk.open(first, second)
    pane = desk.window.film.pane
    desk.window.verbs.bindings.set_controls(profile_controls("weasis"))
    zoom = pane.zoom
    wheel(pane.film_canvas, -1)
    desk.until(lambda: desk.on_screen(second))
    wheel(pane.film_canvas, 1)
    desk.until(lambda: desk.on_screen(first))
    wheel(pane.film_canvas, 1, Qt.KeyboardModifier.ControlModifier)
    assert pane.zoom > zoom
    QTest.mouseClick(pane.film_canvas, Qt.MouseButton.RightButton)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_in_the_horos_profile_a_modifier_is_a_tool(desk):
    desk.open(make_radiograph())
    canvas = desk.window.film.pane.film_canvas
    desk.window.verbs.bindings.set_controls(profile_controls("horos"))
    voi, zoom, centre = canvas.voi, canvas.view.zoom, canvas.rect().center()
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, shift, centre)
    QTest.mouseMove(canvas, centre - QPoint(0, 40))
    QTest.mouseMove(canvas, centre - QPoint(0, 80))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, shift, centre - QPoint(0, 80))
    assert canvas.view.zoom > zoom
    assert canvas.voi == voi


def test_changed_keys_are_there_the_next_time(desk, store, films):
    desk.window.verbs.bindings.set_keys({"image.invert": ("Ctrl+F2",)})
    file = paths.config_folder() / "keys.json"
    assert json.loads(file.read_text())["keys"]["image.invert"] == ["Ctrl+F2"]
    again = app.build_window(
        QApplication.instance(), store, Settings(), desk.settings_file, files=FilmFiles(read=films.read)
    )
    try:
        assert again.verbs.bindings.keys_of("image.invert") == ("Ctrl+F2",)
    finally:
        again.shut_down()
        again.deleteLater()


def test_a_damaged_file_of_keys_is_said_and_left_alone(desk, store, films):
    file = paths.config_folder() / "keys.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{")
    again = app.build_window(
        QApplication.instance(), store, Settings(), desk.settings_file, files=FilmFiles(read=films.read)
    )
    try:
        assert "not valid JSON" in again.notice.text
        assert again.verbs.bindings.keys_of("image.invert") == ("I",)
        assert file.read_text() == "{"
    finally:
        again.shut_down()
        again.deleteLater()

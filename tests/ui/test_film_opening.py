"""Opening in the whole window: while a film is read, what was opened lately, and what the curtain hides."""

import pytest
from PySide6.QtCore import Qt

from cxrviewer.errors import UnreadableFile
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
CONTROL = Qt.KeyboardModifier.ControlModifier


def offered(desk) -> list[str]:
    menu = desk.window.worklist.open_menu.menu
    menu.aboutToShow.emit()
    return [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]


def test_while_a_known_film_is_read_its_thumbnail_stands_in_its_place(desk, films):
    first, second = make_radiograph("first.dcm"), make_radiograph("second.dcm")
    desk.open(first, second)
    desk.until(lambda: all(entry.digest for entry in desk.window.worklist.model.entries))
    films.add(second, gated=True)
    desk.next_film()
    desk.until(lambda: desk.window.film.message == "Opening second.dcm")
    assert desk.session.film is None
    page = desk.window.film.currentWidget().grab().toImage()
    middle = page.pixelColor(page.width() // 2, page.height() // 2)
    assert middle.red() > 30  # the middle of a ramp from black to white
    desk.key(Qt.Key.Key_P, CONTROL)
    films.release(second.source)
    desk.until(lambda: desk.on_screen(second))
    assert desk.window.film.message == ""


def test_behind_the_curtain_a_file_is_a_number(desk, films):
    good = make_radiograph("park.dcm")
    bad = films.add(UnreadableFile("the file is empty; copy it again"), good.source.with_name("kim.dcm"))
    films.add(good)
    desk.key(Qt.Key.Key_P, CONTROL)
    desk.window.open_paths([good.source, bad])
    desk.until(lambda: desk.on_screen(good))
    desk.next_film()
    desk.until(lambda: "cannot be shown" in desk.window.film.message)
    assert desk.window.film.message.startswith("film 2 cannot be shown")


def test_what_was_opened_is_offered_again_and_forgotten_when_asked(desk, films, tmp_path):
    film = make_radiograph()
    folder = tmp_path / "Ward 3"
    folder.mkdir()
    films.add(film, folder / "film.dcm")
    (folder / "film.dcm").touch()
    assert offered(desk) == ["Open files", "Open a folder"]
    desk.window.open_paths([folder])
    desk.until(lambda: desk.on_screen(film))
    assert offered(desk)[2:] == ["Lately opened", f"Ward 3  in {tmp_path.name}", "Forget these"]
    desk.window.worklist.set_curtain(drawn=True)
    assert offered(desk)[2:] == ["Lately opened: hidden"]
    desk.window.worklist.set_curtain(drawn=False)
    offered(desk)
    desk.window.session.show_film(None)
    asked = []
    desk.window.worklist.open_menu.paths_asked.connect(asked.append)
    menu = desk.window.worklist.open_menu.menu
    next(action for action in menu.actions() if action.text().startswith("Ward 3")).trigger()
    assert asked == [(folder,)]
    next(action for action in menu.actions() if action.text() == "Forget these").trigger()
    assert offered(desk) == ["Open files", "Open a folder"]


def test_keys_search_and_open_the_table(desk):
    desk.open(make_radiograph())
    worklist = desk.window.worklist
    desk.key(Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert worklist.shows_table
    assert desk.window.minimumSizeHint().width() <= desk.window.width() == 1280
    desk.key(Qt.Key.Key_F, CONTROL)
    assert worklist.search.hasFocus()
    desk.type(worklist.search, "i")
    assert not desk.window.film.pane.film_canvas.inverted  # a letter that is typed is no key of the film
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Escape)
    assert not worklist.shows_table
    assert desk.window.film.isAncestorOf(desk.window.focusWidget())

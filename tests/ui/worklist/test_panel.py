from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer.ui.radiograph_reader import FilmFacts
from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.theme import load_theme
from cxrviewer.ui.worklist.column import Column
from cxrviewer.ui.worklist.panel import Worklist
from tests.ui.worklist.test_model import facts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FILMS = (
    ("a.dcm", "Hong^Gildong=洪^吉洞=홍^길동", "20260301", "PA", CaseStatus.UNREAD),
    ("b.dcm", "Adams^Jo", "20250101", "AP", CaseStatus.DRAFTED),
    ("c.dcm", "Moore^Ann", "20260102", "", CaseStatus.RATED),
    ("d.dcm", "Moore^Bea", "20240505", "PA", CaseStatus.UNREAD),
)


def digest(name: str) -> str:
    return facts(0).digest[:-5] + name


@pytest.fixture
def panel(qtbot):
    made = Worklist(load_theme())
    qtbot.addWidget(made)
    made.resize(220, 600)
    made.chosen_paths = []
    made.chosen.connect(lambda path: made.chosen_paths.append(path.name))
    made.model.add([Path(film[0]) for film in FILMS])
    described, statuses = [], {}
    for name, patient, date, view, status in FILMS:
        each: FilmFacts = facts(
            0, digest=digest(name), patient_name=patient, study_date=date, view_position=view, study_description="Chest"
        )
        described.append((Path(name), each))
        statuses[each.digest] = status
    made.model.describe(described, statuses)
    made.choose(Path("a.dcm"))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def shown(panel) -> str:
    return "".join(panel.films.path(row).stem for row in range(panel.films.rowCount()))


def type_search(panel, text: str) -> None:
    panel.seek()
    if text.isascii():
        QTest.keyClicks(panel.search, text)
    else:  # QTest knows no key for Hangul
        panel.search.insert(text)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("moore", "cd"),
        ("moore ann", "c"),
        ("홍길동", "a"),
        ("길동", "a"),
        ("2026-0", "ac"),
        ("202601", "c"),
        ("UNREAD", "ad"),
        ("graded", "c"),
        ("b.dcm", "b"),
        ("chest pa", "ad"),
        ("nobody", ""),
    ],
)
def test_typing_finds_films_by_any_of_their_words(panel, words, found):
    type_search(panel, words)
    assert shown(panel) == found


def test_a_search_that_hides_the_chosen_film_chooses_no_other(panel):
    type_search(panel, "moore")
    assert panel.chosen_paths == ["a.dcm"]
    assert panel.current == Path("a.dcm")
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert shown(panel) == "abcd"
    assert panel.chosen_paths == ["a.dcm"]


def test_a_film_that_leaves_the_search_by_itself_stays_on_the_screen(panel):
    type_search(panel, "unread")
    panel.model.set_status(digest("a.dcm"), CaseStatus.DRAFTED)
    assert shown(panel) == "d"
    assert (panel.current, panel.chosen_paths) == (Path("a.dcm"), ["a.dcm"])
    panel.step(1)
    assert panel.current == Path("d.dcm")


def test_stepping_follows_search_and_order(panel):
    panel.show_table(shown=True)
    panel.table.sortByColumn(Column.DATE, Qt.SortOrder.DescendingOrder)
    assert shown(panel) == "acbd"
    type_search(panel, "mo")
    for _ in range(3):  # twice is enough: the list ends there
        panel.step(1)
    panel.step(-1)
    assert panel.chosen_paths == ["a.dcm", "c.dcm", "d.dcm", "c.dcm"]


def test_sorting_keeps_the_chosen_film_and_a_third_click_gives_back_the_order(panel):
    panel.show_table(shown=True)
    header = panel.table.horizontalHeader()
    where = header.sectionViewportPosition(Column.FILM) + 20
    orders = []
    for _ in range(3):
        at = header.viewport().rect().topLeft()
        at.setX(where)
        at.setY(8)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        orders.append(shown(panel))
    assert orders == ["bacd", "dcab", "abcd"]
    assert panel.chosen_paths == ["a.dcm"]


def test_what_is_not_said_comes_last(panel):
    panel.films.sort(Column.VIEW)
    assert shown(panel) == "badc"
    panel.films.sort(Column.VIEW, Qt.SortOrder.DescendingOrder)
    assert shown(panel) == "adbc"


def test_a_sorted_list_stays_so_and_its_chosen_film_stays_chosen(qtbot, panel):
    panel.films.sort(Column.STATUS)
    assert shown(panel) == "adbc"
    panel.model.set_status(digest("a.dcm"), CaseStatus.RATED)
    qtbot.waitUntil(lambda: shown(panel) == "dbac")
    assert (panel.current, panel.chosen_paths) == (Path("a.dcm"), ["a.dcm"])
    assert panel.table.currentIndex().row() == 2
    panel.model.set_status(digest("a.dcm"), CaseStatus.UNREAD)  # found by its digest where it now stands
    qtbot.waitUntil(lambda: shown(panel) == "dabc")
    panel.step(1)
    assert panel.current == Path("b.dcm")
    panel.films.sort(-1)
    assert shown(panel) == "abcd"


def test_the_table_and_the_list_choose_the_same_film(panel):
    list_width = panel.width()
    panel.show_table(shown=True)
    assert panel.width() > list_width
    assert QApplication.focusWidget() is panel.table
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    QTest.keyClick(panel.table, Qt.Key.Key_Right)  # within the row: nothing new
    assert panel.chosen_paths == ["a.dcm", "b.dcm"]
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert not panel.shows_table
    assert panel.width() == list_width
    panel.step(1)
    assert panel.current == Path("c.dcm")


def test_enter_in_the_search_goes_to_the_first_film_found(panel):
    type_search(panel, "bea")
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.current == Path("d.dcm")


def test_from_the_strip_a_search_opens_the_table(panel):
    panel.set_narrow(narrow=True)
    panel.seek()
    assert panel.shows_table
    assert QApplication.focusWidget() is panel.search


def test_choosing_a_hidden_film_ends_the_search(panel):
    type_search(panel, "moore")
    panel.choose(Path("b.dcm"))
    assert panel.search.text() == ""
    assert panel.current == Path("b.dcm")


def test_behind_the_curtain_nobody_is_found_by_name(panel):
    panel.set_curtain(drawn=True)
    type_search(panel, "moore")
    assert shown(panel) == ""
    panel.search.clear()
    type_search(panel, "graded")
    assert shown(panel) == "c"
    assert panel.films.index(0, 0).data() == "Hidden"


def test_ten_thousand_films_are_sorted_and_sought_without_walking_the_list_for_each(panel):
    panel.model.add([Path(f"{number:05}.dcm") for number in range(10_000)])
    counted = [0]
    entry = panel.model.entry

    def counting(row):
        counted[0] += 1
        return entry(row)

    panel.model.entry = counting
    panel.films.seek("00042")
    assert panel.films.rowCount() == 1
    assert counted[0] <= panel.model.rowCount() + 100
    counted[0] = 0
    panel.films.seek("000425")
    assert panel.films.rowCount() == 0
    panel.films.seek("")
    counted[0] = 0
    panel.films.sort(Column.FILM, Qt.SortOrder.DescendingOrder)
    assert counted[0] <= 2 * panel.model.rowCount() + 100
    counted[0] = 0
    panel.model.describe([(Path("05000.dcm"), facts(1))], {})
    assert counted[0] < 100

"""The tags of the film on the screen, through the window: shown, searched, copied, hidden, never another film's."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.elements import Element
from cxrviewer.ui.tags.film_tags import FilmTags
from cxrviewer.ui.theme import load_theme
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROWS = (
    Element("(0010,0010)", "PN", "Patient's Name", "Hong^Gildong", identifies=True),
    Element("(0028,0010)", "US", "Rows", "4280", identifies=False),
    Element(
        "(0008,2112)",
        "SQ",
        "Source Image Sequence",
        "",
        identifies=False,
        items=((Element("(0008,0104)", "LO", "Code Meaning", "Chest", identifies=True),),),
    ),
    Element("(0028,1050)", "", "", "", identifies=False),
)


class Files:
    """Gives rows by path; may wait, may fail."""

    def __init__(self):
        self.rows = {}
        self.gate = threading.Event()
        self.gate.set()
        self.asked = []

    def read(self, path):
        self.asked.append(path)
        assert self.gate.wait(30)
        found = self.rows.get(path, ROWS)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def files():
    return Files()


@pytest.fixture
def tags(qtbot, files):
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    made = FilmTags(load_theme(), files.read, parent)
    yield made
    files.gate.set()
    made.close()


def shown(tags):
    """The words of every row, as a tree of tuples."""
    model = tags.browser.tree.model()

    def below(parent):
        return [
            (*(model.index(row, column, parent).data() for column in range(4)), below(model.index(row, 0, parent)))
            for row in range(model.rowCount(parent))
        ]

    return below(tags.browser.tree.rootIndex())


def values(tags):
    return [row[3] for row in shown(tags)]


def open_on(qtbot, tags, film):
    tags.show_film(film)
    tags.show()
    qtbot.waitUntil(lambda: len(shown(tags)) > 0)


def test_the_elements_of_the_film_on_the_screen(qtbot, tags):
    open_on(qtbot, tags, make_radiograph())
    assert values(tags) == ["Hong^Gildong", "4280", "1 item", "cannot be read"]
    assert shown(tags)[2][4] == [("Item 1", None, None, None, [("(0008,0104)", "LO", "Code Meaning", "Chest", [])])]
    assert tags.browser.words == "4 elements"


def test_nothing_is_read_before_somebody_looks(tags, files):
    tags.show_film(make_radiograph())
    assert files.asked == []


def test_typing_filters_into_sequences_and_says_when_nothing_is_found(qtbot, tags):
    open_on(qtbot, tags, make_radiograph())
    QTest.keyClicks(tags.browser.search, "chest")
    assert [row[2] for row in shown(tags)] == ["Source Image Sequence"]
    assert tags.browser.tree.isExpanded(tags.browser.tree.model().index(0, 0))
    tags.browser.search.clear()
    QTest.keyClicks(tags.browser.search, "0028,0010")
    assert values(tags) == ["4280"]
    QTest.keyClicks(tags.browser.search, "x")
    assert tags.browser.words == "No tag of this film holds these words."


def test_the_whole_value_is_copied(qtbot, tags, files):
    film = make_radiograph()
    files.rows[film.source] = (Element("(0020,4000)", "LT", "Image Comments", "long\n" * 200, identifies=False),)
    open_on(qtbot, tags, film)
    tree = tags.browser.tree
    assert len(values(tags)[0]) < 300
    tree.setCurrentIndex(tree.model().index(0, 0))
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "long\n" * 200


def test_behind_the_curtain_no_value_that_may_name_somebody_is_shown_found_or_copied(qtbot, tags):
    open_on(qtbot, tags, make_radiograph())
    tags.set_patient_texts_visible(False)
    assert values(tags)[:2] == ["hidden", "4280"]
    assert shown(tags)[2][4][0][4][0][3] == "hidden"
    tree = tags.browser.tree
    tree.setCurrentIndex(tree.model().index(0, 3))
    tags.browser.copy_value()
    assert QGuiApplication.clipboard().text() == "hidden"
    QTest.keyClicks(tags.browser.search, "Gildong")
    assert shown(tags) == []
    tags.browser.search.clear()
    tags.set_patient_texts_visible(True)
    assert values(tags)[0] == "Hong^Gildong"


def test_late_rows_of_a_film_that_has_gone_are_never_shown(qtbot, tags, files):
    first, second = make_radiograph("a.dcm"), make_radiograph("b.dcm")
    files.rows[second.source] = (Element("(0028,0011)", "US", "Columns", "7", identifies=False),)
    files.gate.clear()
    tags.show_film(first)
    tags.show()
    tags.show_film(second)
    seen = []
    tags.browser.tree.model().layoutChanged.connect(lambda: seen.append(values(tags)))
    files.gate.set()
    qtbot.waitUntil(lambda: values(tags) == ["7"])
    assert all("Hong^Gildong" not in row for row in seen)
    assert files.asked == [first.source, second.source]


def test_without_a_film_and_with_a_file_that_cannot_be_read_it_says_so(qtbot, tags, files):
    tags.show()
    assert tags.browser.words == "No film is open."
    film = make_radiograph()
    files.rows[film.source] = UnreadableFile("the file is damaged; ask for a new copy")
    tags.show_film(film)
    qtbot.waitUntil(lambda: tags.browser.words == "The file is damaged; ask for a new copy")
    assert shown(tags) == []


def test_the_window_opens_it_by_key_and_draws_its_curtain_too(desk, films):
    desk.open(make_radiograph())
    desk.key(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    found = [child for child in desk.window.children() if isinstance(child, FilmTags)]
    assert len(found) == 1
    assert found[0].browser.isVisible()
    desk.until(lambda: "no such file" in found[0].browser.words)  # the film of this test is on no disk
    found[0].browser.close()

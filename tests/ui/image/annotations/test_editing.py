"""What is drawn is selected, moved, reshaped, deleted; undone and redone; and kept before it is shown."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from cxrviewer.errors import StoreError
from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.radiograph import Window
from cxrviewer.store.store import Store
from cxrviewer.ui.image.annotations.histogram import RegionHistogram
from tests.factories import make_pixels, make_radiograph
from tests.ui.image.hands import CTRL, LEFT, MIDDLE, NONE, RIGHT, SHIFT, Hands

# The off-screen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

START = Window(center=2048, width=1024)


def film(name="film.dcm", **changes):
    """400 x 400: at fit a film pixel is a screen pixel."""
    return make_radiograph(name, **({"pixels": make_pixels(400, 400), "voi": (START,)} | changes))


@pytest.fixture
def hands(qtbot):
    return Hands(qtbot, film())


@pytest.fixture
def line(hands):
    """A length on the film, selected; the left button is window and level again."""
    hands.key("l")
    hands.draw((100, 100), (200, 100))
    hands.key("w")
    return hands.drawn[0]


def points(annotation):
    return [tuple(round(coordinate) for coordinate in point) for point in annotation.points]


def undo(hands):
    hands.key(Qt.Key.Key_Z, CTRL)


def redo(hands):
    hands.key(Qt.Key.Key_Z, CTRL | SHIFT)


def test_a_handle_reshapes_with_any_tool_in_the_hand(hands, line):
    hands.drag(QPoint(200, 100), QPoint(240, 160), QPoint(250, 180))
    assert points(hands.drawn[0]) == [(100, 100), (250, 180)]
    assert hands.drawn[0].identifier == line.identifier
    assert hands.pane.voi == START


def test_a_line_that_is_not_selected_is_not_moved_by_a_hand_that_windows(hands, line):
    hands.key(Qt.Key.Key_Escape)
    hands.drag(QPoint(200, 100), QPoint(240, 160))
    hands.drag(QPoint(150, 100), QPoint(170, 160))
    assert hands.drawn == (line,)
    assert hands.pane.voi != START


def test_a_click_selects_and_a_click_beside_lets_go(hands, line):
    hands.key(Qt.Key.Key_Escape)
    assert hands.pane.annotations.selected is None
    hands.click(QPoint(150, 103))
    assert hands.pane.annotations.selected == line
    hands.click(QPoint(300, 300))
    assert hands.pane.annotations.selected is None
    hands.click(hands.label_places()[line.identifier].center().toPoint())
    assert hands.pane.annotations.selected == line
    assert hands.pane.voi == START


def test_with_a_drawing_tool_a_whole_figure_moves_and_stays_on_the_film(hands, line):
    hands.key("l")
    hands.drag(QPoint(150, 100), QPoint(160, 130))
    assert points(hands.drawn[0]) == [(110, 130), (210, 130)]
    hands.drag(QPoint(160, 130), QPoint(0, 390), QPoint(-200, 399))
    assert points(hands.drawn[0]) == [(0, 399), (100, 399)]


def test_each_corner_of_a_rectangle_is_a_handle(hands):
    hands.key("e", SHIFT)
    hands.draw((100, 100), (200, 160))
    for corner, to in (
        ((200, 100), (220, 90)),
        ((100, 160), (80, 170)),
        ((220, 170), (230, 180)),
        ((80, 90), (70, 70)),
    ):
        hands.drag(QPoint(*corner), QPoint(*to))
    assert points(hands.drawn[0]) == [(70, 70), (230, 180)]


def test_escape_lets_a_moved_figure_fall_back(hands, line):
    with hands.holding(QPoint(200, 100)):
        hands.move(QPoint(300, 300), LEFT)
        assert points(hands.pane.annotations.shown[0]) == [(100, 100), (300, 300)]
        hands.key(Qt.Key.Key_Escape)
    assert hands.pane.annotations.shown == (line,)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_del_deletes_the_selected_one_and_undo_brings_it_back(hands, line, key):
    hands.key(key)
    assert hands.drawn == ()
    hands.key(key)  # nothing is selected, nothing happens
    undo(hands)
    assert hands.drawn == (line,)


def test_drawing_and_moving_are_undone_and_redone_step_by_step(hands, line):
    hands.drag(QPoint(200, 100), QPoint(220, 140), QPoint(250, 180))
    moved = hands.drawn[0]
    for expected in ((line,), ()):
        undo(hands)
        assert hands.drawn == expected
    undo(hands)
    assert hands.drawn == ()
    for expected in ((line,), (moved,)):
        redo(hands)
        assert hands.drawn == expected
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.key(Qt.Key.Key_Y, CTRL)
    assert hands.drawn == (moved,)


def test_undo_in_the_middle_of_a_figure_drops_the_figure_alone(hands, line):
    hands.key("a")
    hands.draw((50, 300), (150, 300))
    undo(hands)
    assert hands.pane.annotations.sketch is None
    assert hands.drawn == (line,)


def test_a_new_step_ends_what_could_be_redone(hands, line):
    undo(hands)
    hands.key("i")
    redo(hands)
    assert hands.drawn == ()
    assert hands.pane.inverted


def test_how_the_film_is_shown_is_undone_too(hands):
    fitted = hands.canvas.view
    hands.drag(QPoint(200, 200), QPoint(220, 210), QPoint(260, 220))  # window and level: one drag, one step
    windowed = hands.pane.voi
    hands.key("i")
    hands.wheel(QPoint(100, 100), 1)  # zooming and panning together: one step
    hands.wheel(QPoint(100, 100), 1)
    hands.drag(QPoint(200, 200), QPoint(220, 220), button=MIDDLE)
    hands.drag(QPoint(200, 200), QPoint(220, 150), button=RIGHT)
    elsewhere = hands.canvas.view
    hands.key("1")
    assert hands.pane.voi == START
    undo(hands)
    assert hands.pane.voi == windowed
    undo(hands)
    assert hands.canvas.view == fitted
    assert hands.pane.inverted
    undo(hands)
    assert not hands.pane.inverted
    undo(hands)
    assert (hands.pane.voi, hands.canvas.view) == (START, fitted)
    for _ in range(4):
        redo(hands)
    assert (hands.pane.voi, hands.canvas.view, hands.pane.inverted) == (START, elsewhere, True)


def test_following_the_window_of_another_film_is_one_step(hands):
    hands.canvas.clearFocus()
    for width in range(100, 110):
        hands.pane.set_voi(Window(2048, width))
    hands.pane.setFocus()
    hands.key("i")
    undo(hands)
    assert hands.pane.voi == Window(2048, 109)
    undo(hands)
    assert hands.pane.voi == START


def test_reset_is_one_step(hands):
    hands.key("i")
    hands.key("f", SHIFT)
    hands.key(Qt.Key.Key_Escape)
    undo(hands)
    assert hands.pane.inverted
    assert hands.pane.zoom == 1
    assert not hands.canvas.view.fit


def test_a_pane_of_another_size_is_no_step(hands):
    hands.pane.resize(344, 300)
    QApplication.processEvents()
    undo(hands)
    assert hands.canvas.view.zoom == pytest.approx(300 / 400)
    hands.key("i")
    undo(hands)
    assert not hands.pane.inverted


def test_another_film_has_a_history_of_its_own(hands, line):
    hands.pane.show_radiograph(film("other.dcm"))
    undo(hands)
    assert hands.drawn == ()
    assert hands.pane.voi == START


class Journal:
    """Keeps in memory; fails when told to."""

    def __init__(self):
        self.kept = {}
        self.is_full = False

    def put_annotation(self, case_digest, annotation):
        self._check()
        self.kept.setdefault(case_digest, {})[annotation.identifier] = annotation

    def delete_annotation(self, case_digest, identifier):
        self._check()
        del self.kept[case_digest][identifier]

    def annotations_of(self, case_digest):
        self._check()
        return tuple(self.kept.get(case_digest, {}).values())

    def _check(self):
        if self.is_full:
            raise StoreError("the disk is full, so nothing was saved; free some space and save again")


@pytest.fixture
def journal(hands):
    made = Journal()
    hands.pane.annotations.keep_in(made)
    hands.pane.show_radiograph(film())
    return made


def test_what_cannot_be_kept_is_not_shown_as_drawn(hands, journal, line, qtbot):
    journal.is_full = True
    hands.key("l")
    with qtbot.waitSignal(hands.pane.annotations.trouble) as said:
        hands.draw((50, 300), (150, 300))
    assert "full" in str(said.args[0])
    assert hands.drawn == (line,)
    for act in (lambda: hands.drag(QPoint(150, 100), QPoint(150, 200)), lambda: undo(hands)):
        with qtbot.waitSignal(hands.pane.annotations.trouble):
            act()
        assert hands.pane.annotations.shown == (line,)
    journal.is_full = False
    undo(hands)
    assert hands.drawn == ()
    assert journal.annotations_of(film().digest) == ()


def test_undo_and_redo_are_kept_too(hands, journal, line):
    digest = film().digest
    hands.key(Qt.Key.Key_Delete)
    assert journal.annotations_of(digest) == ()
    undo(hands)
    assert journal.annotations_of(digest) == (line,)
    redo(hands)
    assert journal.annotations_of(digest) == ()


def test_annotations_that_cannot_be_read_are_said_and_the_film_is_shown(hands, journal, qtbot):
    journal.is_full = True
    with qtbot.waitSignal(hands.pane.annotations.trouble):
        hands.pane.show_radiograph(film("other.dcm"))
    assert hands.pane.radiograph is not None


def test_without_a_journal_annotations_are_not_kept(hands, line):
    hands.pane.show_radiograph(film())
    assert hands.drawn == ()


def test_a_film_has_its_annotations_again_after_a_restart_and_no_other_film_has_them(qtbot, tmp_path):
    mine, twin = film(), film("twin.dcm")
    assert mine.sop_instance_uid == twin.sop_instance_uid
    with Store.open(tmp_path) as store:
        for each in (mine, twin):
            store.record_case(each)
        hands = Hands(qtbot, None)
        hands.pane.annotations.keep_in(store)
        hands.pane.show_radiograph(mine)
        hands.key("l", widget=hands.canvas)
        hands.draw((100, 100), (200, 100))
        drawn = hands.drawn
        assert drawn
        hands.pane.show_radiograph(twin)
        assert hands.drawn == ()
    with Store.open(tmp_path) as store:
        again = Hands(qtbot, None)
        again.pane.annotations.keep_in(store)
        again.pane.show_radiograph(mine)
        assert again.drawn == drawn


def test_a_figure_on_the_film_of_an_older_digest_is_never_put_on_a_newer_one(hands, journal, line):
    """The pane may be given another film while a figure is held: it goes nowhere."""
    hands.press(QPoint(200, 100))
    hands.move(QPoint(250, 180), LEFT)
    other = film("other.dcm")
    hands.pane.show_radiograph(other)
    hands.release(QPoint(250, 180))
    assert journal.annotations_of(other.digest) == ()
    assert journal.annotations_of(film().digest) == (line,)


def test_annotations_are_reached_by_keys_alone(hands, line):
    note = Annotation(Figure.TEXT, ((300.0, 300.0),), "wire")
    hands.pane.annotations.put(note)
    for expected in (note, line, note):
        hands.key("k")
        assert hands.pane.annotations.selected == expected
    hands.key(Qt.Key.Key_F4)
    hands.type("tube")
    hands.key(Qt.Key.Key_Return)
    assert hands.drawn[1].text == "tube"
    hands.key(Qt.Key.Key_Delete)
    assert hands.drawn == (line,)


def test_a_right_click_on_an_annotation_offers_what_can_be_done_with_it(hands, line, monkeypatch):
    shown = []
    monkeypatch.setattr("cxrviewer.ui.image.pane.QMenu.popup", lambda menu, _at: shown.append(menu))
    hands.pane.annotations.select(None)
    hands.click(QPoint(150, 100), RIGHT)
    assert [action.text() for action in shown[0].actions()] == ["Delete"]
    assert hands.pane.annotations.selected == line
    shown[0].actions()[0].trigger()
    assert hands.drawn == ()
    hands.click(QPoint(150, 100), RIGHT)
    assert shown[1] is hands.pane._windows


def test_the_histogram_of_a_region_follows_the_selection(hands):
    hands.key("e", SHIFT)
    hands.draw((100, 100), (200, 160))
    hands.key("h", SHIFT)
    panel = hands.pane.findChild(RegionHistogram)
    assert panel.isVisible()
    edges, counts = panel.curve.getData()
    assert counts.sum() == 100 * 60
    assert edges.size == counts.size + 1
    assert not panel.geometry().contains(QPoint(150, 130))
    hands.drag(QPoint(200, 160), QPoint(200, 130))
    assert panel.curve.getData()[1].sum() == 100 * 30
    hands.key("h", SHIFT)
    assert not panel.isVisible()
    hands.key("h", SHIFT)
    hands.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert hands.pane.annotations.selected is not None
    hands.key("h", SHIFT)
    hands.key(Qt.Key.Key_Delete)
    assert not panel.isVisible()


def test_a_screen_reader_is_told_what_the_selected_annotation_measures(hands, line):
    assert hands.canvas.accessibleDescription() == "100 px"
    hands.pane.annotations.select(None)
    assert "Esc resets" in hands.canvas.accessibleDescription()


def test_there_is_no_histogram_of_a_line(hands, line):
    hands.key("h", SHIFT)
    assert not hands.pane.findChild(RegionHistogram).isVisible()


def test_a_release_that_was_lost_costs_nothing(hands, line):
    hands.press(QPoint(150, 300))
    hands.canvas.hide()
    hands.canvas.show()
    hands.drag(QPoint(150, 300), QPoint(200, 300))
    assert hands.pane.voi != START
    undo(hands)
    assert hands.pane.voi == START


def test_an_annotation_put_from_outside_is_shown(hands):
    note = Annotation(Figure.TEXT, ((50.0, 60.0),), "from outside")
    assert hands.pane.annotations.put(note)
    assert hands.labels == [("from outside",)]
    hands.key("w", NONE)

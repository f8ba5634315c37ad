"""A prior film beside the current one, driven by keys and mouse. Whatever is written belongs to the current film."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from cxrviewer import paths
from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.aperture import Aperture, Rectangle, Shutter
from cxrviewer.imaging.radiograph import Patient, Study, Window
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.ui.image.tools import Tool
from tests.factories import make_pixels, make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise()", "grabbing the keyboard")


def film(name, date="20260102", **changes):
    pixels = make_pixels(300, 240, seed=len(name))
    return make_radiograph(name, pixels=pixels, study=Study(date=date, modality="DX"), **changes)


@pytest.fixture
def now():
    return film("now.dcm")


@pytest.fixture
def older():
    return film("older.dcm", "20240101")


@pytest.fixture
def comparison(desk):
    return desk.window.comparison


def open_all(desk, *films):
    desk.open(*films)
    desk.until(lambda: all(entry.digest for entry in desk.window.worklist.model.entries))


def compare(desk, now, *others):
    """``now`` on the screen, the first of the others beside it by key."""
    open_all(desk, now, *others)
    press(desk, Qt.Key.Key_Period)
    desk.until(lambda: desk.window.comparison.film is not None)


def canvases(desk):
    return desk.window.film.pane.film_canvas, desk.window.comparison.prior.film_canvas


def press(desk, key, modifiers=Qt.KeyboardModifier.NoModifier, canvas=None):
    QTest.keyClick(canvas or canvases(desk)[0], key, modifiers)


def hold(desk, *, down):
    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    QApplication.sendEvent(canvases(desk)[0], QKeyEvent(kind, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, "b"))


def picture(canvas):
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    canvas.render(image)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)[:, : grey.width()].copy()


def test_the_latest_film_of_the_patient_is_proposed(desk, comparison, now, older):
    oldest, other = film("oldest.dcm", "20200101"), film("somebody.dcm", "20251231", patient=Patient(identifier="Q"))
    compare(desk, now, oldest, other, older)
    current, prior = canvases(desk)
    assert comparison.film is older
    assert prior.isVisible()
    assert "PRIOR · 2024-01-01" in prior.badges
    assert "CURRENT · 2026-01-02" in current.badges
    press(desk, Qt.Key.Key_Period)
    desk.until(lambda: comparison.film is oldest)
    assert "PRIOR · 2020-01-01" in prior.badges
    press(desk, Qt.Key.Key_Comma)
    assert comparison.film is None
    assert not prior.isVisible()
    assert current.badges == ()


def test_both_canvases_have_the_same_room(desk, now, older):
    compare(desk, now, older)
    current, prior = canvases(desk)
    assert abs(current.width() - prior.width()) <= 2


def test_another_patient_is_never_proposed_and_always_named_so(desk, comparison, now):
    other = film("somebody.dcm", "20250101", patient=Patient(name="Else^Somebody", identifier="Q"))
    open_all(desk, now, other)
    press(desk, Qt.Key.Key_Period)  # nobody to propose: the menu opens
    assert comparison.film is None
    menu = QApplication.activePopupWidget()
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    assert words == ["Other films, which may be of somebody else", "2025-01-01   Else Somebody", "", "Another file"]
    menu.actions()[1].trigger()
    menu.close()
    desk.until(lambda: comparison.film is other)
    prior = canvases(desk)[1]
    assert "ANOTHER PATIENT than on the current film" in prior.badges
    press(desk, Qt.Key.Key_X)
    press(desk, Qt.Key.Key_S)
    assert "ANOTHER PATIENT than on the current film" in prior.badges


def test_files_that_name_nobody_are_not_taken_for_one_person(desk, comparison):
    first, second = (film(name, patient=Patient()) for name in ("a.png", "bb.png"))
    open_all(desk, first, second)
    comparison.open(second.source)
    desk.until(lambda: comparison.film is second)
    assert "Patient not certain: not stated on both films" in canvases(desk)[1].badges


def test_a_film_that_is_not_in_the_list_is_asked_for(desk, comparison, films, now, older, monkeypatch):
    films.add(older)
    open_all(desk, now)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(older.source), ""))
    press(desk, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    next(action for action in menu.actions() if action.text() == "Another file").trigger()
    menu.close()
    desk.until(lambda: comparison.film is older)
    assert [entry.path for entry in desk.window.worklist.model.entries] == [now.source]


def test_a_later_film_is_called_later(desk, comparison, now):
    compare(desk, now, film("next year.dcm", "20270101"))
    assert "PRIOR · 2027-01-01, later than the current film" in canvases(desk)[1].badges


def test_zoom_and_pan_go_together_until_unlinked(desk, comparison, now, older):
    compare(desk, now, older)
    current, prior = canvases(desk)
    current.zoom_to(2.0)
    current.pan_by(-30, 10)
    tie = comparison.linking.tie
    assert prior.view == tie.across(current.view, prior.view)
    prior.zoom_by(1.5)  # and back
    assert current.view.zoom == pytest.approx(3.0, rel=0.01)
    press(desk, Qt.Key.Key_X)
    assert any("not linked" in words for words in prior.badges)
    before = prior.view
    current.pan_by(40, 0)
    assert prior.view == before
    press(desk, Qt.Key.Key_X)  # together again from here
    assert prior.view == before
    zoom = current.view.zoom
    current.zoom_by(0.5)
    assert prior.view.zoom / before.zoom == pytest.approx(current.view.zoom / zoom)


def test_window_and_inversion_go_together(desk, now):
    older = film("older.dcm", "20240101", voi=(Window(1024, 2048),))
    compare(desk, now, older)
    current, prior = canvases(desk)
    current.set_voi(Window(2048, 2048))
    assert prior.voi == Window(1024, 1024)
    press(desk, Qt.Key.Key_I, canvas=prior)
    assert current.inverted
    assert prior.inverted
    press(desk, Qt.Key.Key_Escape)
    assert (current.voi, prior.voi) == (now.voi[0], older.voi[0])
    assert not prior.inverted


def test_a_drag_with_the_mouse_moves_both(desk, comparison, now, older):
    compare(desk, now, older)
    current, prior = canvases(desk)
    middle = QPoint(current.width() // 2, current.height() // 2)
    before = prior.view.centre
    QTest.mousePress(current, Qt.MouseButton.MiddleButton, pos=middle)
    QTest.mouseMove(current, middle + QPoint(25, 0))
    QTest.mouseRelease(current, Qt.MouseButton.MiddleButton, pos=middle + QPoint(25, 0))
    assert prior.view.centre[0] < before[0]
    assert prior.view == comparison.linking.tie.across(current.view, prior.view)


def test_lungs_are_laid_on_lungs_where_both_are_found(desk, comparison):
    """The same phantom twice, once with a wide border: the same place of the chest is in the same place."""
    here = read_radiograph(paths.resources() / "demo_cases" / "case_2.dcm")
    border = 200
    bordered = replace(here, digest="b" * 64, source=here.source.with_name("b.dcm"), pixels=np.pad(here.pixels, border))
    compare(desk, here, bordered)
    tie = comparison.linking.tie
    desk.until(lambda: comparison.linking.tie != tie and comparison.linking.tie is not None)
    laid = comparison.linking.tie
    assert laid.scale == pytest.approx(1.0, abs=0.15)
    middle = here.columns / 2, here.rows / 2
    assert laid.across(replace(canvases(desk)[0].view, centre=middle), canvases(desk)[1].view).centre == (
        pytest.approx(middle[0] + border, abs=0.08 * here.columns),
        pytest.approx(middle[1] + border, abs=0.08 * here.rows),
    )


class TestBlink:
    def test_the_prior_film_lies_in_the_current_ones_place_while_b_is_down(self, desk, comparison, now, older):
        compare(desk, now, older)
        current, cover = canvases(desk)[0], comparison.blink.cover
        current.zoom_to(2.0)
        alone = picture(current)
        hold(desk, down=True)
        assert cover.isVisible()
        assert cover.size() == current.size()
        assert cover.radiograph is older
        assert cover.view == comparison.linking.tie.across(current.view, cover.view)
        assert any("PRIOR" in words for words in cover.badges)
        assert not np.array_equal(picture(current), alone)
        hold(desk, down=False)
        assert not cover.isVisible()
        assert np.array_equal(picture(current), alone)

    def test_what_the_prior_films_shutter_covers_stays_covered(self, desk, comparison, now):
        closed = Shutter(Aperture((Rectangle(0, 0, 120, 300),)))
        older = film("older.dcm", "20240101", shutter=closed, voi=(Window(-5000, 10),))
        compare(desk, now, older)
        hold(desk, down=True)
        grey = picture(comparison.blink.cover)
        hold(desk, down=False)
        row = grey[grey.shape[0] // 2]
        left, right = row[: row.size // 2], row[row.size // 2 :]
        assert left[10:-10].max() == 255
        assert right[10:-40].max() == 0

    def test_nothing_can_be_drawn_on_the_film_below(self, desk, comparison, now, older):
        compare(desk, now, older)
        desk.window.film.pane.set_tool(Tool.ARROW)
        hold(desk, down=True)
        cover = comparison.blink.cover
        QTest.mousePress(cover, Qt.MouseButton.LeftButton, pos=QPoint(50, 200))
        QTest.mouseMove(cover, QPoint(120, 260))
        QTest.mouseRelease(cover, Qt.MouseButton.LeftButton, pos=QPoint(120, 260))
        hold(desk, down=False)
        assert desk.window.film.pane.annotations.current == ()
        assert comparison.prior.annotations.current == ()

    def test_a_key_that_is_lost_shows_the_current_film(self, desk, comparison, now, older):
        compare(desk, now, older)
        hold(desk, down=True)
        desk.chat.focus_pane()
        assert not comparison.blink.cover.isVisible()

    def test_without_a_prior_film_nothing_happens(self, desk, comparison, now):
        open_all(desk, now)
        hold(desk, down=True)
        assert not comparison.blink.cover.isVisible()
        hold(desk, down=False)


def test_what_the_model_writes_belongs_to_the_current_film(desk, comparison, engine, now, older):
    compare(desk, now, older)
    desk.load(engine)
    canvases(desk)[1].setFocus()  # the reader looks at the prior film meanwhile
    desk.finish_draft(engine)
    assert [request.radiograph for request in engine.requests] == [now]
    assert desk.session.film is now
    assert desk.store.drafts_of(older.digest) == ()
    assert len(desk.store.drafts_of(now.digest)) == 1
    assert comparison.film is older


def test_what_is_drawn_on_the_prior_film_is_kept_under_it(desk, comparison, now, older):
    compare(desk, now, older)
    prior = canvases(desk)[1]
    press(desk, Qt.Key.Key_L, canvas=prior)
    assert comparison.prior.tool is Tool.LENGTH
    middle = QPoint(prior.width() // 2, prior.height() // 2)
    QTest.mousePress(prior, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(prior, middle + QPoint(30, 40))
    QTest.mouseRelease(prior, Qt.MouseButton.LeftButton, pos=middle + QPoint(30, 40))
    assert len(comparison.prior.annotations.current) == 1
    assert len(desk.store.annotations_of(older.digest)) == 1
    assert desk.store.annotations_of(now.digest) == ()
    desk.next_film()
    desk.until(lambda: desk.on_screen(older))
    assert len(desk.window.film.pane.annotations.current) == 1


def test_the_left_button_is_the_same_tool_on_both(desk, comparison, now, older):
    compare(desk, now, older)
    press(desk, Qt.Key.Key_P)
    assert comparison.prior.tool is Tool.PAN


def test_swapping_leaves_each_film_what_it_is(desk, comparison, now, older):
    compare(desk, now, older)
    current, prior = canvases(desk)

    def left(canvas):
        return canvas.mapTo(desk.window, QPoint(0, 0)).x()

    assert left(current) < left(prior)
    press(desk, Qt.Key.Key_S)
    assert left(prior) < left(current)
    assert (current.radiograph, prior.radiograph, desk.session.film) == (now, older, now)
    press(desk, Qt.Key.Key_Comma)
    press(desk, Qt.Key.Key_Period)
    desk.until(lambda: comparison.film is older)
    assert left(current) < left(prior)


def test_the_prior_film_goes_with_the_current_one(desk, comparison, now, older):
    compare(desk, now, older)
    desk.next_film()
    assert comparison.film is None
    assert comparison.blink.cover.radiograph is None


def test_a_prior_film_that_comes_late_is_dropped(desk, comparison, films, now):
    late, next_one = film("late.dcm", "20240101"), film("next film.dcm")
    films.add(late)
    open_all(desk, now, next_one)
    number = desk.window._reader.read_beside(late.source)
    comparison._awaited = number
    desk.next_film()
    desk.until(lambda: desk.on_screen(next_one))
    comparison._opened(number, late)
    assert comparison.film is None


def test_the_film_on_the_screen_cannot_stand_beside_itself(desk, comparison, films, now):
    twin = replace(now, source=now.source.with_name("copy.dcm"))
    films.add(twin)
    open_all(desk, now)
    comparison.open(twin.source)
    desk.until(lambda: "this is the film on the screen" in desk.window.notice.text.lower())
    assert comparison.film is None


def test_a_prior_film_that_cannot_be_read_says_why(desk, comparison, films, now):
    path = films.add(UnreadableFile("the file is empty; copy it again"), now.source.with_name("empty.dcm"))
    open_all(desk, now)
    comparison.open(path)
    desk.until(lambda: "the file is empty" in desk.window.notice.text.lower())
    assert comparison.film is None


def test_the_curtain_hides_both_patients(desk, comparison, now, older):
    compare(desk, now, older)
    shown = picture(canvases(desk)[1])
    desk.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not np.array_equal(picture(canvases(desk)[1]), shown)
    press(desk, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert "2024-01-01   hidden" in [action.text() for action in menu.actions()]
    menu.close()

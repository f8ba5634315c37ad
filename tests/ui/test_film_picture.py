"""The film as a picture: what is on the screen, and nothing that tells whose it is unless it is asked for."""

import struct

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from cxrviewer.imaging.radiograph import Patient
from cxrviewer.ui.film_picture import film_picture
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def film(name: str):
    return make_radiograph("winter_anna.dcm", patient=Patient(name=name, identifier="7731"))


def chunks(png: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.append(png[at + 4 : at + 8])
        at += 12 + length
    return found


def test_two_patients_with_one_film_make_one_picture(desk):
    pane = desk.window.film.pane
    pictures, named = [], []
    for name in ("Winter^Anna", "Summer^Bo"):
        pane.show_radiograph(film(name))
        pictures.append(film_picture(pane, with_patient=False))
        named.append(film_picture(pane, with_patient=True))
        assert pane.patient_texts_visible
    assert pictures[0] == pictures[1]
    assert named[0] != named[1]


def test_the_picture_is_saved_without_a_word_about_it(desk, tmp_path, monkeypatch):
    desk.open(film("Winter^Anna"))
    desk.key(Qt.Key.Key_E, CONTROL_SHIFT)
    dialog = desk.window.pictures.dialog
    assert not dialog.with_patient.isChecked()
    offered = []

    def choose(_parent, _title, path, _kinds):
        offered.append(path)
        return str(tmp_path / "teaching"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    shown = dialog.picture
    dialog.findChildren(type(desk.draft.button))[-1].click()
    saved = tmp_path / "teaching.png"
    assert set(chunks(saved.read_bytes())) <= {b"IHDR", b"pHYs", b"IDAT", b"IEND"}
    assert QImage(str(saved)).convertToFormat(QImage.Format.Format_RGB888) == shown
    assert "winter" not in offered[0].casefold()
    assert "7731" not in offered[0]


def test_with_the_patient_only_when_it_is_asked_for(desk):
    desk.open(film("Winter^Anna"))
    desk.window.pictures.ask()
    dialog = desk.window.pictures.dialog
    without = dialog.picture
    dialog.with_patient.setChecked(True)
    assert dialog.picture != without
    assert desk.window.film.pane.patient_texts_visible
    dialog.close()


def test_a_curtain_that_is_drawn_stays_drawn(desk):
    desk.open(film("Winter^Anna"))
    desk.window.curtain.toggle()
    film_picture(desk.window.film.pane, with_patient=True)
    assert not desk.window.film.pane.patient_texts_visible


def test_without_a_film_the_window_says_so(desk):
    desk.window.pictures.ask()
    assert "no film to save" in desk.window.notice.text


def test_a_place_that_cannot_be_written_is_said_in_the_dialog(desk, tmp_path):
    desk.open(film("Winter^Anna"))
    desk.window.pictures.ask()
    dialog = desk.window.pictures.dialog
    dialog.save(tmp_path / "no" / "folder.png")
    assert "cannot be written" in dialog.notice.text
    assert dialog.isVisible()
    dialog.copy()
    assert not QApplication.clipboard().image().isNull()

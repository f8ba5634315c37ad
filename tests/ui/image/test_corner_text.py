import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from cxrviewer.imaging.radiograph import LookupTable, Patient, Study, Window
from cxrviewer.ui.image.corner_text import CornerText, Shown
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.view_state import View
from tests.factories import make_radiograph

TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
TOP_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


@pytest.fixture
def texts(qapp):
    return CornerText(Palette())


def drawn(texts, lines, at=TOP_LEFT, width=400):
    """The picture of some lines on mid-grey, (100, width)."""
    image = QImage(width, 100, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.gray)
    painter = QPainter(image)
    texts.draw(painter, at, QRectF(0, 0, width, 100), lines)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(100, -1)[:, :width].copy()


def changed_columns(picture):
    return np.flatnonzero((picture != picture[-1, -1]).any(axis=0))


def test_who_is_on_the_film(texts):
    assert texts.patient(make_radiograph(), visible=True) == ("Example Ann", "E-001", "1950-01-02  F  70 y")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("", ""),
        ("Example", "Example"),
        ("Example^Ann^Mary^Dr^PhD", "Example Ann Mary Dr PhD"),
        ("Hong^Gildong=洪^吉洞=홍^길동", "Hong Gildong  洪 吉洞  홍 길동"),
        ("홍^길동", "홍 길동"),
    ],
)
def test_names_are_read_in_all_their_scripts(texts, name, read):
    lines = texts.patient(make_radiograph(patient=Patient(name=name)), visible=True)
    assert lines == ((read,) if read else ())


@pytest.mark.parametrize(
    ("age", "read"), [("070Y", "70 y"), ("003M", "3 months"), ("010D", "10 days"), ("002W", "2 weeks"), ("old", "old")]
)
def test_ages(texts, age, read):
    assert texts.patient(make_radiograph(patient=Patient(age=age)), visible=True) == (read,)


def test_when_and_how_it_was_taken(texts):
    film = make_radiograph(study=Study(date="20260102", time="101530.5", description="Chest", modality="DX"))
    assert texts.study(film, visible=True) == ("2026-01-02  10:15", "Chest", "DX  PA", "film.dcm")


def test_odd_dates_stand_as_they_are(texts):
    film = make_radiograph(study=Study(date="2026", time="x"), view_position="")
    assert texts.study(film, visible=True)[0] == "2026  x"


def test_the_curtain_hides_the_patient_and_the_files_name(texts):
    film = make_radiograph("ann_example.dcm")
    hidden = (*texts.patient(film, visible=False), *texts.study(film, visible=False))
    for word in ("Example", "E-001", "1950", "ann_example"):
        assert word not in " ".join(hidden)
    assert "2026-01-02" not in " ".join(hidden)  # the moment tells who it was
    assert "PA" in hidden[1]


def test_window_and_zoom(texts):
    film = make_radiograph()
    shown = Shown(Window(2047.6, 4096), "Automatic", inverted=True, view=View(0.254, (0, 0)))
    assert texts.window(shown) == ("inverted", "Automatic", "W 4096  L 2048")
    assert texts.size(film, shown) == ("25 %", "80 x 96")
    squares = Shown(Window(1, 1), "", inverted=False, view=View(2, (0, 0)), magnification=Magnification.NEAREST)
    assert texts.size(film, squares)[0] == "200 %  pixels as squares"
    narrow = Shown(Window(0.5, 1.25), "", inverted=False, view=View(1, (0, 0)))
    assert texts.window(narrow) == ("W 1.25  L 0.5",)
    table = Shown(LookupTable(0, np.array([1], np.uint16), 8), "NORMAL", inverted=False, view=View(1, (0, 0)))
    assert texts.window(table) == ("NORMAL",)


def test_only_a_phantom_is_marked_as_one(texts):
    assert texts.mark(make_radiograph(is_phantom=True)) == ("PHANTOM - not for diagnosis",)
    assert texts.mark(make_radiograph()) == ()


def test_text_is_dark_around_and_light_within(texts):
    picture = drawn(texts, ("Example",))
    surround = picture[-1, -1]
    assert picture.min() < surround - 80
    assert (picture == 0).any()


def test_a_long_line_ends_before_the_middle(texts):
    columns = changed_columns(drawn(texts, ("Example " * 50,)))
    assert columns.min() >= 6
    assert columns.max() < 200


def test_the_right_corner_ends_at_the_right(texts):
    columns = changed_columns(drawn(texts, ("Ann",), TOP_RIGHT))
    assert columns.min() > 300
    assert 385 <= columns.max() <= 394


def test_no_room_no_text(texts):
    assert not changed_columns(drawn(texts, ("Example",), width=50)).size


def test_other_words_are_drawn_anew(texts):
    one, two = drawn(texts, ("Example",)), drawn(texts, ("Another",))
    assert not np.array_equal(one, two)
    np.testing.assert_array_equal(drawn(texts, ("Example",)), one)


def test_the_pane_draws_them_and_draws_the_curtain(qtbot):
    pane = ImagePane()
    qtbot.addWidget(pane)
    pane.resize(644, 400)
    pane.show_radiograph(make_radiograph(is_phantom=True))

    def corner():
        return pane.film_canvas.grab().toImage().copy(0, 0, 150, 70)

    with_name = corner()
    pane.set_patient_texts_visible(False)
    assert corner() != with_name
    pane.set_patient_texts_visible(True)
    assert corner() == with_name

"""What the model sees: the very input of the draft, of the film on the screen only, and never the reader's window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from cxrviewer import app
from cxrviewer.imaging.radiograph import Window
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.preprocess import Unseen, model_input
from cxrviewer.reporting.draft import Sampling
from cxrviewer.settings import Settings
from cxrviewer.ui.model_view.inset import unseen_words
from tests.factories import make_pixels, make_radiograph
from tests.inference.tiny_checkpoint import write_checkpoint

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def tall(name="tall.dcm"):
    return make_radiograph(name, pixels=make_pixels(150, 100, seed=len(name)))


def input_of(film):
    """As the tests' engine asks for it."""
    return model_input(film, size=64, mean=(0.5,), std=(0.25,))


def shown(desk):
    """The grey values of the picture on the screen; None while there is none."""
    image = desk.window.model_view.inset.picture.image
    if image is None:
        return None
    assert image.format() == QImage.Format.Format_Grayscale8
    values = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return values[:, : image.width()]


def press_m(desk):
    QTest.keyClick(desk.window.film.pane.film_canvas, Qt.Key.Key_M)


def crop(desk):
    return desk.window.film.pane.film_canvas.crop_box


def test_off_until_m_is_pressed(desk, engine):
    desk.open(tall())
    desk.load(engine)
    inset = desk.window.model_view.inset
    assert not inset.isVisible()
    assert crop(desk) is None
    press_m(desk)
    desk.until(lambda: shown(desk) is not None)
    assert inset.isVisible()
    # 64 * 150 // 100 = 96 rows, of which 64 are seen: 16 are cut off above, 16 below.
    assert crop(desk) == (0, 25, 100, 100)
    assert inset.words == "Cuts off 16.7 % at top and bottom."
    press_m(desk)
    assert not inset.isVisible()
    assert crop(desk) is None


def test_the_picture_is_the_engines_input_whatever_window_the_reader_drags(desk, engine):
    film = tall()
    desk.open(film)
    desk.load(engine)
    desk.window.film.pane.set_voi(Window(100, 50))
    desk.window.film.pane.toggle_invert()
    press_m(desk)
    desk.until(lambda: shown(desk) is not None)
    assert np.array_equal(shown(desk), input_of(film).grey)
    desk.press(desk.window.model_view.inset.copy_button)
    assert QGuiApplication.clipboard().text() == input_of(film).sha256


def test_pixel_for_pixel_and_hash_for_hash_what_the_draft_was_made_from(desk, tmp_path, monkeypatch):
    """With a real engine: its vision transformer is given the very values of the inset."""
    fed, encode = [], CxrLlava.encode_image

    def listen(network, pixel_values):
        fed.append(pixel_values.numpy(force=True))
        return encode(network, pixel_values)

    monkeypatch.setattr(CxrLlava, "encode_image", listen)
    checkpoint = open_checkpoint(write_checkpoint(tmp_path / "tiny"))
    desk.open(tall())
    desk.window.load_model(app.engine_loader(checkpoint, Settings()))
    desk.until(lambda: "tiny" in desk.window.status.text)
    press_m(desk)
    desk.session.write_draft("basic", Sampling(max_new_tokens=4))
    desk.until(lambda: desk.session.draft is not None)
    desk.until(lambda: "The draft was made from this input." in desk.window.model_view.inset.words)
    assert desk.window.model_view.inset.sha256 == desk.session.draft.provenance.input_sha256
    (values,) = fed
    grey = shown(desk)
    assert grey.shape == (32, 32)
    assert np.array_equal(((grey * (1 / 255)).astype(np.float32) - np.float32(0.5)) / np.float32(0.25), values[0, 0])


def test_another_films_input_is_never_beside_the_film_on_the_screen(desk, engine):
    first, second = tall("first.dcm"), tall("second one.dcm")
    desk.open(first, second)
    desk.load(engine)
    press_m(desk)
    desk.until(lambda: shown(desk) is not None)
    examination = desk.window.examination
    late = ((first, examination.input_format), input_of(first))
    seen = []
    examination.model_input_changed.connect(seen.append)
    desk.next_film()
    assert shown(desk) is None
    desk.until(lambda: desk.on_screen(second))
    examination._take_input(*late)  # as if the worker had been slow
    desk.until(lambda: shown(desk) is not None)
    assert np.array_equal(shown(desk), input_of(second).grey)
    assert [made.sha256 for made in seen if made is not None] == [input_of(second).sha256]


def test_a_badge_says_when_the_screen_differs_from_the_input(desk, engine):
    desk.open(tall())
    pane = desk.window.film.pane
    pane.toggle_invert()
    assert pane.film_canvas.badges == ()  # no model, so nothing to differ from
    desk.load(engine)
    assert pane.film_canvas.badges == ("Model sees: not inverted",)
    pane.set_voi(Window(100, 50))
    assert pane.film_canvas.badges == ("Model sees: its own window, not inverted",)
    pane.turn(1)
    assert "Model sees: its own window, not inverted, not turned or flipped" in pane.film_canvas.badges
    pane.reset()
    assert pane.film_canvas.badges == ()


def test_without_a_model_nothing_is_claimed(desk):
    desk.open(tall())
    press_m(desk)
    inset = desk.window.model_view.inset
    assert inset.isVisible()
    assert inset.words == "Not known before a model is loaded."
    assert inset.sha256 == ""
    assert not inset.copy_button.isVisible()
    assert crop(desk) is None


def test_m_typed_as_text_is_text(desk, engine):
    desk.open(tall())
    desk.load(engine)
    desk.finish_draft(engine)
    desk.chat.focus_pane()
    desk.key(Qt.Key.Key_M)
    assert not desk.window.model_view.shown


@pytest.mark.parametrize(
    ("unseen", "words"),
    [
        (Unseen(0.089, 0.089, 0, 0), "Cuts off 8.9 % at top and bottom."),
        (Unseen(0, 0, 0.25, 0.25), "Cuts off 25.0 % at left and right."),
        (Unseen(0.088, 0.09, 0, 0), "Cuts off 8.8 % at top and 9.0 % at bottom."),
        (Unseen(0, 0.002, 0, 0), "Cuts off 0.2 % at bottom."),
        (Unseen(0, 0.0001, 0, 0), "The whole film is seen."),
    ],
)
def test_what_is_cut_off_in_words(unseen, words):
    assert unseen_words(unseen) == words

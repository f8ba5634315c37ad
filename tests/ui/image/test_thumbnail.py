import numpy as np
from PySide6.QtGui import QImage

from cxrviewer.imaging.radiograph import PhotometricInterpretation, Window
from cxrviewer.ui.image.thumbnail import thumbnail
from tests.factories import make_radiograph


def greys(image):
    assert image.format() == QImage.Format.Format_Grayscale8
    array = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return array[:, : image.width()].copy()  # the image dies with its memory


def test_the_whole_film_on_a_black_square():
    pixels = np.full((200, 100), 4095, np.uint16)
    seen = greys(thumbnail(make_radiograph(pixels=pixels), 40))
    assert seen.shape == (40, 40)
    assert (seen[:, 10:30] == 255).all()
    assert (seen[:, :10] == 0).all()
    assert (seen[:, 30:] == 0).all()


def test_it_is_averaged_and_in_the_films_own_polarity():
    pixels = ((np.indices((300, 300)).sum(axis=0) % 2) * 4000).astype(np.uint16)
    film = make_radiograph(
        pixels=pixels,
        voi=(Window(2000.5, 4001),),
        photometric_interpretation=PhotometricInterpretation.MONOCHROME1,
    )
    assert set(np.unique(greys(thumbnail(film, 50))).tolist()) <= {127, 128}
    black = make_radiograph(
        pixels=np.full((9, 9), 4095, np.uint16), photometric_interpretation=PhotometricInterpretation.MONOCHROME1
    )
    assert (greys(thumbnail(black, 9)) == 0).all()

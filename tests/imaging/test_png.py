"""PNG out: averaged areas, nothing but the picture."""

import numpy as np
from PIL import Image

from cxrviewer.imaging.png import downscaled, write_png


def test_areas_are_averaged():
    grey = np.array([[0, 100, 10, 10], [100, 200, 10, 10]], dtype=np.uint8)
    assert downscaled(grey, 2).tolist() == [[100, 10]]


def test_a_checkerboard_becomes_grey_and_not_black_or_white():
    board = np.indices((100, 100)).sum(axis=0) % 2 * 255
    assert np.all(np.abs(downscaled(board.astype(np.uint8), 50).astype(int) - 127) <= 1)


def test_nothing_is_enlarged():
    grey = np.zeros((3, 5), dtype=np.uint8)
    assert downscaled(grey, 50) is grey


def test_a_thin_strip_keeps_a_pixel():
    assert downscaled(np.zeros((1, 1000), dtype=np.uint8), 10).shape == (1, 10)


def test_the_file_holds_the_picture_and_no_more(tmp_path):
    grey = np.arange(12, dtype=np.uint8).reshape(3, 4)
    write_png(grey, tmp_path / "film.png")
    with Image.open(tmp_path / "film.png") as image:
        image.load()
        assert image.info == {}
        assert np.array_equal(np.asarray(image), grey)

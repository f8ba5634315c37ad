"""Grey from colour, equal to Pillow's."""

import numpy as np
from PIL import Image

from cxrviewer.imaging.luminance import luminance


def test_eight_bits_equal_pillow():
    rgb = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    rgb[0, :2] = [[0, 0, 0], [255, 255, 255]]
    assert np.array_equal(luminance(rgb), np.asarray(Image.fromarray(rgb).convert("L")))


def test_sixteen_bits_keep_black_grey_and_white():
    rgb = np.array([[[0, 0, 0], [30000, 30000, 30000], [65535, 65535, 65535]]], dtype=np.uint16)
    assert luminance(rgb).tolist() == [[0, 30000, 65535]]

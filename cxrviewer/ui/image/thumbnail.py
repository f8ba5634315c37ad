"""A film the size of a stamp, for lists. Knows the default grey scale; knows no widget."""

import numpy as np
from PySide6.QtGui import QImage

from cxrviewer.imaging.grayscale import default_voi, grayscale_table
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.view_state import Canvas, Film, fit_to, place
from cxrviewer.ui.image.viewport import grey_values, visible_patch


def thumbnail(radiograph: Radiograph, size: int) -> QImage:
    """The whole film in its default window, averaged, on a black square of ``size`` device pixels."""
    film, canvas = Film(radiograph.columns, radiograph.rows), Canvas(size, size)
    patch = visible_patch(Pyramid.of(radiograph), place(fit_to(film, canvas), film, canvas), canvas)
    square = np.zeros((size, size), np.uint8)
    if patch is not None:
        rows, columns = patch.values.shape
        table = grayscale_table(radiograph, default_voi(radiograph))
        square[patch.top : patch.top + rows, patch.left : patch.left + columns] = grey_values(patch.values, table)
    # copy: the image must outlive the array it was made on.
    return QImage(square.data, size, size, size, QImage.Format.Format_Grayscale8).copy()

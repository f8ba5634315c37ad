"""From film pixels to the widget as one transform, for what is painted with the film's own pixels.

Knows how the film's rectangle is rounded to whole device pixels, so that a plane of its size lies on it exactly.
"""

from PySide6.QtGui import QTransform

from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.view_state import Film, place


def film_transform(projection: Projection, film: Film) -> QTransform:
    """Film pixels, (0, 0) being the outer corner of the first one, to logical pixels of the widget."""
    placed, ratio = place(projection.view, film, projection.canvas), projection.canvas.ratio
    orientation = placed.orientation
    width, height = orientation.size(film.columns, film.rows)
    x_scale, y_scale = placed.width / width / ratio, placed.height / height / ratio
    (x_of_x, y_of_x), (x_of_y, y_of_y) = orientation.to_screen((1, 0)), orientation.to_screen((0, 1))
    transform = QTransform.fromTranslate(-film.columns / 2, -film.rows / 2)
    transform *= QTransform(x_of_x * x_scale, y_of_x * y_scale, x_of_y * x_scale, y_of_y * y_scale, 0, 0)
    middle = (placed.left + placed.width / 2) / ratio, (placed.top + placed.height / 2) / ratio
    return transform * QTransform.fromTranslate(*middle)

"""A bar of a round length on the film, with the source of its millimetres; none where the film has no spacing.

Knows spacing, a view and a painter; knows nothing of values.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from cxrviewer.imaging.radiograph import PixelSpacing
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.view_state import View

_LONGEST = 0.25  # of the width of the canvas
_MOST = 220.0  # logical pixels
_TICK = 4.0  # logical pixels to each side
HEIGHT = 2 * _TICK + 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A round length and how long it is on the screen."""

    millimetres: float
    pixels: float
    """Logical."""

    @property
    def words(self) -> str:
        """As it is read: 5 mm, 2 cm."""
        return f"{self.millimetres / 10:g} cm" if self.millimetres >= 10 else f"{self.millimetres:g} mm"


def bar_for(spacing: PixelSpacing, view: View, *, ratio: float, longest: float) -> Bar:
    """The largest of 1, 2, 5 times a power of ten millimetres that is at most so many logical pixels long.

    ``ratio`` is device pixels per logical pixel. The bar lies across the screen, whichever way the film does.
    """
    across = spacing.row_mm if view.orientation.lies_on_its_side else spacing.column_mm
    per_pixel = across * ratio / view.zoom  # millimetres per logical pixel
    power = 10.0 ** math.floor(math.log10(longest * per_pixel))
    millimetres = max(step * power for step in (1.0, 2.0, 5.0) if step * power <= longest * per_pixel)
    return Bar(millimetres, millimetres / per_pixel)


def longest_bar(width: float) -> float:
    """How long a bar may be on a canvas so wide, in logical pixels."""
    return min(_MOST, _LONGEST * width)


def paint_bar(painter: QPainter, palette: Palette, middle: QPointF, bar: Bar) -> QRectF:
    """The bar with a tick at each end, light on dark, to be seen on any film. Returns what it covers."""
    left, right = round(middle.x() - bar.pixels / 2), round(middle.x() + bar.pixels / 2)
    y = round(middle.y())
    lines = (
        (QPointF(left, y), QPointF(right, y)),
        (QPointF(left, y - _TICK), QPointF(left, y + _TICK)),
        (QPointF(right, y - _TICK), QPointF(right, y + _TICK)),
    )
    for colour, width in ((palette.surround, 4), (palette.text, 2)):
        painter.setPen(QPen(QColor(colour), width))
        for start, end in lines:
            painter.drawLine(start, end)
    return QRectF(left - 2, y - _TICK - 2, right - left + 4, HEIGHT + 2)

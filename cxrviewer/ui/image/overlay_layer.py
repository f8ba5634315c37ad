"""The overlay planes over the film. Knows how thin marks survive when the film is shown small; not what they mean."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from cxrviewer.imaging.overlay import Overlay
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.film_transform import film_transform
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.view_state import Film, place

Bits = npt.NDArray[np.bool_]


class OverlayLayer:
    """A ``Layer``: white where a plane has a mark."""

    def __init__(self, palette: Palette) -> None:
        self.visible = True
        self.curtain = False
        """Whether what may name the patient is hidden."""
        self._colour = QColor(palette.overlay)
        self._film: Film | None = None
        self._overlays: tuple[Overlay, ...] = ()
        self._pictures: dict[int, tuple[QImage, ...]] = {}
        """By how often they were halved: the film and the magnifier may need two at once."""

    def show(self, radiograph: Radiograph | None) -> None:
        """Draw another film's planes."""
        self._film = None if radiograph is None else Film(radiograph.columns, radiograph.rows)
        self._overlays = () if radiograph is None else radiograph.overlays
        self._pictures = {}

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """Planes lie on the film pixel by pixel; shown smaller, a mark of one pixel still is one on the screen."""
        if self._film is None or not self._overlays or not self.visible or self.curtain:
            return
        placed = place(projection.view, self._film, projection.canvas)
        shrink = max(self._film.columns, self._film.rows) / max(placed.width, placed.height)
        level = max(0, math.floor(math.log2(shrink) + 0.5))
        if level not in self._pictures:
            pooled = (_pooled(plane.bits, level) for plane in self._overlays)
            self._pictures[level] = tuple(_picture(bits, self._colour) for bits in pooled)
        painter.setTransform(film_transform(projection, self._film), combine=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=shrink > 1)
        painter.setClipRect(QRectF(0, 0, self._film.columns, self._film.rows), Qt.ClipOperation.IntersectClip)
        for plane, picture in zip(self._overlays, self._pictures[level], strict=True):
            size = 1 << level
            painter.drawImage(
                QRectF(plane.left, plane.top, picture.width() * size, picture.height() * size),
                picture,
                QRectF(picture.rect()),
            )


def _pooled(bits: Bits, level: int) -> Bits:
    """Every 2^level by 2^level pixels as one, marked where any of them is."""
    size = 1 << level
    rows, columns = (-(-side // size) * size for side in bits.shape)
    padded = np.zeros((rows, columns), dtype=np.bool_)
    padded[: bits.shape[0], : bits.shape[1]] = bits
    return np.asarray(padded.reshape(rows // size, size, columns // size, size).any(axis=(1, 3)))


def _picture(bits: Bits, colour: QColor) -> QImage:
    cells = np.where(bits, np.uint32(colour.rgba()), np.uint32(0))
    height, width = bits.shape
    # A copy: QImage does not keep the array alive.
    return QImage(cells.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()

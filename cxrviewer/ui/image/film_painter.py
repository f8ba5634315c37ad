"""Paints one film into its place, keeping what the next frame can use again.

Knows stored values, tables and a painter; knows no widget. Moving the film keeps what is already resampled, and
changing the window keeps all of it.
"""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.imaging.radiograph import Radiograph, Voi
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.view_state import Canvas, Film, View, place
from cxrviewer.ui.image.viewport import Grey, Patch, grey_values, visible_patch


class FilmPainter:
    """The picture of one radiograph."""

    def __init__(self, radiograph: Radiograph) -> None:
        self.radiograph = radiograph
        self.film = Film(radiograph.columns, radiograph.rows)
        self._pyramid = Pyramid.of(radiograph)
        self._patch: tuple[Canvas, Magnification, Patch | None] | None = None
        self._table: tuple[Voi, bool, Grey] | None = None
        self._grey: Grey | None = None

    def paint(
        self, painter: QPainter, view: View, canvas: Canvas, voi: Voi, *, inverted: bool, magnification: Magnification
    ) -> None:
        """The film as the view has it; what lies outside the film is left as it was."""
        patch = self._visible(view, canvas, magnification)
        if patch is None:
            return
        table = self._table_for(voi, inverted=inverted)
        if self._grey is None or self._grey.shape != patch.values.shape:
            self._grey = grey_values(patch.values, table)
        else:
            grey_values(patch.values, table, out=self._grey)
        height, width = self._grey.shape
        image = QImage(self._grey.data, width, height, width, QImage.Format.Format_Grayscale8)
        # One array element, one device pixel: the painter only copies.
        image.setDevicePixelRatio(canvas.ratio)
        painter.drawImage(QPointF(patch.left / canvas.ratio, patch.top / canvas.ratio), image)

    def _visible(self, view: View, canvas: Canvas, magnification: Magnification) -> Patch | None:
        placement = place(view, self.film, canvas)
        last = self._patch
        before = last[2] if last else None
        if last and last[:2] == (canvas, magnification) and before is not None and before.placement == placement:
            return before
        patch = visible_patch(self._pyramid, placement, canvas, magnification, previous=before)
        self._patch = canvas, magnification, patch
        return patch

    def _table_for(self, voi: Voi, *, inverted: bool) -> Grey:
        if self._table is None or self._table[0] != voi or self._table[1] != inverted:
            self._table = voi, inverted, grayscale_table(self.radiograph, voi, invert=inverted)
        return self._table[2]

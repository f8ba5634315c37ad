"""Paints one film into its place, keeping what the next frame can use again.

Knows stored values, tables and a painter; knows no widget. Moving the film keeps what is already resampled, and
changing the window keeps all of it.
"""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from cxrviewer.imaging.display_function import DisplayFunction
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
        self._display: DisplayFunction | None = None
        self._grey: tuple[Patch, Grey, Grey] | None = None

    def set_display(self, display: DisplayFunction | None) -> None:
        """What the screen needs to follow the Grayscale Standard Display Function; None where it is not calibrated."""
        self._display, self._table = display, None

    def paint(
        self,
        painter: QPainter,
        view: View,
        canvas: Canvas,
        voi: Voi,
        *,
        inverted: bool,
        magnification: Magnification,
        quick: bool = False,
    ) -> QRectF:
        """The film as the view has it; what lies outside the film is left as it was.

        ``quick`` is for a view that will have changed again by the next frame. Returns what is covered, in logical
        pixels.
        """
        patch = self._visible(view, canvas, magnification, quick=quick)
        if patch is None:
            return QRectF()
        return _draw(painter, patch, self._grey_of(patch, self._table_for(voi, inverted=inverted)), canvas)

    def paint_apart(
        self, painter: QPainter, view: View, canvas: Canvas, voi: Voi, *, inverted: bool, magnification: Magnification
    ) -> None:
        """A second picture of the film, for a lens: the next frame of the first one is as quick as without it."""
        patch = visible_patch(self._pyramid, place(view, self.film, canvas), canvas, magnification)
        if patch is not None:
            _draw(painter, patch, grey_values(patch.values, self._table_for(voi, inverted=inverted)), canvas)

    def _grey_of(self, patch: Patch, table: Grey) -> Grey:
        """The patch in grey; as it is where only what lies over it has changed."""
        last = self._grey
        if last is not None and last[0] is patch and last[1] is table:
            return last[2]
        fits = last is not None and last[2].shape == patch.values.shape
        grey = grey_values(patch.values, table, out=last[2] if last is not None and fits else None)
        self._grey = patch, table, grey
        return grey

    def _visible(self, view: View, canvas: Canvas, magnification: Magnification, *, quick: bool) -> Patch | None:
        placement = place(view, self.film, canvas)
        last = self._patch
        before = last[2] if last else None
        same = last is not None and last[:2] == (canvas, magnification)
        if same and before is not None and before.placement == placement and (quick or not before.quick):
            return before
        patch = visible_patch(self._pyramid, placement, canvas, magnification, previous=before, quick=quick)
        self._patch = canvas, magnification, patch
        return patch

    def _table_for(self, voi: Voi, *, inverted: bool) -> Grey:
        if self._table is None or self._table[0] != voi or self._table[1] != inverted:
            self._table = voi, inverted, grayscale_table(self.radiograph, voi, invert=inverted, display=self._display)
        return self._table[2]


def _draw(painter: QPainter, patch: Patch, grey: Grey, canvas: Canvas) -> QRectF:
    height, width = grey.shape
    image = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
    # One array element, one device pixel: the painter only copies.
    image.setDevicePixelRatio(canvas.ratio)
    at = QPointF(patch.left / canvas.ratio, patch.top / canvas.ratio)
    painter.drawImage(at, image)
    return QRectF(at, image.deviceIndependentSize())

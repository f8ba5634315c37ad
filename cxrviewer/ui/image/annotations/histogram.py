"""How often each value occurs under the selected region, on a small dark panel in a corner of the film, when asked for.

Knows the selected annotation and pyqtgraph, which is imported when it is first asked for.
"""

from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QFrame, QVBoxLayout

from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.region_values import Ellipse, rectangle, stored_inside
from cxrviewer.imaging.voi_lut import apply_modality_lut
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.palette import Palette

REGIONS = frozenset({Figure.RECTANGLE, Figure.ELLIPSE})
_BARS = 96
_TEXT_PIXELS = 11
_SIZE = QSize(280, 180)
_MARGIN, _ABOVE_CORNER_TEXT = 8, 64  # logical pixels


class RegionHistogram(QFrame):
    """Follows the selection, on the other side of the film than the region."""

    def __init__(self, annotations: FilmAnnotations, palette: Palette, canvas: FilmCanvas) -> None:
        super().__init__(canvas)
        self._annotations, self._palette, self._canvas = annotations, palette, canvas
        self._shown: tuple[str, Annotation] | None = None
        self.curve: Any = None
        """The plot's item; None until it is first shown."""
        self.setAccessibleName(self.tr("Histogram of the selected region"))
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setObjectName("histogram")
        self.setStyleSheet(f"#histogram {{ background: {palette.panel}; border: 1px solid {palette.hairline}; }}")
        self.resize(_SIZE)
        self.hide()
        annotations.changed.connect(self._follow)

    def toggle(self) -> None:
        """Show the selected region's values, or close."""
        if self.isVisible():
            self.close()
            return
        if self.curve is None:
            self._make_plot()
        self.show()
        self._follow()

    def _make_plot(self) -> None:
        import pyqtgraph

        colours = self._palette
        plot = pyqtgraph.PlotWidget(background=colours.panel)
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        font = QFont(self.font())
        font.setPixelSize(_TEXT_PIXELS)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setStyle(tickFont=font)
            axis.setPen(colours.hairline)
            axis.setTextPen(colours.secondary)
        fill = QColor(colours.mark)
        fill.setAlpha(90)
        self.curve = plot.plot(stepMode="center", fillLevel=0, pen=colours.mark, brush=fill)
        self._plot = plot
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 8, 8, 2)
        layout.addWidget(plot)

    def _follow(self) -> None:
        film, selected = self._annotations.film, self._annotations.selected
        if self.isHidden():
            return
        if film is None or selected is None or selected.figure not in REGIONS:
            self.close()
        elif self._shown != (film.digest, selected):
            self._shown = film.digest, selected
            edges, counts = histogram(film, selected)
            self.curve.setData(edges, counts)
            style = {"color": self._palette.secondary, "font-size": f"{_TEXT_PIXELS}px"}
            self._plot.setLabel("bottom", film.modality_unit or self.tr("value"), **style)
            self._stand_aside(selected)

    def _stand_aside(self, region: Annotation) -> None:
        (ax, ay), (bx, by) = region.points
        middle = self._canvas.projection.to_widget(((ax + bx) / 2, (ay + by) / 2))
        right = middle.x() < self._canvas.width() / 2
        x = self._canvas.width() - self.width() - _MARGIN if right else _MARGIN
        self.move(x, max(0, self._canvas.height() - self.height() - _ABOVE_CORNER_TEXT))


def histogram(film: Radiograph, region: Annotation) -> tuple[np.ndarray, np.ndarray]:
    """Edges, (bars + 1,), and counts, (bars,), of the modality values under a rectangle or an ellipse."""
    first, second = region.points
    outline = Ellipse((first, second)) if region.figure is Figure.ELLIPSE else rectangle(first, second)
    stored, counts = stored_inside(film, outline)
    values = apply_modality_lut(stored, film.modality_lut)
    if values.size == 0:
        return np.array([0.0, 1.0]), np.array([0])
    # Never more bars than values that could occur, or a gap would look like a lack.
    bars = int(min(_BARS, max(1, stored[-1] - stored[0] + 1)))
    heights, edges = np.histogram(values, bins=bars, weights=counts)
    return edges, heights

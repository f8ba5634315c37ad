"""The ways to show a film that are measured against each other, each in a window of its own that draws off-screen.

Knows how each is told to change its window, to move and to zoom; measures nothing.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cxrviewer.imaging.radiograph import Radiograph, Window
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.palette import Palette

VIEW = 1600
"""Width and height of the view, in device pixels."""


class Contender(Protocol):
    """One way to show a film."""

    window: QWidget

    def set_window(self, center: float, width: float) -> None:
        """Another window."""

    def pan(self, dx: float, dy: float) -> None:
        """The film moved by device pixels."""

    def zoom(self, factor: float) -> None:
        """Closer or farther, around the middle."""

    def repaint(self) -> None:
        """Paint now."""


class Ours:
    """The program's own image pane."""

    def __init__(self, film: Radiograph) -> None:
        self._canvas = FilmCanvas(Palette())
        self.window: QWidget = self._canvas
        _show(self.window)
        self._canvas.show_radiograph(film)

    def set_window(self, center: float, width: float) -> None:
        """As a drag does."""
        self._canvas.set_voi(Window(center, width))

    def pan(self, dx: float, dy: float) -> None:
        """As a drag does."""
        self._canvas.pan_by(dx, dy)

    def zoom(self, factor: float) -> None:
        """As the wheel does."""
        self._canvas.zoom_by(factor)

    def repaint(self) -> None:
        """Paint now."""
        self._canvas.repaint()


class ImageItem:
    """pyqtgraph's, row-major in a GraphicsView, drawn to the nearest pixel as it is or smoothly."""

    def __init__(self, film: Radiograph, *, smooth: bool) -> None:
        self._view = pyqtgraph.GraphicsView(useOpenGL=False, background="k")
        self._view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        self._box = pyqtgraph.ViewBox(lockAspect=True, invertY=True, enableMenu=False, defaultPadding=0.0)
        self._view.setCentralItem(self._box)
        self._item = pyqtgraph.ImageItem(film.pixels, axisOrder="row-major", levels=(0, 65535))
        self._box.addItem(self._item)
        self.window: QWidget = self._view
        _show(self.window)
        self._box.autoRange(padding=0)

    def set_window(self, center: float, width: float) -> None:
        """The levels at the window's ends."""
        self._item.setLevels((center - width / 2, center + width / 2))

    def pan(self, dx: float, dy: float) -> None:
        """By device pixels."""
        pixel = self._box.viewPixelSize()
        self._box.translateBy(x=-dx * pixel[0], y=-dy * pixel[1])

    def zoom(self, factor: float) -> None:
        """Around the middle."""
        self._box.scaleBy((1 / factor, 1 / factor))

    def repaint(self) -> None:
        """Paint now."""
        self._view.viewport().repaint()


class _FullFrame(QWidget):
    """Draws an 8-bit picture of the whole film, smoothly."""

    def __init__(self) -> None:
        super().__init__()
        self.grey: npt.NDArray[np.uint8] = np.zeros((1, 1), np.uint8)
        self.zoom = 1.0
        self.middle = QPointF()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Black, then the picture."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rows, columns = self.grey.shape
        image = QImage(self.grey.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
        target = QRectF(0, 0, columns * self.zoom, rows * self.zoom)
        target.moveCenter(QRectF(self.rect()).center() + self.middle)
        painter.drawImage(target, image)
        painter.end()


class FullFrame:
    """The plain numpy way: the window as arithmetic over the whole film, then one picture scaled by Qt."""

    def __init__(self, film: Radiograph) -> None:
        self._pixels = film.pixels
        self._widget = _FullFrame()
        self.window: QWidget = self._widget
        self._widget.zoom = min(VIEW / film.rows, VIEW / film.columns)
        _show(self.window)
        self.set_window(32768, 50000)

    def set_window(self, center: float, width: float) -> None:
        """Subtract, multiply, clip, convert."""
        grey = self._pixels.astype(np.float32)
        grey -= np.float32(center - width / 2)
        grey *= np.float32(255 / width)
        np.clip(grey, 0, 255, out=grey)
        self._widget.grey = grey.astype(np.uint8)
        self._widget.update()

    def pan(self, dx: float, dy: float) -> None:
        """By device pixels."""
        self._widget.middle += QPointF(dx, dy)
        self._widget.update()

    def zoom(self, factor: float) -> None:
        """Around the middle."""
        self._widget.zoom *= factor
        self._widget.update()

    def repaint(self) -> None:
        """Paint now."""
        self._widget.repaint()


def _show(window: QWidget) -> None:
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    window.resize(VIEW, VIEW)
    window.show()

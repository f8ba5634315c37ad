"""Shows one film on black with its texts: holds what is shown, and by which view.

Knows the film, its window and its place; knows no mouse, no key and no tool.
"""

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxrviewer.imaging.display_function import DisplayFunction
from cxrviewer.imaging.grayscale import default_voi
from cxrviewer.imaging.presets import voi_choices
from cxrviewer.imaging.radiograph import Radiograph, Voi
from cxrviewer.ui.image.corner_text import Shown
from cxrviewer.ui.image.crop_box_layer import CropBoxLayer, Rect
from cxrviewer.ui.image.film_scene import FilmScene, Look
from cxrviewer.ui.image.film_texts import FilmTexts, paint_empty
from cxrviewer.ui.image.layer import Layer, Projection
from cxrviewer.ui.image.orientation import AS_STORED, Orientation
from cxrviewer.ui.image.orientation_words import orientation_words
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.view_state import (
    Canvas,
    Point,
    View,
    fit_to,
    in_sight,
    panned,
    zoom_at,
    zoom_to,
)

_SETTLING_MS = 100


class FilmCanvas(QWidget):
    """The film, edge to edge on black.

    Every change only stores what is to be shown and asks for a repaint: however fast the mouse reports, the work
    is done once a frame.
    """

    radiograph_changed = Signal(object)
    """Another film is shown. Argument: the Radiograph, or None."""
    view_changed = Signal(object)
    """The film is shown at another place or size. Argument: the View."""
    voi_changed = Signal(object)
    """The window or VOI LUT shown from now on. Argument: a Voi."""
    zoom_changed = Signal(float)
    """Argument: device pixels per film pixel."""
    inverted_changed = Signal(bool)
    """Argument: whether the picture is now inverted."""
    display_changed = Signal(object)
    """The film is shown for another display. Argument: its DisplayFunction, or None where it is not calibrated."""
    badges_changed = Signal(object)
    """Other lasting words stand on the film. Argument: all of them, a tuple of texts."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self.texts = FilmTexts(palette, self)
        """The words over the film."""
        self._scene = FilmScene()
        self._voi: Voi | None = None
        self._voi_choices: tuple[tuple[str, Voi], ...] = ()
        self._inverted = False
        self._view = View(1.0, (0.0, 0.0), fit=True)
        self._magnification = Magnification.SMOOTH
        self._crop_box = CropBoxLayer(palette)
        self._scene.add_layer(self._crop_box)
        self._empty_text = ""
        # While the zoom is changing the picture is quick and a little soft; then once well.
        self._zooming = QTimer(self, singleShot=True, interval=_SETTLING_MS)
        self._zooming.timeout.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What is shown

    @property
    def radiograph(self) -> Radiograph | None:
        """The film shown."""
        return self._scene.radiograph

    @property
    def voi(self) -> Voi | None:
        """The window or VOI LUT shown; None without a film."""
        return self._voi

    @property
    def voi_choices(self) -> tuple[tuple[str, Voi], ...]:
        """The windows and VOI LUTs that the film offers, each with its name."""
        return self._voi_choices

    @property
    def inverted(self) -> bool:
        """Whether black and white are exchanged beyond what the film itself asks for."""
        return self._inverted

    @property
    def view(self) -> View:
        """Zoom, centre and orientation."""
        return self._view

    @property
    def canvas(self) -> Canvas:
        """This widget's size and its device pixels."""
        return Canvas(self.width(), self.height(), self.devicePixelRatioF())

    @property
    def projection(self) -> Projection:
        """Where film points lie on this widget now."""
        return Projection(self._view, self.canvas)

    def show_radiograph(self, radiograph: Radiograph | None) -> None:
        """Another film as it is first shown: its own window, not inverted, fitted."""
        self._scene.show(radiograph)
        self._voi_choices = () if radiograph is None else voi_choices(radiograph)
        self._crop_box.rect = None
        self.radiograph_changed.emit(radiograph)
        self.reset()

    def reset(self) -> None:
        """The film as it was first shown."""
        self.set_inverted(inverted=False)
        self.set_orientation(AS_STORED)
        if self.radiograph is None:
            self._voi = None
            self.update()
            return
        self.set_voi(default_voi(self.radiograph))
        self.fit()

    def set_voi(self, voi: Voi) -> None:
        """Show another window or VOI LUT."""
        self._voi = voi
        self.update()
        self.voi_changed.emit(voi)

    def set_display(self, display: DisplayFunction | None) -> None:
        """Show the film for a display that follows its own curve; None where it is not calibrated."""
        self._scene.set_display(display)
        self.update()
        self.display_changed.emit(display)

    def set_inverted(self, *, inverted: bool) -> None:
        """Exchange black and white, or not."""
        if inverted != self._inverted:
            self._inverted = inverted
            self.update()
            self.inverted_changed.emit(inverted)

    def set_orientation(self, orientation: Orientation) -> None:
        """Which way round the film is shown; the point in the middle stays there, and a fitted film fitted."""
        self._show_view(replace(self._view, orientation=orientation))
        if self._view.fit:
            self.fit()
        self.set_badge("orientation", orientation_words(self._view.orientation))

    @property
    def magnification(self) -> Magnification:
        """How film pixels are drawn above 1:1."""
        return self._magnification

    def set_magnification(self, magnification: Magnification) -> None:
        """How film pixels are drawn above 1:1."""
        self._magnification = magnification
        self.update()

    @property
    def crop_box(self) -> Rect | None:
        """The dashed rectangle, in film pixels."""
        return self._crop_box.rect

    def set_crop_box(self, rect: Rect | None) -> None:
        """A dashed rectangle around the part that the model sees, in film pixels."""
        self._crop_box.rect = rect
        self.update()

    def add_layer(self, layer: Layer) -> None:
        """Paint this over the film and over the layers before it."""
        self._scene.add_layer(layer)
        self.update()

    def set_badge(self, name: str, words: str) -> None:
        """Lasting words at the top of the film, under a name; empty words take them away."""
        if self.texts.badges.set(name, words):
            self.update()
            self.badges_changed.emit(self.badges)

    @property
    def badges(self) -> tuple[str, ...]:
        """The words of all badges, from top to bottom."""
        return self.texts.badges.words

    def set_empty_text(self, text: str) -> None:
        """What stands here while there is no film."""
        self._empty_text = text
        self.update()

    # Where it is shown

    def fit(self) -> None:
        """The whole film; it stays fitted when the pane changes its size."""
        self._zooming.stop()
        if self._scene.film is not None:
            self._show_view(fit_to(self._scene.film, self.canvas, self._view.orientation))

    def show_view(self, view: View) -> None:
        """The film as it was shown before; one that was fitted fills the canvas of today."""
        self.set_orientation(view.orientation)
        self._show_view(view)
        if view.fit:
            self.fit()

    def zoom_to(self, zoom: float, at: Point | None = None) -> None:
        """A zoom in device pixels per film pixel, around a point of this widget (its middle)."""
        self._zooming.start()
        self._show_view(zoom_to(self._view, self.canvas, at or self._middle(), zoom))

    def zoom_by(self, factor: float, at: Point | None = None) -> None:
        """Closer or farther by a factor, around a point of this widget (its middle)."""
        self._zooming.start()
        self._show_view(zoom_at(self._view, self.canvas, at or self._middle(), factor))

    def pan_by(self, dx: float, dy: float) -> None:
        """The film moved by logical pixels."""
        self._show_view(panned(self._view, self.canvas, dx, dy))

    def _middle(self) -> Point:
        return self.width() / 2, self.height() / 2

    def _show_view(self, view: View) -> None:
        before, film = self._view, self._scene.film
        self._view = in_sight(view, film) if film is not None else View(1.0, (0.0, 0.0), fit=True)
        self.update()
        if self._view != before:
            self.view_changed.emit(self._view)
        if self._view.zoom != before.zoom:
            self.zoom_changed.emit(self._view.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A fitted film stays fitted."""
        super().resizeEvent(event)
        if self._view.fit:
            self.fit()

    def event(self, event: QEvent) -> bool:
        """A screen with other pixels changes what fits."""
        handled = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._view.fit:
            self.fit()
        return handled

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for a film."""
        return QSize(640, 640)

    # How it is painted

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Black, the film, its layers, its texts; in this order."""
        painter = QPainter(self)
        radiograph, look = self.radiograph, self._look
        if radiograph is None or look is None:
            painter.fillRect(self.rect(), QColor(self._palette.surround))
            paint_empty(painter, QRectF(self.rect()), self._empty_text, self._palette)
        else:
            self._paint_film(painter, look)
            self.texts.paint(painter, QRectF(self.rect()), radiograph, self._shown(look))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._palette.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)  # a badge's brush would cover the film
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    @property
    def _look(self) -> Look | None:
        return None if self._voi is None else Look(self._voi, self._inverted, self._magnification)

    def _paint_film(self, painter: QPainter, look: Look) -> None:
        # The painter's own scale, not the screen's: a picture of this widget can be asked for at another.
        canvas = replace(self.canvas, ratio=painter.deviceTransform().m11())
        if self._view.fit and self._scene.film is not None:
            view = fit_to(self._scene.film, canvas, self._view.orientation)
        else:
            view = replace(self._view, zoom=self._view.zoom * canvas.ratio / self.canvas.ratio)
        self._scene.paint_surround(painter, self.rect(), view, canvas, QColor(self._palette.surround))
        self._scene.paint(painter, view, canvas, look, quick=self._zooming.isActive())

    def paint_lens(self, painter: QPainter, view: View, canvas: Canvas, *, lens: Layer) -> None:
        """The film and what lies over it, but for the lens itself, by another view; at the painter's origin."""
        if self._look is not None:
            self._scene.paint_lens(painter, view, canvas, self._look, lens=lens)

    def _shown(self, look: Look) -> Shown:
        name = next((name for name, choice in self._voi_choices if choice == look.voi), look.voi.explanation)
        return Shown(look.voi, name, look.inverted, self._view, look.magnification)

"""Shows one film on black with its texts: holds what is shown and paints it.

Knows the film, its window and its place; knows no mouse, no key and no tool.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxrviewer.imaging.grayscale import default_voi, grayscale_table, voi_choices
from cxrviewer.imaging.radiograph import Radiograph, Voi
from cxrviewer.ui.image.corner_text import CornerText, Shown, draw_with_halo
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.view_state import (
    Canvas,
    Film,
    Placement,
    Point,
    View,
    film_to_widget,
    fit_to,
    in_sight,
    panned,
    place,
    zoom_at,
    zoom_to,
)
from cxrviewer.ui.image.viewport import Grey, Magnification, Patch, grey_values, visible_patch

Rect = tuple[float, float, float, float]
"""(x, y, width, height) in film pixels."""


class FilmCanvas(QWidget):
    """The film, edge to edge on black.

    Every change only stores what is to be shown and asks for a repaint: however fast the mouse reports, the work
    is done once a frame.
    """

    voi_changed = Signal(object)
    """The window or VOI LUT shown from now on. Argument: a Voi."""
    zoom_changed = Signal(float)
    """Argument: device pixels per film pixel."""
    inverted_changed = Signal(bool)
    """Argument: whether the picture is now inverted."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._corner_text = CornerText(palette, self)
        self._radiograph: Radiograph | None = None
        self._pyramid: Pyramid | None = None
        self._voi: Voi | None = None
        self._voi_choices: tuple[tuple[str, Voi], ...] = ()
        self._inverted = False
        self._view = View(1.0, (0.0, 0.0), fit=True)
        self._magnification = Magnification.SMOOTH
        self._patient_visible = True
        self._crop_box: Rect | None = None
        self._empty_text = ""
        self._table: Grey | None = None
        self._patch: tuple[Placement, Canvas, Patch | None] | None = None
        self._grey: Grey | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What is shown

    @property
    def radiograph(self) -> Radiograph | None:
        """The film shown."""
        return self._radiograph

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
        """Zoom and centre."""
        return self._view

    @property
    def canvas(self) -> Canvas:
        """This widget's size and its device pixels."""
        return Canvas(self.width(), self.height(), self.devicePixelRatioF())

    def show_radiograph(self, radiograph: Radiograph | None) -> None:
        """Another film as it is first shown: its own window, not inverted, fitted."""
        self._radiograph = radiograph
        self._pyramid = None if radiograph is None else Pyramid.of(radiograph)
        self._voi_choices = () if radiograph is None else voi_choices(radiograph)
        self._patch = None
        self._crop_box = None
        self.reset()

    def reset(self) -> None:
        """The film as it was first shown."""
        self.set_inverted(inverted=False)
        if self._radiograph is None:
            self._voi = None
            self.update()
            return
        self.set_voi(default_voi(self._radiograph))
        self.fit()

    def set_voi(self, voi: Voi) -> None:
        """Show another window or VOI LUT."""
        self._voi = voi
        self._table = None
        self.update()
        self.voi_changed.emit(voi)

    def set_inverted(self, *, inverted: bool) -> None:
        """Exchange black and white, or not."""
        if inverted != self._inverted:
            self._inverted = inverted
            self._table = None
            self.update()
            self.inverted_changed.emit(inverted)

    def set_magnification(self, magnification: Magnification) -> None:
        """How film pixels are drawn above 1:1."""
        self._magnification = magnification
        self._patch = None
        self.update()

    def set_patient_visible(self, *, visible: bool) -> None:
        """Show or hide the texts that can name the patient."""
        self._patient_visible = visible
        self.update()

    def set_crop_box(self, rect: Rect | None) -> None:
        """A dashed rectangle around the part that the model sees, in film pixels."""
        self._crop_box = rect
        self.update()

    def set_empty_text(self, text: str) -> None:
        """What stands here while there is no film."""
        self._empty_text = text
        self.update()

    # Where it is shown

    def fit(self) -> None:
        """The whole film; it stays fitted when the pane changes its size."""
        if self._radiograph is not None:
            self._show_view(fit_to(self._film(), self.canvas))

    def zoom_to(self, zoom: float, at: Point | None = None) -> None:
        """A zoom in device pixels per film pixel, around a point of this widget (its middle)."""
        if self._radiograph is not None:
            self._show_view(zoom_to(self._view, self.canvas, at or self._middle(), zoom))

    def zoom_by(self, factor: float, at: Point | None = None) -> None:
        """Closer or farther by a factor, around a point of this widget (its middle)."""
        if self._radiograph is not None:
            self._show_view(zoom_at(self._view, self.canvas, at or self._middle(), factor))

    def pan_by(self, dx: float, dy: float) -> None:
        """The film moved by logical pixels."""
        if self._radiograph is not None:
            self._show_view(panned(self._view, self.canvas, dx, dy))

    def _middle(self) -> Point:
        return self.width() / 2, self.height() / 2

    def _film(self) -> Film:
        assert self._radiograph is not None
        return Film(self._radiograph.columns, self._radiograph.rows)

    def _show_view(self, view: View) -> None:
        zoom = self._view.zoom
        self._view = in_sight(view, self._film())
        self.update()
        if self._view.zoom != zoom:
            self.zoom_changed.emit(self._view.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A fitted film stays fitted."""
        super().resizeEvent(event)
        if self._view.fit:
            self.fit()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for a film."""
        return QSize(640, 640)

    # How it is painted

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Black, the film, its texts; in this order."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._palette.surround))
        if self._radiograph is None or self._voi is None:
            self._paint_empty(painter)
        else:
            self._paint_film(painter)
            self._paint_crop_box(painter)
            self._paint_texts(painter, self._radiograph, self._voi)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._palette.focus), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_film(self, painter: QPainter) -> None:
        assert self._radiograph is not None
        assert self._pyramid is not None
        assert self._voi is not None
        # The painter's own scale, not the screen's: a grab or a print can have another.
        ratio = painter.deviceTransform().m11()
        canvas = Canvas(self.width(), self.height(), ratio)
        view = fit_to(self._film(), canvas) if self._view.fit else self._view
        placement = place(view, self._film(), canvas)
        if self._patch is None or self._patch[:2] != (placement, canvas):
            self._patch = placement, canvas, visible_patch(self._pyramid, placement, canvas, self._magnification)
        patch = self._patch[2]
        if patch is None:
            return
        if self._table is None:
            self._table = grayscale_table(self._radiograph, self._voi, invert=self._inverted)
        if self._grey is None or self._grey.shape != patch.values.shape:
            self._grey = grey_values(patch.values, self._table)
        else:
            grey_values(patch.values, self._table, out=self._grey)
        height, width = self._grey.shape
        image = QImage(self._grey.data, width, height, width, QImage.Format.Format_Grayscale8)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(patch.left / ratio, patch.top / ratio), image)

    def _paint_crop_box(self, painter: QPainter) -> None:
        if self._crop_box is None:
            return
        x, y, width, height = self._crop_box
        first = film_to_widget(self._view, self.canvas, (x, y))
        last = film_to_widget(self._view, self.canvas, (x + width, y + height))
        box = QRectF(QPointF(*first), QPointF(*last))
        painter.setPen(QPen(QColor(self._palette.surround), 3))
        painter.drawRect(box)
        painter.setPen(QPen(QColor(self._palette.machine), 1, Qt.PenStyle.DashLine))
        painter.drawRect(box)

    def _paint_texts(self, painter: QPainter, radiograph: Radiograph, voi: Voi) -> None:
        area = QRectF(self.rect())
        shown = Shown(voi, self._voi_name(voi), self._inverted, self._view.zoom)
        text, visible = self._corner_text, self._patient_visible
        text.draw(painter, Qt.Corner.TopLeftCorner, area, text.patient(radiograph, visible=visible))
        text.draw(painter, Qt.Corner.TopRightCorner, area, text.study(radiograph, visible=visible))
        text.draw(painter, Qt.Corner.BottomLeftCorner, area, text.window(shown))
        text.draw(painter, Qt.Corner.BottomRightCorner, area, text.size(radiograph, shown))
        if radiograph.is_phantom:
            mark = self.tr("PHANTOM - not for diagnosis")
            font = QFont(self.font())
            font.setPixelSize(13)
            font.setBold(True)
            painter.setFont(font)
            at = QPointF((area.width() - QFontMetricsF(font).horizontalAdvance(mark)) / 2, area.height() - 12)
            draw_with_halo(painter, at, mark, self._palette.text, self._palette.surround)

    def _voi_name(self, voi: Voi) -> str:
        for name, choice in self._voi_choices:
            if choice == voi:
                return name
        return voi.explanation

    def _paint_empty(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(15)
        painter.setFont(font)
        painter.setPen(QColor(self._palette.secondary))
        painter.drawText(
            QRectF(self.rect()).adjusted(24, 24, -24, -24),
            int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
            self._empty_text,
        )

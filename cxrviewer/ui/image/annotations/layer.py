"""Paints the annotations over the film, each with its label beside it. Knows how they look; changes none of them."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.region_values import value_at
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.annotations.figures import handles, strokes
from cxrviewer.ui.image.annotations.halo_text import HaloText, Lines
from cxrviewer.ui.image.annotations.label_placing import placed
from cxrviewer.ui.image.annotations.painted_figure import arrow_head, cross, paint_path, paint_stroke, path_of, ticks
from cxrviewer.ui.image.annotations.wording import Wording
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.palette import Palette

_HANDLE = 4.5  # logical pixels, radius
_CORNERS = QSizeF(230, 62)
"""Room of the corner texts, which labels avoid where they can."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where the labels lie, and what that was worked out from."""

    key: object
    places: dict[str, QRectF]


class AnnotationLayer:
    """A ``Layer``."""

    def __init__(self, canvas: FilmCanvas, annotations: FilmAnnotations, wording: Wording, palette: Palette) -> None:
        self._canvas, self._annotations, self._wording, self._palette = canvas, annotations, wording, palette
        self._text = HaloText(palette, canvas.font())
        self._laid = _Laid(None, {})
        self.probed: Point | None = None
        """The film point whose values stand beside the pointer."""

    @property
    def text(self) -> HaloText:
        """How labels are drawn."""
        return self._text

    def label_at(self, at: QPointF) -> Annotation | None:
        """The annotation whose label is there, as last painted."""
        found = (each for each in reversed(self._annotations.shown) if each.identifier in self._laid.places)
        return next((each for each in found if self._laid.places[each.identifier].contains(at)), None)

    def label_place(self, annotation: Annotation) -> QRectF | None:
        """Where its label is, as last painted."""
        return self._laid.places.get(annotation.identifier)

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """Figures first, then labels, so that no line runs through a text."""
        film = self._annotations.film
        if film is None or film is not self._canvas.radiograph:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._annotations.shown
        for annotation in shown:
            self._paint_figure(painter, projection, annotation.figure, annotation.points, film)
        if (sketch := self._annotations.sketch) is not None:
            self._paint_figure(painter, projection, sketch.figure, sketch.points, film)
        texts = {annotation.identifier: self._lines(annotation, film) for annotation in shown}
        self._lay_out(projection, texts, film)
        for identifier, place in self._laid.places.items():
            self._text.draw(painter, place.topLeft(), texts[identifier])
        if (selected := self._annotations.selected) is not None:
            self._paint_selection(painter, projection, selected)
        if self.probed is not None:
            self._paint_probed(painter, projection, self.probed, film)

    def _lines(self, annotation: Annotation, film: Radiograph) -> Lines:
        if annotation.figure is Figure.PROBE:
            return self._values(annotation.points[0], film)
        return self._wording.lines(annotation, film)

    def _values(self, point: Point, film: Radiograph) -> Lines:
        found, voi = value_at(film, point), self._canvas.voi
        if found is None or voi is None:
            return ()
        table = grayscale_table(film, voi, invert=self._canvas.inverted)
        return self._wording.values(found, film, int(table[film.pixels[found.row, found.column]]))

    def _paint_figure(
        self, painter: QPainter, projection: Projection, figure: Figure, points: tuple[Point, ...], film: Radiograph
    ) -> None:
        for stroke in strokes(figure, points, film.pixel_spacing):
            paint_stroke(painter, path_of(stroke, projection), self._palette, is_dashed=stroke.is_dashed)
        on_widget = [projection.to_widget(point) for point in points]
        match figure:
            case Figure.PROBE:
                paint_path(painter, cross(on_widget[0]), self._palette)
            case Figure.LENGTH if len(points) == 2:
                paint_path(painter, ticks(*on_widget), self._palette)
            case Figure.ARROW if len(points) == 2:
                paint_path(painter, arrow_head(*on_widget), self._palette, is_filled=True)

    def _paint_selection(self, painter: QPainter, projection: Projection, selected: Annotation) -> None:
        place = self._laid.places.get(selected.identifier)
        if selected.figure is not Figure.TEXT:
            self._paint_handles(painter, projection, handles(selected))
        elif place is not None:
            painter.setPen(QPen(QColor(self._palette.focus), 1))
            painter.drawRect(place.toAlignedRect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_handles(self, painter: QPainter, projection: Projection, points: tuple[Point, ...]) -> None:
        """Rings, so that what they stand on is seen."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for point in points:
            at = projection.to_widget(point)
            for colour, width in ((self._palette.surround, 4.0), (self._palette.focus, 2.0)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawEllipse(at, _HANDLE, _HANDLE)

    def _paint_probed(self, painter: QPainter, projection: Projection, point: Point, film: Radiograph) -> None:
        lines = self._values(point, film)
        if lines:
            at = projection.to_widget(point)
            spot = QPainterPath()
            spot.addEllipse(at, 8, 8)
            taken = list(self._laid.places.values())
            place = placed(self._text.size(lines), [spot], [at], self._area, taken=taken)
            self._text.draw(painter, place.topLeft(), lines)

    @property
    def _area(self) -> QRectF:
        return QRectF(self._canvas.rect())

    def _lay_out(self, projection: Projection, texts: dict[str, Lines], film: Radiograph) -> None:
        """Work out where the labels go, unless nothing has moved since the last frame."""
        shown = self._annotations.shown
        key = (shown, projection, tuple(texts.values()), self._canvas.size())
        if key == self._laid.key:
            return
        paths = {
            each.identifier: [
                path_of(stroke, projection) for stroke in strokes(each.figure, each.points, film.pixel_spacing)
            ]
            for each in shown
        }
        everything = QPainterPath()
        for path in (path for own in paths.values() for path in own):
            everything.addPath(path)
        places: dict[str, QRectF] = {}
        taken = self._corner_texts()
        for annotation in shown:
            own, lines = paths[annotation.identifier], texts[annotation.identifier]
            place = self._place(annotation, lines, projection, own, taken, everything)
            if place is not None:
                places[annotation.identifier] = place
                taken.append(place)
        self._laid = _Laid(key, places)

    def _place(
        self,
        annotation: Annotation,
        lines: Lines,
        projection: Projection,
        own: list[QPainterPath],
        taken: list[QRectF],
        everything: QPainterPath,
    ) -> QRectF | None:
        """None where there is nothing to say, or the figure is out of sight."""
        anchors = [projection.to_widget(point) for point in handles(annotation)]
        size, area = self._text.size(lines), self._area
        if not lines:
            return None
        if annotation.figure is Figure.TEXT:
            place = QRectF(anchors[0] - QPointF(0, size.height() / 2), size)
            return _pushed_into(place, area) if area.contains(anchors[0]) else None
        seen = any(area.contains(anchor) for anchor in anchors) or any(path.intersects(area) for path in own)
        if not seen:
            return None
        if not own:
            spot = QPainterPath()
            spot.addEllipse(anchors[0], 8, 8)
            own = [spot]
        if len(anchors) == 2:
            anchors.reverse()  # at the end that the hand left last, of an arrow its tail
        return placed(size, own, anchors, area, taken=taken, others=everything)

    def _corner_texts(self) -> list[QRectF]:
        area, w, h = self._area, _CORNERS.width(), _CORNERS.height()
        return [QRectF(x, y, w, h) for x in (0, area.width() - w) for y in (0, area.height() - h)]


def _pushed_into(place: QRectF, area: QRectF) -> QRectF:
    moved = QRectF(place)
    moved.moveLeft(max(area.left(), min(moved.left(), area.right() - moved.width())))
    moved.moveTop(max(area.top(), min(moved.top(), area.bottom() - moved.height())))
    return moved

"""Paints the annotations over the film, each with its label beside it. Knows how they look; changes none of them."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from cxrviewer.imaging.annotation import POINTS, WITH_WORDS, Annotation, Figure
from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.region_values import value_at
from cxrviewer.ui.image.annotations.document import FilmAnnotations, Sketch
from cxrviewer.ui.image.annotations.figures import completed, handles, strokes
from cxrviewer.ui.image.annotations.halo_text import HaloText, Lines
from cxrviewer.ui.image.annotations.label_placing import inside, placed
from cxrviewer.ui.image.annotations.painted_figure import paint_figure, paint_handles, path_of
from cxrviewer.ui.image.annotations.wording import Wording
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.palette import Palette

_CORNERS = QSizeF(230, 62)
"""Room of the corner texts, which labels avoid where they can."""
_BADGES = QSizeF(300, 60)
"""The same of the badges at the top."""
_SPOT = 8.0  # logical pixels around a lone point that its label keeps clear


@dataclass(frozen=True, slots=True)
class _Scene:
    """All that the picture of the annotations depends on; two that are equal look the same."""

    annotations: tuple[Annotation, ...]
    texts: tuple[Lines, ...]
    sketch: Sketch | None
    selected: Annotation | None
    projection: Projection


class AnnotationLayer:
    """A ``Layer``. What does not change from frame to frame, as while the window is dragged, is painted once."""

    def __init__(self, canvas: FilmCanvas, annotations: FilmAnnotations, wording: Wording, palette: Palette) -> None:
        self._canvas, self._annotations, self._wording, self._palette = canvas, annotations, wording, palette
        self.text = HaloText(palette, canvas.font())
        """How labels are drawn."""
        self._scene: _Scene | None = None
        self._picture: QPixmap | None = None
        self._places: dict[str, QRectF] = {}
        self.probed: Point | None = None
        """The film point whose values stand beside the pointer."""

    def label_at(self, at: QPointF) -> Annotation | None:
        """The annotation whose label is there, as last painted."""
        found = (each for each in reversed(self._annotations.shown) if each.identifier in self._places)
        return next((each for each in found if self._places[each.identifier].contains(at)), None)

    def label_place(self, annotation: Annotation) -> QRectF | None:
        """Where its label is, as last painted."""
        return self._places.get(annotation.identifier)

    def lines(self, annotation: Annotation, film: Radiograph) -> Lines:
        """What the label says."""
        return self._wording.lines(annotation, film, is_held=annotation not in self._annotations.current)

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """Figures first, then labels, so that no line runs through a text."""
        film = self._annotations.film
        if film is None or film is not self._canvas.radiograph:
            return
        scene = self._scene_of(projection, film)
        if scene == self._scene and (scene.annotations or scene.sketch):
            self._paint_kept(painter, scene, film)
        elif scene != self._scene:
            self._scene, self._picture = scene, None
            self._lay_out(scene, film)
            self._paint_scene(painter, scene, film)
        if self.probed is not None:
            self._paint_probed(painter, projection, self.probed, film)

    def _scene_of(self, projection: Projection, film: Radiograph) -> _Scene:
        annotations, sketch = self._annotations.shown, self._annotations.sketch
        if sketch is not None and (whole := _whole(sketch, film)) is not None:
            annotations, sketch = (*annotations, whole), None
        texts = tuple(self.lines(annotation, film) for annotation in annotations)
        return _Scene(annotations, texts, sketch, self._annotations.selected, projection)

    def _paint_kept(self, painter: QPainter, scene: _Scene, film: Radiograph) -> None:
        if self._picture is None:
            canvas = scene.projection.canvas
            self._picture = QPixmap(canvas.device_width, canvas.device_height)
            self._picture.setDevicePixelRatio(canvas.ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            own = QPainter(self._picture)
            self._paint_scene(own, scene, film)
            own.end()
        painter.drawPixmap(0, 0, self._picture)

    def _paint_scene(self, painter: QPainter, scene: _Scene, film: Radiograph) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for each in (*scene.annotations, *(() if scene.sketch is None else (scene.sketch,))):
            paint_figure(painter, scene.projection, each.figure, each.points, film, self._palette)
        for annotation, lines in zip(scene.annotations, scene.texts, strict=True):
            if (place := self._places.get(annotation.identifier)) is not None:
                self.text.draw(painter, place.topLeft(), lines)
        if scene.selected is not None:
            self._paint_selection(painter, scene, scene.selected)

    def values_at(self, point: Point, film: Radiograph) -> Lines:
        """What stands beside the pointer of the probe; with the grey, which a kept label could not tell for long."""
        found, voi = value_at(film, point), self._canvas.voi
        if found is None or voi is None:
            return ()
        table = grayscale_table(film, voi, invert=self._canvas.inverted)
        return self._wording.values(found, film, int(table[film.pixels[found.row, found.column]]))

    def _paint_selection(self, painter: QPainter, scene: _Scene, selected: Annotation) -> None:
        place = self._places.get(selected.identifier)
        if selected.figure is not Figure.TEXT:
            paint_handles(painter, scene.projection, handles(selected), self._palette)
        elif place is not None:
            painter.setPen(QPen(QColor(self._palette.focus), 1))
            painter.drawRect(place.toAlignedRect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_probed(self, painter: QPainter, projection: Projection, point: Point, film: Radiograph) -> None:
        lines = self.values_at(point, film)
        if lines:
            at = projection.to_widget(point)
            taken = list(self._places.values())
            place = placed(self.text.size(lines), [_spot(at)], [at], self._area, taken=taken)
            self.text.draw(painter, place.topLeft(), lines)

    @property
    def _area(self) -> QRectF:
        return QRectF(self._canvas.rect())

    def _lay_out(self, scene: _Scene, film: Radiograph) -> None:
        """Work out where the labels go."""
        paths = [
            [path_of(stroke, scene.projection) for stroke in strokes(each.figure, each.points, film.pixel_spacing)]
            for each in scene.annotations
        ]
        everything = QPainterPath()
        for path in (path for own in paths for path in own):
            everything.addPath(path)
        self._places = {}
        taken = self._corner_texts()
        for annotation, lines, own in zip(scene.annotations, scene.texts, paths, strict=True):
            place = self._place(annotation, lines, scene.projection, own, taken, everything)
            if place is not None:
                self._places[annotation.identifier] = place
                taken.append(place)

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
        if not lines:
            return None
        anchors = [projection.to_widget(point) for point in handles(annotation)]
        size, area = self.text.size(lines), self._area
        if annotation.figure is Figure.TEXT:
            place = QRectF(anchors[0] - QPointF(0, size.height() / 2), size)
            return inside(place, area) if area.contains(anchors[0]) else None
        own = own or [_spot(anchors[0])]
        if not any(area.contains(anchor) for anchor in anchors) and not any(path.intersects(area) for path in own):
            return None
        if annotation.figure is Figure.ANGLE:
            anchors.insert(0, anchors.pop(1))  # at the vertex
        if len(anchors) == 2:
            anchors.reverse()  # at the end that the hand left last, of an arrow its tail
        return placed(size, own, anchors, area, taken=taken, others=everything)

    def _corner_texts(self) -> list[QRectF]:
        area, w, h = self._area, _CORNERS.width(), _CORNERS.height()
        corners = [QRectF(x, y, w, h) for x in (0, area.width() - w) for y in (0, area.height() - h)]
        badges = QRectF(area.center().x() - _BADGES.width() / 2, 0, _BADGES.width(), _BADGES.height())
        return [*corners, badges] if self._canvas.badges else corners


def _whole(sketch: Sketch, film: Radiograph) -> Annotation | None:
    """The annotation that a sketch would be if the hand let go now: its measure is told while it is drawn."""
    if sketch.figure in WITH_WORDS:
        return None
    needed = 4 if sketch.figure is Figure.CARDIOTHORACIC else POINTS[sketch.figure]
    if len(sketch.points) < needed:
        return None
    return Annotation(sketch.figure, completed(sketch.figure, sketch.points, film), identifier="sketch")


def _spot(at: QPointF) -> QPainterPath:
    spot = QPainterPath()
    spot.addEllipse(at, _SPOT, _SPOT)
    return spot

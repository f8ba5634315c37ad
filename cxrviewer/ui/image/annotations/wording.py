"""What the label of an annotation says. Knows measures and their words; places and paints nothing."""

from PySide6.QtCore import QObject

from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.measures import (
    CardiothoracicRatio,
    Quantity,
    angle,
    cardiothoracic_ratio,
    cobb_angle,
    distance,
    ellipse_area,
    polygon_area,
)
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.region_values import Ellipse, Outline, ValueAt, rectangle, statistics_of, value_at
from cxrviewer.ui.image.spacing_words import source_words

Lines = tuple[str, ...]

_KEPT = 256  # labels remembered; more than anyone draws
_WITHIN_A_FRAME = 500_000  # film pixels


class Wording(QObject):
    """The lines of a label. What was measured once is remembered, because labels are asked for at every repaint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[tuple[str, Annotation], Lines] = {}

    def lines(self, annotation: Annotation, film: Radiograph, *, is_held: bool = False) -> Lines:
        """What is to be read beside the annotation; while it is held, only what can be measured within a frame."""
        if is_held:
            return self._measured(annotation, film, is_held=True)
        key = (film.digest, annotation)
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = self._measured(annotation, film)
        return self._known[key]

    def values(self, found: ValueAt, film: Radiograph, grey: int | None = None) -> Lines:
        """One pixel: its stored value, its modality value where that is another or has a unit, its grey, its place."""
        modality = ""
        if found.modality != found.stored or film.modality_unit:
            modality = self.tr("value {value}").format(value=_with_unit(found.modality, film))
        return _filled(
            self.tr("stored {value}").format(value=found.stored),
            modality,
            "" if grey is None else self.tr("grey {value}").format(value=grey),
            self.tr("x {column}  y {row}").format(column=found.column, row=found.row),
        )

    def _measured(self, annotation: Annotation, film: Radiograph, *, is_held: bool = False) -> Lines:
        points, spacing = annotation.points, film.pixel_spacing
        match annotation.figure:
            case Figure.LENGTH:
                return (self._quantity(distance(points[0], points[1], spacing)),)
            case Figure.ANGLE:
                return (_degrees(angle(points[0], points[1], points[2], spacing)),)
            case Figure.COBB:
                cobb = cobb_angle((points[0], points[1]), (points[2], points[3]), spacing)
                return (self.tr("Cobb {angle}").format(angle=_degrees(cobb)),)
            case Figure.CARDIOTHORACIC:
                ratio = cardiothoracic_ratio(
                    (points[0], points[1]), (points[2], points[3]), (points[4], points[5]), spacing
                )
                return self._cardiothoracic(ratio, film)
            case Figure.RECTANGLE | Figure.ELLIPSE:
                return self._region(annotation, film, is_held=is_held)
            case Figure.ARROW | Figure.TEXT:
                return _filled(annotation.text)
            case Figure.PROBE:
                found = value_at(film, points[0])
                return () if found is None else self.values(found, film)

    def _region(self, annotation: Annotation, film: Radiograph, *, is_held: bool) -> Lines:
        first, second = annotation.points
        outline: Outline
        if annotation.figure is Figure.ELLIPSE:
            area, outline = ellipse_area(first, second, film.pixel_spacing), Ellipse((first, second))
        else:
            outline = rectangle(first, second)
            area = polygon_area(outline.corners, film.pixel_spacing)
        if is_held and abs((second[0] - first[0]) * (second[1] - first[1])) > _WITHIN_A_FRAME:
            return (self._quantity(area),)
        found = statistics_of(film, outline)
        if found is None:
            return (self._quantity(area),)
        mean = _with_unit(round(found.mean, 1), film)
        return (
            self.tr("mean {mean}  SD {deviation}").format(mean=mean, deviation=f"{found.deviation:.1f}"),
            self.tr("min {smallest}  max {largest}").format(
                smallest=_number(found.smallest), largest=_number(found.largest)
            ),
            self._quantity(area),
        )

    def _cardiothoracic(self, found: CardiothoracicRatio | None, film: Radiograph) -> Lines:
        if found is None:
            return (self.tr("CTR: no width"),)
        unit = found.thorax.unit.value
        source = source_words(found.thorax.source)
        first, last, thorax = (f"{quantity.value:.0f}" for quantity in (found.first, found.last, found.thorax))
        first_side, last_side = self._sides(film)
        heart = f"{first_side} {first} + {last_side} {last}" if first_side else f"{first} + {last}"
        return _filled(
            self.tr("CTR {ratio}").format(ratio=f"{found.ratio:.2f}"),
            self.tr("heart {heart}, thorax {thorax} {unit} {source}")
            .format(heart=heart, thorax=thorax, unit=unit, source=source)
            .strip(),
            self._caveat(film.view_position),
        )

    def _sides(self, film: Radiograph) -> tuple[str, str]:
        """The patient's sides towards the first and the last column; empty where the file does not state them."""
        towards_last = "" if film.patient_orientation is None else film.patient_orientation.rows[0]
        right, left = self.tr("R"), self.tr("L")
        return {"L": (right, left), "R": (left, right)}.get(towards_last, ("", ""))

    def _caveat(self, view_position: str) -> str:
        """A ratio's norm is that of a PA film."""
        match view_position.strip().upper():
            case "PA":
                return ""
            case "":
                return self.tr("view not stated, it may be AP")
            case "AP":
                return self.tr("AP film: the heart is magnified")
            case other:
                return self.tr("not a PA film ({view})").format(view=other)

    def _quantity(self, quantity: Quantity) -> str:
        value = f"{quantity.value:.1f}" if quantity.source and quantity.value < 1000 else f"{quantity.value:.0f}"
        return f"{value} {quantity.unit.value} {source_words(quantity.source)}".strip()


def _degrees(value: float) -> str:
    return f"{value:.1f}°"


def _with_unit(value: float, film: Radiograph) -> str:
    return f"{_number(value)} {film.modality_unit}".strip()


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def _filled(*lines: str) -> Lines:
    return tuple(line for line in lines if line)

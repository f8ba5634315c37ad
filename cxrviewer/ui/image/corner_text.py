"""The words in the corners of the film: what they say and how they are drawn.

Knows a radiograph's texts and a painter; knows nothing of pixels, zooming or the mouse.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from cxrviewer.imaging.radiograph import Patient, Radiograph, Voi, Window, WindowedLut
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.view_state import View
from cxrviewer.ui.image.voi_names import voi_words

TEXT_PIXELS = 12
_MARGIN = 8.0
_WIDEST = 360  # logical pixels: beyond that a long name would lie over the lungs
_HALO = 2.0  # logical pixels of dark around each letter

_AROUND = tuple((math.cos(k * math.pi / 4), math.sin(k * math.pi / 4)) for k in range(8))

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the lower corners tell about: how the film is shown now."""

    voi: Voi
    voi_name: str
    inverted: bool
    view: View
    magnification: Magnification = Magnification.SMOOTH


class CornerText(QObject):
    """Says and draws the texts over the film; each drawing is kept until its words or its space change."""

    def __init__(self, palette: Palette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._drawn: dict[Qt.AlignmentFlag, tuple[tuple[Lines, int, float], QPixmap]] = {}

    def patient(self, radiograph: Radiograph, *, visible: bool) -> Lines:
        """Top left: who is on the film."""
        if not visible:
            return (self.tr("Patient hidden"),)
        patient = radiograph.patient
        person = (_date(patient.birth_date), patient.sex, self._age(patient))
        return _filled(_name(patient.name), patient.identifier, "  ".join(_filled(*person)))

    def study(self, radiograph: Radiograph, *, visible: bool) -> Lines:
        """Top right: when and how it was taken.

        The moment, the free text of the description and the file's name can tell who it is: they hide with the name.
        """
        study = radiograph.study
        taken = "  ".join(_filled(_date(study.date), _time(study.time)))
        kind = "  ".join(_filled(study.modality, radiograph.view_position))
        return _filled(taken, study.description, kind, radiograph.source.name) if visible else _filled(kind)

    def window(self, shown: Shown) -> Lines:
        """Bottom left: the window or the VOI LUT, and whether the picture is inverted."""
        values, window = "", shown.voi.window if isinstance(shown.voi, WindowedLut) else shown.voi
        if isinstance(window, Window):
            values = self.tr("W {width}  L {level}").format(width=_number(window.width), level=_number(window.center))
        return _filled(self.tr("inverted") if shown.inverted else "", voi_words(shown.voi_name), values)

    def size(self, radiograph: Radiograph, shown: Shown) -> Lines:
        """Bottom right: how many device pixels a film pixel is, and the film's size."""
        zoom = self.tr("{percent} %").format(percent=f"{shown.view.zoom * 100:.0f}")
        if shown.magnification is Magnification.NEAREST and shown.view.zoom > 1:
            zoom = self.tr("{zoom}  pixels as squares").format(zoom=zoom)
        return zoom, self.tr("{columns} x {rows}").format(columns=radiograph.columns, rows=radiograph.rows)

    def mark(self, radiograph: Radiograph) -> Lines:
        """Bottom middle: that the film is none, where it says so itself."""
        return (self.tr("PHANTOM - not for diagnosis"),) if radiograph.is_phantom else ()

    def draw(
        self, painter: QPainter, at: Qt.AlignmentFlag, area: QRectF, lines: Lines, *, bold: bool = False
    ) -> QRectF:
        """The lines at an edge of the area, cut with an ellipsis where they would reach its middle.

        Returns the rectangle that they cover; a null one where there is nothing to draw.
        """
        ratio = painter.deviceTransform().m11()
        width = min(_WIDEST, int(area.width() / 2 - 2 * _MARGIN))
        if not lines or width < 2 * TEXT_PIXELS:
            return QRectF()
        key = (lines, width, ratio)
        kept = self._drawn.get(at)
        if kept is None or kept[0] != key:
            kept = (key, self._drawing(lines, width, ratio, at=at, font=painter.font(), bold=bold))
            self._drawn[at] = kept
        picture = kept[1].deviceIndependentSize()
        x = _across(at, area.left() + _MARGIN, area.right() - _MARGIN - picture.width())
        y = _down(at, area.top() + _MARGIN, area.bottom() - _MARGIN - picture.height())
        painter.drawPixmap(QPointF(x, y), kept[1])
        return QRectF(QPointF(x, y), picture)

    def _drawing(
        self, lines: Lines, width: int, ratio: float, *, at: Qt.AlignmentFlag, font: QFont, bold: bool
    ) -> QPixmap:
        font = QFont(font)
        font.setPixelSize(TEXT_PIXELS)
        font.setBold(bold)
        metrics = QFontMetricsF(font)
        height = metrics.lineSpacing()
        lines = tuple(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width - 2 * _HALO) for line in lines)
        width = min(width, math.ceil(max(metrics.horizontalAdvance(line) for line in lines) + 2 * _HALO))
        picture = QPixmap(round(width * ratio), round((height * len(lines) + 2 * _HALO) * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        for number, text in enumerate(lines):
            x = _across(at, _HALO, width - _HALO - metrics.horizontalAdvance(text))
            self._draw_line(painter, QPointF(round(x), _HALO + round(number * height + metrics.ascent())), text)
        painter.end()
        return picture

    def _draw_line(self, painter: QPainter, at: QPointF, text: str) -> None:
        """Text that can be read on black and on white film alike: dark close around it, fading outwards."""
        halo = QColor(self._palette.surround)
        # The text itself around its place, not its outline stroked: a tenth of the time, and these words change with
        # each move of a window.
        for radius, alpha in ((_HALO, 70), (_HALO / 2, 255)):
            halo.setAlpha(alpha)
            painter.setPen(halo)
            for dx, dy in _AROUND:
                painter.drawText(at + QPointF(dx, dy) * radius, text)
        # Secondary grey is enough on black, but drowns in its own halo on a bright film.
        painter.setPen(QColor(self._palette.text))
        painter.drawText(at, text)

    def _age(self, patient: Patient) -> str:
        """A DICOM age (070Y) in words."""
        number, unit = patient.age[:-1], patient.age[-1:]
        if not number.isdigit():
            return patient.age
        form = {
            "Y": self.tr("{n} y"),
            "M": self.tr("{n} months"),
            "W": self.tr("{n} weeks"),
            "D": self.tr("{n} days"),
        }.get(unit)
        return form.format(n=int(number)) if form else patient.age


def _across(at: Qt.AlignmentFlag, first: float, last: float) -> float:
    if at & Qt.AlignmentFlag.AlignLeft:
        return first
    return last if at & Qt.AlignmentFlag.AlignRight else (first + last) / 2


def _down(at: Qt.AlignmentFlag, first: float, last: float) -> float:
    if at & Qt.AlignmentFlag.AlignTop:
        return first
    return last if at & Qt.AlignmentFlag.AlignBottom else (first + last) / 2


def _filled(*texts: str) -> Lines:
    return tuple(text for text in texts if text)


def _name(name: str) -> str:
    """A DICOM person name for reading: its alphabetic, ideographic and phonetic groups one after the other."""
    groups = (" ".join(part for part in group.split("^") if part) for group in name.split("="))
    return "  ".join(group for group in groups if group)


def _date(date: str) -> str:
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 and date.isdigit() else date


def _time(time: str) -> str:
    return f"{time[:2]}:{time[2:4]}" if len(time) >= 4 and time[:4].isdigit() else time


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.3g}"

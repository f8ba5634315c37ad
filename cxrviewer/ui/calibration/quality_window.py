"""The page to judge a screen by, and the even fields to measure it with: both over the whole screen.

Knows P-values, driving levels and keys; knows no film and keeps nothing.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cxrviewer.imaging.display_function import DRIVING_LEVELS, DisplayFunction
from cxrviewer.imaging.quality_page import PATCHES, Layout, layout, quality_page

_FIELD_BACKGROUND = 51
"""Driving level around the field that is measured: 20 % of the screen's range, as TG18-LN has it."""
_FIELD_SHARE = 0.32
"""Of the shorter side: a tenth of the area of a screen of common shape."""
_TEXT_PIXELS = 13
_CONTRAST_WORD = "CONTRAST"
"""Letters of falling contrast, not to be translated: they are a pattern."""


def measured_levels() -> tuple[int, ...]:
    """The driving levels of the fields to measure, from black to white."""
    return tuple(round(k * (DRIVING_LEVELS - 1) / (PATCHES - 1)) for k in range(PATCHES))


class QualityWindow(QWidget):
    """Full screen. Escape leaves; left and right walk through the fields to measure; up is the page again."""

    def __init__(self, display: DisplayFunction | None, *, words: str, ink: str, parent: QWidget | None = None) -> None:
        """``words``: what is known of the screen's calibration, to stand on the page in the colour ``ink``."""
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._display, self._words, self._ink = display, words, ink
        self._field: int | None = None
        self._page: QImage | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Painted whole by itself: no other colour for a moment before.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setWindowTitle(self.tr("Display test page"))
        self.setAccessibleName(self.tr("Display test page"))
        self.setAccessibleDescription(
            self.tr("Squares of luminance, ramps and line pairs. Right shows the fields to measure, Escape leaves.")
        )
        self.setCursor(Qt.CursorShape.BlankCursor)

    @property
    def field(self) -> int | None:
        """Which field to measure is shown, from 0; None while the page is."""
        return self._field

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Walk through the fields, or leave."""
        last = PATCHES - 1
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Space):
            self._show(0 if self._field is None else min(last, self._field + 1))
        elif event.key() == Qt.Key.Key_Left:
            self._show(self._field - 1 if self._field else None)
        elif event.key() == Qt.Key.Key_Up:
            self._show(None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The page is drawn for the screen's own pixels."""
        super().resizeEvent(event)
        self._page = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The page one to one, or one even field."""
        painter = QPainter(self)
        if self._field is not None:
            self._paint_field(painter, self._field)
        else:
            if self._page is None:
                self._page = self._drawn(self._device_size())
            painter.drawImage(QPointF(0, 0), self._page)
        painter.end()

    def _show(self, field: int | None) -> None:
        self._field = field
        self.update()

    def _device_size(self) -> QSize:
        ratio = self.devicePixelRatioF()
        return QSize(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))

    def _paint_field(self, painter: QPainter, field: int) -> None:
        level = measured_levels()[field]
        side = round(min(self.width(), self.height()) * _FIELD_SHARE)
        painter.fillRect(self.rect(), QColor(_FIELD_BACKGROUND, _FIELD_BACKGROUND, _FIELD_BACKGROUND))
        square = QRect(0, 0, side, side)
        square.moveCenter(self.rect().center())
        painter.fillRect(square, QColor(level, level, level))
        self._write(
            painter,
            QPoint(16, self.height() - 16),
            self.tr("field {number} of {count} · driving level {level} · left, right · up: page · Esc").format(
                number=field + 1, count=PATCHES, level=level
            ),
        )

    def _drawn(self, size: QSize) -> QImage:
        levels = self._levels(quality_page(size.height(), size.width()))
        page = QImage(levels.data, size.width(), size.height(), size.width(), QImage.Format.Format_Grayscale8).copy()
        painter = QPainter(page)
        places = layout(size.height(), size.width())
        self._write_contrasts(painter, places)
        # Beneath the middle, where neither a ramp nor a corner is.
        self._write(painter, QPoint(places.ramps[1].left, places.lines[0].bottom + 24), self._words)
        painter.end()
        page.setDevicePixelRatio(self.devicePixelRatioF())
        return page

    def _levels(self, p_values: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
        if self._display is not None:
            return self._display.driving_levels(p_values)
        levels: npt.NDArray[np.uint8] = np.floor(p_values * (DRIVING_LEVELS - 1) + 0.5).astype(np.uint8)
        return levels

    def _write_contrasts(self, painter: QPainter, places: Layout) -> None:
        """Letters over the line of black, grey and white between the squares, each fainter than the one before."""
        font = QFont(self.font())
        font.setPixelSize(max(8, (places.dark.bottom - places.dark.top) // 6))
        painter.setFont(font)
        left, right = places.dark.right, places.bright.left
        step = (right - left) / (len(_CONTRAST_WORD) + 1)
        for line, ground in enumerate((0.0, 0.5, 1.0)):
            top = places.dark.top + line * (places.dark.bottom - places.dark.top) // 3
            bottom = places.dark.top + (line + 1) * (places.dark.bottom - places.dark.top) // 3
            strip = QRect(left + round(step / 2), top, right - left - round(step), bottom - top)
            painter.fillRect(strip, self._grey(ground))
            for place, letter in enumerate(_CONTRAST_WORD):
                faint = 2.0 ** (len(_CONTRAST_WORD) - place) / (DRIVING_LEVELS - 1)
                painter.setPen(self._grey(ground + faint if ground < 1 else ground - faint))
                cell = QRect(round(left + step * (place + 0.5)), top, round(step), bottom - top)
                painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), letter)

    def _grey(self, p_value: float) -> QColor:
        level = int(self._levels(np.array([min(max(p_value, 0.0), 1.0)], dtype=np.float32))[0])
        return QColor(level, level, level)

    def _write(self, painter: QPainter, at: QPoint, words: str) -> None:
        font = QFont(self.font())
        font.setPixelSize(_TEXT_PIXELS)
        painter.setFont(font)
        painter.setPen(QColor(self._ink))
        painter.drawText(at, words)

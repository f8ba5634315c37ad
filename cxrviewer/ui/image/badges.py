"""Lasting words about how the film is shown, stacked at its top middle: what they are and how they are drawn.

Knows words, a painter and the space that the corner texts leave; knows nothing of what the words are about.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from cxrviewer.ui.image.palette import Palette

TEXT_PIXELS = 12
_EDGE = 8.0  # logical pixels to the edge of the film and to the texts beside
_GAP = 4.0  # between two badges
_PAD_X, _PAD_Y = 8.0, 3.0
_WIDEST = 420.0  # logical pixels, the line of one glance
_NARROWEST = 120.0  # below that a line holds hardly a word
_MOST_LINES = 2


class Badges:
    """Words by name, in the order in which they came; each stays until it is taken away."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._words: dict[str, str] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """What is shown, from top to bottom."""
        return tuple(self._words.values())

    def set(self, name: str, words: str) -> bool:
        """Show these words under that name; empty words take it away. Whether anything has changed."""
        if self._words.get(name, "") == words:
            return False
        if words:
            self._words[name] = words
        else:
            del self._words[name]
        return True

    def paint(self, painter: QPainter, area: QRectF, left: QRectF, right: QRectF) -> QRectF:
        """Draw them between the texts of the upper corners, or below those where the gap is too narrow.

        ``left`` and ``right`` are the rectangles that these texts cover. Returns what the badges cover.
        """
        if not self._words:
            return QRectF()
        font = QFont(painter.font())
        font.setPixelSize(TEXT_PIXELS)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        natural = max(metrics.horizontalAdvance(words) for words in self._words.values()) + 2 * _PAD_X
        # Centred over the film and not in the gap, so the nearer of the two texts sets the limit.
        middle = area.center().x()
        reach = min(
            middle - (area.left() if left.isNull() else left.right()),
            (area.right() if right.isNull() else right.left()) - middle,
        )
        gap = 2 * (reach - _EDGE)
        top = area.top() + _EDGE
        if gap < min(natural, _WIDEST):
            top = max(top, left.bottom() + _GAP, right.bottom() + _GAP)
            gap = area.width() - 2 * _EDGE
        width = min(gap, _WIDEST)
        if width < _NARROWEST:
            return QRectF()
        covered = QRectF()
        for words in self._words.values():
            plate = self._paint_one(painter, metrics, words, QRectF(middle - width / 2, top, width, 0))
            covered = covered.united(plate)
            top = plate.bottom() + _GAP
        return covered

    def _paint_one(self, painter: QPainter, metrics: QFontMetricsF, words: str, room: QRectF) -> QRectF:
        lines = _wrapped(words, metrics, room.width() - 2 * _PAD_X)
        width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PAD_X
        height = metrics.lineSpacing() * len(lines) + 2 * _PAD_Y
        plate = QRectF(round(room.center().x() - width / 2), round(room.top()), round(width + 0.5), round(height + 0.5))
        # A plate rather than a halo: these words must be read at once on white bone and on black air.
        painter.setPen(QPen(QColor(self._palette.hairline), 1))
        painter.setBrush(QColor(self._palette.panel))
        painter.drawRect(plate.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(self._palette.machine))
        for number, line in enumerate(lines):
            top = plate.top() + _PAD_Y + number * metrics.lineSpacing()
            painter.drawText(
                QRectF(plate.left(), top, plate.width(), metrics.lineSpacing()),
                int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine),
                line,
            )
        return plate


def _wrapped(words: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """At most two lines; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < _MOST_LINES - 1:
        count = 1
        while count < len(rest) and metrics.horizontalAdvance(" ".join(rest[: count + 1])) <= width:
            count += 1
        lines.append(" ".join(rest[:count]))
        rest = rest[count:]
    if rest:
        lines.append(" ".join(rest))
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]

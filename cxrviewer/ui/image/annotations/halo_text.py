"""Lines of text that can be read on any grey, as a picture kept for the next frame. Knows no annotation."""

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from cxrviewer.ui.image.palette import Palette

TEXT_PIXELS = 13
_HALO = 2.0  # logical pixels of dark around each letter
_LEADING = 2.0
_KEPT = 128
_WIDEST = 420.0

Lines = tuple[str, ...]


class HaloText:
    """Draws texts; each is drawn once for each screen it is seen on."""

    def __init__(self, palette: Palette, font: QFont) -> None:
        self._palette = palette
        self._font = QFont(font)
        self._font.setPixelSize(TEXT_PIXELS)
        self._metrics = QFontMetricsF(self._font)
        self._drawn: dict[tuple[Lines, float], QPixmap] = {}

    @property
    def font(self) -> QFont:
        """What the texts are drawn with."""
        return self._font

    def size(self, lines: Lines) -> QSizeF:
        """The room that the lines take, in logical pixels."""
        width = max((self._metrics.horizontalAdvance(line) for line in lines), default=0.0)
        return QSizeF(min(width, _WIDEST) + 2 * _HALO + 2, self._line_height * len(lines) + 2 * _HALO)

    def draw(self, painter: QPainter, at: QPointF, lines: Lines) -> None:
        """The lines, one under the other, with their upper left corner there."""
        key = (lines, painter.deviceTransform().m11())
        if key not in self._drawn:
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            self._drawn[key] = self._drawing(*key)
        painter.drawPixmap(at, self._drawn[key])

    def _drawing(self, lines: Lines, ratio: float) -> QPixmap:
        size = self.size(lines)
        picture = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        placed = [(QPointF(_HALO + 1, self._baseline(number)), self._elided(line)) for number, line in enumerate(lines)]
        self._draw_halos(painter, placed)
        painter.setPen(QColor(self._palette.mark))
        for at, text in placed:
            painter.drawText(at, text)
        painter.end()
        return picture

    def _draw_halos(self, painter: QPainter, placed: list[tuple[QPointF, str]]) -> None:
        """All of them before any text: the halo of a line must not dim the line above it."""
        outline = QPainterPath()
        for at, text in placed:
            outline.addText(at, self._font, text)
        for width, alpha in ((2 * _HALO, 140), (_HALO, 255)):
            halo = QColor(self._palette.surround)
            halo.setAlpha(alpha)
            pen = QPen(halo, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(outline, pen)

    def _baseline(self, number: int) -> int:
        return round(_HALO + number * self._line_height + self._metrics.ascent())

    def _elided(self, line: str) -> str:
        return self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, _WIDEST)

    @property
    def _line_height(self) -> float:
        return self._metrics.lineSpacing() + _LEADING

"""How one film of the worklist is drawn: thumbnail, name, date, status; as a strip only thumbnail and status."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.theme import Theme
from cxrviewer.ui.worklist.entry import Entry, readable_date

_THUMBNAIL = 48
_PAD = 6
_STRIP_PAD = 4  # beside the bar at its right
STATUS_COLOURS = {CaseStatus.UNREAD: "secondary", CaseStatus.DRAFTED: "machine", CaseStatus.RATED: "verified"}
"""Names of the theme."""


class FilmDelegate(QStyledItemDelegate):
    """Draws an ``Entry``."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.narrow = False
        self.curtain = False
        """Whether names and file names are hidden."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """A thumbnail high; in the strip its status stands below it."""
        return QSize(_THUMBNAIL + 2 * _PAD, _THUMBNAIL + 2 * _PAD + (self._line() if self.narrow else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        alarm = "text" if selected else "error"  # the red is too dim on the mark of the chosen row
        painter.save()
        if selected:
            painter.fillRect(rect, self._theme.colour("raised"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self._theme.colour("text"))
        frame = QRect(
            rect.left() + (_STRIP_PAD if self.narrow else _PAD + 2), rect.top() + _PAD, _THUMBNAIL, _THUMBNAIL
        )
        painter.fillRect(frame, self._theme.colour("surround"))
        if isinstance(entry.thumbnail, QImage):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(frame, entry.thumbnail)
        if self.narrow:
            below = QRect(rect.left(), frame.bottom() + 1, rect.width(), self._line())
            self._status(painter, entry, below, Qt.AlignmentFlag.AlignCenter, alarm)
        else:
            self._words(painter, entry, QRect(frame.right() + 9, frame.top(), 0, 0), rect.right() - _PAD, alarm)
        painter.restore()

    def _words(self, painter: QPainter, entry: Entry, corner: QRect, right: int, alarm: str) -> None:
        line = QRect(corner.left(), corner.top(), right - corner.left(), self._line())
        name = self.tr("Hidden") if self.curtain else entry.patient or entry.path.name
        font = QFont(painter.font())
        font.setPixelSize(self._small())
        painter.setFont(font)
        painter.setPen(self._theme.colour("text"))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
        line.translate(0, self._line())
        if not self.curtain and entry.study_date:
            self._label_font(painter)
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), readable_date(entry.study_date))
            line.translate(0, self._line())
        if entry.trouble:
            line.setHeight(self._line() * 2 if not entry.study_date else self._line())
        self._status(painter, entry, line, Qt.AlignmentFlag.AlignLeft, alarm)

    def _status(self, painter: QPainter, entry: Entry, line: QRect, alignment: Qt.AlignmentFlag, alarm: str) -> None:
        self._label_font(painter)
        words = entry.status_words
        if entry.trouble:  # in the strip a word that fits, and that is not "unread" when it is cut
            words = self.tr("error") if self.narrow or self.curtain else entry.trouble
        painter.setPen(self._theme.colour(alarm if entry.trouble else STATUS_COLOURS[entry.status]))
        if entry.trouble and not self.narrow:
            # Whole lines only: the rest is in the tooltip.
            line.setHeight(line.height() // painter.fontMetrics().lineSpacing() * painter.fontMetrics().lineSpacing())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), words)
        else:
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | alignment), shown)

    def _label_font(self, painter: QPainter) -> None:
        font = QFont(painter.font())
        font.setPixelSize(self._theme.sizes["label"] - (1 if self.narrow else 0))
        painter.setFont(font)

    def _small(self) -> int:
        return self._theme.sizes["small"]

    def _line(self) -> int:
        return round(self._theme.sizes["label"] * 1.4)

"""Small pieces that every panel is made of: labels by role, plain buttons, headings. Knows no panel."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QSizePolicy, QWidget


def label(text: str, role: str, *, wrap: bool = False) -> QLabel:
    """A label in the look of ``role`` (a name in ``theme.qss``); its text is never taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def plain_button(text: str, tip: str) -> QPushButton:
    """A button that looks like a word until it is touched."""
    made = QPushButton(text)
    made.setProperty("role", "plain")
    made.setToolTip(tip)
    made.setAccessibleDescription(tip)
    made.setAutoDefault(False)
    return made


def rule() -> QFrame:
    """A hairline across the column."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


class Choice(QComboBox):
    """A box to choose from, with an arrow that a style sheet alone cannot draw without a picture."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The box, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(QPen(self.palette().color(group, QPalette.ColorRole.PlaceholderText), 1.5))
        x, y = self.width() - 14, self.height() / 2
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        painter.end()


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where it is too long, and says all of it on hovering."""

    def __init__(self, text: str = "", role: str = "secondary", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show this text."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """As much of the text as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()

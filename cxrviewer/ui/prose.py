"""Running text that is as high as what it holds: a report, a question, an answer. Knows nothing of who wrote it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget


class Prose(QTextEdit):
    """Read-only text, selectable by mouse and keyboard; text is only ever added at its end while it arrives."""

    def __init__(self, role: str, line_height: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self._line_height = line_height
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self.set_text("")

    def set_text(self, text: str) -> None:
        """Show this text instead."""
        self.clear()
        form = QTextBlockFormat()
        form.setLineHeight(self._line_height * 100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        self.textCursor().setBlockFormat(form)
        self.append_text(text)

    def append_text(self, text: str) -> None:
        """Add text at the end; what stands already keeps its lines."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)

    def sizeHint(self) -> QSize:  # noqa: N802
        """The height of the text."""
        return QSize(super().sizeHint().width(), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._fit_height()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """The wheel moves the column, not the text in its frame."""
        event.ignore()

    def _height(self) -> int:
        return max(int(self.document().size().height()) + 2, int(self.fontMetrics().height() * self._line_height) + 4)

    def _fit_height(self, *_size: object) -> None:
        self.setFixedHeight(self._height())

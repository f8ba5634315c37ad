"""The words of a note, typed on the film where they will stand. Knows one line of text; knows no annotation."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cxrviewer.ui.image.palette import Palette

_LEAST = 140
_LONGEST = 200  # letters


class NoteEditor(QLineEdit):
    """Enter, or going elsewhere, keeps what was typed; Esc does not. Not a key of it reaches the film."""

    def __init__(self, palette: Palette, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self._film = parent
        self._font = font
        self._done: Callable[[str], None] | None = None
        self.setFont(font)
        self.setMaxLength(_LONGEST)
        self.setAccessibleName(self.tr("Note"))
        self.setStyleSheet(
            f"QLineEdit {{ color: {palette.text}; background: {palette.panel}; border: 1px solid {palette.focus};"
            f" border-radius: 0; padding: 1px 3px; font-size: {font.pixelSize()}px; min-height: 0; }}"
        )
        self.textEdited.connect(self._grow)
        self.hide()

    def edit(self, at: QPointF, text: str, done: Callable[[str], None]) -> None:
        """Begin with this text there; ``done`` is called with what was typed, once, unless Esc was pressed."""
        self.keep()
        self._done = done
        self.setText(text)
        self.selectAll()
        self.move(round(at.x()), round(at.y()))
        self._grow()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """End with what was typed; nothing where nothing is being typed."""
        done = self._end()
        if done is not None:
            done(self.text().strip())

    def drop(self) -> bool:
        """End as if nothing had been typed; False where nothing is being typed."""
        return self._end() is not None

    def event(self, event: QEvent) -> bool:
        """Every plain key is text, never a tool of the film."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            if not event.modifiers() & command or event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter keeps and Esc drops, and neither is for anybody else."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.drop()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.keep()  # QLineEdit would pass it on, to whatever Enter does in the window
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Going elsewhere keeps; a menu or another window is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.keep()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """A window that is closed keeps what was being typed in it."""
        super().hideEvent(event)
        self.keep()

    def _end(self) -> Callable[[str], None] | None:
        done, self._done = self._done, None
        if done is not None:
            had_focus = self.hasFocus()
            self.hide()
            if had_focus:
                self._film.setFocus(Qt.FocusReason.OtherFocusReason)
        return done

    def _grow(self) -> None:
        width = max(_LEAST, round(QFontMetricsF(self._font).horizontalAdvance(self.text())) + 24)
        room = self._film.size()
        height = self.sizeHint().height()
        self.resize(min(width, room.width()), height)
        self.move(max(0, min(self.x(), room.width() - self.width())), max(0, min(self.y(), room.height() - height)))

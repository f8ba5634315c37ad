"""All keys on one sheet. Knows their words; what they do is bound elsewhere."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from cxrviewer.ui.labels import label

_CONTEXT = "key_sheet"


class KeySheet(QDialog):
    """Two columns of keys; Escape closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        layout = QGridLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setHorizontalSpacing(16)
        layout.setVerticalSpacing(5)
        for place, (title, keys) in enumerate(_sections()):
            column, row = 3 * (place % 2), 0 if place < 2 else 20
            layout.addWidget(label(title, "heading"), row, column, 1, 2)
            for offset, (key, words) in enumerate(keys, start=1):
                layout.addWidget(label(key, ""), row + offset, column, Qt.AlignmentFlag.AlignRight)
                layout.addWidget(label(words, "secondary"), row + offset, column + 1)
        layout.setColumnMinimumWidth(2, 24)
        layout.setRowMinimumHeight(19, 16)


def _sections() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return (
        (
            _tr("Film"),
            (
                (_tr("left drag"), _tr("window and level")),
                (_tr("middle drag, wheel"), _tr("move, zoom")),
                ("I", _tr("invert")),
                ("F · Shift+F", _tr("whole film · one to one")),
                ("[ · ] · H · V", _tr("turn left, right; flip left-right, top-bottom")),
                ("D", _tr("letters of the patient's sides")),
                ("0 - 9", _tr("windows and lookup tables")),
                ("M", _tr("what the model sees")),
                ("Esc", _tr("as first shown")),
                ("W · P · Z", _tr("window, pan, zoom by left drag")),
                ("L · A · Shift+A · C", _tr("length, angle, Cobb angle, cardiothoracic ratio")),
                ("O · E · Shift+E", _tr("probe, ellipse, rectangle")),
                ("T · Shift+T", _tr("note, arrow")),
                ("Del · Ctrl+Z · Ctrl+Y", _tr("delete, undo, redo")),
            ),
        ),
        (
            _tr("Draft and chat"),
            (
                ("Ctrl+Enter", _tr("draft; send in the chat")),
                ("Ctrl+.", _tr("stop")),
                ("Alt+D", _tr("ask for differential diagnoses")),
                ("Alt+T", _tr("ask for an alternative")),
                ("Alt+X", _tr("ask for further examinations")),
            ),
        ),
        (
            _tr("Films"),
            (
                ("PgUp · PgDn", _tr("film before, film after")),
                ("Ctrl+O · Ctrl+Shift+O", _tr("open files, a folder")),
                ("Ctrl+L", _tr("fold the list of films")),
                ("Ctrl+Shift+S", _tr("reader studies")),
            ),
        ),
        (
            _tr("Grade and window"),
            (
                ("Alt+1 - Alt+4", _tr("grade (1 - 4 within the form)")),
                ("F6", _tr("next pane: film, draft, chat, grade")),
                ("Ctrl+P", _tr("hide what names the patient")),
                ("F11", _tr("full screen")),
                ("?", _tr("this sheet")),
            ),
        ),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)

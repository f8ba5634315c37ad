"""All keys on one sheet, as they are now, with a line to search them. Knows their words, not their verbs."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from cxrviewer.ui.keys.actions import Scope
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.keys.words import Section, sections
from cxrviewer.ui.labels import label, plain_button

_COLUMNS = 4
_SIZE = (1240, 740)  # on a screen of 1280x800


class KeySheet(QDialog):
    """Columns of keys; Escape closes it.

    Signals:
        change_asked: the reader wants other keys.
    """

    change_asked = Signal()

    def __init__(
        self,
        bindings: KeyBindings,
        scopes: Collection[Scope],
        parent: QWidget | None = None,
        *,
        can_change: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and mouse"))
        self._bindings, self._scopes = bindings, scopes
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search keys and actions"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._fill)
        change = plain_button(self.tr("Change keys"), self.tr("Other keys, other mouse buttons, profiles"))
        change.clicked.connect(self.change_asked)
        change.setVisible(can_change)
        top = QHBoxLayout()
        top.addWidget(self._search, 1)
        top.addWidget(change)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(self.tr("Keys"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._scroll, 1)
        bindings.changed.connect(self._fill)

    @property
    def search_field(self) -> QLineEdit:
        """Where the reader types what to look for."""
        return self._search

    @property
    def shown(self) -> tuple[Section, ...]:
        """What stands on the sheet."""
        return sections(self._bindings.controls, self._scopes, sought=self._search.text())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """As large as it may be, and with the keys of this moment."""
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height()))
        self._fill()
        self._search.setFocus()
        super().showEvent(event)

    def _fill(self) -> None:
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(24)
        shown = self.shown
        if not shown:
            columns.addWidget(label(self.tr("No key does that."), "secondary"), 0, Qt.AlignmentFlag.AlignTop)
        for some in _in_columns(shown):
            columns.addLayout(_column(some), 1)
        old = self._scroll.takeWidget()
        self._scroll.setWidget(page)
        if old is not None:
            old.deleteLater()


def _in_columns(shown: tuple[Section, ...]) -> list[list[Section]]:
    """Sections in columns of about one height; a section that is too long goes on at the head of the next."""
    height = -(-sum(len(section.lines) + 2 for section in shown) // _COLUMNS) + 1
    columns: list[list[Section]] = [[]]
    room = height
    for section in shown:
        lines = section.lines
        while lines:
            if room < 4 and len(columns) < _COLUMNS:  # no heading with but a line below it
                columns.append([])
                room = height
            fits = len(lines) if len(columns) == _COLUMNS else min(len(lines), room - 2)
            columns[-1].append(Section(section.heading, lines[:fits]))
            lines, room = lines[fits:], room - fits - 2
    return columns


def _column(some: list[Section]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    row = 0
    for section in some:
        if row:
            grid.setRowMinimumHeight(row, 10)
            row += 1
        grid.addWidget(label(section.heading, "heading"), row, 0, 1, 2)
        for keys, words in section.lines:
            row += 1
            grid.addWidget(label(keys, "key"), row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, "secondary", wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
        row += 1
    grid.setRowStretch(row, 1)
    return grid

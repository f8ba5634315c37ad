"""The window of a film's elements: a tree, a search, a copy of a value. Knows rows of text; reads no file."""

from collections.abc import Iterable

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from cxrviewer.imaging.elements import Element
from cxrviewer.ui.labels import label
from cxrviewer.ui.theme import Theme

_TAG, _VR, _NAME, _VALUE = range(4)
_SHORT = 200
"""Characters of a value in its row; the whole of it is copied."""
_WHOLE = Qt.ItemDataRole.UserRole
_WIDTH, _HEIGHT = 880, 620
_COLUMN_WIDTHS = {_TAG: 150, _VR: 44, _NAME: 260}


class TagBrowser(QDialog):
    """Shows the rows of one film, or the words that stand in their place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._elements: tuple[Element, ...] = ()
        self._curtain = False
        self.setWindowTitle(self.tr("Tags of the film"))
        self.resize(_WIDTH, _HEIGHT)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search tag, name or value"))
        self.search.setAccessibleName(self.tr("Search the tags"))
        self._model = QStandardItemModel()
        self._found = QSortFilterProxyModel()
        self._found.setSourceModel(self._model)
        self._found.setRecursiveFilteringEnabled(True)
        self._found.setFilterKeyColumn(-1)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tree = QTreeView()
        self.tree.setModel(self._found)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setTabKeyNavigation(False)
        self.tree.setAccessibleName(self.tr("Elements of the file"))
        self._words = label("", "secondary", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._words)
        self.search.textChanged.connect(self._search)
        copy = QAction(self.tr("Copy the value"), self.tree)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_value)
        self.tree.addAction(copy)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.show_words(self.tr("No film is open."))

    def show_elements(self, elements: tuple[Element, ...]) -> None:
        """The rows of the film on the screen."""
        self._elements = elements
        self._fill()

    def show_words(self, words: str) -> None:
        """No rows, and why."""
        self._elements = ()
        self._fill()
        self._words.setText(words)

    def set_curtain(self, *, drawn: bool) -> None:
        """Hide or show every value that may name a patient."""
        self._curtain = drawn
        if self._elements:
            self._fill()

    @property
    def words(self) -> str:
        """The line below the rows."""
        return self._words.text()

    def copy_value(self) -> None:
        """The whole value of the chosen row, as it is shown, to the clipboard."""
        index = self.tree.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(str(index.siblingAtColumn(_VALUE).data(_WHOLE) or ""))

    def _fill(self) -> None:
        self._model.clear()
        self._model.setHorizontalHeaderLabels([self.tr("Tag"), self.tr("VR"), self.tr("Name"), self.tr("Value")])
        self._add(self._model.invisibleRootItem(), self._elements)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.tree.header().setStretchLastSection(True)
        for column, width in _COLUMN_WIDTHS.items():
            self.tree.setColumnWidth(column, width)
        self._search(self.search.text())

    def _add(self, parent: QStandardItem, elements: Iterable[Element]) -> None:
        for element in elements:
            row = [QStandardItem(text) for text in (element.tag, element.vr, element.name, self._value(element))]
            row[_VALUE].setData(self._whole(element), _WHOLE)
            row[_VALUE].setForeground(self._theme.colour("text" if element.value else "secondary"))
            for item in row[:_NAME]:
                item.setForeground(self._theme.colour("secondary"))
            parent.appendRow(row)
            for number, inner in enumerate(element.items, start=1):
                heading = QStandardItem(self.tr("Item {number}").format(number=number))
                heading.setForeground(self._theme.colour("secondary"))
                row[_TAG].appendRow([heading, QStandardItem(), QStandardItem(), QStandardItem()])
                self._add(heading, inner)

    def _value(self, element: Element) -> str:
        if element.tag and not element.vr:
            return self.tr("cannot be read")
        if element.vr == "SQ":
            count = len(element.items)
            return self.tr("1 item") if count == 1 else self.tr("{count} items").format(count=count)
        shown = " ".join(self._whole(element).split())
        return shown if len(shown) <= _SHORT else f"{shown[:_SHORT]}…"

    def _whole(self, element: Element) -> str:
        return self.tr("hidden") if self._curtain and element.identifies else element.value

    def _search(self, wanted: str) -> None:
        self._found.setFilterFixedString(wanted.strip())
        if wanted.strip():
            self.tree.expandAll()
        count = self._found.rowCount()
        if self._elements and not count:
            self._words.setText(self.tr("No tag of this film holds these words."))
        else:
            self._words.setText(self.tr("1 element") if count == 1 else self.tr("{count} elements").format(count=count))

"""The worklist at the left: choosing a film, opening more, folding to a strip. Knows no file's content."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from cxrviewer.ui.labels import label, plain_button
from cxrviewer.ui.theme import Theme
from cxrviewer.ui.worklist.delegate import FilmDelegate
from cxrviewer.ui.worklist.model import WorklistModel


class Worklist(QWidget):
    """The films, the chosen one marked.

    Signals:
        chosen: the path of the film that is to be shown.
        open_asked: the reader wants to open files.
        study_asked: the reader wants to read, design or evaluate a reader study.
    """

    chosen = Signal(object)
    open_asked = Signal()
    study_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.model = WorklistModel()
        self._delegate = FilmDelegate(theme)
        self._view = QListView()
        self._view.setModel(self.model)
        self._view.setItemDelegate(self._delegate)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setAccessibleName(self.tr("Worklist"))
        self._view.selectionModel().currentChanged.connect(self._current_changed)
        self._heading = label(self.tr("Films"), "heading")
        self._open = plain_button(self.tr("Open"), self.tr("Open files (Ctrl+O); Ctrl+Shift+O opens a folder"))
        self._open.clicked.connect(self.open_asked)
        self._study = plain_button(self.tr("Study"), self.tr("Reader studies: new, read, results (Ctrl+Shift+S)"))
        self._study.clicked.connect(self.study_asked)
        header = QHBoxLayout()
        header.setContentsMargins(8, 0, 4, 0)
        header.addWidget(self._heading, 1)
        header.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 4)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._study)
        self.set_narrow(narrow=False)

    @property
    def current(self) -> Path | None:
        """The chosen film."""
        index = self._view.currentIndex()
        return self.model.entries[index.row()].path if index.isValid() else None

    @property
    def narrow(self) -> bool:
        """Whether it is folded to a strip."""
        return self._delegate.narrow

    @property
    def curtain(self) -> bool:
        """Whether names are hidden."""
        return self._delegate.curtain

    def choose(self, path: Path) -> None:
        """Choose a film of the list."""
        row = self.model.row_of(path)
        if row >= 0:
            self._view.setCurrentIndex(self.model.index(row))

    def step(self, rows: int) -> None:
        """Choose the film so many rows further, if there is one."""
        row = self._view.currentIndex().row() + rows
        if 0 <= row < self.model.rowCount():
            self._view.setCurrentIndex(self.model.index(row))

    def set_narrow(self, *, narrow: bool) -> None:
        """Fold to a strip, or unfold."""
        self._delegate.narrow = narrow
        self._heading.setVisible(not narrow)
        self.setFixedWidth(self._theme.sizes["worklist_strip" if narrow else "worklist"])
        self._view.doItemsLayout()

    def set_curtain(self, *, drawn: bool) -> None:
        """Hide or show whatever can name a patient."""
        self._delegate.curtain = drawn
        self._view.viewport().update()

    @property
    def has_focus(self) -> bool:
        """Whether the reader goes through the list by its own keys."""
        return self._view.hasFocus()

    def focus_pane(self) -> None:
        """Take the keys."""
        self._view.setFocus(Qt.FocusReason.TabFocusReason)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.model.entries[current.row()].path)

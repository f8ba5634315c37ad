"""The worklist at the left: choosing a film, searching, opening more; a strip, a list or a table. Knows no file."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxrviewer.ui.labels import label, plain_button
from cxrviewer.ui.theme import Theme
from cxrviewer.ui.worklist.delegate import FilmDelegate
from cxrviewer.ui.worklist.model import WorklistModel
from cxrviewer.ui.worklist.open_menu import OpenMenu
from cxrviewer.ui.worklist.progress_line import ProgressLine
from cxrviewer.ui.worklist.search_field import SearchField
from cxrviewer.ui.worklist.sifting import SiftedFilms
from cxrviewer.ui.worklist.table import FilmTable

_SETTLED_MS = 100
"""After scrolling, before it counts which films are in view."""
_BESIDE_TABLE = 700
"""Pixels that film and reading column need at least."""
_CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class Worklist(QWidget):
    """The films, the chosen one marked. List and table show the same films in the same order, one chosen in both.

    A film that the search hides stays chosen: only the reader chooses another.

    Signals:
        chosen: the path of the film that is to be shown.
        film_wanted: the reader has done with the table and wants the film.
        in_view: a tuple of the paths that the reader sees now.
        study_asked: the reader wants to read, design or evaluate a reader study.
    """

    chosen = Signal(object)
    film_wanted = Signal()
    in_view = Signal(object)
    study_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.model = WorklistModel()
        self.films = SiftedFilms(self.model, self)
        """The films as they are shown: those sought, sorted."""
        self._current: Path | None = None
        self._row = -1  # where the current film was last shown
        self._delegate = FilmDelegate(theme)
        self._list = self._make_list()
        self.table = FilmTable(theme, self.films)
        self.table.setSelectionModel(self._list.selectionModel())
        self.progress = ProgressLine()
        self.open_menu = OpenMenu(self)
        self._search = SearchField()
        self.search = self._search.field
        self._heading = label(self.tr("Films"), "heading")
        self._study = plain_button(self.tr("Study"), self.tr("Reader studies: new, read, results (Ctrl+Shift+S)"))
        self._study.clicked.connect(self.study_asked)
        self._views = QStackedWidget()
        self._lay_out()
        self._settled = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._settled.timeout.connect(self._tell_in_view)
        self._wire()
        self.set_narrow(narrow=False)

    @property
    def current(self) -> Path | None:
        """The chosen film, whether the search shows it or not."""
        return self._current

    @property
    def narrow(self) -> bool:
        """Whether it is folded to a strip."""
        return self._delegate.narrow

    @property
    def curtain(self) -> bool:
        """Whether names are hidden."""
        return self._delegate.curtain

    @property
    def shows_table(self) -> bool:
        """Whether it stands open as a table."""
        return self._views.currentWidget() is self.table

    def choose(self, path: Path) -> None:
        """Choose a film of the list; a search that hides it ends."""
        if self.model.row_of(path) >= 0:
            if self.films.row_of(path) < 0:
                self.search.clear()
            self._mark(self.films.row_of(path))

    def step(self, rows: int) -> None:
        """Choose the film so many rows further among those shown, if there is one."""
        here = self.films.row_of(self._current)
        if here < 0:  # hidden or gone: from the gap where it was
            here = self._row if rows < 0 else self._row - 1
        if 0 <= here + rows < self.films.rowCount():
            self._mark(here + rows)

    def set_narrow(self, *, narrow: bool) -> None:
        """Fold to a strip, or unfold."""
        self._delegate.narrow = narrow
        self._fit()

    def show_table(self, *, shown: bool) -> None:
        """Grow to the table, or go back to list or strip; the keys stay in the worklist where they were there."""
        if shown is self.shows_table:
            return
        had_keys = self._view.hasFocus()
        self._views.setCurrentWidget(self.table if shown else self._list)
        self._fit()
        self._mark(self.films.row_of(self._current))
        if had_keys or shown:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_table(self) -> None:
        """The table, or the list again."""
        self.show_table(shown=not self.shows_table)

    def seek(self) -> None:
        """Give the search field the keys; from the strip the table unfolds, since a search wants to be seen."""
        if self.narrow and not self.shows_table:
            self.show_table(shown=True)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_curtain(self, drawn: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        """Hide or show whatever can name a patient; a search by it hides nothing any more."""
        self._delegate.curtain = drawn
        self.open_menu.curtain = drawn
        self._search.set_curtain(drawn=drawn)
        self.model.set_curtain(drawn=drawn)
        self._list.viewport().update()

    @property
    def has_focus(self) -> bool:
        """Whether the reader goes through the list, or searches it, by its own keys."""
        return self._view.hasFocus() or self.search.hasFocus()

    def focus_pane(self) -> None:
        """Take the keys."""
        self._view.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape goes back by one step; from the search field Down and Enter lead to the films."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif key == Qt.Key.Key_Escape and self.shows_table:
            self.show_table(shown=False)
            self.film_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.film_wanted.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            self.focus_pane()
            if self.films.row_of(self._current) < 0 and self.films.rowCount():
                self._mark(0)
        else:
            super().keyPressEvent(event)

    @property
    def _view(self) -> QAbstractItemView:
        return self.table if self.shows_table else self._list

    def _make_list(self) -> QListView:
        made = QListView()
        made.setModel(self.films)
        made.setItemDelegate(self._delegate)
        made.setUniformItemSizes(True)  # or each film of ten thousand is asked for its size
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setAccessibleName(self.tr("Worklist"))
        return made

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(8, 0, 4, 0)
        header.addWidget(self._heading, 1)
        header.addWidget(self.open_menu.button)
        self._views.addWidget(self._list)
        self._views.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 4)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(self._search)
        layout.addWidget(self._views, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self._study)

    def _wire(self) -> None:
        self._list.selectionModel().currentChanged.connect(self._current_changed)
        self.films.rowsRemoved.connect(self._stay)
        self.films.rowsInserted.connect(self._stay)
        self._search.sought.connect(self._sought)
        self.table.activated.connect(self._leave_table)
        for bar in (self._list.verticalScrollBar(), self.table.verticalScrollBar()):
            bar.valueChanged.connect(self._settled.start)
        for changed in (self.films.layoutChanged, self.films.rowsInserted, self.films.rowsRemoved):
            changed.connect(self._settled.start)

    def _fit(self) -> None:
        narrow = self.narrow and not self.shows_table
        self._heading.setVisible(not narrow)
        self._search.setVisible(not narrow)
        self.progress.set_narrow(narrow=narrow)
        size = "worklist_table" if self.shows_table else "worklist_strip" if narrow else "worklist"
        width = self._theme.sizes[size]
        if self.shows_table and self.window() is not self:  # a small window keeps its film and its report
            width = max(self._theme.sizes["worklist"], min(width, self.window().width() - _BESIDE_TABLE))
        self.setFixedWidth(width)
        self._list.doItemsLayout()

    def _mark(self, row: int) -> None:
        index = self.films.index_of(row) if row >= 0 else QModelIndex()
        self._list.selectionModel().setCurrentIndex(index, _CHOOSE)
        if index.isValid():
            self._view.scrollTo(index)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not current.isValid() or self.films.removing:
            return
        self._row, path = current.row(), self.films.path(current.row())
        if path != self._current:
            self._current = path
            self.chosen.emit(path)

    def _sought(self, text: str) -> None:
        self.films.seek(text)
        self._stay()

    def _stay(self) -> None:
        """Rows came or went: the chosen film is marked where it now stands, or none is."""
        self._search.say_nothing_found(nothing=bool(self._search.text and not self.films.rowCount()))
        self._mark(self.films.row_of(self._current))

    def _leave_table(self) -> None:
        self.show_table(shown=False)
        self.film_wanted.emit()

    def _tell_in_view(self) -> None:
        port = self._view.viewport().rect()
        first = max(0, self._view.indexAt(port.topLeft()).row())
        last = self._view.indexAt(port.bottomLeft()).row()
        last = self.films.rowCount() - 1 if last < 0 else last
        self.in_view.emit(tuple(self.films.path(row) for row in range(first, min(last, first + 50) + 1)))

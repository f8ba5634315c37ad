"""Which films of the worklist are shown, and in which order: those with all the words sought. Knows no widget."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt

from cxrviewer.ui.worklist.column import Column
from cxrviewer.ui.worklist.entry import Entry, folded
from cxrviewer.ui.worklist.model import Index, WorklistModel


class SiftedFilms(QSortFilterProxyModel):
    """The worklist sought through and sorted; without either, as it is."""

    def __init__(self, films: WorklistModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._films = films
        self._words: tuple[str, ...] = ()
        self.removing = False
        """Whether rows are going, so that a view's moving to another one is nobody's choice."""
        self._texts: dict[Path, str] = {}  # every letter that is typed asks for each again
        films.dataChanged.connect(self._forget)  # before this model's own answer to it
        # Connected before any view is, and so told before it.
        self.rowsAboutToBeRemoved.connect(self._begin_removing)
        self.rowsRemoved.connect(self._end_removing)
        self.setSourceModel(films)

    def seek(self, text: str) -> None:
        """Show the films that have every word of ``text`` somewhere: name, number, date, study, file, status."""
        self.beginFilterChange()
        self._words = tuple(folded(text).split())
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def path(self, row: int) -> Path:
        """The film of a row shown."""
        return self.entry(row).path

    def entry(self, row: int) -> Entry:
        """What is known of the film of a row shown."""
        return self._films.entry(self.mapToSource(self.index(row, 0)).row())

    def row_of(self, path: Path | None) -> int:
        """The row in which a film is shown; -1 where it is not."""
        row = -1 if path is None else self._films.row_of(path)
        return -1 if row < 0 else self.mapFromSource(self._films.index(row, 0)).row()

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:  # noqa: N802
        """Whether the film has all the words."""
        if not self._words:
            return True
        entry = self._films.entry(source_row)
        text = self._texts.get(entry.path)
        if text is None:
            text = self._texts[entry.path] = entry.sought_in(named=not self._films.curtain)
        return all(word in text for word in self._words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the list itself, by this column; -1 is the order in which the films were opened."""
        self._films.sort(column, order)

    def index_of(self, row: int) -> QModelIndex:
        """The film's cell of a row shown."""
        return self.index(row, Column.FILM)

    def _forget(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self._texts.pop(self._films.entry(row).path, None)

    def _begin_removing(self) -> None:
        self.removing = True

    def _end_removing(self) -> None:
        self.removing = False

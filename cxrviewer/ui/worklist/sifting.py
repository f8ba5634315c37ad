"""Which films of the worklist are shown, and in which order: those with all the words sought. Knows no widget."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt

from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.worklist.entry import Entry, folded
from cxrviewer.ui.worklist.model import Column, Index, WorklistModel

_ORDER = {CaseStatus.UNREAD: 0, CaseStatus.DRAFTED: 1, CaseStatus.RATED: 2}


class SiftedFilms(QSortFilterProxyModel):
    """The worklist sought through and sorted; without either, as it is."""

    def __init__(self, films: WorklistModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._films = films
        self._words: tuple[str, ...] = ()
        self.removing = False
        """Whether rows are going, so that a view's moving to another one is nobody's choice."""
        # By row: sorting asks for each some thirty times, and every letter that is typed asks again.
        self._texts: dict[int, str] = {}
        self._keys: dict[int, tuple[bool, str | int]] = {}  # of the column sorted by
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
        text = self._texts.get(source_row)
        if text is None:
            text = self._texts[source_row] = self._films.entry(source_row).sought_in(named=not self._films.curtain)
        return all(word in text for word in self._words)

    def lessThan(self, source_left: Index, source_right: Index) -> bool:  # noqa: N802
        """By what the column says; films of which it says nothing come last."""
        left, right = source_left.row(), source_right.row()
        try:
            return self._keys[left] < self._keys[right]
        except KeyError:
            column = Column(source_left.column())
            for row in {left, right} - self._keys.keys():
                self._keys[row] = sort_key(self._films.entry(row), column)
            return self._keys[left] < self._keys[right]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By this column; -1 is the order in which the films were opened."""
        self._keys.clear()
        super().sort(column, order)

    def index_of(self, row: int) -> QModelIndex:
        """The film's cell of a row shown."""
        return self.index(row, Column.FILM)

    def _forget(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self._texts.pop(row, None)
            self._keys.pop(row, None)

    def _begin_removing(self) -> None:
        self.removing = True

    def _end_removing(self) -> None:
        self.removing = False


def sort_key(entry: Entry, column: Column) -> tuple[bool, str | int]:
    """What a column is sorted by."""
    if column is Column.STATUS:
        return not entry.digest or bool(entry.trouble), _ORDER[entry.status]
    words = {
        Column.FILM: folded(entry.patient or entry.path.name),
        Column.DESCRIPTION: folded(entry.description),
        Column.DATE: entry.study_date,
        Column.VIEW: entry.view,
    }[column]
    return not words, words

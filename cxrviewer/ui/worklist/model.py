"""The films that were opened, in their order: path, what is known of each, and how far it has come. No pixels shown.

Every change costs as much as the rows it concerns, however long the list is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer

from cxrviewer.ui.radiograph_reader import FilmFacts
from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.worklist.column import Column
from cxrviewer.ui.worklist.entry import Entry, readable_date, readable_name
from cxrviewer.ui.worklist.sorting import sort_key

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


_SORT_AGAIN_MS = 500


class WorklistModel(QAbstractTableModel):
    """A table of entries; ``UserRole`` gives the Entry."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._row_of: dict[Path, int] = {}
        self._rows_of: dict[str, list[int]] = {}  # by digest: the same bytes may lie at two paths
        self._opened: dict[Path, int] = {}  # in which order
        self._sorted_by: tuple[Column, Qt.SortOrder] | None = None
        self._again = QTimer(self, interval=_SORT_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._sort)
        self.curtain = False
        """Whether what can name a patient is hidden."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """A copy of the whole list, in its order."""
        return tuple(self._entries)

    def entry(self, row: int) -> Entry:
        """The film of a row."""
        return self._entries[row]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """How many films."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """How many columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.FILM: self.tr("Film"),
            Column.DESCRIPTION: self.tr("Study"),
            Column.DATE: self.tr("Date"),
            Column.VIEW: self.tr("View"),
            Column.STATUS: self.tr("Status"),
        }[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry itself, and its words for those who do not see it."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(entry, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() != Column.FILM:
                return self._words(entry, Column(index.column()))
            return ", ".join(filter(None, (self._who(entry), self._trouble(entry) or entry.status_words)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, ("" if self.curtain else entry.place, self._trouble(entry))))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == Column.FILM:
            return entry.thumbnail
        return None

    def add(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """Add the films that are not in the list yet; gives those."""
        new = tuple(path for path in dict.fromkeys(paths) if path not in self._row_of)
        if new:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._entries.extend(Entry(path) for path in new)
            numbers = [(path, first + number) for number, path in enumerate(new)]
            self._row_of.update(numbers)
            self._opened.update(numbers)
            self.endInsertRows()
            self._sort_soon()
        return new

    def row_of(self, path: Path) -> int:
        """The row of a film; -1 where it is not in the list."""
        return self._row_of.get(path, -1)

    def describe(self, described: Sequence[tuple[Path, FilmFacts]], statuses: Mapping[str, CaseStatus]) -> None:
        """These files were read; ``statuses`` by digest, unread where one is left out."""
        rows = []
        for path, facts in described:
            row = self.row_of(path)
            if row >= 0:
                status = statuses.get(facts.digest, CaseStatus.UNREAD)
                self._put(row, _described(self._entries[row], facts, status))
                rows.append(row)
        self._tell(rows)

    def set_trouble(self, troubles: Sequence[tuple[Path, str]]) -> None:
        """These files could not be read, and why."""
        rows = []
        for path, words in troubles:
            row = self.row_of(path)
            if row >= 0:
                self._put(row, replace(self._entries[row], trouble=words))
                rows.append(row)
        self._tell(rows)

    def set_status(self, digest: str, status: CaseStatus) -> None:
        """A film has come further, wherever it lies."""
        rows = self._rows_of.get(digest, [])
        for row in rows:
            self._entries[row] = replace(self._entries[row], status=status)
        self._tell(rows)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the films in order by this column, and keep them so; -1 is the order in which they were opened.

        The list itself is sorted: a proxy would ask for each of some hundred thousand comparisons in turn.
        """
        self._sorted_by = None if column < 0 else (Column(column), order)
        self._sort()

    def set_curtain(self, *, drawn: bool) -> None:
        """Hide or show whatever can name a patient."""
        self.curtain = drawn
        if self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, len(Column) - 1))

    def _trouble(self, entry: Entry) -> str:
        """Why the file cannot be read; a reason can name the file, and a file the patient."""
        return "" if self.curtain else entry.trouble

    def _sort(self) -> None:
        self._again.stop()
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        paths = [self._entries[index.row()].path for index in kept]
        if self._sorted_by is None:
            self._entries.sort(key=lambda entry: self._opened[entry.path])
        else:
            column, order = self._sorted_by
            backwards = order is Qt.SortOrder.DescendingOrder
            keys = {entry.path: sort_key(entry, column) for entry in self._entries}
            self._entries.sort(key=lambda entry: keys[entry.path][1], reverse=backwards)
            self._entries.sort(key=lambda entry: keys[entry.path][0])  # what says nothing is last either way
        self._row_of = {entry.path: row for row, entry in enumerate(self._entries)}
        self._rows_of = {}
        for row, entry in enumerate(self._entries):
            if entry.digest:
                self._rows_of.setdefault(entry.digest, []).append(row)
        moved = [self.index(self._row_of[path], index.column()) for path, index in zip(paths, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _sort_soon(self) -> None:
        if self._sorted_by is not None and not self._again.isActive():
            self._again.start()

    def _who(self, entry: Entry) -> str:
        return self.tr("Hidden") if self.curtain else entry.patient or entry.path.name

    def _words(self, entry: Entry, column: Column) -> str:
        if column is Column.FILM:
            return self._who(entry)
        if column is Column.DESCRIPTION:
            return self._trouble(entry) or entry.description
        if column is Column.DATE:
            return "" if self.curtain else readable_date(entry.study_date)
        return entry.view if column is Column.VIEW else entry.status_words

    def _put(self, row: int, entry: Entry) -> None:
        before = self._entries[row]
        if before.digest != entry.digest:
            if before.digest:
                self._rows_of[before.digest].remove(row)
            self._rows_of.setdefault(entry.digest, []).append(row)
        self._entries[row] = entry

    def _tell(self, rows: Iterable[int]) -> None:
        """Say once for each run of rows that they have changed."""
        first = last = -2
        for row in [*sorted(rows), -1]:
            if row == last + 1 and row >= 0:
                last = row
                continue
            if first >= 0:
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))
            first = last = row
        self._sort_soon()


def _described(entry: Entry, facts: FilmFacts, status: CaseStatus) -> Entry:
    return replace(
        entry,
        digest=facts.digest,
        patient=readable_name(facts.patient_name),
        study_date=facts.study_date,
        thumbnail=facts.thumbnail,
        status=status,
        person=facts.patient,
        description=facts.study_description,
        view=facts.view_position,
        trouble="",
    )

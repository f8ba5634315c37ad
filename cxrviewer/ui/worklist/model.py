"""The films that were opened, in their order: path, what is known of each, and how far it has come. No pixels shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from cxrviewer.imaging.radiograph import Patient
from cxrviewer.ui.radiograph_reader import FilmFacts
from cxrviewer.ui.session import CaseStatus

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """One film of the list. ``digest`` is empty until the file was read; ``trouble`` says why it cannot be."""

    path: Path
    digest: str = ""
    patient: str = ""
    study_date: str = ""
    thumbnail: QImage | None = None
    status: CaseStatus = CaseStatus.UNREAD
    trouble: str = ""
    person: Patient = field(default_factory=Patient)
    """Who is on it, as the file says."""


class WorklistModel(QAbstractListModel):
    """A list of entries; ``UserRole`` gives the Entry."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All films, in the order they were opened."""
        return tuple(self._entries)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """How many films."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry itself, and its words for those who do not see it."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{entry.patient or entry.path.name}, {entry.trouble or entry.status.value}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (entry.path.name, entry.trouble)))
        return None

    def add(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """Add the films that are not in the list yet; gives those."""
        known = {entry.path for entry in self._entries}
        new = tuple(path for path in dict.fromkeys(paths) if path not in known)
        if new:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._entries.extend(Entry(path) for path in new)
            self.endInsertRows()
        return new

    def row_of(self, path: Path) -> int:
        """The row of a film; -1 where it is not in the list."""
        return next((row for row, entry in enumerate(self._entries) if entry.path == path), -1)

    def describe(self, path: Path, facts: FilmFacts, status: CaseStatus) -> None:
        """The file was read."""
        row = self.row_of(path)
        if row >= 0:
            self._replace(
                row,
                replace(
                    self._entries[row],
                    digest=facts.digest,
                    patient=readable_name(facts.patient_name),
                    study_date=facts.study_date,
                    thumbnail=facts.thumbnail,
                    status=status,
                    person=facts.patient,
                    trouble="",
                ),
            )

    def set_trouble(self, path: Path, words: str) -> None:
        """The file could not be read."""
        row = self.row_of(path)
        if row >= 0:
            self._replace(row, replace(self._entries[row], trouble=words))

    def set_status(self, digest: str, status: CaseStatus) -> None:
        """A film has come further."""
        for row, entry in enumerate(self._entries):
            if entry.digest == digest:
                self._replace(row, replace(entry, status=status))

    def _replace(self, row: int, entry: Entry) -> None:
        self._entries[row] = entry
        index = self.index(row)
        self.dataChanged.emit(index, index)


def readable_name(name: str) -> str:
    """A DICOM person name as it is read: ``Hong^Gildong=洪^吉洞=홍^길동`` is ``Hong Gildong 홍 길동`` (PS3.5 6.2.1.1).

    Without phonetic characters the ideographic ones stand in their place.
    """
    alphabetic, _, rest = name.partition("=")
    phonetic = rest.strip("=").rpartition("=")[2]
    return " ".join(" ".join(filter(None, (alphabetic, phonetic))).replace("^", " ").split())

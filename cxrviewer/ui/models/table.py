"""The checkpoints as a table: one row each, the default marked, the broken ones in words. Knows no job."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from cxrviewer.inference.known_checkpoints import KnownCheckpoint, licence, precision, short_digest


class CheckpointTable(QTreeWidget):
    """Rows to choose from.

    Signals:
        chosen: the KnownCheckpoint whose row was entered or clicked twice.
        selected: the KnownCheckpoint of the current row, or None.
    """

    chosen = Signal(object)
    selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Models on this machine"))
        self.setHeaderLabels([self.tr("Name"), self.tr("Size"), self.tr("Precision"), self.tr("Where from")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._known: list[KnownCheckpoint] = []
        self.itemActivated.connect(lambda item, _column: self.chosen.emit(self._of(item)))
        self.currentItemChanged.connect(lambda item, _before: self.selected.emit(self._of(item)))

    def show_known(self, known: Sequence[KnownCheckpoint]) -> None:
        """Show these; the row that was current stays so, else the default becomes it."""
        before = self.current
        self.clear()
        self._known = list(known)
        wanted = None
        for each in self._known:
            item = QTreeWidgetItem(_cells(each))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken(each))
            if each.checkpoint is None:
                faint = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
                for column in range(4):
                    item.setForeground(column, faint)
            self.addTopLevelItem(item)
            if (before is not None and each.folder == before.folder) or (wanted is None and each.is_default):
                wanted = item
        first = wanted or self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    @property
    def current(self) -> KnownCheckpoint | None:
        """That of the current row."""
        return self._of(self.currentItem())

    def _of(self, item: QTreeWidgetItem | None) -> KnownCheckpoint | None:
        index = -1 if item is None else self.indexOfTopLevelItem(item)
        return self._known[index] if 0 <= index < len(self._known) else None


def _cells(known: KnownCheckpoint) -> list[str]:
    name = f"{known.name} · {_tr('default')}" if known.is_default else known.name
    if known.checkpoint is None:
        return [name, "", _tr("cannot be used"), known.origin]
    return [name, size_words(known.checkpoint.weight_bytes), precision(known.checkpoint), known.origin]


def spoken(known: KnownCheckpoint) -> str:
    """The row in one line, for a screen reader."""
    return ", ".join(filter(None, _cells(known)))


def facts(known: KnownCheckpoint) -> str:
    """What is known of a checkpoint beyond its row, in lines; of a broken one what is wrong and what to do."""
    if known.checkpoint is None:
        return f"{known.problem}.\n{known.folder}"
    digest = short_digest(known.checkpoint)
    lines = (
        _tr("{millions:,.1f} million parameters").format(millions=known.checkpoint.parameters / 1e6)
        + (_tr(" · digest {digest}").format(digest=digest) if digest else ""),
        _tr("Licence: {words}").format(words=licence(known.checkpoint)),
        str(known.folder),
    )
    return "\n".join(lines)


def size_words(count: int) -> str:
    """Bytes as a person reads them."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def _tr(words: str) -> str:
    return QCoreApplication.translate("CheckpointTable", words)

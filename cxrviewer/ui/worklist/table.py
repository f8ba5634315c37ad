"""The worklist as a table: its columns, their widths and colours. Knows entries; chooses nothing."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cxrviewer.ui.theme import Theme
from cxrviewer.ui.worklist.column import Column
from cxrviewer.ui.worklist.delegate import STATUS_COLOURS
from cxrviewer.ui.worklist.entry import Entry
from cxrviewer.ui.worklist.sifting import SiftedFilms

_THUMBNAIL = 40
_ROW = 48
_WIDTHS = {Column.FILM: 184, Column.DATE: 102, Column.VIEW: 52, Column.STATUS: 90}


class FilmTable(QTableView):
    """Rows that are chosen whole; a click on a heading sorts, a third one gives back the order of opening."""

    def __init__(self, theme: Theme, films: SiftedFilms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(films)
        self.setItemDelegate(_CellDelegate(theme, self))
        self.setAccessibleName(self.tr("Worklist as a table"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        self._set_columns()

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.DESCRIPTION, QHeaderView.ResizeMode.Stretch)


class _CellDelegate(QStyledItemDelegate):
    """The style's own cells with a small thumbnail, and status and trouble in their colours."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As the column asks."""
        super().initStyleOption(option, index)
        option.decorationSize = QSize(_THUMBNAIL, _THUMBNAIL)
        option.textElideMode = Qt.TextElideMode.ElideRight
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        if index.column() == Column.DESCRIPTION:  # two lines show most of why a file cannot be read
            option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText
        colour = "text" if index.column() == Column.FILM else "secondary"
        if entry.trouble and index.column() in (Column.DESCRIPTION, Column.STATUS):
            colour = "error"
            option.font.setPixelSize(self._theme.sizes["label"])
        elif index.column() == Column.STATUS:
            colour = STATUS_COLOURS[entry.status]
        option.palette.setColor(QPalette.ColorRole.Text, self._theme.colour(colour))

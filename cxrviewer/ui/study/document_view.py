"""A study's report on the screen: headings, tables, figures in one column. Knows sections; knows no number."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from cxrviewer.study.report_content import Document, Section, Table
from cxrviewer.ui.labels import label, rule

_WIDTH = 860


class DocumentView(QWidget):
    """The document, as high as it is."""

    def __init__(self, document: Document, figures: Mapping[str, QImage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 16, 0, 32)
        self._column.setSpacing(8)
        facts = QGridLayout()
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(2)
        facts.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(document.facts):
            facts.addWidget(label(name, "secondary"), row, 0)
            facts.addWidget(_selectable(value), row, 1)
        self._column.addLayout(facts)
        for section in document.sections:
            self._add(section, figures)
        self._column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """As high as the wrapped texts need: a scroll area asks for the height without telling the width."""
        super().showEvent(event)
        self.setFixedHeight(self._column.totalHeightForWidth(_WIDTH))

    def _add(self, section: Section, figures: Mapping[str, QImage]) -> None:
        self._column.addSpacing(16)
        self._column.addWidget(label(section.title, "title", wrap=True))
        for paragraph in section.paragraphs:
            self._column.addWidget(label(paragraph, "secondary", wrap=True))
        for table in section.tables:
            self._column.addLayout(_grid(table))
            for footnote in table.footnotes:
                self._column.addWidget(label(footnote, "secondary", wrap=True))
        if section.figure is not None and section.figure in figures:
            self._column.addWidget(_Figure(figures[section.figure], section.figure_says))


class _Figure(QWidget):
    """A picture as wide as the column; drawn at the screen's own resolution."""

    def __init__(self, image: QImage, says: str) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(QSize(_WIDTH, round(_WIDTH * image.height() / image.width())))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The picture, smoothly smaller."""
        painter = QPainter(self)
        ratio = painter.deviceTransform().m11()
        shown = self._image.scaled(
            self.size() * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(self.rect(), shown)
        painter.end()


def _selectable(text: str) -> QWidget:
    made = label(text, "secondary", wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _grid(table: Table) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(4)
    for column, words in enumerate(table.header):
        grid.addWidget(label(words, "heading"), 0, column, _side(table, column))
    grid.addWidget(rule(), 1, 0, 1, len(table.header))
    place = 2
    for row in table.rows:
        if row.kind == "group" and place > 2:
            grid.setRowMinimumHeight(place, 4)
            place += 1
        for column, words in enumerate(row.cells):
            cell = label(words, "strong" if row.kind == "strong" else "cell")
            grid.addWidget(cell, place, column, _side(table, column))
        place += 1
    grid.addWidget(_end(), place, 0, 1, len(table.header))
    grid.setColumnStretch(0, 1)
    return grid


def _side(table: Table, column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column in table.text_columns else Qt.AlignmentFlag.AlignRight


def _end() -> QFrame:
    made = rule()
    made.setFixedHeight(1)
    return made

"""A study's results: until two people agree, who has how much to read; then every table and figure. Wires only."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxrviewer.errors import CxrViewerError
from cxrviewer.study.evaluating import end_of, readings
from cxrviewer.study.exporting import export_study
from cxrviewer.study.study import Study
from cxrviewer.study.unblinding import is_unblinded, unblind, unread
from cxrviewer.ui.bars import NoticeBar
from cxrviewer.ui.errors import show_error
from cxrviewer.ui.labels import ElidedLabel, label
from cxrviewer.ui.study.document_view import DocumentView
from cxrviewer.ui.study.evaluation import Evaluated, Evaluation, Provenance
from cxrviewer.ui.study.unblinding_page import UnblindingPage
from cxrviewer.ui.theme import Theme


class ResultsWindow(QMainWindow):
    """One study. Closing the window closes the study.

    Signals:
        shown: results are on the screen; without argument.
        written: the folder that a report or an export was written to.
        closed: the window has gone, the study is closed and no thread runs.
    """

    shown = Signal()
    written = Signal(object)
    closed = Signal()

    def __init__(self, study: Study, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("cxrviewer: results of a reader study"))
        self.resize(1000, 780)
        self._study = study
        self._is_open = True
        self._found: Evaluated | None = None
        self._evaluation = Evaluation(theme.colour("panel"), theme.colour("text"), self)
        self.notice = NoticeBar()
        self.unblinding = UnblindingPage(study.folder.name)
        self._state = ElidedLabel()
        self.save = self._button(self.tr("Save report (HTML, PDF)"))
        self.export = self._button(self.tr("Export"))
        self._waiting = label(self.tr("Computing"), "secondary")
        self._lay_out(study.folder.name)
        self.unblinding.agreed.connect(self._agreed)
        self.save.clicked.connect(self._ask_report_folder)
        self.export.clicked.connect(self._ask_export_folder)
        self._evaluation.evaluated.connect(self._evaluated)
        self._evaluation.written.connect(self._written)
        self._evaluation.failed.connect(self.show_error)
        self.refresh()

    def refresh(self) -> None:
        """Results where the study is unblinded, else who has to read and who may agree."""
        try:
            rows = self._study.journal()
            if not is_unblinded(rows):
                self.unblinding.show_readers(unread(self._study, rows), self._study.protocol.readers)
                self._pages.setCurrentWidget(self.unblinding)
                self.unblinding.take_focus()
                self._refresh_buttons()
                return
            found = readings(self._study)
        except CxrViewerError as error:
            self.show_error(error)
            return
        self._pages.setCurrentWidget(self._message)
        if found:
            self._waiting.setText(self.tr("Computing"))
            self._evaluation.evaluate(found, self._study.protocol.arms, self._about())
        else:
            self._waiting.setText(self.tr("Nothing has been read yet"))
        self._refresh_buttons()

    def save_report(self, folder: Path) -> None:
        """Write HTML, PDF and figures into this folder."""
        if self._found is not None:
            self._state.setText(self.tr("Writing the report"))
            self._evaluation.write_report(self._found, self._about(), folder)

    def export_to(self, folder: Path) -> None:
        """Write the readings for other programs into this folder."""
        try:
            export_study(self._study, folder)
        except CxrViewerError as error:
            self.show_error(error)
            return
        self._written(folder)

    def show_error(self, error: BaseException) -> None:
        """Say what is wrong and what to do."""
        self._state.setText("")
        show_error(self.notice, error)

    @property
    def state(self) -> str:
        """What the bottom line says."""
        return self._state.text()

    @property
    def found(self) -> Evaluated | None:
        """The results on the screen."""
        return self._found

    def shut_down(self) -> None:
        """Close study and thread, however the window went; twice is no error."""
        if self._is_open:
            self._is_open = False
            self._evaluation.close()
            self._study.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Wait for what is being written."""
        self.shut_down()
        super().closeEvent(event)
        self.closed.emit()

    def _agreed(self, names: tuple[str, str], reason: str) -> None:
        try:
            unblind(self._study, names, reason)
        except CxrViewerError as error:
            self.unblinding.say_problem(str(error))
            return
        self.refresh()

    def _evaluated(self, found: Evaluated) -> None:
        self._found = found
        page = QWidget()
        page.setObjectName("column")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QVBoxLayout(page)
        row.addWidget(DocumentView(found.document, found.figures), 0, Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setWidget(page)
        self._pages.setCurrentWidget(self._scroll)
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh_buttons()
        self.shown.emit()

    def _written(self, folder: Path) -> None:
        self._state.setText(self.tr("Written to {folder}").format(folder=folder))
        self.written.emit(folder)

    def _about(self) -> Provenance:
        head = end_of(self._study, self._study.journal())
        return Provenance(
            title=self._study.folder.name,
            study_hash=self._study.genesis,
            journal_head=self.tr("{hash} ({count} rows)").format(hash=head.hash, count=head.count),
        )

    def _ask_report_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for the report"))
        if name:
            self.save_report(Path(name))

    def _ask_export_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for the export"))
        if name:
            self.export_to(Path(name))

    def _refresh_buttons(self) -> None:
        for button in (self.save, self.export):
            button.setEnabled(self._found is not None)

    def _button(self, words: str) -> QPushButton:
        made = QPushButton(words)
        made.setAutoDefault(False)
        return made

    def _lay_out(self, name: str) -> None:
        head = QWidget()
        head.setObjectName("column")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(8)
        row.addWidget(label(name, "title"))
        row.addStretch(1)
        row.addWidget(self._state, 2)
        row.addWidget(self.save)
        row.addWidget(self.export)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that arrows and pages scroll it
        self._scroll.setAccessibleName(self.tr("Results"))
        self._message = QWidget()
        middle = QVBoxLayout(self._message)
        middle.addWidget(self._waiting, 0, Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        for page in (self.unblinding, self._message, self._scroll):
            self._pages.addWidget(page)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(head)
        layout.addWidget(self._pages, 1)
        self.setCentralWidget(central)

"""A new study: the manifest and what is in it, how it is to be read, and locking it. Lays out and wires."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cxrviewer.errors import CxrViewerError, RowsRefused
from cxrviewer.study.allocation import default_separation
from cxrviewer.study.manifest import ManifestCase, read_table
from cxrviewer.ui.labels import label, rule
from cxrviewer.ui.study.column_roles import ColumnRoles
from cxrviewer.ui.study.making import StudyMaking
from cxrviewer.ui.study.protocol_form import ProtocolForm
from cxrviewer.ui.tick import Tick


class DesignWindow(QMainWindow):
    """From a manifest to a locked study.

    Signals:
        created: the folder of the new study.
        closed: the window has gone and no thread runs.
    """

    created = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("cxrviewer: new reader study"))
        self.resize(1000, 740)
        self._making = StudyMaking(self)
        self._arms: tuple[str, ...] = ()
        self._cases: tuple[ManifestCase, ...] = ()
        self._header: tuple[str, ...] = ()
        self._named = ""
        self.manifest, self._choose_manifest = self._path_row(self.tr("Manifest (CSV): case, image, a column an arm"))
        self.folder, self._choose_folder = self._path_row(self.tr("New folder for the study"))
        self.roles = ColumnRoles()
        self.protocol = ProtocolForm()
        self.copies = Tick(self.tr("Copy the films into the study's folder"))
        self.found = label("", "secondary", wrap=True)
        self.problems = QPlainTextEdit()
        self.problems.setReadOnly(True)
        self.problems.setAccessibleName(self.tr("Rows that cannot be used"))
        self.problems.setFixedHeight(96)
        self.problems.hide()
        self.problem = label("", "error", wrap=True)
        self.problem.setMinimumHeight(self.problem.fontMetrics().height() + 2)
        self.lock = QPushButton(self.tr("Create and lock"))
        self.lock.setAutoDefault(False)
        self._lay_out()
        self._order_tabs()
        self._choose_manifest.clicked.connect(self._ask_manifest)
        self._choose_folder.clicked.connect(self._ask_folder)
        self.manifest.returnPressed.connect(self._manifest_named)
        self.manifest.editingFinished.connect(self._manifest_edited)
        self.roles.changed.connect(self._check)
        self.lock.clicked.connect(self.create_study)
        self._making.checked.connect(self._checked)
        self._making.created.connect(self._created)
        self._making.refused.connect(self._refused)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.create_study)
        self._busy = False
        self._refresh()

    def open_manifest(self, file: Path) -> None:
        """Read this manifest."""
        self.manifest.setText(str(file))
        self._manifest_named()

    def create_study(self) -> None:
        """Make the study as the form says."""
        if not self.lock.isEnabled():
            return
        self._say("")
        if not self.folder.text().strip():
            self._say(self.tr("Name a new folder for the study."))
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            protocol = self.protocol.protocol(self._arms)
        except CxrViewerError as error:
            self._refused(error)
            return
        self._set_busy(self.tr("Making the study"))
        self._making.create(
            Path(self.folder.text().strip()).expanduser(),
            protocol,
            self._cases,
            Path(self.manifest.text()),
            copy_images=self.copies.isChecked(),
        )

    @property
    def is_busy(self) -> bool:
        """Whether a manifest is read or a study made."""
        return self._busy

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """A study that is being made is made whole first."""
        self._making.close()
        super().closeEvent(event)
        self.closed.emit()

    # The manifest

    def _ask_manifest(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Manifest"), filter=self.tr("Tables (*.csv *.tsv *.txt)"))
        if name:
            self.open_manifest(Path(name))

    def _ask_folder(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("New folder for the study"))
        if name:
            self.folder.setText(name)

    def _manifest_edited(self) -> None:
        if self.manifest.text().strip() != self._named:  # else the keys merely went elsewhere
            self._manifest_named()

    def _manifest_named(self) -> None:
        name = self._named = self.manifest.text().strip()
        if not name:
            return
        try:
            header, _ = read_table(Path(name).expanduser())
        except CxrViewerError as error:
            self._header = ()
            self.roles.show_header(())
            self._refused(error)
            return
        if header != self._header:
            self._header = header
            self.roles.show_header(header)
            self._order_tabs()
        self._check()

    def _check(self) -> None:
        if not self._busy:
            self._set_busy(self.tr("Reading the manifest and its films"))
            self._making.check(Path(self.manifest.text().strip()).expanduser(), self.roles.columns())

    def _checked(self, arms: tuple[str, ...], cases: tuple[ManifestCase, ...]) -> None:
        self._arms, self._cases = arms, cases
        training = sum(case.training for case in cases)
        words = self.tr("{cases} cases, {arms} arms: {names}").format(
            cases=len(cases) - training, arms=len(arms), names=", ".join(arms)
        )
        if training:
            words += self.tr(" · {training} training cases").format(training=training)
        self.protocol.separation.set_value(default_separation(len(cases) - training))
        self.problems.hide()
        self._say("")
        self._done(words)

    # The study

    def _created(self, folder: Path) -> None:
        self._cases = ()  # another study is made from another choice
        self._done("")
        self._say(self.tr("The study is locked: {folder}").format(folder=folder), "verified")
        self.created.emit(folder)

    def _refused(self, error: CxrViewerError) -> None:
        if isinstance(error, RowsRefused):
            # A study cannot be made of them: what was good before is not good any more.
            self._arms, self._cases = (), ()
            self.problems.setPlainText("\n".join(row.removeprefix(f"{self.manifest.text()}: ") for row in error.rows))
            self.problems.show()
            count = len(error.rows)
            self._say(
                self.tr("{count} rows cannot be used; correct the manifest and choose it again.").format(count=count)
            )
        else:
            self.problems.hide()
            sentence = str(error)
            self._say(sentence[:1].upper() + sentence[1:])
        self._done("" if not self._cases else self.found.text())

    def _set_busy(self, words: str) -> None:
        self._busy = True
        self.found.setText(words)
        self._refresh()

    def _done(self, words: str) -> None:
        self._busy = False
        self.found.setText(words)
        self._refresh()

    def _refresh(self) -> None:
        self.lock.setEnabled(bool(self._cases) and not self._busy)
        self.roles.setEnabled(not self._busy)

    def _say(self, text: str, role: str = "error") -> None:
        self.problem.setText(text)
        self.problem.setProperty("role", role)
        self.problem.style().polish(self.problem)

    def _order_tabs(self) -> None:
        """As the eye goes: boxes made after a header was read would else come last."""
        fields = (
            *(self.manifest, self._choose_manifest, *self.roles.choices.values()),
            *(*self.protocol.fields, self.folder, self._choose_folder, self.copies, self.lock),
        )
        for before, after in pairwise(fields):
            QWidget.setTabOrder(before, after)

    def _path_row(self, words: str) -> tuple[QLineEdit, QPushButton]:
        field = QLineEdit()
        field.setPlaceholderText(words)
        field.setAccessibleName(words)
        button = QPushButton(self.tr("Choose"))
        button.setAccessibleName(self.tr("Choose: {words}").format(words=words))
        button.setAutoDefault(False)
        return field, button

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("column")  # fields look as they do beside the film
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        column.addWidget(label(self.tr("New reader study"), "title"))
        column.addWidget(label(self.tr("Cases"), "heading"))
        column.addLayout(_beside(self.manifest, self._choose_manifest))
        column.addWidget(self.found)
        column.addWidget(self.problems)
        column.addWidget(self.roles)
        column.addWidget(rule())
        column.addWidget(label(self.tr("Protocol"), "heading"))
        column.addWidget(self.protocol)
        column.addWidget(rule())
        column.addWidget(label(self.tr("Where"), "heading"))
        column.addLayout(_beside(self.folder, self._choose_folder))
        column.addWidget(self.copies)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        foot = QWidget()
        foot.setObjectName("column")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        last = QHBoxLayout(foot)
        last.setContentsMargins(32, 8, 32, 12)
        last.setSpacing(12)
        last.addWidget(self.lock)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.tr("Once locked, nothing of this can be changed. Ctrl+Enter."), "secondary"))
        words.addWidget(self.problem)
        last.addLayout(words, 1)
        central = QWidget()
        parts = QVBoxLayout(central)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(scroll, 1)
        parts.addWidget(foot)
        self.setCentralWidget(central)


def _beside(field: QLineEdit, button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(button)
    return row

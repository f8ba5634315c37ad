"""The models on this machine in a window: look, choose, add, fetch, verify, remove. Lays out and wires.

Knows folders and jobs; what loads a model is told which one was chosen.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxrviewer.errors import CxrViewerError
from cxrviewer.inference.checkpoint import Checkpoint, open_checkpoint
from cxrviewer.inference.known_checkpoints import KnownCheckpoint
from cxrviewer.inference.models_folder import add_folder, remove
from cxrviewer.ui.labels import label
from cxrviewer.ui.models.fetch_page import FetchPage
from cxrviewer.ui.models.job_line import JobLine
from cxrviewer.ui.models.outcome_line import OutcomeLine
from cxrviewer.ui.models.table import CheckpointTable, facts, size_words
from cxrviewer.ui.models.work import CheckpointWork, Verified


class ModelsDialog(QDialog):
    """Stays open beside the film; a job goes on when it is closed.

    Signals:
        default_chosen: the Checkpoint to load now and from now on.
    """

    default_chosen = Signal(object)

    def __init__(self, work: CheckpointWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("cxrviewer: models"))
        self.setObjectName("models")
        self.resize(860, 560)
        self._work = work
        self._default = ""
        self._busy = False
        self.table = CheckpointTable()
        self.facts = label("", "secondary", wrap=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.facts.setMinimumHeight(4 * self.facts.fontMetrics().lineSpacing())
        self.job = JobLine()
        self.said = OutcomeLine()
        self.use = _button(self.tr("Use"), self.tr("Load this model now and from now on (Enter)"), self._use)
        self.verify = _button(self.tr("Verify"), self.tr("Hold every byte against its checksum"), self._verify)
        self.remove = _button(self.tr("Remove"), self.tr("Take this model away (Del); it can be undone"), self._remove)
        self.shrink = _button(
            self.tr("Make smaller"), self.tr("A copy that needs less memory; this one stays"), self._show_schemes
        )
        self.schemes = QMenu(self)
        for scheme, words in (
            ("int8", self.tr("int8: half the size")),
            ("int4", self.tr("int4: a third of the size, less exact")),
        ):
            self.schemes.addAction(words).triggered.connect(partial(self._shrink, scheme))
        self.add = _button(self.tr("Add a folder"), self.tr("A checkpoint that lies elsewhere"), self._ask_folder)
        self.fetch = _button(self.tr("Fetch the published model"), self.tr("From huggingface.co"), self._show_licences)
        self.page = FetchPage()
        self._lay_out()
        self._wire()

    def show_default(self, default: str) -> None:
        """The settings' choice is this now; look again at what there is."""
        self._default = default
        self._work.list_known(default)

    def _lay_out(self) -> None:
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Models on this machine"), "title"))
        column.addWidget(self.table, 1)
        column.addWidget(self.facts)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.use, self.verify, self.shrink, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.add, self.fetch):
            row.addWidget(button)
        column.addLayout(row)
        self.pages = QStackedWidget()
        self.pages.addWidget(listing)
        self.pages.addWidget(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.job)

    def _wire(self) -> None:
        self.table.chosen.connect(self._use)
        self.table.selected.connect(self._show_facts)
        self.said.restored.connect(self._look_again)
        self.page.left.connect(self._show_list)
        self.page.fetch_asked.connect(self._fetch)
        self.job.stop_asked.connect(self._work.stop)
        self._work.listed.connect(self.table.show_known)
        self._work.progressed.connect(self.job.show_progress)
        self._work.verified.connect(self._verified)
        self._work.fetched.connect(self._fetched)
        self._work.shrunk.connect(self._shrunk)
        self._work.failed.connect(self._failed)
        self._work.stopped.connect(self._stopped)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self._remove).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.said.bring_back)

    # The list

    def _look_again(self) -> None:
        self._work.list_known(self._default)

    def _show_facts(self, known: KnownCheckpoint | None) -> None:
        self.facts.setText("" if known is None else facts(known))
        _set_role(self.facts, "error" if known is not None and known.problem else "secondary")
        self._refresh()

    def _refresh(self) -> None:
        known = self.table.current
        usable = known is not None and known.checkpoint is not None
        self.use.setEnabled(usable)
        self.verify.setEnabled(usable and not self._busy)
        whole = known is not None and known.checkpoint is not None and not known.checkpoint.quantization
        self.shrink.setEnabled(whole and not self._busy)
        self.remove.setEnabled(known is not None and known.removable and not known.is_default)
        self.fetch.setEnabled(not self._busy)

    # What the reader does

    def _use(self) -> None:
        known = self.table.current
        if known is not None and known.checkpoint is not None:
            self.said.say(self.tr("{name} is loaded now and from now on.").format(name=known.name))
            self.default_chosen.emit(known.checkpoint)

    def _verify(self) -> None:
        known = self.table.current
        if known is not None and known.checkpoint is not None:
            self._begin(self.tr("Verifying {name}").format(name=known.name))
            self._work.verify(known.checkpoint)

    def _show_schemes(self) -> None:
        self.schemes.popup(self.shrink.mapToGlobal(self.shrink.rect().bottomLeft()))
        self.schemes.setActiveAction(self.schemes.actions()[0])

    def _shrink(self, scheme: str) -> None:
        known = self.table.current
        if known is not None and known.checkpoint is not None:
            self._begin(self.tr("Writing {name} in {scheme}").format(name=known.name, scheme=scheme))
            self._work.shrink(known.checkpoint, scheme)

    def _remove(self) -> None:
        known = self.table.current
        if known is None or not self.remove.isEnabled():
            return
        try:
            self.said.keep(remove(known.folder))
        except CxrViewerError as error:
            self.said.say_error(error)
            return
        self._look_again()

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of a checkpoint"))
        if name:
            self.add_folder(Path(name))

    def add_folder(self, folder: Path) -> None:
        """Remember a checkpoint that lies elsewhere, or say why it is none."""
        try:
            checkpoint = open_checkpoint(folder)
            add_folder(checkpoint.folder)
        except CxrViewerError as error:
            self.said.say_error(error)
            return
        self.said.say(self.tr("{name} is in the list now.").format(name=checkpoint.name))
        self._look_again()

    def _show_licences(self) -> None:
        self.said.say("")
        self.pages.setCurrentWidget(self.page)
        self.page.begin()

    def _show_list(self) -> None:
        self.pages.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fetch(self) -> None:
        self._show_list()
        self._begin(self.tr("Fetching CXR-LLaVA-v2"))
        self._work.fetch()

    # What the jobs say

    def _begin(self, what: str) -> None:
        self._busy = True
        self.said.say("")
        self.job.begin(what)
        self._refresh()

    def _end(self, words: str, *, wrong: bool = False) -> None:
        self._busy = False
        self.job.hide()
        self.said.say(words, wrong=wrong)
        self._refresh()

    def _verified(self, found: Verified) -> None:
        if found.problems:
            self._end(f"{found.name}: {found.problems[0]}", wrong=True)
        else:
            words = self.tr("{name}: {count} tensors, all whole and finite.")
            self._end(words.format(name=found.name, count=found.tensors))

    def _fetched(self, folder: Path) -> None:
        self._end(self.tr("{name} is whole; choose Use to load it.").format(name=folder.name))
        self._look_again()

    def _shrunk(self, copy: Checkpoint) -> None:
        words = self.tr("{name} is written, {size}; choose Use to load it.")
        self._end(words.format(name=copy.name, size=size_words(copy.weight_bytes)))
        self._look_again()

    def _failed(self, error: CxrViewerError) -> None:
        self._end("")
        self.said.say_error(error)

    def _stopped(self) -> None:
        self._end(self.tr("Stopped."))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin with what there is now."""
        super().showEvent(event)
        self._show_list()
        self._look_again()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What was removed is gone for good."""
        super().hideEvent(event)
        if gone := self.said.let_go():
            self._work.purge(gone)


def _button(words: str, tip: str, verb: Callable[[], None]) -> QPushButton:
    made = QPushButton(words)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked: verb())
    return made


def _set_role(shown: QLabel, role: str) -> None:
    shown.setProperty("role", role)
    shown.style().polish(shown)

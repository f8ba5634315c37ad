"""The menu from which a prior film is chosen. Knows words and candidates; knows no film and reads none."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cxrviewer.ui.compare.candidates import Candidates
from cxrviewer.ui.worklist.entry import Entry, readable_date


class PriorMenu(QMenu):
    """Films of the same patient, then others, then what can be done with the two.

    Signals:
        chosen: the path of the film that is to stand beside.
        file_asked: a film that is not offered here is to be looked for.
    """

    chosen = Signal(object)
    file_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curtain = False
        """Whether what can name a patient is hidden."""

    def fill(self, found: Candidates, verbs: tuple[tuple[str, Callable[[], object]], ...]) -> None:
        """Offer these films, and these verbs below them."""
        self.clear()
        self._add_films(self.tr("Same patient"), found.same_patient)
        self._add_films(self.tr("Other films, which may be of somebody else"), found.others)
        if not found.same_patient and not found.others:
            self._heading(self.tr("No other film is in the list."))
        self.addSeparator()
        self.addAction(self.tr("Another file")).triggered.connect(lambda _=False: self.file_asked.emit())
        if verbs:
            self.addSeparator()
        for words, verb in verbs:
            self.addAction(words).triggered.connect(lambda _=False, verb=verb: verb())

    def _add_films(self, heading: str, films: tuple[Entry, ...]) -> None:
        if not films:
            return
        self._heading(heading)
        for entry in films:
            action = self.addAction(self._words(entry))
            action.triggered.connect(lambda _=False, path=entry.path: self._choose(path))

    def _heading(self, words: str) -> None:
        # An entry rather than a section: not every style writes the words of a section.
        self.addAction(words).setEnabled(False)

    def _choose(self, path: Path) -> None:
        self.chosen.emit(path)

    def _words(self, entry: Entry) -> str:
        who = self.tr("hidden") if self.curtain else entry.patient or entry.path.name
        words = "   ".join(filter(None, (readable_date(entry.study_date), who)))
        return words.replace("&", "&&")  # an ampersand would underline a letter

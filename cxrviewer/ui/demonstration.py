"""Plays the first film of the demo: drafts it, and for a picture asks one question and takes the picture.

Presses what a reader would press; knows nothing of how the window is built.
"""

import enum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.reporting.chat import Exchange
from cxrviewer.reporting.draft import Draft
from cxrviewer.ui.main_window import MainWindow


class _Step(enum.Enum):
    FILM = enum.auto()
    DRAFT = enum.auto()
    ANSWER = enum.auto()
    NOTHING = enum.auto()
    END = enum.auto()


class Demonstration(QObject):
    """Runs once, from the first film on.

    Signals:
        done: everything was shown; the picture, if one was asked for, is saved.
    """

    done = Signal()

    def __init__(self, window: MainWindow, *, question: str = "", picture: Path | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._question = question
        self._picture = picture
        self.draft: Draft | None = None
        """What the model wrote."""
        self.error: CxrViewerError | None = None
        """Why it did not."""
        self._waiting_for = _Step.FILM
        session = window.session
        session.film_changed.connect(self._film_changed)
        session.draft_shown.connect(self._draft_shown)
        session.chat_shown.connect(self._chat_shown)
        opening = window.opening
        for failed in (opening.unreadable, opening.trouble, session.trouble, window.model_failed):
            failed.connect(self._failed)
        session.draft_failed.connect(self._failed)
        session.answer_failed.connect(self._failed)

    def _film_changed(self, film: Radiograph | None) -> None:
        if film is not None and self._waiting_for is _Step.FILM:
            self._waiting_for = _Step.NOTHING
            # Once the film and what is kept of it are on the screen.
            QTimer.singleShot(0, self._draft)

    def _draft(self) -> None:
        if self._window.session.film is not None and self.error is None:
            self._waiting_for = _Step.DRAFT
            panel = self._window.column.draft
            self._window.session.write_draft(panel.prompt(), panel.sampling())

    def _draft_shown(self, draft: Draft | None) -> None:
        if self._waiting_for is not _Step.DRAFT:
            return
        self._waiting_for = _Step.NOTHING
        self.draft = draft
        if draft is None or not self._question:
            self._finish()
        else:
            QTimer.singleShot(0, self._ask)

    def _ask(self) -> None:
        self._waiting_for = _Step.ANSWER
        self._window.session.ask(self._question, self._window.column.draft.sampling())

    def _chat_shown(self, exchanges: tuple[Exchange, ...]) -> None:
        if exchanges and self._waiting_for is _Step.ANSWER:
            self._finish()

    def _failed(self, error: CxrViewerError) -> None:
        self.error = self.error or error  # the first is the cause of the others
        self._finish()

    def _finish(self) -> None:
        if self._waiting_for is not _Step.END:
            self._waiting_for = _Step.END
            # Later than the layout that the last text asked for.
            QTimer.singleShot(200, self._take_picture)

    def _take_picture(self) -> None:
        if self._picture is not None and self.error is None and not self._window.grab().save(str(self._picture)):
            self.error = CxrViewerError(f"{self._picture}: the picture cannot be written; name a writable folder")
        self.done.emit()

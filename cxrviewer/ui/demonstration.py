"""Plays the first film of the demo: drafts it, and for a picture asks one question and takes the picture.

Presses what a reader would press; knows nothing of how the window is built.
"""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.reporting.chat import Exchange
from cxrviewer.reporting.draft import Draft
from cxrviewer.ui.main_window import MainWindow


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
        session = window.session
        session.film_changed.connect(self._film_changed)
        session.draft_failed.connect(self._failed)
        session.answer_failed.connect(self._failed)
        session.trouble.connect(self._failed)
        window.model_failed.connect(self._failed)

    def _film_changed(self, film: Radiograph | None) -> None:
        if film is not None:
            self._window.session.film_changed.disconnect(self._film_changed)
            # Once the film and what is kept of it are on the screen.
            QTimer.singleShot(0, self._draft)

    def _draft(self) -> None:
        session = self._window.session
        session.draft_shown.connect(self._drafted)
        session.write_draft(self._window.column.draft.prompt(), self._window.column.draft.sampling())

    def _drafted(self, draft: Draft | None) -> None:
        self._window.session.draft_shown.disconnect(self._drafted)
        self.draft = draft
        if draft is None or not self._question:
            self._finish()
            return
        self._window.session.chat_shown.connect(self._answered)
        QTimer.singleShot(0, self._ask)

    def _ask(self) -> None:
        self._window.session.ask(self._question, self._window.column.draft.sampling())

    def _answered(self, exchanges: tuple[Exchange, ...]) -> None:
        if exchanges:
            self._window.session.chat_shown.disconnect(self._answered)
            self._finish()

    def _failed(self, error: CxrViewerError) -> None:
        self.error = error
        self._finish()

    def _finish(self) -> None:
        # Later than the layout that the last text asked for.
        QTimer.singleShot(200, self._take_picture)

    def _take_picture(self) -> None:
        if self._picture is not None and self.error is None and not self._window.grab().save(str(self._picture)):
            self.error = CxrViewerError(f"{self._picture}: the picture cannot be written; name a writable folder")
        self.done.emit()

"""Brings the elements of the film on the screen into their window. Knows the film and one thread; lays out nothing.

What comes late, of a film that has gone, is dropped here: the window never shows one film's tags beside another.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.elements import Element
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.background import run_in_background
from cxrviewer.ui.tags.browser import TagBrowser
from cxrviewer.ui.theme import Theme

_logger = logging.getLogger(__name__)

ReadElements = Callable[[Path], tuple[Element, ...]]


class FilmTags(QObject):
    """Reads the elements of a film only when somebody looks at them."""

    _read = Signal(object, object)

    def __init__(self, theme: Theme, read_elements: ReadElements, parent: QWidget) -> None:
        super().__init__(parent)
        self.browser = TagBrowser(theme, parent)
        self._read_elements = read_elements
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tags")
        self._film: Radiograph | None = None
        self._read.connect(self._take)

    def show(self) -> None:
        """Open the window, or bring it to the front."""
        if self.browser.isVisible():
            self.browser.raise_()
        else:
            self.browser.show()
            self._ask()
        self.browser.activateWindow()
        self.browser.search.setFocus()

    def show_film(self, radiograph: Radiograph | None) -> None:
        """Another film is on the screen, or none."""
        self._film = radiograph
        if self.browser.isVisible():
            self._ask()

    def set_patient_texts_visible(self, visible: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        """Show or hide what may name a patient."""
        self.browser.set_curtain(drawn=not visible)

    def close(self) -> None:
        """Wait for the thread to end."""
        self._film = None
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _ask(self) -> None:
        if self._film is None:
            self.browser.show_words(self.tr("No film is open."))
            return
        self.browser.show_words(self.tr("Reading the file"))
        film = self._film
        run_in_background(self._executor, partial(self._read_elements, film.source), partial(self._ended, film))

    def _ended(self, film: Radiograph, future: "Future[tuple[Element, ...]]") -> None:
        error = future.exception()
        if error is not None and not isinstance(error, CxrViewerError):
            _logger.error("unexpected while reading a file's elements", exc_info=error)
        self._read.emit(film, future.result() if error is None else error)

    def _take(self, film: Radiograph, outcome: "tuple[Element, ...] | BaseException") -> None:
        if film is not self._film:
            return
        if isinstance(outcome, tuple):
            self.browser.show_elements(outcome)
        elif isinstance(outcome, CxrViewerError):
            self.browser.show_words(str(outcome)[:1].upper() + str(outcome)[1:])
        else:
            self.browser.show_words(self.tr("The file cannot be read; ask for a new copy"))

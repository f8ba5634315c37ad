"""The one door through which an error reaches the person at the screen. Knows the words, not the causes."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Signal

from cxrviewer.errors import CxrViewerError
from cxrviewer.ui.bars import NoticeBar

_logger = logging.getLogger(__name__)


def show_error(bar: NoticeBar, error: BaseException) -> None:
    """Say what is wrong and what to do, without stopping the reader's hands."""
    if isinstance(error, CxrViewerError):
        sentence = str(error)
        bar.say(sentence[:1].upper() + sentence[1:])
    else:
        bar.say(
            QCoreApplication.translate(
                "errors", "Something failed that should not ({kind}). The log file says more; your work so far is kept."
            ).format(kind=type(error).__name__)
        )


class UnexpectedErrors(QObject):
    """Stands in for ``sys.excepthook``: logs what nobody foresaw, says so, and the program runs on.

    Signals:
        happened: the exception. Emitted on whatever thread it happened on.
    """

    happened = Signal(object)

    def install(self) -> None:
        """Take over from Python's own hook."""
        sys.excepthook = self._hook

    def remove(self) -> None:
        """Give Python its own hook back."""
        sys.excepthook = sys.__excepthook__

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        _logger.error("unexpected on %s", threading.current_thread().name, exc_info=(kind, error, trace))
        self.happened.emit(error)

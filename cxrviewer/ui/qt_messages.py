"""What Qt itself has to say goes to the log, not to the terminal. Knows levels, not causes."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_logger = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

# The off-screen platform says so for every window; nothing follows from it.
_HARMLESS = "propagateSizeHints"


def log_qt_messages() -> Callable[[], None]:
    """Send Qt's messages to the log from now on. Returns what undoes it."""
    before = qInstallMessageHandler(_log)

    def undo() -> None:
        qInstallMessageHandler(before)

    return undo


def _log(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    _logger.log(logging.DEBUG if _HARMLESS in message else _LEVELS[kind], "Qt: %s", message)

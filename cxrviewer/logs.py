"""Where the log goes and how a line looks; knows nothing of what is logged.

Modules log through ``logging.getLogger(__name__)``: files opened, models loaded, seconds taken. Never a name, an
identifier of a patient, a question or a report: the log is what a person sends along with a fault.
"""

import logging
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "cxrviewer.log"

_BYTES_PER_FILE = 1_000_000
_FILES = 5


def configure(folder: Path, *, level: int = logging.INFO) -> Callable[[], None]:
    """Log to ``cxrviewer.log`` in ``folder``, made if need be; five files of 1 MB are kept, the newest included.

    Returns what undoes it. A log that cannot be written never stops the program: without a usable folder nothing
    is logged to a file.
    """
    root = logging.getLogger()
    before = root.level
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(
            folder / FILE_NAME, maxBytes=_BYTES_PER_FILE, backupCount=_FILES - 1, encoding="utf-8", errors="replace"
        )
    except OSError:
        handler = logging.NullHandler()
    formatter = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    root.addHandler(handler)
    root.setLevel(level)

    def undo() -> None:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()

    return undo

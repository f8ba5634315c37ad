"""How late the window is while a checkpoint drafts beside it; meant for a process of its own, drawn off-screen.

Imports no torch: the window settles how many cores the model may take before torch is there.
"""

import os
from pathlib import Path
from typing import Final

from cxrviewer.bench.measurement import Measurement

SECONDS: Final = 60.0
"""Each with and without a draft: on two cores the published shape reads a film in half of it and then writes."""


def measure_window(folder: Path, what: str, seconds: float) -> list[Measurement]:
    """The event loop's delay beside the checkpoint in ``folder``, called ``what``. Raises CxrViewerError."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from cxrviewer.bench.image_drafting import measure_drafting

    application = QApplication.instance() or QApplication(["cxrviewer"])
    found = measure_drafting(seconds, lambda _done, _total: None, model=str(folder), what=what)
    del application
    return found

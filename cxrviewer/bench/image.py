"""The image pane measured in one run: steps of the hand, opening, and the window's delay while the model drafts.

Knows which measurements there are; Qt must draw off-screen before this module is imported.
"""

from collections.abc import Callable
from pathlib import Path

import pyqtgraph
from PySide6.QtWidgets import QApplication

from cxrviewer.bench.image_drafting import measure_drafting
from cxrviewer.bench.image_opening import measure_opening
from cxrviewer.bench.image_steps import measure_steps
from cxrviewer.bench.measurement import Measurement
from cxrviewer.ui.qt_messages import log_qt_messages

Progress = Callable[[str, int, int], None]
"""What is measured, how much of it is done, and of how much."""


def measure_image(
    progress: Progress, *, films: Path | None = None, steps: int = 40, seconds: float = 10.0
) -> list[Measurement]:
    """Everything. ``films`` is a folder with DICOM files of encodings that cannot be written here.

    Raises CxrViewerError where a figure would mean nothing.
    """
    application = QApplication.instance() or QApplication(["cxrviewer"])
    assert isinstance(application, QApplication)
    pyqtgraph.setConfigOptions(imageAxisOrder="row-major", antialias=False, useOpenGL=False)
    undo_messages = log_qt_messages()
    try:
        return [
            *measure_steps(steps, lambda done, total: progress("steps", done, total)),
            *measure_opening(films, lambda done, total: progress("opening", done, total)),
            *measure_drafting(seconds, lambda done, total: progress("drafting", done, total)),
        ]
    finally:
        undo_messages()

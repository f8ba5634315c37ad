"""Where the millimetres of a film come from, in words. Knows the sources that ``imaging.pixel_spacing`` lists."""

from PySide6.QtCore import QCoreApplication

from cxrviewer.imaging.pixel_spacing import (
    AT_DETECTOR,
    CALIBRATED,
    IN_PATIENT,
    MAGNIFICATION_CORRECTED,
    NOT_STATED,
)

_CONTEXT = "spacing_words"


def source_words(source: str) -> str:
    """A source as it stands behind a figure in millimetres."""
    return {
        AT_DETECTOR: _tr("at detector"),
        CALIBRATED: _tr("calibrated"),
        MAGNIFICATION_CORRECTED: _tr("magnification-corrected"),
        IN_PATIENT: _tr("in the patient"),
        NOT_STATED: _tr("(origin not stated)"),
    }.get(source, source)


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)

"""Where the millimetres of a film come from, in words. Knows the sources that ``imaging.pixel_spacing`` lists."""

from PySide6.QtCore import QCoreApplication

from cxrviewer.imaging.pixel_spacing import (
    AT_DETECTOR,
    CALIBRATED,
    IN_PATIENT,
    MAGNIFICATION_CORRECTED,
    NOT_STATED,
)

translate = QCoreApplication.translate


def source_words(source: str) -> str:
    """A source as it stands behind a figure in millimetres."""
    return {
        AT_DETECTOR: translate("spacing_words", "at detector"),
        CALIBRATED: translate("spacing_words", "calibrated"),
        MAGNIFICATION_CORRECTED: translate("spacing_words", "magnification-corrected"),
        IN_PATIENT: translate("spacing_words", "in the patient"),
        NOT_STATED: translate("spacing_words", "(origin not stated)"),
    }.get(source, source)

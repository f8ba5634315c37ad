"""The program's own names of windows and of parts of the grey scale, to be translated where they are shown.

Knows words; a name that a file gave is shown as it is.
"""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

CONTEXT = "grayscale"

_NAMES = (
    QT_TRANSLATE_NOOP("grayscale", "Full range"),
    QT_TRANSLATE_NOOP("grayscale", "Automatic"),
    QT_TRANSLATE_NOOP("grayscale", "Lungs"),
    QT_TRANSLATE_NOOP("grayscale", "Bone"),
    QT_TRANSLATE_NOOP("grayscale", "Lines and tubes"),
    QT_TRANSLATE_NOOP("grayscale", "Region"),
    QT_TRANSLATE_NOOP("grayscale", "rescale"),
    QT_TRANSLATE_NOOP("grayscale", "modality LUT"),
    QT_TRANSLATE_NOOP("grayscale", "window"),
    QT_TRANSLATE_NOOP("grayscale", "VOI LUT"),
    QT_TRANSLATE_NOOP("grayscale", "presentation LUT"),
    QT_TRANSLATE_NOOP("grayscale", "overlay"),
    QT_TRANSLATE_NOOP("grayscale", "shutter"),
)


def voi_words(name: str) -> str:
    """The name in the reader's language where it is the program's own."""
    return QCoreApplication.translate(CONTEXT, name) if name in _NAMES else name

"""What a reader must know about a film that is not shown as it is stored. Knows words; draws nothing."""

from PySide6.QtCore import QCoreApplication

from cxrviewer.ui.image.orientation import Orientation

_CONTEXT = "orientation_words"


def orientation_words(orientation: Orientation) -> str:
    """One line; empty for a film as it is stored.

    A flip makes a heart on the right out of one on the left and shows in nothing but the side marker, so the words
    name that marker; a turn is seen at once.
    """
    if not orientation.mirrored:
        return {
            0: "",
            1: _tr("Turned 90° to the right"),
            2: _tr("Turned upside down: left and right have changed places"),
            3: _tr("Turned 90° to the left"),
        }[orientation.quarter_turns]
    return {
        0: _tr("Flipped left-right: side markers read mirrored"),
        1: _tr("Flipped and turned: side markers read mirrored"),
        2: _tr("Flipped top-bottom: side markers read mirrored"),
        3: _tr("Flipped and turned: side markers read mirrored"),
    }[orientation.quarter_turns]


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)

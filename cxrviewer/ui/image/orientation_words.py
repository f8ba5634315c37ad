"""What a reader must know about a film that is not shown as it is stored. Knows words; draws nothing."""

from PySide6.QtCore import QCoreApplication

from cxrviewer.ui.image.orientation import Orientation

translate = QCoreApplication.translate


def orientation_words(orientation: Orientation) -> str:
    """One line; empty for a film as it is stored.

    A flip makes a heart on the right out of one on the left and shows in nothing but the side marker, so the words
    name that marker; a turn is seen at once.
    """
    if not orientation.mirrored:
        return {
            0: "",
            1: translate("orientation_words", "Turned 90° to the right"),
            2: QCoreApplication.translate(
                "orientation_words", "Turned upside down: left and right have changed places"
            ),
            3: translate("orientation_words", "Turned 90° to the left"),
        }[orientation.quarter_turns]
    return {
        0: translate("orientation_words", "Flipped left-right: side markers read mirrored"),
        1: translate("orientation_words", "Flipped and turned: side markers read mirrored"),
        2: translate("orientation_words", "Flipped top-bottom: side markers read mirrored"),
        3: translate("orientation_words", "Flipped and turned: side markers read mirrored"),
    }[orientation.quarter_turns]

"""Whether what can name the patient may be seen: one state, which every part that shows a name follows.

Knows no part; hides only what belongs to none: file dialogs, and tooltips that are up.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip


class PrivacyCurtain(QObject):
    """Drawn or not; not drawn at first.

    Signals:
        changed: whether it is drawn now.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawn = False

    @property
    def drawn(self) -> bool:
        """Whether names are hidden."""
        return self._drawn

    def toggle(self) -> None:
        """Draw it, or open it."""
        self._drawn = not self._drawn
        if self._drawn:
            QToolTip.hideText()
            for dialog in QApplication.topLevelWidgets():
                if isinstance(dialog, QFileDialog):  # its list of files can name patients
                    dialog.reject()
        self.changed.emit(self._drawn)

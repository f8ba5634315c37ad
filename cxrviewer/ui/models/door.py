"""From the viewer to its models: opens the one window of them and passes on what is chosen there.

Knows the window and its jobs; settings and loading are somebody else's.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cxrviewer.ui.models.dialog import ModelsDialog
from cxrviewer.ui.models.work import CheckpointWork


class ModelsDoor(QObject):
    """Keeps the window and its thread as long as the viewer lives.

    Signals:
        default_chosen: the Checkpoint to load now and from now on.
    """

    default_chosen = Signal(object)

    def __init__(self, parent: QWidget, *, default: Callable[[], str]) -> None:
        super().__init__(parent)
        self._parent, self._default = parent, default
        self._work: CheckpointWork | None = None
        self._dialog: ModelsDialog | None = None

    @property
    def dialog(self) -> ModelsDialog | None:
        """The window, once it was opened."""
        return self._dialog

    def open(self) -> None:
        """Show the models."""
        if self._dialog is None:
            self._work = CheckpointWork(self)
            self._dialog = ModelsDialog(self._work, self._parent)
            self._dialog.default_chosen.connect(self.default_chosen)
        self._dialog.show_default(self._default())
        self._dialog.show()
        self._dialog.activateWindow()

    def look_again(self, _loaded: object = None) -> None:
        """The settings have changed, or a model is loaded, whose digest is known from now on."""
        if self._dialog is not None:
            self._dialog.show_default(self._default())

    def close(self) -> None:
        """Close the window, stop its job and wait for its thread."""
        if self._dialog is not None and self._work is not None:
            self._dialog.close()
            self._work.close()

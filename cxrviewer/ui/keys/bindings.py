"""The controls as they are now, and who is told when they change. Knows no widget, no file and no verb."""

from PySide6.QtCore import QObject, Signal

from cxrviewer.ui.keys.controls import Controls, Keys, check, profile_controls, with_keys
from cxrviewer.ui.keys.key_names import readable


class KeyBindings(QObject):
    """Keys, mouse and wheel, at first those of the default profile.

    Signals:
        changed: some action, button or the wheel has another meaning.
        keeping_failed: the SettingsError why a change holds now but will be forgotten.
    """

    changed = Signal()
    keeping_failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controls = profile_controls("pacs")

    @property
    def controls(self) -> Controls:
        """Everything as it is now."""
        return self._controls

    def keys_of(self, identifier: str) -> tuple[str, ...]:
        """The keys of one action; empty where it has none."""
        return self._controls.keys[identifier]

    def text(self, identifier: str) -> str:
        """The first key of an action as the keyboard names it; empty where it has none."""
        return readable(self._controls.keys[identifier][:1])

    def set_keys(self, keys: Keys) -> None:
        """Take these for the actions they name; raises SettingsError, and changes nothing, where two would clash."""
        self.set_controls(with_keys(self._controls, keys))

    def set_controls(self, controls: Controls) -> None:
        """Take all of these; raises SettingsError, and changes nothing, where two keys would clash."""
        check(controls.keys)
        if controls != self._controls:
            self._controls = controls
            self.changed.emit()

"""Which keys each action has at present: a value with rules, and the object that tells listeners of a change.

Knows no widget, no file and no verb.
"""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from cxrviewer.errors import SettingsError
from cxrviewer.ui.keys.actions import ACTIONS, heard_together, words_of

Keys = Mapping[str, tuple[str, ...]]
"""Key names as Qt writes them in every language ("Ctrl+Shift+Z"), by action identifier."""


def canonical(key: str) -> str:
    """One name for one key: "Esc" for "escape", "Ctrl+Z" for "ctrl+z".

    Raises SettingsError where the name is no key, or is several pressed one after the other.
    """
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    name = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or not name or not name.isprintable():
        raise SettingsError(f"{key!r} is not a key; write it as in 'Ctrl+Shift+Z', 'PgUp' or 'F6'")
    return name


def defaults() -> Keys:
    """The keys of the table."""
    return {action.identifier: tuple(map(canonical, action.keys)) for action in ACTIONS.values()}


def rivals(keys: Keys, identifier: str, key: str) -> tuple[str, ...]:
    """The other actions that would be heard at the same time on this key."""
    scope = ACTIONS[identifier].scope
    return tuple(
        other
        for other, its in keys.items()
        if other != identifier and key in its and heard_together(scope, ACTIONS[other].scope)
    )


def check(keys: Keys) -> None:
    """Raise SettingsError for the first key that would be two actions at once."""
    for identifier, its in keys.items():
        for key in its:
            for other in rivals(keys, identifier, key):
                raise SettingsError(
                    f"the key {key} has two actions, '{words_of(ACTIONS[identifier])}' ({identifier}) and "
                    f"'{words_of(ACTIONS[other])}' ({other}); give one of them another key"
                )


class KeyBindings(QObject):
    """The keys as they are now.

    Signals:
        changed: some action has other keys.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: dict[str, tuple[str, ...]] = dict(defaults())

    @property
    def keys(self) -> Keys:
        """All keys by action."""
        return dict(self._keys)

    def keys_of(self, identifier: str) -> tuple[str, ...]:
        """The keys of one action; empty where it has none."""
        return self._keys[identifier]

    def text(self, identifier: str) -> str:
        """The first key of an action as the keyboard names it; empty where it has none."""
        return readable(self._keys[identifier][:1])

    def set_keys(self, keys: Keys) -> None:
        """Take these for the actions they name; raises SettingsError, and changes nothing, where two would clash."""
        new = self._keys | {name: tuple(dict.fromkeys(map(canonical, its))) for name, its in keys.items()}
        check(new)
        if new != self._keys:
            self._keys = new
            self.changed.emit()


def readable(keys: Iterable[str]) -> str:
    """Keys as this system's keyboard names them, with dots between."""
    return " · ".join(
        QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        for key in keys
    )

"""The names of keys: in files, on the screen, and of one that was just pressed. Knows no action."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from cxrviewer.errors import SettingsError

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText
_NO_KEY_ALONE = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
)


def canonical(key: str) -> str:
    """One name for one key: "Esc" for "escape", "Ctrl+Z" for "ctrl+z".

    Raises SettingsError where the name is no key, or is several pressed one after the other.
    """
    sequence = QKeySequence.fromString(key, _PORTABLE)
    name = sequence.toString(_PORTABLE)
    if sequence.count() != 1 or not name or not name.isprintable():
        raise SettingsError(f"{key!r} is not a key; write it as in 'Ctrl+Shift+Z', 'PgUp' or 'F6'")
    return name


def readable(keys: Iterable[str]) -> str:
    """Keys as this system's keyboard names them, with dots between."""
    return " · ".join(QKeySequence.fromString(key, _PORTABLE).toString(_NATIVE) for key in keys)


def key_of(event: QKeyEvent) -> str:
    """The name of the key that was pressed, with what is held; empty for a modifier alone."""
    key = Qt.Key(event.key())
    if key in _NO_KEY_ALONE:
        return ""
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    text = event.text()
    # "?" and "+" already are what Shift makes of a key; only a letter is the same key with it and without.
    if text.strip() and not text.isalpha() and [ord(character) for character in text] == [key.value]:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(modifiers.value | key.value).toString(_PORTABLE)

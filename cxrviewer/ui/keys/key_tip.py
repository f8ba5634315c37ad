"""A tooltip that names the key as it is now. Knows no verb."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cxrviewer.ui.keys.bindings import KeyBindings


class KeyTip(QObject):
    """Keeps a widget's tooltip and accessible description true: words, and the key in brackets."""

    def __init__(self, widget: QWidget, words: str, identifier: str, bindings: KeyBindings) -> None:
        super().__init__(widget)
        self._widget, self._words, self._identifier, self._bindings = widget, words, identifier, bindings
        bindings.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        tip = with_key(self._words, self._identifier, self._bindings)
        self._widget.setToolTip(tip)
        self._widget.setAccessibleDescription(tip)


def with_key(words: str, identifier: str, bindings: KeyBindings) -> str:
    """The words, and the action's key in brackets where it has one."""
    key = bindings.text(identifier)
    return f"{words} ({key})" if key else words

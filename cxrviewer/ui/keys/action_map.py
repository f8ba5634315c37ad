"""Gives actions their verbs within one pane or window and follows the keys as they change. Knows no verb's meaning."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from cxrviewer.ui.keys.actions import ACTIONS, Scope
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.keys.key_names import key_of

_CONTEXTS = {
    Scope.IMAGE: Qt.ShortcutContext.WidgetWithChildrenShortcut,
    Scope.FORM: Qt.ShortcutContext.WidgetWithChildrenShortcut,
    Scope.EVERYWHERE: Qt.ShortcutContext.ApplicationShortcut,
}


class ActionMap(QObject):
    """The actions that a widget answers to."""

    def __init__(self, widget: QWidget, bindings: KeyBindings) -> None:
        super().__init__(widget)
        self._widget, self._bindings = widget, bindings
        self._verbs: dict[str, Callable[[], object]] = {}
        self._shortcuts: list[QShortcut] = []
        self._holding: dict[str, Callable[[bool], object]] = {}
        self._held: dict[str, int] = {}
        bindings.changed.connect(self._rebuild)

    @property
    def bindings(self) -> KeyBindings:
        """The keys that this map follows."""
        return self._bindings

    @property
    def bound(self) -> frozenset[str]:
        """The actions that have a verb here."""
        return frozenset(self._verbs) | frozenset(self._holding)

    def bind(self, verbs: Mapping[str, Callable[[], object]]) -> None:
        """Do these on the keys of these actions. An unknown action is a KeyError, one bound twice a ValueError."""
        for identifier, verb in verbs.items():
            self._refuse_second(identifier)
            assert not ACTIONS[identifier].holds, f"{identifier} is held: bind_held"
            self._verbs[identifier] = verb
            self._listen(identifier)

    def bind_held(self, identifier: str, verb: Callable[[bool], object]) -> None:
        """Call ``verb(True)`` when the action's key goes down and ``verb(False)`` when it comes up or is lost."""
        self._refuse_second(identifier)
        assert ACTIONS[identifier].holds, f"{identifier} is not held: bind"
        if not self._holding:
            self._widget.installEventFilter(self)
            application = QCoreApplication.instance()
            assert isinstance(application, QApplication)
            application.focusChanged.connect(self._let_go)
        self._holding[identifier] = verb

    def press(self, identifier: str) -> None:
        """Do what the action's key does, as a menu or a button would."""
        self._verbs[identifier]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keys that are held, once no child of the widget wanted them."""
        if not isinstance(event, QKeyEvent) or event.isAutoRepeat():
            return False
        if event.type() == QEvent.Type.KeyPress:
            pressed = key_of(event)
            for identifier, verb in self._holding.items():
                if pressed in self._bindings.keys_of(identifier) and identifier not in self._held:
                    self._held[identifier] = event.key()
                    verb(True)  # noqa: FBT003 - whether it is held is all that the verb takes
                    return True
        elif event.type() == QEvent.Type.KeyRelease:
            return self._let_go(key=event.key())
        return False

    def _let_go(self, *_focus: object, key: int | None = None) -> bool:
        """The key came up; without one, its coming up will go to somebody else."""
        released = [name for name, its in self._held.items() if key is None or its == key]
        for identifier in released:
            del self._held[identifier]
            self._holding[identifier](False)  # noqa: FBT003
        return bool(released)

    def _refuse_second(self, identifier: str) -> None:
        if identifier in self._verbs or identifier in self._holding:
            raise ValueError(f"{identifier} has a verb already")

    def _listen(self, identifier: str) -> None:
        action = ACTIONS[identifier]
        context = _CONTEXTS.get(action.scope, Qt.ShortcutContext.WindowShortcut)
        for key in self._bindings.keys_of(identifier):
            shortcut = QShortcut(QKeySequence(key), self._widget, context=context)
            shortcut.setAutoRepeat(action.repeats)  # a held I must not flicker
            shortcut.activated.connect(self._verbs[identifier])
            self._shortcuts.append(shortcut)

    def _rebuild(self) -> None:
        self._let_go()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)  # deleted only later, and until then it must not be heard
            shortcut.deleteLater()
        self._shortcuts = []
        for identifier in self._verbs:
            self._listen(identifier)

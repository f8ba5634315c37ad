"""The list of actions and their keys, searched, and the catching of the next key pressed. Changes nothing itself."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from cxrviewer.ui.keys.actions import ACTIONS, GROUPS, group_words, words_of
from cxrviewer.ui.keys.controls import Controls, profile_controls
from cxrviewer.ui.keys.key_names import key_of, readable
from cxrviewer.ui.keys.words import matches

_IDENTIFIER = Qt.ItemDataRole.UserRole


class KeyList(QTreeWidget):
    """Headings with their actions below.

    Signals:
        change_asked, remove_asked: of the action that is chosen; without argument.
        chosen: another line is the current one; without argument.
        caught: the name of the key pressed while one was waited for.
    """

    change_asked = Signal()
    remove_asked = Signal()
    chosen = Signal()
    caught = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.catching = False
        """Whether the next key is wanted as a key, not for what it does."""
        self._items: dict[str, QTreeWidgetItem] = {}
        self.setColumnCount(3)
        self.setHeaderLabels([self.tr("Action"), self.tr("Keys"), ""])
        self.setRootIsDecorated(False)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setAccessibleName(self.tr("Actions and their keys"))
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        for group in GROUPS:
            heading = QTreeWidgetItem(self, [group_words(group)])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFirstColumnSpanned(True)
            heading.setForeground(0, self.palette().color(QPalette.ColorRole.PlaceholderText))
            for action in (action for action in ACTIONS.values() if action.group == group):
                item = QTreeWidgetItem(heading, [words_of(action)])
                item.setData(0, _IDENTIFIER, action.identifier)
                self._items[action.identifier] = item
            heading.setExpanded(True)
        self.setItemsExpandable(False)
        self.currentItemChanged.connect(lambda: self.chosen.emit())
        self.itemDoubleClicked.connect(lambda: self.change_asked.emit())
        self.setCurrentItem(next(iter(self._items.values())))
        self.installEventFilter(self)

    @property
    def current(self) -> str:
        """The identifier of the chosen action; empty for none."""
        item = self.currentItem()
        return "" if item is None else str(item.data(0, _IDENTIFIER) or "")

    def choose(self, identifier: str) -> None:
        """Make this action the chosen one."""
        self.setCurrentItem(self._items[identifier])

    def show_controls(self, controls: Controls) -> None:
        """The keys as they are, and which of them differ from the profile's."""
        profile = profile_controls(controls.profile)
        for identifier, item in self._items.items():
            keys = controls.keys[identifier]
            item.setText(1, readable(keys) or self.tr("none"))
            item.setForeground(2, self.palette().color(QPalette.ColorRole.PlaceholderText))
            item.setText(2, "" if keys == profile.keys[identifier] else self.tr("changed"))

    def seek(self, text: str) -> None:
        """Show only the lines with each of these words, in heading, action or keys."""
        wanted = text.casefold().split()
        for row in range(self.topLevelItemCount()):
            heading = self.topLevelItem(row)
            assert heading is not None
            items = [item for child in range(heading.childCount()) if (item := heading.child(child)) is not None]
            for item in items:
                item.setHidden(not matches(wanted, heading.text(0), item.text(0), item.text(1)))
            heading.setHidden(all(item.isHidden() for item in items))
        current = self.currentItem()
        if current is None or current.isHidden():
            visible = next((item for item in self._items.values() if not item.isHidden()), None)
            if visible is not None:
                self.setCurrentItem(visible)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The key that is waited for, before any shortcut and before Tab moves on; else the list's own keys."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self.catching:
                event.accept()
            return self.catching
        if event.type() != QEvent.Type.KeyPress:
            return False
        if self.catching:
            if key := key_of(event):
                self.caught.emit(key)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.change_asked.emit()
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit()
            return True
        return False

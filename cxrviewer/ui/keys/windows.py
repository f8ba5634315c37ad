"""Joins a window to the sheet of keys and to the window that changes them. Knows no other verb."""

from collections.abc import Collection

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.actions import Scope
from cxrviewer.ui.keys.editor import KeyEditor
from cxrviewer.ui.keys.sheet import KeySheet

MAIN = (Scope.IMAGE, Scope.FORM, Scope.WINDOW, Scope.BOTH, Scope.EVERYWHERE)
STUDY = (Scope.IMAGE, Scope.FORM, Scope.STUDY, Scope.BOTH)


class KeyWindows(QObject):
    """Each is made when it is first asked for. In a study keys are shown but not changed: all read alike."""

    def __init__(self, verbs: ActionMap, scopes: Collection[Scope], parent: QWidget) -> None:
        super().__init__(parent)
        self._parent, self._verbs, self._scopes = parent, verbs, scopes
        self._sheet: KeySheet | None = None
        self._editor: KeyEditor | None = None
        verbs.bind({"window.keys": self.show_sheet})
        if Scope.WINDOW in scopes:
            verbs.bind({"window.change_keys": self.show_editor})

    def show_sheet(self) -> None:
        """All keys."""
        if self._sheet is None:
            can_change = Scope.WINDOW in self._scopes
            self._sheet = KeySheet(self._verbs.bindings, self._scopes, self._parent, can_change=can_change)
            self._sheet.change_asked.connect(self.show_editor)
        self._sheet.show()
        self._sheet.activateWindow()

    def show_editor(self) -> None:
        """Change keys and mouse."""
        if self._sheet is not None:
            self._sheet.hide()
        if self._editor is None:
            self._editor = KeyEditor(self._verbs.bindings, self._parent)
        self._editor.show()
        self._editor.activateWindow()
        self._editor.list.setFocus()

    @property
    def sheet(self) -> KeySheet | None:
        """The sheet, once it was shown."""
        return self._sheet

    @property
    def editor(self) -> KeyEditor | None:
        """The window that changes keys, once it was shown."""
        return self._editor

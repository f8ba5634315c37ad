"""Menus that go when a widget goes without being its children. Knows nothing of what is in them."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

AnyMenu = TypeVar("AnyMenu", bound=QMenu)


def kept_by(owner: QObject, menu: AnyMenu) -> AnyMenu:
    """The menu, which has no parent and is deleted after its owner.

    A menu that is a child and made before its siblings cuts them out of the chain that Tab follows. One that nobody
    deletes stays until the program ends: what its actions call knows the pane, the pane knows the menu, and Python's
    collector does not see through Qt's connections.
    """
    owner.destroyed.connect(menu.deleteLater)
    return menu

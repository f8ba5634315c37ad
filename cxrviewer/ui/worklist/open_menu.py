"""The Open button and its menu: files, a folder, what was opened lately. Opens nothing itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from cxrviewer.ui.labels import plain_button


class OpenMenu(QObject):
    """Filled anew each time it is shown.

    Signals:
        menu_asked: the menu is about to be shown; ``offer`` fills it.
        files_asked: the reader wants to open files.
        folder_asked: the reader wants to open a folder.
        paths_asked: a tuple of the paths that the reader wants to open again.
        forget_asked: what was opened lately is to be forgotten.
    """

    menu_asked = Signal()
    files_asked = Signal()
    folder_asked = Signal()
    paths_asked = Signal(object)
    forget_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.curtain = False
        """Whether what can name a patient is hidden."""
        self.key_of: Callable[[str], str] = lambda _action: ""
        """The key of an action in words."""
        self.menu = QMenu(parent)
        self.menu.aboutToShow.connect(self.menu_asked)
        self.button = plain_button(
            self.tr("Open"), self.tr("Open files (Ctrl+O), a folder (Ctrl+Shift+O), or lately opened (Ctrl+R)")
        )
        self.button.setMenu(self.menu)

    def show_menu(self) -> None:
        """As a press on the button does."""
        self.button.showMenu()

    def offer(self, recent: Sequence[Path]) -> None:
        """Fill the menu; ``recent`` is what was opened lately, the latest first."""
        self.menu.clear()
        for words, identifier, asked in (
            (self.tr("Open files"), "films.open", self.files_asked),
            (self.tr("Open a folder"), "films.open_folder", self.folder_asked),
        ):
            self.menu.addAction(f"{words}\t{self.key_of(identifier)}").triggered.connect(asked)
        if not recent:
            return
        self.menu.addSeparator()
        if self.curtain:
            self.menu.addAction(self.tr("Lately opened: hidden")).setEnabled(False)
            return
        self.menu.addAction(self.tr("Lately opened")).setEnabled(False)
        for path in recent:
            action = self.menu.addAction(shown_path(path).replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.paths_asked.emit((path,)))
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Forget these")).triggered.connect(self.forget_asked)


def shown_path(path: Path) -> str:
    """The name and the folder it lies in, cut where they are long."""
    name = path.name or str(path)
    words = QCoreApplication.translate("worklist", "{name}  in {folder}").format(name=name, folder=path.parent.name)
    words = words if path.parent.name else name
    return words if len(words) <= 60 else f"{words[:57]}..."

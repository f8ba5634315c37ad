"""The field in which films are sought, and the words where none is found. Knows no film."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cxrviewer.ui.labels import label


class SearchField(QWidget):
    """One line of words.

    Signals:
        sought: the text as it now stands, at each change.
    """

    sought = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.setAccessibleName(self.tr("Search the worklist"))
        self.field.setToolTip(self.tr("Name, number, date, study, file or status (Ctrl+F)"))
        self.field.textChanged.connect(self.sought)
        self._nothing = label(self.tr("No film has these words. Esc shows all."), "secondary", wrap=True)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self._nothing)
        self.setFocusProxy(self.field)

    @property
    def text(self) -> str:
        """What is sought."""
        return self.field.text()

    def say_nothing_found(self, *, nothing: bool) -> None:
        """Whether no film has the words."""
        self._nothing.setVisible(nothing)

    def set_curtain(self, *, drawn: bool) -> None:
        """What was typed can be a patient's name."""
        self.field.setEchoMode(QLineEdit.EchoMode.Password if drawn else QLineEdit.EchoMode.Normal)

"""What a reader should know of the film before a draft is read: one line a reason. Knows no film."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cxrviewer.imaging.scope import Scope, ScopeKind
from cxrviewer.ui.labels import label

_MILD = frozenset({ScopeKind.SMALL, ScopeKind.EIGHT_BIT})
"""These make a draft less good, not meaningless."""


class ScopeNotes(QWidget):
    """Nothing at all while the film is in scope."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = label(self.tr("Before you draft"), "heading")
        self.setAccessibleName(self._heading.text())
        self._reasons: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 6)
        self._layout.setSpacing(3)
        self._layout.addWidget(self._heading)
        self.hide()

    @property
    def words(self) -> tuple[str, ...]:
        """The reasons on the screen."""
        return tuple(reason.text() for reason in self._reasons)

    def show_scope(self, scope: Scope | None) -> None:
        """Say why the film is out of scope; None while it has not been looked at."""
        for reason in self._reasons:
            self._layout.removeWidget(reason)
            reason.deleteLater()
        self._reasons = []
        for warning in () if scope is None else scope.warnings:
            self._reasons.append(label(warning.reason, "secondary" if warning.kind in _MILD else "cell", wrap=True))
            self._layout.addWidget(self._reasons[-1])
        self.setAccessibleDescription(" ".join(self.words))
        self.setVisible(bool(self._reasons))

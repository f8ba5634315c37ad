"""Moving the keys from pane to pane, and the words that tell which keys a pane has. Knows no pane's inside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class Pane:
    """A part of the window that F6 stops at."""

    widget: QWidget
    take_focus: Callable[[], None]
    hint: str | Callable[[], str]

    @property
    def words(self) -> str:
        """The hint as it is now."""
        return self.hint if isinstance(self.hint, str) else self.hint()


def focused_pane(panes: Sequence[Pane]) -> int:
    """The index of the pane that has the keys; -1 for none."""
    focus = QApplication.focusWidget()
    if focus is None:
        return -1
    return next(
        (index for index, pane in enumerate(panes) if pane.widget is focus or pane.widget.isAncestorOf(focus)), -1
    )


def focus_next(panes: Sequence[Pane], step: int = 1) -> None:
    """Give the keys to the pane after the one that has them (before it with -1)."""
    index = focused_pane(panes)
    start = (-1 if step > 0 else 0) if index < 0 else index
    panes[(start + step) % len(panes)].take_focus()

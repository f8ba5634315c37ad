"""What each column of a manifest is: an arm, or something about the case. Knows names; reads no row."""

import enum
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cxrviewer.study.manifest import Columns
from cxrviewer.ui.labels import Choice, label


class Role(enum.Enum):
    """Of a column."""

    ARM = "arm"
    TRUTH = "truth"
    STRATA = "strata"
    TRAINING = "training"
    UNUSED = "unused"


_ALWAYS = ("case", "image")


class ColumnRoles(QWidget):
    """A row a column; columns called truth, strata and training begin as what they are called.

    Signals:
        changed: a column became something else; without argument.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[str, Choice] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnMinimumWidth(0, 180)
        self._grid.setColumnMinimumWidth(1, 300)
        self._grid.setColumnStretch(2, 1)

    def show_header(self, header: Sequence[str]) -> None:
        """The columns of this header."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._choices = {}
        words = {
            Role.ARM: self.tr("reports of an arm"),
            Role.TRUTH: self.tr("what is true of the film"),
            Role.STRATA: self.tr("group of cases"),
            Role.TRAINING: self.tr("training case or not"),
            Role.UNUSED: self.tr("not used"),
        }
        for name in header:
            if name in _ALWAYS:
                continue
            choice = Choice()
            choice.setMaximumWidth(300)
            choice.setAccessibleName(self.tr("What column {name} is").format(name=name))
            for role, text in words.items():
                choice.addItem(text, role.value)
            guess = next((role for role in Role if role.value == name.casefold()), Role.ARM)
            choice.setCurrentIndex(list(words).index(guess))
            choice.currentIndexChanged.connect(self.changed)
            row = len(self._choices)
            self._grid.addWidget(label(name, "secondary"), row, 0)
            self._grid.addWidget(choice, row, 1)
            self._choices[name] = choice

    @property
    def choices(self) -> dict[str, Choice]:
        """The boxes by column."""
        return self._choices

    def columns(self) -> Columns:
        """As the manifest is to be read; of two columns of one kind the last one counts, the other is not used."""
        by_role: dict[Role, list[str]] = {role: [] for role in Role}
        for name, choice in self._choices.items():
            by_role[Role(choice.currentData())].append(name)
        single = {role: names[-1] if names else None for role, names in by_role.items()}
        spare = [
            name for role in (Role.TRUTH, Role.STRATA, Role.TRAINING) for name in by_role[role] if name != single[role]
        ]
        return Columns(
            truth=single[Role.TRUTH],
            strata=single[Role.STRATA],
            training=single[Role.TRAINING],
            ignored=(*by_role[Role.UNUSED], *spare),
        )

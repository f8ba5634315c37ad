"""A small field of the design form: a whole number. Knows no study."""

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget


class NumberField(QLineEdit):
    """A whole number within limits; what is no number counts as the least."""

    def __init__(self, least: int, most: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(str(value), parent)
        self._least, self._most = least, most
        self.setValidator(QIntValidator(least, most, self))
        self.setMaximumWidth(140)

    @property
    def value(self) -> int:
        """The number."""
        text = self.text().strip()
        return min(max(int(text) if text.lstrip("-").isdigit() else self._least, self._least), self._most)

    def set_value(self, value: int) -> None:
        """Show this number."""
        self.setText(str(value))

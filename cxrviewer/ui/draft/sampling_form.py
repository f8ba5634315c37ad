"""How the next token is chosen: temperature, top-p, seed, length. Knows the limits of ``Sampling``, not the model."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QGridLayout, QSpinBox, QWidget

from cxrviewer.reporting.draft import Sampling
from cxrviewer.ui.labels import label

_LARGEST_SEED = 2**31 - 1  # of a QSpinBox


class SamplingForm(QWidget):
    """Four fields."""

    def __init__(self, sampling: Sampling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top_k = sampling.top_k
        self._temperature = _decimal(0.0, 2.0)
        self._top_p = _decimal(0.05, 1.0)
        self._seed = QSpinBox()
        self._seed.setRange(0, _LARGEST_SEED)
        self._length = QSpinBox()
        self._length.setRange(1, 2048)
        self._length.setSingleStep(64)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        fields: tuple[tuple[str, str, QAbstractSpinBox], ...] = (
            (self.tr("Temperature"), self.tr("0 always takes the likeliest token"), self._temperature),
            (self.tr("Top-p"), self.tr("Only the likeliest tokens up to this share"), self._top_p),
            (self.tr("Seed"), self.tr("The same seed writes the same text again"), self._seed),
            (self.tr("Tokens"), self.tr("The longest text"), self._length),
        )
        for column, (name, tip, field) in enumerate(fields):
            layout.addWidget(label(name, "secondary"), 0, column)
            layout.addWidget(field, 1, column)
            layout.setColumnStretch(column, 1)
            field.setAccessibleName(name)
            field.setToolTip(tip)
            field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)  # arrow keys and the wheel do it
        self.set_sampling(sampling)

    def sampling(self) -> Sampling:
        """What the fields say."""
        return Sampling(
            temperature=self._temperature.value(),
            top_p=self._top_p.value(),
            top_k=self._top_k,
            seed=self._seed.value(),
            max_new_tokens=self._length.value(),
        )

    def set_sampling(self, sampling: Sampling) -> None:
        """Put this into the fields."""
        self._temperature.setValue(sampling.temperature)
        self._top_p.setValue(sampling.top_p)
        self._seed.setValue(min(sampling.seed, _LARGEST_SEED))
        self._length.setValue(sampling.max_new_tokens)

    def next_seed(self) -> None:
        """Another seed, so that drafting again writes another text."""
        self._seed.setValue((self._seed.value() + 1) % _LARGEST_SEED)


def _decimal(least: float, most: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setLocale(QLocale.c())  # a point, as in every paper and in the settings file
    field.setRange(least, most)
    field.setDecimals(2)
    field.setSingleStep(0.05)
    return field

"""The form that tells the program what a screen shows. Knows its fields; knows no film and keeps nothing."""

import re
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxrviewer.imaging.display_function import FEWEST_MEASUREMENTS
from cxrviewer.imaging.quality_page import PATCHES
from cxrviewer.settings import DisplaySettings
from cxrviewer.ui.calibration.calibration import Method, display_function
from cxrviewer.ui.labels import Choice, label

_LARGEST = 3990.0


class CalibrationForm(QDialog):
    """One screen's calibration.

    Signals:
        saved: the DisplaySettings that the reader has entered; they make a display.
        page_asked: the test page is wanted, with the DisplaySettings as entered so far.
    """

    saved = Signal(object)
    page_asked = Signal(object)

    def __init__(self, screen: str, settings: DisplaySettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Display calibration"))
        self._kept = settings
        self.method = Choice()
        for method, words in (
            (Method.NONE, self.tr("not calibrated")),
            (Method.ELSEWHERE, self.tr("by the screen or its own software (DICOM)")),
            (Method.GAMMA, self.tr("here, from its darkest and brightest")),
            (Method.MEASURED, self.tr("here, from measured luminances")),
        ):
            self.method.addItem(words, method)
        self.darkest = self._number(settings.darkest, 0.01, _LARGEST, " cd/m²")
        self.brightest = self._number(settings.brightest, 1.0, _LARGEST, " cd/m²")
        self.gamma = self._number(settings.gamma, 0.5, 5.0, "")
        self.ambient = self._number(settings.ambient, 0.0, 999.0, " cd/m²")
        self.measured = QPlainTextEdit()
        self.measured.setPlainText("\n".join(f"{value:g}" for value in settings.measured))
        self.measured.setTabChangesFocus(True)
        self._problem = label("", "error", wrap=True)
        self._lay_out(screen)
        self.method.currentIndexChanged.connect(self._method_chosen)
        self.method.setCurrentIndex(self.method.findData(Method(settings.method)))
        self._method_chosen()

    @property
    def problem(self) -> str:
        """Why what is entered makes no display; empty where it does or nothing was tried."""
        return self._problem.text()

    def settings(self) -> DisplaySettings | None:
        """What is entered; None, with the reason in the form, where no display can be so."""
        method: Method = self.method.currentData()
        try:
            # Only what the method uses is taken over: a half-typed list must not stand in the way of the rest.
            measured = _numbers(self.measured.toPlainText()) if method is Method.MEASURED else self._kept.measured
            entered = DisplaySettings(
                method=method.value,
                darkest=self.darkest.value(),
                brightest=self.brightest.value(),
                gamma=self.gamma.value(),
                ambient=self.ambient.value(),
                measured=measured,
                date=date.today().isoformat() if method is not Method.NONE else "",
            )
            display_function(entered)
        except ValueError:
            self._problem.setText(self._reason(method))
            return None
        self._problem.clear()
        return entered

    def _reason(self, method: Method) -> str:
        if method is Method.MEASURED:
            return self.tr(
                "Luminances must be numbers above 0 that rise from black to white, with the room's light from 0.05 "
                "to 3990 cd/m²; enter one a line, {count} for the fields of the test page, at least {fewest}."
            ).format(count=PATCHES, fewest=FEWEST_MEASUREMENTS)
        return self.tr(
            "The brightest must lie above the darkest, and the darkest with the room's light at 0.05 cd/m² or more."
        )

    def _method_chosen(self) -> None:
        method = self.method.currentData()
        for row, methods in (
            (self.darkest, {Method.GAMMA}),
            (self.brightest, {Method.GAMMA}),
            (self.gamma, {Method.GAMMA}),
            (self.ambient, {Method.GAMMA, Method.MEASURED}),
            (self.measured, {Method.MEASURED}),
        ):
            self._form.setRowVisible(row, method in methods)
        self._problem.clear()
        self.adjustSize()

    def _save(self) -> None:
        entered = self.settings()
        if entered is not None:
            self.saved.emit(entered)
            self.accept()

    def _ask_page(self) -> None:
        entered = self.settings()
        if entered is not None:
            self.page_asked.emit(entered)

    def _lay_out(self, screen: str) -> None:
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(12)
        for words, name, field in (
            (self.tr("&Calibrated"), self.tr("How the screen is calibrated"), self.method),
            (self.tr("&Darkest"), self.tr("Luminance of black"), self.darkest),
            (self.tr("&Brightest"), self.tr("Luminance of white"), self.brightest),
            (self.tr("&Gamma"), self.tr("Power of the driving level"), self.gamma),
            (self.tr("&Room"), self.tr("Luminance that the room's light adds at the screen"), self.ambient),
            (self.tr("&Measured"), self.tr("Measured luminances, one a line, black first"), self.measured),
        ):
            field.setAccessibleName(name)
            field.setToolTip(name)
            self._form.addRow(words, field)
        page = QPushButton(self.tr("&Test page"))
        page.setToolTip(self.tr("Squares, ramps and line pairs over the whole screen; Right shows fields to measure"))
        page.clicked.connect(self._ask_page)
        cancel, save = QPushButton(self.tr("Cancel")), QPushButton(self.tr("&Save"))
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self._save)
        save.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(page)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(screen, "title", wrap=True))
        layout.addWidget(
            label(
                self.tr("Films are shown so that equal steps of grey look equal on this screen (DICOM GSDF)."),
                "secondary",
                wrap=True,
            )
        )
        layout.addLayout(self._form)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        self.setMinimumWidth(440)

    @staticmethod
    def _number(value: float, least: float, most: float, unit: str) -> QDoubleSpinBox:
        made = QDoubleSpinBox()
        made.setRange(least, most)
        made.setDecimals(2)
        made.setSuffix(unit)
        made.setValue(value)
        return made


def _numbers(text: str) -> tuple[float, ...]:
    """The numbers of a list, however they are parted. Raises ValueError where something else is among them."""
    return tuple(float(word) for word in re.split(r"[\s;]+", text.strip()) if word)

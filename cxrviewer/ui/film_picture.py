"""The film as it is on the screen, saved as a picture: without the patient's texts unless the reader asks for them.

Knows the image pane; a picture holds pixels alone, and its name no identifier.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cxrviewer.errors import RadiographError
from cxrviewer.ui.bars import NoticeBar
from cxrviewer.ui.errors import show_error
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.labels import label

_PREVIEW = (560, 400)  # logical pixels


def film_picture(pane: ImagePane, *, with_patient: bool) -> QImage:
    """What the pane shows now, in device pixels, annotations and all; 8-bit RGB, no metadata."""
    shown = pane.patient_texts_visible
    pane.set_patient_texts_visible(with_patient)
    had_keys = pane.film_canvas.hasFocus()
    pane.film_canvas.clearFocus()  # the ring that marks the focus is no part of the film
    picture = pane.film_canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    pane.set_patient_texts_visible(shown)
    if had_keys:
        pane.film_canvas.setFocus()
    for key in picture.textKeys():
        picture.setText(key, "")
    picture.setDevicePixelRatio(1.0)
    return picture


class PictureDialog(QDialog):
    """Shows the picture as it will be saved."""

    def __init__(self, pane: ImagePane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save the film as a picture"))
        self._pane = pane
        self._picture = QImage()
        self._preview = QLabel()
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setMinimumSize(*_PREVIEW)
        self._preview.setAccessibleName(self.tr("The picture"))
        self.with_patient = QCheckBox(self.tr("Show who the patient is: name, number, dates"))
        self.with_patient.toggled.connect(self._refresh)
        note = self.tr("Notes on the film and letters that are part of it stay; look before you send it.")
        self.notice = NoticeBar()
        row = QHBoxLayout()
        row.addStretch(1)
        for words, verb in ((self.tr("Copy"), self.copy), (self.tr("Save"), self._ask_file)):
            button = QPushButton(words)
            button.clicked.connect(verb)
            button.setAutoDefault(verb == self._ask_file)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        for widget in (self._preview, self.with_patient, label(note, "secondary", wrap=True), self.notice):
            layout.addWidget(widget)
        layout.addLayout(row)
        self._refresh()

    @property
    def picture(self) -> QImage:
        """The picture as it will be saved."""
        return self._picture

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self._picture)
        self.accept()

    def save(self, path: Path) -> None:
        """Write the picture as PNG; where that fails the dialog says so and stays."""
        if self._picture.save(str(path), "PNG"):  # type: ignore[call-overload]  # the stubs want bytes
            self.accept()
        else:
            words = self.tr("the picture cannot be written there; choose another folder or free some space")
            show_error(self.notice, RadiographError(words))

    def _ask_file(self) -> None:
        # Numbered by what is in the folder: a file's own name can be the patient's.
        folder = Path.home()
        number = next(n for n in range(1, 100_000) if not (folder / f"film-{n}.png").exists())
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the film as a picture"), str(folder / f"film-{number}.png"), "*.png"
        )
        if name:
            self.save(Path(name).with_suffix(".png"))

    def _refresh(self) -> None:
        self._picture = film_picture(self._pane, with_patient=self.with_patient.isChecked())
        ratio = self.devicePixelRatioF()
        shown = QPixmap.fromImage(self._picture).scaled(
            round(_PREVIEW[0] * ratio),
            round(_PREVIEW[1] * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        self._preview.setPixmap(shown)


class PictureTaking(QObject):
    """Opens the dialog for the film on the screen, or says that there is none."""

    def __init__(self, pane: ImagePane, notice: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._pane, self._notice, self._window = pane, notice, window
        self.dialog: PictureDialog | None = None

    def ask(self) -> None:
        """Show the picture that would be saved."""
        if self._pane.radiograph is None:
            show_error(self._notice, RadiographError(self.tr("there is no film to save as a picture; open one first")))
            return
        self.dialog = PictureDialog(self._pane, self._window)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()

"""A small picture of the model's input in a corner of the film, with what it leaves out. Knows no film and no model."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxrviewer.inference.preprocess import ModelInput, Unseen
from cxrviewer.ui.labels import label, plain_button

translate = QCoreApplication.translate

_SMALLEST, _LARGEST = 144, 224  # logical pixels of the picture's side
_SHARE = 0.22  # of the film's shorter side
_SHORT_HASH = 6
_FRAME = 8  # logical pixels around the picture


class InputPicture(QWidget):
    """The square as the model is given it, in its own grey levels."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def image(self) -> QImage | None:
        """The picture shown, one pixel for each value that the model is given."""
        return self._image

    def show_input(self, seen: ModelInput | None) -> None:
        """Show this input; None leaves the square dark."""
        self._image = None
        if seen is not None:
            grey = np.ascontiguousarray(seen.grey)
            rows, columns = grey.shape
            # copy: the image must outlive the array it was made on.
            self._image = QImage(grey.data, columns, rows, columns, QImage.Format.Format_Grayscale8).copy()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Averaged to the place there is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if self._image is not None:
            ratio = self.devicePixelRatioF()
            side = round(self.width() * ratio)
            shown = self._image.scaled(
                side, side, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            shown.setDevicePixelRatio(ratio)
            painter.drawImage(0, 0, shown)
        painter.end()


class InputInset(QFrame):
    """Picture, what is cut off, hash."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("modelInset")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("What the model sees"))
        self._sha256 = ""
        self._title = label(self.tr("What the model sees"), "machine")
        self._picture = InputPicture()
        self._picture.setAccessibleName(self.tr("The model's input"))
        self._words = label("", "secondary", wrap=True)
        self._hash = label("", "secondary")
        self._hash.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = plain_button(self.tr("Copy"), self.tr("Copy the whole SHA-256 of the model's input"))
        self._copy.clicked.connect(self._copy_hash)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._hash, 1)
        row.addWidget(self._copy)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(_FRAME, 6, _FRAME, 6)
        layout.setSpacing(4)
        for widget in (self._title, self._picture, self._words):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.hide()

    @property
    def picture(self) -> InputPicture:
        """The picture."""
        return self._picture

    @property
    def words(self) -> str:
        """What is said of the input."""
        return self._words.text()

    @property
    def sha256(self) -> str:
        """The hash that Copy copies; empty while there is no input."""
        return self._sha256

    @property
    def copy_button(self) -> QWidget:
        """Copies the hash."""
        return self._copy

    def show_input(self, seen: ModelInput, words: str = "") -> None:
        """Show this input, what it leaves out and, below, further words."""
        self._sha256 = seen.sha256
        self._picture.show_input(seen)
        self._words.setText("\n".join(filter(None, (unseen_words(seen.unseen), words))))
        self._hash.setText(self.tr("SHA-256 {hash}").format(hash=f"{seen.sha256[:_SHORT_HASH]}…"))
        self._hash.setToolTip(seen.sha256)
        self._hash.setAccessibleName(seen.sha256)
        self._show_hash(visible=True)

    def show_words(self, words: str) -> None:
        """There is no input to show, and why."""
        self._sha256 = ""
        self._picture.show_input(None)
        self._words.setText(words)
        self._show_hash(visible=False)

    def place_in(self, room: QRect) -> None:
        """Take the lower left corner of ``room``."""
        side = min(max(_SMALLEST, round(_SHARE * min(room.width(), room.height()))), _LARGEST)
        self._picture.setFixedSize(side, side)
        self.setFixedWidth(side + 2 * _FRAME)
        self.setFixedHeight(self._column.heightForWidth(self.width()))
        self.move(room.left(), room.bottom() + 1 - self.height())

    def _show_hash(self, *, visible: bool) -> None:
        self._hash.setVisible(visible)
        self._copy.setVisible(visible)

    def _copy_hash(self) -> None:
        QGuiApplication.clipboard().setText(self._sha256)


def unseen_words(unseen: Unseen) -> str:
    """What the crop cuts off, in words; the sides are those of the film as it is stored."""
    sides = {
        translate("model_view", "top"): unseen.top,
        translate("model_view", "bottom"): unseen.bottom,
        translate("model_view", "left"): unseen.left,
        translate("model_view", "right"): unseen.right,
    }
    cut = {side: f"{share * 100:.1f} %" for side, share in sides.items() if round(share * 100, 1) > 0}
    if not cut:
        return translate("model_view", "The whole film is seen.")
    if len(cut) == 2 and len(set(cut.values())) == 1:
        first, last = cut
        return translate("model_view", "Cuts off {share} at {first} and {last}.").format(
            share=cut[first], first=first, last=last
        )
    parts = (translate("model_view", "{share} at {side}").format(share=share, side=side) for side, share in cut.items())
    return translate("model_view", "Cuts off {parts}.").format(parts=translate("model_view", " and ").join(parts))

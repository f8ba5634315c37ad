"""Turns a figure drawn on white into one for a dark page: light and dark change places, hues stay. Knows pixels."""

import numpy as np
from PySide6.QtGui import QColor, QImage


def on_dark(png: bytes, page: QColor, ink: QColor) -> QImage:
    """The figure with white as ``page`` and black as ``ink``; everything between keeps its hue."""
    figure = QImage.fromData(png).convertToFormat(QImage.Format.Format_RGB888)
    width, height = figure.width(), figure.height()
    rows = np.frombuffer(figure.constBits(), np.uint8).reshape(height, figure.bytesPerLine())
    rgb = rows[:, : 3 * width].reshape(height, width, 3).astype(np.float32)
    # c + 255 - max - min exchanges the lightness of HSL and leaves hue and saturation as they are.
    turned = rgb + 255 - rgb.max(axis=2, keepdims=True) - rgb.min(axis=2, keepdims=True)
    dark, light = (np.array([c.red(), c.green(), c.blue()], np.float32) for c in (page, ink))
    shown = np.clip(dark + turned / 255 * (light - dark), 0, 255).astype(np.uint8)
    content = np.ascontiguousarray(shown)
    # copy: the image must outlive the array it was made on.
    return QImage(content.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

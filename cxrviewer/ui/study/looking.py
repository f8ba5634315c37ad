"""Sums up how the film of one case was looked at: window, zoom, how often they were changed. Knows no study."""

from PySide6.QtCore import QObject

from cxrviewer.imaging.radiograph import Voi, Window, WindowedLut
from cxrviewer.ui.image.pane import ImagePane


class Looking(QObject):
    """Listens to an image pane from ``begin`` on."""

    def __init__(self, pane: ImagePane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._begin_counts()
        pane.voi_changed.connect(self._voi_changed)
        pane.zoom_changed.connect(self._zoom_changed)
        pane.inverted_changed.connect(self._inverted_changed)

    def begin(self) -> None:
        """The film was just shown; what was set to show it is no change."""
        self._begin_counts()

    def summary(self) -> dict[str, object]:
        """As the journal keeps it; the monitor too."""
        screen = self._pane.screen()
        size, ratio = screen.size(), screen.devicePixelRatio()
        return {
            "window": _voi(self._pane.voi),
            "zoom": round(self._pane.zoom, 4),
            "zoom_least": round(min(self._zooms), 4),
            "zoom_most": round(max(self._zooms), 4),
            "inverted": self._pane.inverted,
            "window_changes": self._windows,
            "zoom_changes": len(self._zooms) - 1,
            "inversions": self._inversions,
            "pane": [self._pane.film_canvas.width(), self._pane.film_canvas.height()],
            "screen": [round(size.width() * ratio), round(size.height() * ratio)],
        }

    def _begin_counts(self) -> None:
        self._windows = self._inversions = 0
        self._zooms = [self._pane.zoom]

    def _voi_changed(self, _voi: Voi) -> None:
        self._windows += 1

    def _zoom_changed(self, zoom: float) -> None:
        self._zooms.append(zoom)

    def _inverted_changed(self, _inverted: bool) -> None:  # noqa: FBT001 - a slot of inverted_changed(bool)
        self._inversions += 1


def _voi(voi: Voi | None) -> object:
    """Centre and width, or the name of a lookup table; of a dragged one both."""
    if isinstance(voi, WindowedLut):
        return [voi.explanation, round(voi.window.center, 2), round(voi.window.width, 2)]
    if isinstance(voi, Window):
        return [round(voi.center, 2), round(voi.width, 2)]
    return None if voi is None else voi.explanation

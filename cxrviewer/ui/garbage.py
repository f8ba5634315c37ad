"""Python's cyclic garbage is collected on the main thread alone, as long as there is a window. Knows no widget.

WORKAROUND: the interpreter collects on whichever thread happens to allocate. A widget in a cycle of garbage is then
taken apart on the worker's thread while Qt still sends it events on its own, and the program ends.
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
_ALL_EVERY_S = 60.0
"""Everything is looked through this often at the most: with torch imported that takes longer than a frame."""


class MainThreadCollector(QObject):
    """Takes over from the interpreter until ``stop``; made and kept on the main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._all_at = time.monotonic()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect_what_is_due)
        self._timer.start()

    def stop(self) -> None:
        """Give the collection back to the interpreter."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    def spare_what_will_stay(self) -> None:
        """Leave out of every later collection what exists now: a loaded model is hundreds of thousands of objects."""
        gc.collect()
        gc.freeze()
        self._all_at = time.monotonic()

    def _collect_what_is_due(self) -> None:
        """What the interpreter's own thresholds would have collected by now, the whole heap less often."""
        young, middle, _ = (count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True))
        if not young:
            return
        now = time.monotonic()
        if middle and now - self._all_at >= _ALL_EVERY_S:
            self._all_at = now
            gc.collect()
        else:
            gc.collect(1 if middle else 0)

"""How late the window is while the model drafts and a hand drags the window: the real window, the real model.

Knows a heartbeat and a hand made of posted mouse events; everything else is what the reader has.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from cxrviewer import app
from cxrviewer.bench.large_film import COLUMNS, ROWS, large_pixels, write_large_film
from cxrviewer.bench.measurement import Measurement
from cxrviewer.bench.spread import Spread
from cxrviewer.errors import CxrViewerError
from cxrviewer.settings import Settings
from cxrviewer.store.store import Store
from cxrviewer.ui.main_window import MainWindow

P99_MS = 16.0
_BEAT_MS = 2
_HAND_MS = 8  # a mouse of 125 reports a second
_SIZE = (1920, 1080)
_PATIENCE_S = 300.0
_WAITING = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def measure_drafting(
    seconds: float, progress: Callable[[int, int], None], *, model: str = "demo", what: str = "the demo model"
) -> list[Measurement]:
    """The event loop's delay with and without a draft being written, the window dragged all the while.

    ``model`` is a checkpoint's name or folder, ``what`` what the figures call it. Raises CxrViewerError.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory(prefix="cxrviewer-bench-") as name:
        folder = Path(name)
        write_large_film(folder / "film.dcm", "raw", large_pixels(12), 12)
        with Store.open(folder / "store") as store:
            window = app.build_window(application, store, Settings(), folder / "settings.toml")
            try:
                window.resize(*_SIZE)
                window.show()
                window.open_paths([folder / "film.dcm"])
                loaded: list[bool] = []
                window.model_loaded.connect(lambda: loaded.append(True))
                app.load_model(window, Settings(), model)
                panel = window.column.draft
                _until(lambda: window.session.film is not None and bool(loaded), window)
                progress(1, 3)
                idle = _delays(window, seconds)
                progress(2, 3)
                busy = _delays(window, seconds, lambda: window.session.write_draft(panel.prompt(), panel.sampling()))
                progress(3, 3)
            finally:
                window.shut_down()
                window.close()
    return [
        _measurement(f"event-loop delay while {what} drafts", busy, aimed=True),
        _measurement("event-loop delay while nothing is drafted", idle, aimed=False),
    ]


class _Heartbeat(QObject):
    """How much later than asked for each beat came."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, now - self._last - _BEAT_MS / 1000))
        self._last = now


class _Hand(QObject):
    """Drags on the film with the left button, to and fro, until it is let go."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._canvas = window.film.pane.film_canvas
        self._moves = 0
        self._post(QEvent.Type.MouseButtonPress)
        self._timer = QTimer(self, interval=_HAND_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._post(QEvent.Type.MouseMove))
        self._timer.start()

    def let_go(self) -> None:
        """No further move."""
        self._timer.stop()
        self._post(QEvent.Type.MouseButtonRelease)

    def _post(self, kind: QEvent.Type) -> None:
        self._moves += 1
        there, back = self._moves % 120, 120 - self._moves % 120
        at = QPointF(self._canvas.width() / 2 + min(there, back), self._canvas.height() / 2 + min(there, back) / 2)
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        where = self._canvas.mapToGlobal(at)
        QApplication.postEvent(self._canvas, QMouseEvent(kind, at, where, button, held, Qt.KeyboardModifier.NoModifier))


def _delays(window: MainWindow, seconds: float, write: Callable[[], None] | None = None) -> Spread:
    """For so long, and only while a draft is being written where ``write`` begins one."""
    late: list[float] = []
    seen: list[object] = []
    canvas = window.film.pane.film_canvas
    canvas.voi_changed.connect(seen.append)
    hand = _Hand(window)
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        if write is not None:
            write()
        heart = _Heartbeat()
        stop = ends
        while time.perf_counter() < stop and (write is None or window.session.writing):
            QApplication.processEvents(_WAITING)
        late += heart.late[1:]
        heart.deleteLater()
    hand.let_go()
    QApplication.processEvents()
    window.session.stop()
    canvas.voi_changed.disconnect(seen.append)
    if len(seen) < seconds * 1000 / _HAND_MS / 4 or len(late) < 100:
        raise CxrViewerError("the window was hardly dragged, so that its delay means nothing; close other programs")
    return Spread.of(late)


def _until(condition: Callable[[], bool], window: MainWindow) -> None:
    failed: list[CxrViewerError] = []
    window.model_failed.connect(failed.append)
    ends = time.perf_counter() + _PATIENCE_S
    while not condition():
        QApplication.processEvents(_WAITING)
        if failed:
            raise failed[0]
        if time.perf_counter() > ends:
            raise CxrViewerError("the window did not come to rest; close other programs and measure again")


def _measurement(name: str, delay: Spread, *, aimed: bool) -> Measurement:
    return Measurement(
        name=f"{name}, p99",
        ours=delay.p99,
        peer=P99_MS,
        unit="ms",
        ratio=round(P99_MS / max(delay.p99, 0.01), 2),
        how=f"p50 {delay.p50:g}, p95 {delay.p95:g}, p99 {delay.p99:g} ms over {delay.count} beats of {_BEAT_MS} ms; "
        f"window/level dragged with {1000 // _HAND_MS} moves a second on {COLUMNS} x {ROWS}, window of "
        f"{_SIZE[0]} x {_SIZE[1]}; peer: what it has to be",
        good=not aimed or delay.p99 <= P99_MS,
    )

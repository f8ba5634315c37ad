"""Times one case: what the reader's hands and the window's focus say about reading. Knows no study and no grade.

The rule itself, what of a pause counts, is ``cxrviewer.study.active_time``'s.
"""

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from cxrviewer.study.active_time import ActiveTime
from cxrviewer.ui.study.clock import Clock

AWAY_S = 120.0
"""Without input for so long the reader is taken to be away, and the study pauses by itself."""
_SLEPT_S = 30.0
"""A step of the wall clock between two ticks that only a sleeping machine explains."""
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)
_DELIBERATE = _INPUT - {QEvent.Type.MouseMove, QEvent.Type.TabletMove}


class ReadingTime(QObject):
    """Install as event filter on the window's QWindow: there, input of every widget passes once.

    Signals:
        away: nobody is at the screen, or the machine slept; without argument.
    """

    away = Signal()

    def __init__(self, clock: Clock, idle_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._idle_s = idle_s
        self._active: ActiveTime | None = None  # of the case on the screen
        self._focused, self._paused = True, False
        self._last_input_ns = clock.ns()
        self._last_tick = clock.utc()
        self.shown_at: datetime | None = None
        self.shown_ns = 0
        self.first_input_at: datetime | None = None
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)

    def begin(self) -> None:
        """A case is on the screen from now on."""
        self.shown_at, self.shown_ns, self.first_input_at = self._clock.utc(), self._clock.ns(), None
        self._last_input_ns, self._last_tick = self.shown_ns, self.shown_at
        self._active = ActiveTime(self.shown_ns, self._idle_s)
        self._count(counting=self._focused and not self._paused)
        self._timer.start()

    def end(self) -> None:
        """No case is on the screen."""
        self._active = None
        self._timer.stop()

    def set_focused(self, *, focused: bool) -> None:
        """Whether the window has the keys."""
        self._focused = focused
        self._count(counting=focused and not self._paused)

    def set_paused(self, *, paused: bool) -> None:
        """Whether film and report are covered."""
        self._paused = paused
        self._last_input_ns, self._last_tick = self._clock.ns(), self._clock.utc()
        self._count(counting=self._focused and not paused)

    def input(self, *, deliberate: bool = True) -> None:
        """The reader did something; moving the mouse is something, but no first input."""
        now = self._clock.ns()
        self._last_input_ns = now
        if self._active is None or self._paused or not self._focused:
            return
        self._active.input(now)
        if deliberate and self.first_input_at is None:
            self.first_input_at = self._clock.utc()

    def active_ms(self) -> int:
        """Reading time of the case so far."""
        return 0 if self._active is None else self._active.active_ms(self._clock.ns())

    def tick(self) -> None:
        """Look whether anybody is there; once a second."""
        now, before = self._clock.utc(), self._last_tick
        self._last_tick = now
        if self._active is None or self._paused:
            return
        still_s = (self._clock.ns() - self._last_input_ns) / 1e9
        if still_s > max(AWAY_S, self._idle_s) or now - before > timedelta(seconds=_SLEPT_S):
            self.away.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Count input; stop nothing."""
        kind = event.type()
        if kind in _INPUT:
            self.input(deliberate=kind in _DELIBERATE)
        return False

    def _count(self, *, counting: bool) -> None:
        if self._active is not None:
            (self._active.come_back if counting else self._active.leave)(self._clock.ns())

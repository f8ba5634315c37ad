"""How long a reader read: pauses and other windows left out. Knows no clock but the one it is told, and no Qt."""


class ActiveTime:
    """Adds up reading time from the moments of input, in nanoseconds of the monotonic clock.

    From one input to the next counts in full up to ``idle_s``; of a longer pause, ``idle_s`` counts. Nothing counts
    while another window has the focus.
    """

    def __init__(self, now_ns: int, idle_s: float) -> None:
        self._idle_ns = int(idle_s * 1e9)
        self._last: int | None = now_ns
        self._active_ns = 0
        self.first_input_ns: int | None = None
        """The first key or button since the item was shown."""

    def input(self, now_ns: int) -> None:
        """A key, a button, the wheel or the mouse."""
        if self.first_input_ns is None:
            self.first_input_ns = now_ns
        self._count(now_ns)
        self._last = now_ns

    def leave(self, now_ns: int) -> None:
        """The window lost the focus, or the reader paused."""
        self._count(now_ns)
        self._last = None

    def come_back(self, now_ns: int) -> None:
        """The window has the focus again."""
        if self._last is None:
            self._last = now_ns

    def active_ms(self, now_ns: int) -> int:
        """Reading time up to now."""
        running = 0 if self._last is None else min(max(0, now_ns - self._last), self._idle_ns)
        return (self._active_ns + running) // 1_000_000

    def _count(self, now_ns: int) -> None:
        if self._last is not None:
            self._active_ns += min(max(0, now_ns - self._last), self._idle_ns)

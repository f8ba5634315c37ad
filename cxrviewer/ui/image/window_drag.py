"""How far a hand has gone, as a window: the arithmetic of window/level by dragging.

Knows windows and tables; knows no mouse event and no screen.
"""

import math
from dataclasses import dataclass, replace

from cxrviewer.imaging.grayscale import grayscale_table, modality_range, window_of, windowed
from cxrviewer.imaging.radiograph import Radiograph, Voi, VoiFunction, Window, WindowedLut

TRAVEL = 256.0
"""Logical pixels over which the width grows e-fold, and over which the level moves by one window width."""
FINE, COARSE = 0.1, 4.0
"""What Shift and Ctrl multiply a movement with."""
_WIDEST = 4 * 65536.0


@dataclass(frozen=True, slots=True)
class WindowDrag:
    """A drag from one window on, or from a VOI LUT, whose curve it moves and stretches.

    Right is wider, down is darker: the hand learns brightness, so down raises the level where a higher level
    darkens (MONOCHROME2 as usual) and lowers it where a higher level brightens (MONOCHROME1, inverted films).
    """

    start: Window
    level_sign: float
    """+1 where a higher level darkens the picture, -1 where it brightens it."""
    lut: WindowedLut | None = None
    """The curve under the hand; None under a plain window."""
    reach: float = math.inf
    """The range of the film's values: a window far wider than the film must not throw the film out of sight."""

    @classmethod
    def of(cls, radiograph: Radiograph, voi: Voi, *, inverted: bool) -> "WindowDrag":
        """A drag that starts from what is on the screen, and shows it unchanged until the hand moves."""
        # Asked of the tables themselves: photometric interpretation, the VOI and the presentation LUT, padding and
        # the user's inversion all take part in the answer.
        ends = modality_range(radiograph)
        reach = max(ends[1] - ends[0], 1.0)
        low, high = (
            grayscale_table(
                radiograph, windowed(radiograph, voi, Window(end, reach, VoiFunction.LINEAR_EXACT)), invert=inverted
            )
            for end in ends
        )
        some = radiograph.pixels[::16, ::16]
        darkens = int(high[some].sum()) <= int(low[some].sum())
        start = window_of(radiograph, voi)
        shown = windowed(radiograph, voi, start)
        lut = shown if isinstance(shown, WindowedLut) else None
        return cls(start, 1.0 if darkens else -1.0, lut, reach)

    def at(self, dx: float, dy: float) -> Window | WindowedLut:
        """What to show after the hand has gone (dx, dy) logical pixels, fine and coarse ones already weighed."""
        narrowest = 1.0 if self.start.function is VoiFunction.LINEAR else self.start.width / 1000
        wide = max(_WIDEST, self.start.width)
        width = self.start.width * math.exp(min(max(dx / TRAVEL, -20.0), 20.0))
        width = min(max(width, narrowest), wide)
        center = self.start.center + self.level_sign * dy / TRAVEL * min(self.start.width, self.reach)
        window = replace(self.start, center=center, width=width, explanation="")
        return window if self.lut is None else replace(self.lut, window=window)

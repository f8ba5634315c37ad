"""How far a hand has gone, as a window: the arithmetic of window/level by dragging.

Knows windows and tables; knows no mouse event and no screen.
"""

import math
from dataclasses import dataclass, replace

from cxrviewer.imaging.grayscale import grayscale_table, modality_range, window_of
from cxrviewer.imaging.radiograph import Radiograph, Voi, VoiFunction, Window

TRAVEL = 256.0
"""Logical pixels over which the width grows e-fold, and over which the level moves by one window width."""
FINE, COARSE = 0.1, 4.0
"""What Shift and Ctrl multiply a movement with."""
_WIDEST = 4 * 65536.0


@dataclass(frozen=True, slots=True)
class WindowDrag:
    """A drag from one window on.

    Right is wider, down is darker: the hand learns brightness, so down raises the level where a higher level
    darkens (MONOCHROME2 as usual) and lowers it where a higher level brightens (MONOCHROME1, inverted films).
    """

    start: Window
    level_sign: float
    """+1 where a higher level darkens the picture, -1 where it brightens it."""

    @classmethod
    def of(cls, radiograph: Radiograph, voi: Voi, *, inverted: bool) -> "WindowDrag":
        """A drag that starts from what is on the screen; from the nearest window where that is a VOI LUT."""
        # Asked of the tables themselves: photometric interpretation, presentation LUT, padding and the user's
        # inversion all take part in the answer.
        ends = modality_range(radiograph)
        width = max(ends[1] - ends[0], 1.0)
        low, high = (
            grayscale_table(radiograph, Window(end, width, VoiFunction.LINEAR_EXACT), invert=inverted) for end in ends
        )
        some = radiograph.pixels[::16, ::16]
        darkens = int(high[some].sum()) <= int(low[some].sum())
        return cls(window_of(radiograph, voi), 1.0 if darkens else -1.0)

    def at(self, dx: float, dy: float) -> Window:
        """The window after the hand has gone (dx, dy) logical pixels, fine and coarse ones already weighed."""
        narrowest = 1.0 if self.start.function is VoiFunction.LINEAR else self.start.width / 1000
        wide = max(_WIDEST, self.start.width)
        width = self.start.width * math.exp(min(max(dx / TRAVEL, -20.0), 20.0))
        width = min(max(width, narrowest), wide)
        center = self.start.center + self.level_sign * dy / TRAVEL * self.start.width
        return replace(self.start, center=center, width=width, explanation="")

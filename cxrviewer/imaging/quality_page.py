"""A page of P-values to judge a display by, after the parts that AAPM TG18 asks of its QC pattern; drawn here.

Knows P-values and pixels; knows no screen and no display function.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PATCHES = 18
"""Luminance patches from black to white; as many as TG18-LN has."""
INSET = 0.05
"""How far the square in black lies above black, and the one in white below white."""

_BACKGROUND = 0.2
_NEAR = 4 / 255
"""By how much the corner of a patch differs from it."""
_UNITS = 24
"""Units along the shorter side."""

Picture = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole pixels; ends are exclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def inner(self, share: float) -> "Box":
        """The part in the middle, that share of it high and wide."""
        high, wide = self.bottom - self.top, self.right - self.left
        y, x = round(high * (1 - share) / 2), round(wide * (1 - share) / 2)
        return Box(self.top + y, self.left + x, self.bottom - y, self.right - x)

    @property
    def where(self) -> tuple[slice, slice]:
        """To index a picture with."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of the page lie."""

    patches: tuple[Box, ...]
    """From black to white."""
    dark: Box
    """Black with a square of 5 %."""
    bright: Box
    """White with a square of 95 %."""
    ramps: tuple[Box, ...]
    """Black to white, white to black."""
    lines: tuple[Box, ...]
    """Line pairs: lying and standing, of one pixel and of two; then lying ones of one pixel in the four corners."""


def layout(rows: int, columns: int) -> Layout:
    """The page on a screen of so many device pixels."""
    unit = min(rows, columns) / _UNITS

    def box(x: float, y: float, width: float, height: float) -> Box:
        """In units from the middle of the screen; x and y are the box's left and top."""
        top, left = round(rows / 2 + y * unit), round(columns / 2 + x * unit)
        return Box(top, left, round(rows / 2 + (y + height) * unit), round(columns / 2 + (x + width) * unit))

    patches = tuple(box(-9 + 3 * (k % 6), -10 + 3 * (k // 6), 2.8, 2.8) for k in range(PATCHES))
    side = max(4, round(1.5 * unit))
    ends_y, ends_x = (0, rows - side), (0, columns - side)
    corners = tuple(Box(y, x, y + side, x + side) for y in ends_y for x in ends_x)
    return Layout(
        patches=patches,
        dark=box(-6.5, -0.5, 3.5, 3.5),
        bright=box(3, -0.5, 3.5, 3.5),
        ramps=(box(-9, 4, 18, 1.2), box(-9, 5.4, 18, 1.2)),
        lines=(*(box(-5.6 + 3 * k, 7.6, 2.2, 2.2) for k in range(4)), *corners),
    )


def quality_page(rows: int, columns: int) -> Picture:
    """(rows, columns) float32 of P-values from 0 to 1, to be shown one to one."""
    page = np.full((rows, columns), _BACKGROUND, dtype=np.float32)
    places = layout(rows, columns)
    for number, patch in enumerate(places.patches):
        value = number / (PATCHES - 1)
        page[patch.where] = value
        side = (patch.bottom - patch.top) // 5
        # Two corners that can only just be told from the patch; towards grey at its ends.
        page[patch.top : patch.top + side, patch.left : patch.left + side] = max(0.0, min(1.0, value - _NEAR))
        page[patch.bottom - side : patch.bottom, patch.right - side : patch.right] = max(0.0, min(1.0, value + _NEAR))
    for square, ground, inset in ((places.dark, 0.0, INSET), (places.bright, 1.0, 1 - INSET)):
        page[square.where] = ground
        page[square.inner(0.5).where] = inset
    rising, falling = places.ramps
    page[rising.where] = np.linspace(0, 1, rising.right - rising.left)
    page[falling.where] = np.linspace(1, 0, falling.right - falling.left)
    _draw_lines(page, places)
    page[0], page[-1], page[:, 0], page[:, -1] = 1, 1, 1, 1
    return page


def _draw_lines(page: Picture, places: Layout) -> None:
    kinds = ((1, 0), (1, 1), (2, 0), (2, 1), *[(1, 0)] * 4)
    for square, (width, axis) in zip(places.lines, kinds, strict=True):
        part = page[square.where]
        along = np.arange(part.shape[axis]) // width % 2
        part[:] = along[:, None] if axis == 0 else along[None, :]

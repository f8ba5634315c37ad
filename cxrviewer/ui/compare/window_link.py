"""The window of one film carried over to another, in proportion: two films seldom have the same grey values.

Knows films and their VOIs; knows no widget.
"""

from dataclasses import dataclass, replace

from cxrviewer.imaging.grayscale import default_voi, window_of
from cxrviewer.imaging.presets import voi_choices
from cxrviewer.imaging.radiograph import Radiograph, Voi, VoiFunction, Window, WindowedLut
from cxrviewer.ui.image.window_drag import WindowDrag

Choices = tuple[tuple[str, Voi], ...]
"""What a film offers, each VOI with its name."""


@dataclass(frozen=True, slots=True)
class _Side:
    own: Voi
    window: Window
    """In numbers, of ``own``."""
    lut: WindowedLut | None
    """The curve of ``own``; None where that is a window."""
    level_sign: float
    choices: Choices
    film: Radiograph

    @classmethod
    def of(cls, film: Radiograph, choices: Choices) -> "_Side":
        own = default_voi(film)
        drag = WindowDrag.of(film, own, inverted=False)
        return cls(own, drag.start, drag.lut, drag.level_sign, choices, film)


class WindowLink:
    """Carries a VOI from one film to the other and back.

    The film's own stays the film's own; a preset is the preset of the same name; a window that was dragged is as much
    wider, and as much darker, beside the other film's own window.
    """

    def __init__(
        self, this: Radiograph, other: Radiograph, *, these: Choices | None = None, others: Choices | None = None
    ) -> None:
        """``these`` and ``others`` are what the films offer, where that is known already."""
        self._this = _Side.of(this, voi_choices(this) if these is None else these)
        self._other = _Side.of(other, voi_choices(other) if others is None else others)

    def across(self, voi: Voi) -> Voi:
        """What the other film is shown with while this one is shown with ``voi``."""
        return _carried(voi, self._this, self._other)

    def back(self, voi: Voi) -> Voi:
        """What this film is shown with while the other one is shown with ``voi``."""
        return _carried(voi, self._other, self._this)


def _carried(voi: Voi, source: _Side, target: _Side) -> Voi:
    if voi == source.own:
        return target.own
    name = next((name for name, choice in source.choices if choice == voi), None)
    for other_name, choice in target.choices if name is not None else ():
        if other_name == name:
            return choice
    window = window_of(source.film, voi)
    narrowest = 1.0 if target.window.function is VoiFunction.LINEAR else target.window.width / 1000
    width = max(narrowest, target.window.width * window.width / source.window.width)
    darker = source.level_sign * (window.center - source.window.center) / source.window.width
    center = target.window.center + target.level_sign * darker * target.window.width
    carried = replace(target.window, center=center, width=width, explanation="")
    return carried if target.lut is None else replace(target.lut, window=carried)

"""The colours of the image pane, in one place. Knows no widget and reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``, named as in the theme; the defaults are those of the dark reading theme."""

    surround: str = "#000000"
    """Around the film, and the halo of text over it."""
    panel: str = "#14171b"
    pressed: str = "#2a2f36"
    """The brightest a surface beside the film may be."""
    text: str = "#c8cdd3"
    secondary: str = "#8a929c"
    disabled: str = "#6b727b"
    focus: str = "#5b8bd0"
    machine: str = "#d9a441"
    """What the model did or saw."""

    @classmethod
    def of(cls, colours: Mapping[str, str]) -> "Palette":
        """The colours of a theme; its other colours are not needed here."""
        return cls(**{field.name: colours[field.name] for field in fields(cls)})

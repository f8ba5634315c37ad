"""The colours of the image pane, in one place. Knows no widget and reads no file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``; the defaults are those of the dark reading theme."""

    surround: str = "#000000"
    """Around the film, and the halo of text over it."""
    panel: str = "#14171b"
    raised: str = "#2a2f36"
    """The brightest a surface beside the film may be."""
    hairline: str = "#23272e"
    text: str = "#c8cdd3"
    secondary: str = "#8a929c"
    disabled: str = "#6b727b"
    focus: str = "#5b8bd0"
    mark: str = "#7fc6cf"
    """What the reader draws on the film."""
    machine: str = "#d9a441"
    """What the model did or saw."""
    overlay: str = "#ffffff"
    """Marks that the file itself lays over its film: part of the picture, white as a marker on it."""

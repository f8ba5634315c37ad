"""What a drag with the left button does. Knows no widget."""

import enum


class Tool(enum.Enum):
    """The tools of the left button; the middle and the right button always pan and zoom."""

    WINDOW = "window"
    """Right is wider, down is darker."""
    PAN = "pan"
    """The film follows the hand."""
    ZOOM = "zoom"
    """Up is closer."""

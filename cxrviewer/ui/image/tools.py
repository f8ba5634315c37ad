"""The tools of the film by their names. Knows no widget; what each does is a ``FilmTool``."""

import enum

from cxrviewer.imaging.annotation import Figure


class Tool(enum.Enum):
    """What a mouse button can do on the film. The value is what settings call it."""

    WINDOW = "window"
    """Right is wider, down is darker."""
    PAN = "pan"
    """The film follows the hand."""
    ZOOM = "zoom"
    """Up is closer."""
    REGION = "region"
    """The window that suits the part under a rectangle."""
    PROBE = "probe"
    """The values under the pointer; a click keeps them."""
    RECTANGLE = "rectangle"
    """Mean, spread and area of a rectangle."""
    ELLIPSE = "ellipse"
    """Mean, spread and area of an ellipse."""
    LENGTH = "length"
    ANGLE = "angle"
    COBB = "cobb"
    CARDIOTHORACIC = "cardiothoracic"
    """The heart's width over the thorax's."""
    ARROW = "arrow"
    TEXT = "text"


FIGURES = {
    Tool.PROBE: Figure.PROBE,
    Tool.RECTANGLE: Figure.RECTANGLE,
    Tool.ELLIPSE: Figure.ELLIPSE,
    Tool.LENGTH: Figure.LENGTH,
    Tool.ANGLE: Figure.ANGLE,
    Tool.COBB: Figure.COBB,
    Tool.CARDIOTHORACIC: Figure.CARDIOTHORACIC,
    Tool.ARROW: Figure.ARROW,
    Tool.TEXT: Figure.TEXT,
}
"""The tools that draw, and what they draw."""

"""Where the film stands on the screen: zoom, centre and orientation, as arithmetic on frozen values.

Knows nothing of Qt, of grey values or of how a film is drawn.
"""

import math
from dataclasses import dataclass, replace

from cxrviewer.ui.image.orientation import AS_STORED, Orientation

Point = tuple[float, float]
"""(x, y), in film pixels or in logical widget pixels as the name beside it says."""

SMALLEST_ZOOM = 1 / 64
LARGEST_ZOOM = 32.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """A widget's size in logical pixels, and how many device pixels one of them is."""

    width: int
    height: int
    ratio: float = 1.0

    @property
    def device_width(self) -> int:
        """Width in device pixels, at least 1."""
        return max(1, round(self.width * self.ratio))

    @property
    def device_height(self) -> int:
        """Height in device pixels, at least 1."""
        return max(1, round(self.height * self.ratio))


@dataclass(frozen=True, slots=True)
class Film:
    """A film's size in film pixels."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class View:
    """How large and which way round the film is shown, and which of its points is in the middle of the canvas."""

    zoom: float
    """Device pixels per film pixel."""
    centre: Point
    """In film pixels; (0, 0) is the outer corner of the first pixel."""
    fit: bool = False
    """Whether the film is to fill the canvas again when the canvas changes its size."""
    orientation: Orientation = AS_STORED


@dataclass(frozen=True, slots=True)
class Placement:
    """The rectangle of the whole film in whole device pixels; it may reach far outside the canvas."""

    left: int
    top: int
    width: int
    height: int
    orientation: Orientation = AS_STORED


def fit_to(film: Film, canvas: Canvas, orientation: Orientation = AS_STORED) -> View:
    """The whole film, as large as the canvas allows."""
    width, height = orientation.size(film.columns, film.rows)
    zoom = min(canvas.device_width / width, canvas.device_height / height)
    return View(zoom, (film.columns / 2, film.rows / 2), fit=True, orientation=orientation)


def film_to_widget(view: View, canvas: Canvas, point: Point) -> Point:
    """Where a point of the film lies on the widget, in logical pixels."""
    x, y = view.orientation.to_screen((point[0] - view.centre[0], point[1] - view.centre[1]))
    return (
        (canvas.device_width / 2 + x * view.zoom) / canvas.ratio,
        (canvas.device_height / 2 + y * view.zoom) / canvas.ratio,
    )


def widget_to_film(view: View, canvas: Canvas, point: Point) -> Point:
    """Which point of the film lies under a point of the widget given in logical pixels."""
    x, y = view.orientation.to_film(
        (
            (point[0] * canvas.ratio - canvas.device_width / 2) / view.zoom,
            (point[1] * canvas.ratio - canvas.device_height / 2) / view.zoom,
        )
    )
    return view.centre[0] + x, view.centre[1] + y


def zoom_to(view: View, canvas: Canvas, point: Point, zoom: float) -> View:
    """The given zoom, within its bounds; the film point under ``point`` (widget) stays where it is."""
    zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
    kept = widget_to_film(view, canvas, point)
    shrunk = view.zoom / zoom
    centre = (
        kept[0] + (view.centre[0] - kept[0]) * shrunk,
        kept[1] + (view.centre[1] - kept[1]) * shrunk,
    )
    return replace(view, zoom=zoom, centre=centre, fit=False)


def zoom_at(view: View, canvas: Canvas, point: Point, factor: float) -> View:
    """Closer or farther by a factor, around a point of the widget."""
    return zoom_to(view, canvas, point, view.zoom * factor)


def panned(view: View, canvas: Canvas, dx: float, dy: float) -> View:
    """The film moved by logical pixels: with ``dx`` > 0 it goes right."""
    scale = canvas.ratio / view.zoom
    x, y = view.orientation.to_film((dx * scale, dy * scale))
    return replace(view, centre=(view.centre[0] - x, view.centre[1] - y), fit=False)


def in_sight(view: View, film: Film) -> View:
    """The same view with its centre on the film, so that a film cannot be lost outside the canvas."""
    x = min(max(view.centre[0], 0.0), float(film.columns))
    y = min(max(view.centre[1], 0.0), float(film.rows))
    return replace(view, centre=(x, y))


def place(view: View, film: Film, canvas: Canvas) -> Placement:
    """The film's rectangle on the device.

    Its corners are whole device pixels, so that at 1:1 a film pixel is a device pixel, and so that a film never
    ends in a half-covered pixel.
    """
    orientation = view.orientation
    # From the middle of the film to the middle of the canvas, on the screen.
    away = orientation.to_screen((film.columns / 2 - view.centre[0], film.rows / 2 - view.centre[1]))
    width, height = orientation.size(film.columns, film.rows)
    return Placement(
        left=math.floor(canvas.device_width / 2 + (away[0] - width / 2) * view.zoom + 0.5),
        top=math.floor(canvas.device_height / 2 + (away[1] - height / 2) * view.zoom + 0.5),
        width=max(1, round(width * view.zoom)),
        height=max(1, round(height * view.zoom)),
        orientation=orientation,
    )

"""Display shutters and collimators out of the data set (PS3.3 C.7.6.11, C.8.7.3): what they leave open.

Knows the elements of both modules, which say the same things; what makes no sense is passed over. Covers nothing.
"""

from dataclasses import dataclass

from pydicom.dataset import Dataset

from cxrviewer.imaging.aperture import Aperture, Ellipse, Polygon, Rectangle, Shape, Shutter, open_mask
from cxrviewer.imaging.dicom_grayscale import PassedOver
from cxrviewer.imaging.dicom_values import number, numbers, texts
from cxrviewer.imaging.radiograph import Fault

_LOOK = 128
"""Rows or columns, at least, that are looked at to see what is left open."""

_SMALLEST_COLLIMATION = 0.1
"""Share of the film that a collimator leaves open at least."""


@dataclass(frozen=True, slots=True)
class _Film:
    rows: int
    columns: int
    aspect: float
    """How much taller than wide a pixel is."""


def read_shutter(dataset: Dataset, *, rows: int, columns: int, passed: PassedOver) -> Shutter | None:
    """The display shutter; None without one, or where it is damaged or would leave nothing to see."""
    try:
        aperture = _read_aperture(dataset, "Shutter", _Film(rows, columns, _aspect(dataset)))
    except ValueError:
        passed.over(Fault.SHUTTER, "The display shutter makes no sense and was passed over.")
        return None
    if aperture is None:
        return None
    stated = number(dataset, "ShutterPresentationValue")
    return Shutter(aperture, min(max(stated or 0.0, 0.0), 65535.0) / 65535)


def read_collimator(dataset: Dataset, *, rows: int, columns: int) -> Aperture | None:
    """What the collimator left open; None where it is not stated or cannot be meant: nothing is hidden by it.

    Some systems state its edges on the detector and not in the image, which gives a stamp in a corner.
    """
    try:
        aperture = _read_aperture(dataset, "Collimator", _Film(rows, columns, _aspect(dataset)))
    except ValueError:
        return None
    if aperture is None or _open_share(aperture, rows, columns) < _SMALLEST_COLLIMATION:
        return None
    return aperture


def _read_aperture(dataset: Dataset, module: str, film: _Film) -> Aperture | None:
    """Raises ValueError where a shape cannot be, is unknown, or leaves nothing open."""
    kinds = texts(dataset, f"{module}Shape")
    shapes = tuple(_SHAPES[kind](dataset, module, film) for kind in kinds if kind in _SHAPES)
    if len(shapes) < len([kind for kind in kinds if kind]):
        raise ValueError(f"unknown shape among {kinds}")
    if not shapes:
        return None
    aperture = Aperture(shapes)
    if not _open_share(aperture, film.rows, film.columns):
        raise ValueError("nothing is left open")
    return aperture


def _open_share(aperture: Aperture, rows: int, columns: int) -> float:
    return float(open_mask(aperture, rows, columns, step=max(1, min(rows, columns) // _LOOK)).mean())


def _rectangle(dataset: Dataset, module: str, film: _Film) -> Shape:
    """Edges are the first and last rows and columns that can be seen, counted from 1."""
    edges = [
        number(dataset, f"{module}{edge}Edge")
        for edge in ("LeftVertical", "UpperHorizontal", "RightVertical", "LowerHorizontal")
    ]
    if None in edges:
        raise ValueError("an edge is missing")
    left, top, right, bottom = (edge for edge in edges if edge is not None)
    return Rectangle(left - 1, top - 1, right, bottom)


def _circle(dataset: Dataset, module: str, film: _Film) -> Shape:
    """Centre as row and column, counted from 1; the radius in pixels along a row."""
    element = "CenterOfCircularShutter" if module == "Shutter" else "CenterOfCircularCollimator"
    centre = numbers(dataset, element)
    radius = number(dataset, f"RadiusOfCircular{module}")
    if len(centre) != 2 or radius is None:
        raise ValueError("the circle is incomplete")
    return Ellipse((centre[1] - 0.5, centre[0] - 0.5), radius, radius / film.aspect)


def _polygon(dataset: Dataset, module: str, film: _Film) -> Shape:
    """Vertices as rows and columns in turn, counted from 1."""
    places = numbers(dataset, f"VerticesOfThePolygonal{module}")
    if len(places) % 2:
        raise ValueError("a vertex has no column")
    return Polygon(tuple((x - 0.5, y - 0.5) for y, x in zip(places[::2], places[1::2], strict=True)))


_SHAPES = {"RECTANGULAR": _rectangle, "CIRCULAR": _circle, "POLYGONAL": _polygon}


def _aspect(dataset: Dataset) -> float:
    """Height of a pixel by its width: Pixel Aspect Ratio, or the spacing of rows by that of columns; else 1."""
    for keyword in ("PixelAspectRatio", "PixelSpacing", "ImagerPixelSpacing"):
        sides = numbers(dataset, keyword)
        if len(sides) == 2 and min(sides) > 0:
            return sides[0] / sides[1]
    return 1.0

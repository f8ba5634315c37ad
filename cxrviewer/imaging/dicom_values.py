"""Single values out of a data set, tolerant of what is badly written; knows nothing of what they mean."""

import math

from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from cxrviewer.imaging.decoders import LIBRARY_ERRORS


def text(dataset: Dataset, keyword: str) -> str:
    """The value as text, without surrounding blanks; several values joined with a backslash; "" if there is none."""
    try:
        value = dataset.get(keyword)
        if value is None:
            return ""
        if isinstance(value, MultiValue | list):
            return "\\".join(str(part) for part in value).strip(" \0")
        return str(value).strip(" \0")
    except LIBRARY_ERRORS:
        return ""


def texts(dataset: Dataset, keyword: str) -> tuple[str, ...]:
    """Each value as text."""
    joined = text(dataset, keyword)
    return tuple(part.strip() for part in joined.split("\\")) if joined else ()


def numbers(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """Each value as a finite number; empty if one of them is none."""
    try:
        found = tuple(float(part) for part in texts(dataset, keyword))
    except ValueError:
        return ()
    return found if all(math.isfinite(value) for value in found) else ()


def number(dataset: Dataset, keyword: str) -> float | None:
    """The first value as a number, None if there is none."""
    found = numbers(dataset, keyword)
    return found[0] if found else None


def items(dataset: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """The items of a sequence; empty if it is absent or unreadable."""
    try:
        value = dataset.get(keyword)
        return tuple(item for item in value if isinstance(item, Dataset)) if value else ()
    except LIBRARY_ERRORS:
        return ()

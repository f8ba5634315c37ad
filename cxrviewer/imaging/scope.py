"""Whether a film is what the model was made for: an adult's frontal chest, upright, right in polarity, in full depth.

Asks the header and the pixels together. A tag alone never decides: of 1,200 films of the Open-I collection that are
tagged PA, 459 are laterals, and half of all have no view at all; what the tag can do is to move the bar that the
picture has to pass. Knows no model and no window: a film out of scope can still be drafted.
"""

import enum
import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from cxrviewer.imaging.lung_fields import ChestLikeness, chest_likeness
from cxrviewer.imaging.radiograph import Radiograph

FRONTAL = 0.57
"""The likeness to a frontal chest from which a picture passes for one. The drawing fits with 0.7 on most, with less
than 0.56 on limbs, heads, slices and laterals. Of 385 frontal films of public collections that played no part in the
choice 15 have less, most of them with a white lung, one of them upside down."""
_FRONTAL_AGAINST_THE_HEADER = 0.65
"""The same where the header says that it is something else."""
_NEGATIVE, _TURNED = 0.60, 0.63
"""The likeness of the negative and of the turned film that is enough to call it so."""
_BETTER = 0.05
"""By how much the negative or the turned film has to fit better than the film itself."""
SMALLEST_SIDE = 512
"""Rows and columns that the published network is given."""
CHILD_YEARS = 16
_CHILD_MM, _ADULT_MM = 190.0, 240.0
"""Width of both lung fields at the detector. An adult's thorax is 25 to 33 cm wide inside; the fields are found
within a tenth of their width, so between the two figures nothing is said."""
_EIGHT_BITS = 256
_SAMPLE = 1 << 19
"""About how many pixels are enough to see nearly every grey level of a film."""

_LATERAL_TAGS = frozenset({"LL", "RL", "LLD", "RLD", "LAT", "LATERAL", "LARGE LATERAL"})
_CHEST_WORDS = ("CHEST", "THORAX", "TORAX", "LUNG", "CXR", "RIB", "PULMON")
_PROJECTIONS = frozenset({"", "CR", "DX", "DR", "RG", "RF", "OT", "SC"})


class ScopeKind(enum.Enum):
    """In which way a film is out of scope."""

    NOT_FRONTAL = "not a frontal chest"
    LATERAL = "lateral"
    POLARITY = "wrong polarity"
    TURNED = "turned"
    CHILD = "child"
    SMALL = "too small"
    EIGHT_BIT = "8-bit export"


@dataclass(frozen=True, slots=True)
class ScopeWarning:
    """One way in which a film is out of scope, and the reason as a sentence."""

    kind: ScopeKind
    reason: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What was found, the gravest first."""

    warnings: tuple[ScopeWarning, ...]
    likeness: ChestLikeness


def check_scope(radiograph: Radiograph) -> Scope:
    """Look at the film's header and at a reduced copy of its pixels."""
    likeness = chest_likeness(radiograph)
    anatomy = _anatomy(radiograph, likeness)
    # An age alone says nothing of a film that is no chest; there it stands in that warning's reason.
    is_chest = anatomy is None or anatomy.kind is not ScopeKind.NOT_FRONTAL
    width = _width_mm(radiograph, likeness) if anatomy is None else None
    child = _child(radiograph, width) if is_chest else None
    found = (anatomy, child, _small(radiograph), _eight_bit(radiograph))
    return Scope(tuple(warning for warning in found if warning is not None), likeness)


def _anatomy(radiograph: Radiograph, likeness: ChestLikeness) -> ScopeWarning | None:
    if likeness.inverted >= _NEGATIVE and likeness.inverted > likeness.upright + _BETTER:
        stated = radiograph.photometric_interpretation.value
        return ScopeWarning(
            ScopeKind.POLARITY,
            f"Black and white look exchanged: the lungs are brighter than the mediastinum; the header says {stated}.",
        )
    if likeness.turned >= _TURNED and likeness.turned > likeness.upright + _BETTER:
        how = "upside down" if likeness.quarter_turns == 2 else "on its side"
        return ScopeWarning(ScopeKind.TURNED, f"The chest lies {how}, and so the model is given it.")
    lateral, other = radiograph.view_position in _LATERAL_TAGS, _other_part(radiograph)
    if likeness.upright >= (_FRONTAL_AGAINST_THE_HEADER if lateral or other else FRONTAL):
        return _contradiction(radiograph, lateral=lateral, other=other)
    if lateral:
        return ScopeWarning(
            ScopeKind.LATERAL,
            f"A lateral view: the header says {radiograph.view_position}, and the picture shows no two lung fields.",
        )
    years = _years(radiograph)
    age = _age_words(years) if years is not None and years < CHILD_YEARS else ""
    stated = " ".join(filter(None, (other or _stated_part(radiograph), radiograph.view_position, age)))
    header = f"the header says {stated}" if stated else "the header does not say what it is"
    return ScopeWarning(
        ScopeKind.NOT_FRONTAL,
        "Not recognised as a frontal chest: no two lung fields beside a mediastinum were found, as also happens with a "
        f"white lung (likeness {likeness.upright:.2f}; a frontal chest has {FRONTAL} or more); {header}.",
    )


def _contradiction(radiograph: Radiograph, *, lateral: bool, other: str) -> ScopeWarning | None:
    if lateral:
        return ScopeWarning(
            ScopeKind.LATERAL,
            f"The header says {radiograph.view_position}, a lateral view, although the picture looks like a frontal "
            "chest; check which is right.",
        )
    if other:
        return ScopeWarning(
            ScopeKind.NOT_FRONTAL,
            f"The header says {other}, although the picture looks like a frontal chest; check which is right.",
        )
    return None


def _other_part(radiograph: Radiograph) -> str:
    """What the header names in place of a chest radiograph; empty where it names none or nothing."""
    if radiograph.study.modality.upper() not in _PROJECTIONS:
        return f"{radiograph.study.modality.upper()} {_stated_part(radiograph)}".strip()
    part = _stated_part(radiograph)
    return "" if any(word in part for word in _CHEST_WORDS) else part


def _stated_part(radiograph: Radiograph) -> str:
    return radiograph.study.body_part.upper()


def _child(radiograph: Radiograph, width: float | None) -> ScopeWarning | None:
    """``width`` of both lung fields in millimetres, where it is known."""
    years = _years(radiograph)
    if years is not None and years < CHILD_YEARS:
        if width is None:
            size = "its size is not known"
        elif width >= _ADULT_MM:
            size = f"but the lung fields are {width / 10:.0f} cm wide, as an adult's: check whose film it is"
        else:
            size = f"and the lung fields are {width / 10:.0f} cm wide"
        return ScopeWarning(
            ScopeKind.CHILD,
            f"A child: the header says {_age_words(years)}, {size}. The paediatric prompt allows for a child's heart.",
        )
    if width is not None and width < _CHILD_MM:
        stated = "states no age" if years is None else f"says {_age_words(years)}"
        return ScopeWarning(
            ScopeKind.CHILD,
            f"Perhaps a child: the lung fields are only {width / 10:.0f} cm wide; the header {stated}.",
        )
    return None


def _width_mm(radiograph: Radiograph, likeness: ChestLikeness) -> float | None:
    """Width of both lung fields; None where nothing to be trusted says how large a pixel is.

    An 8-bit export is often a reduced copy that kept the spacing of its original.
    """
    if radiograph.pixel_spacing is None or radiograph.bits_stored <= 8:
        return None
    return likeness.lung_fields.width * radiograph.pixel_spacing.column_mm


def _years(radiograph: Radiograph) -> float | None:
    """Patient's Age (PS3.5 6.2, AS), else from the birth date to the study's; None where the header has neither."""
    stated, unit = radiograph.patient.age[:-1], radiograph.patient.age[-1:]
    per_year = {"Y": 1.0, "M": 12.0, "W": 52.18, "D": 365.25}.get(unit)
    if per_year is not None and stated.isdecimal() and int(stated) > 0:  # 000Y is a blank that was filled in
        return int(stated) / per_year
    born, taken = _date(radiograph.patient.birth_date), _date(radiograph.study.date)
    if born is None or taken is None or taken < born:
        return None
    return (taken - born).days / 365.25


def _date(stated: str) -> date | None:
    try:
        return date(int(stated[:4]), int(stated[4:6]), int(stated[6:8])) if len(stated) == 8 else None
    except ValueError:
        return None


def _age_words(years: float) -> str:
    return f"{years:.0f} years" if years >= 2 else f"{years * 12:.0f} months"


def _small(radiograph: Radiograph) -> ScopeWarning | None:
    if min(radiograph.pixels.shape) >= SMALLEST_SIDE:
        return None
    return ScopeWarning(
        ScopeKind.SMALL,
        f"Only {radiograph.columns} x {radiograph.rows} pixels: enlarged to the {SMALLEST_SIDE} x {SMALLEST_SIDE} that "
        "the published model sees.",
    )


def _eight_bit(radiograph: Radiograph) -> ScopeWarning | None:
    step = max(1, math.isqrt(radiograph.pixels.size // _SAMPLE))
    some = radiograph.pixels[::step, ::step]
    lowest = int(some.min())
    used = int(np.count_nonzero(np.bincount((some - lowest).ravel())))
    if radiograph.bits_stored <= 8:
        return ScopeWarning(
            ScopeKind.EIGHT_BIT,
            f"8-bit export: {used} grey levels, whose window was chosen by whoever exported the film.",
        )
    stretched = used <= _EIGHT_BITS and int(some.max()) - lowest >= 2 * _EIGHT_BITS
    if stretched and some.size >= _EIGHT_BITS**2:
        return ScopeWarning(
            ScopeKind.EIGHT_BIT,
            f"8-bit export: the file claims {radiograph.bits_stored} bits but uses {used} grey levels with gaps "
            "between them.",
        )
    return None

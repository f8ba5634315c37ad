"""What a radiograph is once it has been read: frozen values, valid once built.

Knows nothing of files, Qt or the model.
"""

import enum
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.aperture import Aperture, Shutter
from cxrviewer.imaging.overlay import Overlay

Pixels = npt.NDArray[np.uint16]


class PhotometricInterpretation(enum.Enum):
    """How the smallest value is to be seen (PS3.3 C.7.6.3.1.2)."""

    MONOCHROME1 = "MONOCHROME1"
    """The smallest value is white."""
    MONOCHROME2 = "MONOCHROME2"
    """The smallest value is black."""


class VoiFunction(enum.Enum):
    """How a window maps modality values to grey (VOI LUT Function, PS3.3 C.11.2.1.2)."""

    LINEAR = "LINEAR"
    LINEAR_EXACT = "LINEAR_EXACT"
    SIGMOID = "SIGMOID"


class PresentationShape(enum.Enum):
    """The Presentation LUT Shape (PS3.3 C.11.6.1.2)."""

    IDENTITY = "IDENTITY"
    INVERSE = "INVERSE"


@dataclass(frozen=True, slots=True)
class Window:
    """A window center and width in modality values, with its function and its name.

    Raises ValueError where PS3.3 C.11.2.1.2 forbids the width: below 1 for LINEAR, not above 0 otherwise.
    """

    center: float
    width: float
    function: VoiFunction = VoiFunction.LINEAR
    explanation: str = ""

    def __post_init__(self) -> None:
        smallest = 1.0 if self.function is VoiFunction.LINEAR else np.finfo(float).tiny
        if not (np.isfinite(self.center) and np.isfinite(self.width)) or self.width < smallest:
            raise ValueError(f"no such window: center {self.center}, width {self.width}")


@dataclass(frozen=True, slots=True, eq=False)
class LookupTable:
    """A DICOM lookup table (PS3.3 C.11.1.1): values before ``first_mapped`` take the first entry, values past
    the end the last one. ``entries`` is (n,) uint16, read-only; ``bits`` is the width of an entry.

    Raises ValueError where there is no entry or one does not fit its bits: grey past white would come out black.
    """

    first_mapped: int
    entries: npt.NDArray[np.uint16]  # (n,)
    bits: int
    explanation: str = ""

    def __post_init__(self) -> None:
        if self.entries.ndim != 1 or self.entries.size == 0 or not 1 <= self.bits <= 16:
            raise ValueError("a lookup table needs at least one entry of 1 to 16 bits")
        if self.entries.dtype != np.uint16 or int(self.entries.max()) >> self.bits:
            raise ValueError(f"the entries of a lookup table must be uint16 of at most {self.bits} bits")
        self.entries.setflags(write=False)


@dataclass(frozen=True, slots=True)
class WindowedLut:
    """A VOI LUT with a window on top: its curve, moved and stretched along the modality values.

    ``window`` is to the curve what a window is to the straight line; where it equals ``nominal`` the curve is the
    file's own. Its whole range of grey is kept: a stretched curve still goes from its black to its white.
    """

    table: LookupTable
    nominal: Window
    window: Window

    @property
    def explanation(self) -> str:
        """The table's."""
        return self.table.explanation


Voi = Window | LookupTable | WindowedLut
"""One VOI transformation: what a person picks when they choose how bright the film is."""


class Fault(enum.Enum):
    """A part of the file's grey scale that was damaged and passed over."""

    RESCALE = "rescale"
    MODALITY_LUT = "modality LUT"
    WINDOW = "window"
    VOI_LUT = "VOI LUT"
    PRESENTATION_LUT = "presentation LUT"
    OVERLAY = "overlay"
    SHUTTER = "shutter"


@dataclass(frozen=True, slots=True)
class Rescale:
    """Rescale Slope and Intercept: modality value = stored value * slope + intercept (PS3.3 C.11.1.1.2).

    Raises ValueError for a slope of zero, which would make every value the same.
    """

    slope: float = 1.0
    intercept: float = 0.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.slope) and np.isfinite(self.intercept)) or self.slope == 0:
            raise ValueError(f"no such rescale: slope {self.slope}, intercept {self.intercept}")


@dataclass(frozen=True, slots=True)
class PixelSpacing:
    """Millimetres between pixel centres, and where the figure comes from (``pixel_spacing`` lists the sources).

    Raises ValueError unless both are above zero: a wrong length on a film is worse than none.
    """

    row_mm: float
    column_mm: float
    source: str

    def __post_init__(self) -> None:
        if not (0 < self.row_mm < np.inf and 0 < self.column_mm < np.inf):
            raise ValueError(f"no such pixel spacing: {self.row_mm}, {self.column_mm}")


_OPPOSITE = {"A": "P", "P": "A", "R": "L", "L": "R", "H": "F", "F": "H"}
_AXIS = {"A": 0, "P": 0, "R": 1, "L": 1, "H": 2, "F": 2}


@dataclass(frozen=True, slots=True)
class PatientOrientation:
    """Towards which side of the patient rows and columns of pixels run (Patient Orientation, PS3.3 C.7.6.1.1.1).

    Each is one to three of A, P, R, L, H, F, the main direction first. Raises ValueError for anything else, and
    where both run along one axis.
    """

    rows: str
    """Towards what a row runs, from left to right."""
    columns: str
    """Towards what a column runs, from top to bottom."""

    def __post_init__(self) -> None:
        for letters in (self.rows, self.columns):
            axes = [_AXIS.get(letter, -1) for letter in letters]
            if not letters or -1 in axes or len(set(axes)) != len(axes):
                raise ValueError(f"no such direction: {letters!r}")
        if _AXIS[self.rows[0]] == _AXIS[self.columns[0]]:
            raise ValueError(f"rows and columns cannot run along one axis: {self.rows!r}, {self.columns!r}")

    def towards(self, x: float, y: float) -> str:
        """The letters of the side that lies along one of the film's axes, x to the right or y down."""
        letters = self.rows if x else self.columns
        return letters if x + y > 0 else "".join(_OPPOSITE[letter] for letter in letters)


@dataclass(frozen=True, slots=True)
class Patient:
    """Who is on the film, as the file says; empty where it does not. Never logged."""

    name: str = ""
    identifier: str = ""
    birth_date: str = ""
    sex: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """When and how the film was taken, as the file says; empty where it does not."""

    date: str = ""
    time: str = ""
    description: str = ""
    accession_number: str = ""
    study_instance_uid: str = ""
    modality: str = ""
    body_part: str = ""
    manufacturer: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Radiograph:
    """One single-frame grey-scale image with all that its display and its draft depend on.

    ``pixels`` are the stored values, (rows, columns) uint16, C-contiguous and read-only; a signed stored value
    is ``pixels + stored_offset``. Nothing is windowed or inverted here: that is ``grayscale``'s work.

    ``digest`` is the SHA-256 of the file's bytes. Cases are keyed by it, because a SOP Instance UID alone can
    belong to two patients.
    """

    pixels: Pixels
    source: Path
    digest: str
    photometric_interpretation: PhotometricInterpretation = PhotometricInterpretation.MONOCHROME2
    bits_stored: int = 16
    stored_offset: int = 0
    modality_lut: Rescale | LookupTable = field(default_factory=Rescale)
    modality_unit: str = ""
    """What modality values count ("HU"); empty where the file does not say."""
    voi: tuple[Voi, ...] = ()
    presentation_lut: PresentationShape | LookupTable = PresentationShape.IDENTITY
    padding: tuple[int, int] | None = None
    """First and last stored value that mean "no image here" (Pixel Padding Value, PS3.3 C.7.5.1.1.2)."""
    shutter: Shutter | None = None
    collimator: Aperture | None = None
    """What the collimator left open; outside it no image was made."""
    overlays: tuple[Overlay, ...] = ()
    pixel_spacing: PixelSpacing | None = None
    patient_orientation: PatientOrientation | None = None
    view_position: str = ""
    patient: Patient = field(default_factory=Patient)
    study: Study = field(default_factory=Study)
    sop_instance_uid: str | None = None
    is_phantom: bool = False
    """Whether the file says that it is a synthetic radiograph made by this program."""
    warnings: tuple[str, ...] = ()
    """What was wrong with the file and passed over, each a sentence."""
    faults: tuple[Fault, ...] = ()
    """Which parts of the grey scale the warnings concern; none comes twice."""

    def __post_init__(self) -> None:
        if self.pixels.ndim != 2 or self.pixels.dtype != np.uint16 or 0 in self.pixels.shape:
            raise ValueError(f"pixels must be (rows, columns) uint16, got {self.pixels.shape} {self.pixels.dtype}")
        if not self.pixels.flags.c_contiguous:
            raise ValueError("pixels must be C-contiguous")
        if not 1 <= self.bits_stored <= 16:
            raise ValueError(f"bits stored must be 1 to 16, got {self.bits_stored}")
        if self.padding is not None and self.padding[0] > self.padding[1]:
            raise ValueError(f"padding must go from low to high, got {self.padding}")
        if len(self.digest) != 64:
            raise ValueError("digest must be a SHA-256 in hexadecimal")
        self.pixels.setflags(write=False)

    @property
    def smallest_is_white(self) -> bool:
        """Whether the film is turned over at the end of the chain: once, however often the file says so.

        In a DX image MONOCHROME1 and Presentation LUT Shape INVERSE are two statements of one fact (PS3.3 C.8.11.3,
        Table C.8-71); turning for each would show a negative.
        """
        return (
            self.photometric_interpretation is PhotometricInterpretation.MONOCHROME1
            or self.presentation_lut is PresentationShape.INVERSE
        )

    @property
    def rows(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])

    @property
    def columns(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

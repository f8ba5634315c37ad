"""The X-ray tube and where its rays run: a point source before a flat detector. Knows nothing of the patient.

Patient coordinates in centimetres: x to the patient's left, y downwards, z towards the front.
"""

from dataclasses import dataclass

from cxrviewer.phantom.grid import Map

DETECTOR_GAP_CM = 13.0
"""From the middle of the chest to the detector: half the patient and the grid."""


@dataclass(frozen=True, slots=True)
class Beam:
    """A film's projection. In PA films the detector touches the front of the chest, in AP films the back."""

    from_front: bool
    """AP: the rays come from the front."""
    distance_cm: float
    """From the source to the detector."""
    shown: float = 1.0
    """Side of the film over that of the detector: a console crops to the chest. A film fills the grid either way."""

    def scale(self, z: float) -> float:
        """What a detector coordinate is multiplied by at depth ``z``; what lies far from the detector looks larger."""
        gap = DETECTOR_GAP_CM + z if self.from_front else DETECTOR_GAP_CM - z
        return self.shown * (1.0 - gap / self.distance_cm)

    def project(self, value: Map, z: Map) -> Map:
        """Patient coordinates at depths ``z`` on the detector."""
        gap = DETECTOR_GAP_CM + z if self.from_front else DETECTOR_GAP_CM - z
        placed: Map = value / (self.shown * (1.0 - gap / self.distance_cm))
        return placed

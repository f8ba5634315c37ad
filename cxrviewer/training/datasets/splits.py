"""Which split a patient is in where a data set publishes none; knows nothing else of a patient than the identifier."""

import hashlib

_TEST, _VALID = 0.05, 0.10


def split_of(patient: str) -> str:
    """``train``, ``valid`` or ``test``, 90 to 5 to 5: by the patient alone, the same on every machine and for ever."""
    place = _place(patient)
    return "test" if place < _TEST else "valid" if place < _VALID else "train"


def held_out(patient: str) -> bool:
    """Whether a patient of a published training part is in ``valid``: one in twenty."""
    return _place(patient) < _TEST


def _place(patient: str) -> float:
    """In [0, 1), evenly."""
    return int.from_bytes(hashlib.sha256(patient.encode()).digest()[:8]) / 2**64

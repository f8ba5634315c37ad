"""Whether two films are of one person, by what their headers say. Knows no pixel and no window.

An identifier alone is not enough: hospitals give the same numbers to different people.
"""

import enum

from cxrviewer.imaging.radiograph import Patient


class SamePatient(enum.Enum):
    """What two headers say together."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """One of them does not say who is on the film, or says too little."""


def same_patient(one: Patient, other: Patient) -> SamePatient:
    """The same identifier with the same birth date, or, where a birth date is missing, with the same name."""
    births = one.birth_date.strip(), other.birth_date.strip()
    names = _name(one), _name(other)
    identifiers = one.identifier.strip(), other.identifier.strip()
    if all(births) and births[0] != births[1]:
        return SamePatient.NO
    if all(identifiers):
        if identifiers[0] != identifiers[1]:
            return SamePatient.NO
        if all(births):
            return SamePatient.YES
        if all(names):
            return SamePatient.YES if names[0] == names[1] else SamePatient.NO
    elif all(names) and names[0] != names[1]:
        return SamePatient.NO
    return SamePatient.UNKNOWN


def _name(patient: Patient) -> str:
    """The alphabetic group of a person name (PS3.5 6.2.1), however it is spaced and capitalised."""
    alphabetic = patient.name.partition("=")[0]
    return " ".join(alphabetic.replace("^", " ").split()).casefold()

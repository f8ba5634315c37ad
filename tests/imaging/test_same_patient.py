import pytest

from cxrviewer.imaging.radiograph import Patient
from cxrviewer.imaging.same_patient import SamePatient, same_patient

ANN = Patient(name="Example^Ann", identifier="E-1", birth_date="19500102")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (ANN, SamePatient.YES),
        (Patient(name="Married^Ann", identifier="E-1", birth_date="19500102"), SamePatient.YES),
        (Patient(name="EXAMPLE ^ann", identifier="E-1"), SamePatient.YES),
        (Patient(name="Example^Ann=漢字", identifier=" E-1 "), SamePatient.YES),
        # One number, two people: it happens wherever films of two hospitals meet.
        (Patient(name="Example^Ann", identifier="E-1", birth_date="19610102"), SamePatient.NO),
        (Patient(name="Somebody^Else", identifier="E-1"), SamePatient.NO),
        (Patient(name="Example^Ann", identifier="E-2", birth_date="19500102"), SamePatient.NO),
        (Patient(name="Somebody^Else"), SamePatient.NO),
        (Patient(identifier="E-1"), SamePatient.UNKNOWN),
        (Patient(name="Example^Ann", birth_date="19500102"), SamePatient.UNKNOWN),
        (Patient(), SamePatient.UNKNOWN),
    ],
)
def test_same_patient_both_ways_round(other, expected):
    assert same_patient(ANN, other) is expected
    assert same_patient(other, ANN) is expected


def test_two_films_that_say_nothing_are_of_nobody_known():
    assert same_patient(Patient(), Patient()) is SamePatient.UNKNOWN

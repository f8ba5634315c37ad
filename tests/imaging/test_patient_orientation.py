import pytest
from pydicom import config
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from cxrviewer.imaging.patient_orientation import read_patient_orientation
from cxrviewer.imaging.radiograph import PatientOrientation


def read(value, **others):
    dataset = Dataset()
    if value is not None:
        # As a file may hold it: pydicom checks what is written, not what is read.
        element = DataElement(0x00200020, "CS", value, validation_mode=config.IGNORE)
        dataset.add(element)
    for keyword, other in others.items():
        setattr(dataset, keyword, other)
    warnings = []
    return read_patient_orientation(dataset, warnings=warnings), warnings


@pytest.mark.parametrize("value", [["L", "F"], ["R", "F"], ["P", "F"], ["A", "F"], ["LF", "FR"], ["l", "f"]])
def test_what_files_say(value):
    found, warnings = read(value)
    assert found == PatientOrientation(value[0].upper(), value[1].upper())
    assert not warnings


@pytest.mark.parametrize("value", [None, "", ["", ""]])
def test_files_that_say_nothing(value):
    assert read(value) == (None, [])


@pytest.mark.parametrize(
    "value",
    ["L", ["L", ""], ["L", "R"], ["LL", "F"], ["LR", "F"], ["X", "F"], ["L", "F", "A"], ["LAFH", "F"], "L/F"],
)
def test_nonsense_is_said_and_stops_nothing(value):
    found, warnings = read(value)
    assert found is None
    assert len(warnings) == 1


def test_animals_have_other_sides():
    assert read(["LE", "CD"], AnatomicalOrientationType="QUADRUPED") == (None, [])


def test_each_edge_of_the_film():
    frontal = PatientOrientation("L", "F")
    assert [frontal.towards(*way) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))] == ["L", "R", "F", "H"]
    oblique = PatientOrientation("LA", "F")
    assert oblique.towards(-1, 0) == "RP"

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from cxrviewer.imaging.modality_unit import read_modality_unit


@pytest.mark.parametrize(
    ("elements", "unit"),
    [
        ({}, ""),
        ({"Modality": "DX", "RescaleSlope": "1", "RescaleType": "US"}, ""),
        ({"Modality": "DX", "RescaleSlope": "1", "RescaleType": "OD"}, "OD/1000"),
        ({"Modality": "CT", "RescaleSlope": "1"}, "HU"),
        ({"Modality": "CT", "RescaleSlope": "1", "RescaleType": "US"}, ""),
        ({"Modality": "CT"}, ""),
        ({"Modality": "DX", "RescaleSlope": "1"}, ""),
        ({"Modality": "CR", "RescaleType": "HU"}, "HU"),
    ],
)
def test_only_what_the_file_says(elements, unit):
    dataset = Dataset()
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    assert read_modality_unit(dataset) == unit


def test_a_modality_table_tells_its_own_unit():
    table = Dataset()
    table.ModalityLUTType = "OD"
    dataset = Dataset()
    dataset.Modality, dataset.RescaleSlope, dataset.RescaleType = "CT", "1", "HU"
    dataset.ModalityLUTSequence = Sequence([table])
    assert read_modality_unit(dataset) == "OD/1000"

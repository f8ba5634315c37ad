"""What modality values count, where the file says so; never a guess."""

from pydicom.dataset import Dataset

from cxrviewer.imaging.dicom_values import items, text

_UNSPECIFIED = "US"
_OPTICAL_DENSITY = "OD"


def read_modality_unit(dataset: Dataset) -> str:
    """The unit of the modality values; empty where they are counts of no stated unit.

    Rescale Type, or Modality LUT Type of a table (PS3.3 C.11.1.1.2); Hounsfield units where a CT image with a rescale
    says nothing else, because CT may leave the type out only for these (PS3.3 C.8.2.1).
    """
    tables = items(dataset, "ModalityLUTSequence")
    stated = text(tables[0], "ModalityLUTType") if tables else text(dataset, "RescaleType")
    if stated:
        stated = stated.upper()
        return {_UNSPECIFIED: "", _OPTICAL_DENSITY: "OD/1000"}.get(stated, stated)
    rescaled = not tables and text(dataset, "RescaleSlope") != ""
    return "HU" if rescaled and text(dataset, "Modality") == "CT" else ""

"""Which sides of the patient the edges of the film are, as the file says; never a reason to refuse a file."""

from pydicom.dataset import Dataset

from cxrviewer.imaging.dicom_values import text, texts
from cxrviewer.imaging.radiograph import PatientOrientation


def read_patient_orientation(dataset: Dataset, *, warnings: list[str]) -> PatientOrientation | None:
    """Patient Orientation (0020,0020); None where it is absent, empty or of a quadruped (PS3.3 C.7.6.1.1.1).

    One that makes no sense is said in ``warnings`` and is none.
    """
    values = tuple(value.upper() for value in texts(dataset, "PatientOrientation"))
    if not any(values) or text(dataset, "AnatomicalOrientationType").upper() == "QUADRUPED":
        return None
    try:
        rows, columns = values
        return PatientOrientation(rows, columns)
    except ValueError:
        warnings.append("The file's patient orientation makes no sense; the edges of the film carry no letters.")
        return None

"""A phantom as a DICOM object: Digital X-Ray Image Storage - For Presentation. Knows nothing of anatomy.

The object says of itself that it is synthetic; ``imaging`` knows it again by Manufacturer and Quality Control Image.
"""

from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    generate_uid,
)

from cxrviewer.imaging.dicom_file import PHANTOM_MANUFACTURER
from cxrviewer.phantom.case import Film, Phantom
from cxrviewer.phantom.grid import FIELD_CM

NOTICE = "Synthetic phantom, not for diagnosis"
# PS3.16 CID 4010.
_VIEWS = {"PA": ("272479007", "postero-anterior"), "AP": ("399348003", "antero-posterior")}
_DAY, _TIME = "20260101", "120000"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the fictitious patient is called."""

    name: str
    identifier: str


def usual_identity(phantom: Phantom) -> Identity:
    """Phantom^0000 for the first, and so on."""
    hard = "-H" if phantom.hard else ""
    return Identity(f"Phantom^{phantom.index:04d}", f"PHANTOM-{phantom.seed}-{phantom.index:04d}{hard}")


def dicom_dataset(phantom: Phantom, film: Film, identity: Identity, *, compress: bool = False) -> Dataset:
    """The whole object with its file meta information; ``compress`` as JPEG 2000 without loss."""
    dataset = Dataset()
    dataset.file_meta = _file_meta(phantom)
    dataset.SOPClassUID = DigitalXRayImageStorageForPresentation
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID
    _describe_patient(dataset, phantom, identity)
    _describe_image(dataset, phantom, film)
    if compress:
        dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
    return dataset


def write_dicom(dataset: Dataset, path: str) -> None:
    """Write the object as a file. Raises OSError."""
    dcmwrite(path, dataset, enforce_file_format=True)


def _uid(phantom: Phantom, what: str) -> UID:
    names = ["cxrviewer phantom", str(phantom.seed), str(phantom.index), what]
    return generate_uid(entropy_srcs=[*names, "hard"] if phantom.hard else names)


def _file_meta(phantom: Phantom) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = _uid(phantom, "instance")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return meta


def _describe_patient(dataset: Dataset, phantom: Phantom, identity: Identity) -> None:
    dataset.PatientName, dataset.PatientID = identity.name, identity.identifier
    dataset.PatientBirthDate = ""
    dataset.PatientSex, dataset.PatientAge = phantom.anatomy.sex, f"{phantom.anatomy.age:03d}Y"
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = _uid(phantom, "study"), _uid(phantom, "series")
    dataset.StudyID, dataset.SeriesNumber, dataset.InstanceNumber = str(phantom.index), 1, 1
    dataset.StudyDate = dataset.SeriesDate = dataset.ContentDate = dataset.AcquisitionDate = _DAY
    dataset.StudyTime = dataset.SeriesTime = dataset.ContentTime = dataset.AcquisitionTime = _TIME
    dataset.AccessionNumber = dataset.ReferringPhysicianName = ""
    dataset.StudyDescription = f"Chest {phantom.anatomy.view}"
    dataset.Modality = "DX"
    dataset.PresentationIntentType = "FOR PRESENTATION"
    dataset.Manufacturer = PHANTOM_MANUFACTURER
    dataset.InstitutionName = ""
    dataset.ImageComments = dataset.DerivationDescription = NOTICE
    dataset.QualityControlImage = "YES"
    dataset.BodyPartExamined = "CHEST"
    dataset.AnatomicRegionSequence = _coded("43799004", "Chest")
    dataset.ViewPosition = phantom.anatomy.view
    dataset.ViewCodeSequence = _coded(*_VIEWS[phantom.anatomy.view])
    dataset.ViewCodeSequence[0].ViewModifierCodeSequence = Sequence([])
    dataset.PatientOrientation = ["L", "F"]
    dataset.ImageLaterality = "U"
    dataset.AcquisitionContextSequence = Sequence([])
    dataset.DetectorType = "DIRECT"
    dataset.PositionerType = "NONE"


def _coded(value: str, meaning: str) -> Sequence:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = value, "SCT", meaning
    return Sequence([code])


def _describe_image(dataset: Dataset, phantom: Phantom, film: Film) -> None:
    exposure, (rows, columns) = phantom.exposure, film.pixels.shape
    inverted, bits, top = exposure.inverted, exposure.bits, exposure.max_value
    stored = np.uint16(top) - film.pixels if inverted else film.pixels
    center = top + 1 - exposure.window_center if inverted else exposure.window_center
    dataset.ImageType = ["DERIVED", "PRIMARY"]
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME1" if inverted else "MONOCHROME2"
    dataset.Rows, dataset.Columns = rows, columns
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, bits, bits - 1, 0
    dataset.PixelIntensityRelationship, dataset.PixelIntensityRelationshipSign = "LOG", 1 if inverted else -1
    dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = 0, 1, "US"
    dataset.PresentationLUTShape = "INVERSE" if inverted else "IDENTITY"
    dataset.WindowCenter, dataset.WindowWidth = round(center), round(exposure.window_width)
    dataset.WindowCenterWidthExplanation = "NORMAL"
    side_mm = 10.0 * FIELD_CM * phantom.anatomy.beam.shown
    dataset.ImagerPixelSpacing = [round(side_mm / rows, 6), round(side_mm / columns, 6)]
    dataset.DistanceSourceToDetector = round(10.0 * phantom.anatomy.beam.distance_cm)
    dataset.LossyImageCompression = "00"
    dataset.BurnedInAnnotation = "NO"
    dataset.PixelData = np.ascontiguousarray(stored, dtype="<u2").tobytes()
    dataset["PixelData"].VR = "OW"

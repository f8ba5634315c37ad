"""A DICOM file to a ``Radiograph``: gathers what the modules about its parts found; decodes nothing itself."""

from collections.abc import Callable
from pathlib import Path

from pydicom.dataset import Dataset, FileDataset

from cxrviewer.imaging.dicom_aperture import read_collimator, read_shutter
from cxrviewer.imaging.dicom_dataset import open_dataset
from cxrviewer.imaging.dicom_grayscale import (
    PassedOver,
    read_modality_lut,
    read_padding,
    read_presentation_lut,
    read_vois,
)
from cxrviewer.imaging.dicom_overlay import read_overlays
from cxrviewer.imaging.dicom_pixels import decode_frame, refuse_without_pixels
from cxrviewer.imaging.dicom_values import text
from cxrviewer.imaging.modality_unit import read_modality_unit
from cxrviewer.imaging.patient_orientation import read_patient_orientation
from cxrviewer.imaging.pixel_spacing import read_pixel_spacing
from cxrviewer.imaging.radiograph import Patient, Radiograph, Study

PHANTOM_MANUFACTURER = "cxrviewer phantom"


def radiograph_from_dicom(content: bytes, *, source: Path, digest: Callable[[], str]) -> Radiograph:
    """The first frame of the DICOM file with all that its display depends on. Raises RadiographError.

    ``digest`` gives the SHA-256 of the content; it is asked last, because it may take its time.
    """
    dataset = open_dataset(content)
    refuse_without_pixels(dataset)
    frame = decode_frame(dataset)
    warnings = [*frame.warnings]
    passed = PassedOver(warnings)
    signed = frame.stored_offset < 0
    rows, columns = frame.pixels.shape
    modality_lut = read_modality_lut(dataset, frame=frame, passed=passed)
    return Radiograph(
        pixels=frame.pixels,
        source=source,
        digest=digest(),
        photometric_interpretation=frame.photometric_interpretation,
        bits_stored=frame.bits_stored,
        stored_offset=frame.stored_offset,
        modality_lut=modality_lut,
        modality_unit=read_modality_unit(dataset),
        voi=read_vois(dataset, frame=frame, modality_lut=modality_lut, passed=passed),
        presentation_lut=read_presentation_lut(dataset, passed=passed),
        padding=read_padding(dataset, signed=signed),
        shutter=read_shutter(dataset, rows=rows, columns=columns, passed=passed),
        collimator=read_collimator(dataset, rows=rows, columns=columns),
        overlays=read_overlays(dataset, bits_stored=frame.bits_stored, passed=passed),
        pixel_spacing=read_pixel_spacing(dataset),
        patient_orientation=read_patient_orientation(dataset, warnings=warnings),
        view_position=text(dataset, "ViewPosition").upper(),
        patient=_patient(dataset),
        study=_study(dataset),
        sop_instance_uid=text(dataset, "SOPInstanceUID") or None,
        is_phantom=_is_phantom(dataset),
        warnings=tuple(warnings),
        faults=tuple(passed.faults),
    )


def _patient(dataset: Dataset) -> Patient:
    return Patient(
        name=text(dataset, "PatientName"),
        identifier=text(dataset, "PatientID"),
        birth_date=text(dataset, "PatientBirthDate"),
        sex=text(dataset, "PatientSex"),
        age=text(dataset, "PatientAge"),
    )


def _study(dataset: Dataset) -> Study:
    return Study(
        date=text(dataset, "StudyDate"),
        time=text(dataset, "StudyTime"),
        description=text(dataset, "StudyDescription"),
        accession_number=text(dataset, "AccessionNumber"),
        study_instance_uid=text(dataset, "StudyInstanceUID"),
        modality=text(dataset, "Modality"),
        body_part=text(dataset, "BodyPartExamined"),
        manufacturer=text(dataset, "Manufacturer"),
    )


def _is_phantom(dataset: FileDataset) -> bool:
    """A test object (Quality Control Image, PS3.3 C.7.6.1) made by this program."""
    return text(dataset, "QualityControlImage") == "YES" and text(dataset, "Manufacturer") == PHANTOM_MANUFACTURER

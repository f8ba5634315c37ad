"""DICOM files built in code, as bytes: no patient's file is in the repository."""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

DX_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1"


def make_dataset(
    pixels: npt.NDArray[Any] | None = None, *, syntax: str = ExplicitVRLittleEndian, **elements: Any
) -> FileDataset:
    """A DX image of the pixels (by default 12 bits, 4 by 6); any element by keyword, None leaves it out."""
    if pixels is None:
        pixels = np.arange(24, dtype=np.uint16).reshape(4, 6) * 100
    little = UID(syntax) != ExplicitVRBigEndian
    implicit = UID(syntax) == ImplicitVRLittleEndian
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = UID(syntax)
    meta.MediaStorageSOPClassUID = UID(DX_FOR_PRESENTATION)
    meta.MediaStorageSOPInstanceUID = UID("1.2.3.4")
    dataset = FileDataset(
        "", {}, file_meta=meta, preamble=b"\0" * 128, is_implicit_VR=implicit, is_little_endian=little
    )
    allocated = 8 * pixels.dtype.itemsize
    stored = {8: 8, 16: 12}.get(allocated, allocated)
    samples = pixels.shape[-1] if pixels.ndim == 3 else 1
    values: dict[str, Any] = {
        "SOPClassUID": DX_FOR_PRESENTATION,
        "SOPInstanceUID": "1.2.3.4",
        "Modality": "DX",
        "Rows": pixels.shape[0],
        "Columns": pixels.shape[1],
        "SamplesPerPixel": samples,
        "PhotometricInterpretation": "MONOCHROME2" if samples == 1 else "RGB",
        "BitsAllocated": allocated,
        "BitsStored": elements.get("BitsStored", stored),
        "HighBit": max(0, elements.get("BitsStored", stored) - 1),
        "PixelRepresentation": int(pixels.dtype.kind == "i"),
        "PixelData": pixels.astype(pixels.dtype.newbyteorder("<" if little else ">")).tobytes(),
    }
    if samples > 1:
        values["PlanarConfiguration"] = 0
    for keyword, value in (values | elements).items():
        if value is not None:
            setattr(dataset, keyword, value)
    if "PixelData" in dataset:
        dataset["PixelData"].VR = "OW" if allocated > 8 else "OB"
    return dataset


def to_bytes(dataset: FileDataset) -> bytes:
    """The file as it would lie on a disc."""
    stream = io.BytesIO()
    implicit, little = dataset.original_encoding
    dcmwrite(stream, dataset, implicit_vr=implicit, little_endian=little, enforce_file_format=True)
    return stream.getvalue()


def make_dicom(pixels: npt.NDArray[Any] | None = None, **changes: Any) -> bytes:
    """``make_dataset`` as file bytes."""
    return to_bytes(make_dataset(pixels, **changes))


def lut_item(descriptor: list[int], data: list[int] | bytes, explanation: str = "") -> Dataset:
    """One item of a Modality, VOI or Presentation LUT Sequence."""
    item = Dataset()
    item.add_new("LUTDescriptor", "US" if min(descriptor) >= 0 else "SS", descriptor)
    item.add_new("LUTData", "OW" if isinstance(data, bytes) else "US", data)
    if explanation:
        item.LUTExplanation = explanation
    return item


def lut_sequence(*items: Dataset) -> Sequence:
    """The items as a sequence."""
    return Sequence(items)

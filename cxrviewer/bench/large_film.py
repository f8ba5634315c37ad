"""A synthetic film as large as a detector makes them: soft shapes and noise, as a file in each encoding.

Knows pydicom's writing; the shapes mean nothing. Made in code, so that every machine measures the same.
"""

from pathlib import Path

import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from cxrviewer.imaging.radiograph import Pixels, Radiograph, Window

ROWS, COLUMNS = 4280, 3520
ENCODINGS: dict[str, UID] = {
    "raw": ExplicitVRLittleEndian,
    "deflated": DeflatedExplicitVRLittleEndian,
    "RLE": RLELossless,
    "JPEG-LS": JPEGLSLossless,
    "JPEG 2000": JPEG2000Lossless,
}
"""What can be written here; the other encodings need files."""


def large_pixels(bits: int, *, rows: int = ROWS, columns: int = COLUMNS) -> Pixels:
    """(rows, columns) uint16 over the range of so many bits, with the noise of a detector (0.3 % of the range)."""
    largest = (1 << bits) - 1
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    shapes = 0.5 + 0.35 * np.sin(x / 700) * np.cos(y / 900) + 0.1 * np.sin(x * y / 4e5)
    noise = np.random.default_rng(0).normal(0, 0.003, shapes.shape).astype(np.float32)
    pixels: Pixels = (np.clip(shapes + noise, 0, 1) * largest).astype(np.uint16)
    return pixels


def large_film() -> Radiograph:
    """16 bits, with a window of its own."""
    return Radiograph(
        pixels=large_pixels(16),
        source=Path("synthetic"),
        digest="0" * 64,
        bits_stored=16,
        voi=(Window(32768, 50000),),
    )


def write_large_film(path: Path, encoding: str, pixels: Pixels, bits: int) -> None:
    """The pixels as a DICOM file in one of ``ENCODINGS``."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = UID("1.2.826.0.1.3680043.10.1")
    dataset = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.Modality, dataset.Manufacturer = "DX", "cxrviewer bench"
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, bits, bits - 1, 0
    dataset.WindowCenter, dataset.WindowWidth = 1 << (bits - 1), (1 << bits) * 3 // 4
    dataset.PixelData = pixels.tobytes()
    dataset["PixelData"].VR = "OW"
    syntax = ENCODINGS[encoding]
    if syntax.is_encapsulated:
        dataset.compress(syntax, generate_instance_uid=False)
    else:
        meta.TransferSyntaxUID = syntax
    dataset.save_as(path, enforce_file_format=True)

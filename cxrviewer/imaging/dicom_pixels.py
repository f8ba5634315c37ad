"""The first frame of a DICOM image as unsigned 16-bit values; knows nothing of windows or patients.

Checks what the header and the codestream claim before any memory is reserved for it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.dataset import FileDataset
from pydicom.encaps import generate_frames
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID, RLELossless

from cxrviewer.errors import NotARadiograph, UnreadableFile, UnsupportedPixelData
from cxrviewer.imaging.codestream import frame_size
from cxrviewer.imaging.decoders import LIBRARY_ERRORS, MAX_PIXELS, is_whole, plugin_for
from cxrviewer.imaging.dicom_values import number, text
from cxrviewer.imaging.luminance import luminance
from cxrviewer.imaging.radiograph import PhotometricInterpretation, Pixels

_CONVERT = "convert it to an uncompressed DICOM file (for example with dcmdjpeg or gdcmconv --raw) and open that"
_COLOUR = frozenset({"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT", "YBR_PARTIAL_420", "PALETTE COLOR"})


@dataclass(frozen=True, slots=True)
class DecodedFrame:
    """Stored values as ``Radiograph`` wants them; the stored value itself is ``pixels + stored_offset``."""

    pixels: Pixels  # (rows, columns)
    bits_stored: int
    stored_offset: int
    photometric_interpretation: PhotometricInterpretation
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the Image Pixel module says (PS3.3 C.7.6.3)."""

    rows: int
    columns: int
    frames: int
    samples: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    photometric: str


def decode_frame(dataset: FileDataset) -> DecodedFrame:
    """Decode the first frame.

    Raises NotARadiograph, UnreadableFile or UnsupportedPixelData; nothing of the libraries' comes through.
    """
    syntax = UID(dataset.file_meta.TransferSyntaxUID)
    claim = _claim(dataset)
    _check_encoding(dataset, syntax, claim)
    # The high bit says where the value lies in its cell; decoders of compressed frames have moved it already.
    in_cell = not syntax.is_compressed or syntax == RLELossless
    high_bit = claim.high_bit if in_cell and claim.high_bit < claim.bits_allocated else claim.bits_stored - 1
    shift = max(0, high_bit - claim.bits_stored + 1)
    if shift:
        # pydicom takes the value to lie at the bottom of the cell and would cut off its top.
        dataset.BitsStored = claim.bits_stored + shift
    try:
        # Of ordinary grey a view, its bits as they are: what lies outside Bits Stored is cut off below.
        plain = claim.bits_allocated <= 16 and claim.photometric not in _COLOUR
        values: npt.NDArray[Any] = pixel_array(
            dataset, index=0, decoding_plugin=plugin_for(syntax), view_only=plain, correct_unused_bits=not plain
        )
        if claim.photometric == "PALETTE COLOR":
            values = _eight_bits(apply_color_lut(values, dataset))
    except MemoryError:
        raise
    except LIBRARY_ERRORS as error:
        if syntax.is_compressed:
            raise UnsupportedPixelData(
                f"no decoder here can read this {_in_words(syntax)} image, which may be damaged; {_CONVERT}"
            ) from error
        raise UnreadableFile("the pixel data does not fit its description; ask for a new copy") from error
    warnings = (f"The file holds {claim.frames} frames; only the first is shown.",) if claim.frames > 1 else ()
    if values.ndim == 3 and values.shape[2] == 3:
        return _colour(values, warnings)
    if values.ndim != 2:
        raise UnsupportedPixelData(f"an image of {claim.samples} samples per pixel cannot be shown; {_CONVERT}")
    return _grey(values, claim, shift=shift, warnings=warnings)


def _claim(dataset: FileDataset) -> _Claim:
    rows, columns = _whole(dataset, "Rows"), _whole(dataset, "Columns")
    if not rows or not columns:
        raise UnreadableFile("the image's number of rows or columns is missing; ask for a new export of the image")
    frames = _whole(dataset, "NumberOfFrames", default=1)
    if frames < 1:
        raise UnreadableFile("the image's number of frames is not a number; ask for a new export of the image")
    allocated = _whole(dataset, "BitsAllocated", default=0)
    stored = _whole(dataset, "BitsStored", default=allocated)
    claim = _Claim(
        rows=rows,
        columns=columns,
        frames=frames,
        samples=_whole(dataset, "SamplesPerPixel", default=1),
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=_whole(dataset, "HighBit", default=stored - 1),
        signed=_whole(dataset, "PixelRepresentation", default=0) == 1,
        photometric=text(dataset, "PhotometricInterpretation"),
    )
    if rows * columns > MAX_PIXELS:
        raise UnreadableFile(
            f"the header claims {rows} by {columns} pixels, more than any radiograph has; ask for a new copy"
        )
    if not 1 <= claim.bits_stored <= claim.bits_allocated:
        raise UnreadableFile("the image's number of bits is missing or makes no sense; ask for a new export")
    if claim.photometric not in _COLOUR | {"MONOCHROME1", "MONOCHROME2"}:
        raise UnsupportedPixelData(
            f'the photometric interpretation "{claim.photometric}" is not known here; export the image in grey scale'
        )
    return claim


def _whole(dataset: FileDataset, keyword: str, *, default: int = 0) -> int:
    """The element as a whole number, ``default`` if it is absent or empty, -1 if it is no number."""
    if not text(dataset, keyword):
        return default
    value = number(dataset, keyword)
    return int(value) if value is not None and value.is_integer() else -1


def _check_encoding(dataset: FileDataset, syntax: UID, claim: _Claim) -> None:
    """Refuse, before anything is decoded, what cannot be or would cost too much."""
    if "PixelData" not in dataset:
        raise UnsupportedPixelData("the image is stored as floating-point numbers; export it as 16-bit grey scale")
    data = dataset.PixelData
    if not data:
        raise UnreadableFile("the file describes an image but holds no pixel data; ask for a new copy")
    try:
        available = get_decoder(syntax).is_available
    except NotImplementedError:
        available = False
    if not available:
        raise UnsupportedPixelData(
            f"the image is encoded as {_in_words(syntax)}, which no decoder here knows; {_CONVERT}"
        )
    if not syntax.is_compressed:
        cells = claim.rows * claim.columns * claim.frames * claim.samples
        needed = (cells * claim.bits_allocated + 7) // 8
        if claim.photometric == "YBR_FULL_422":
            needed = needed * 2 // 3
        if len(data) < needed:
            raise UnreadableFile(
                f"the pixel data is cut short ({len(data)} of {needed} bytes are there); copy the file again"
            )
        return
    try:
        frames = tuple(generate_frames(data, number_of_frames=claim.frames))
        sizes = {frame_size(frame) for frame in frames}
    except LIBRARY_ERRORS as error:
        raise UnreadableFile("the compressed pixel data is damaged; ask for a new copy") from error
    if frames and not is_whole(frames[0], syntax):
        raise UnreadableFile("the compressed pixel data is cut short; copy the file again")
    for size in sizes:
        if size is None:
            continue
        if size.components > claim.samples + 1:  # one more: alpha, which some encoders add
            raise UnreadableFile("the compressed image has more colours than its header says; ask for a new copy")
        if (size.rows, size.columns) == (claim.rows, claim.columns):
            continue
        raise UnreadableFile(
            f"the header says {claim.rows} by {claim.columns} pixels, "
            f"the compressed image {size.rows} by {size.columns}; ask for a new export of the image"
        )


def _grey(values: npt.NDArray[Any], claim: _Claim, *, shift: int, warnings: tuple[str, ...]) -> DecodedFrame:
    photometric = PhotometricInterpretation.MONOCHROME2
    if claim.photometric in PhotometricInterpretation.__members__:
        photometric = PhotometricInterpretation(claim.photometric)
    else:
        warnings += (f"The image says {claim.photometric} but has one sample a pixel; it is shown as grey.",)
    if claim.bits_stored > 16:
        return _squeezed(values, photometric, warnings)
    # Bits outside Bits Stored are not pixel values: overlays of old files live there (PS3.5 8.1.1).
    cell = (values >> shift if shift else values).astype(np.uint16, copy=False)
    mask = np.uint16((1 << claim.bits_stored) - 1)
    offset = 0
    if claim.signed:
        # Two's complement to offset binary: the sign bit turned over.
        offset = -(1 << (claim.bits_stored - 1))
        cell = cell ^ np.uint16(-offset)
    if claim.bits_stored < 16:
        cell = cell & mask
    return DecodedFrame(np.ascontiguousarray(cell), claim.bits_stored, offset, photometric, warnings)


def _squeezed(
    values: npt.NDArray[Any], photometric: PhotometricInterpretation, warnings: tuple[str, ...]
) -> DecodedFrame:
    """More than 16 bits stored, but perhaps not used."""
    lowest, highest = int(values.min()), int(values.max())
    if lowest >= 0 and highest <= 0xFFFF:
        lowest = 0
    if highest - lowest > 0xFFFF:
        raise UnsupportedPixelData("the image has more than 16 bits of grey; export it with 16 bits or fewer")
    pixels = (values.astype(np.int64) - lowest).astype(np.uint16)
    return DecodedFrame(np.ascontiguousarray(pixels), 16, lowest, photometric, warnings)


def _colour(values: npt.NDArray[Any], warnings: tuple[str, ...]) -> DecodedFrame:
    if values.dtype.itemsize > 2:
        raise UnsupportedPixelData("the image has more than 16 bits a colour; export it in grey scale")
    grey = luminance(values.view(f"u{values.dtype.itemsize}"))
    note = "The image is in colour; its luminance is shown."
    bits = 8 * values.dtype.itemsize
    return DecodedFrame(grey, bits, 0, PhotometricInterpretation.MONOCHROME2, (*warnings, note))


def _eight_bits(rgb: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Palettes have entries of 16 bits whose high byte is the colour (PS3.3 C.7.6.3.1.6)."""
    return rgb if rgb.dtype.itemsize == 1 else (rgb >> 8).astype(np.uint8)


def _in_words(syntax: UID) -> str:
    name = syntax.name
    return name if name != str(syntax) else f"transfer syntax {syntax}"


def refuse_without_pixels(dataset: FileDataset) -> None:
    """Raise NotARadiograph, saying what the object is, where there is no image in it at all."""
    if any(keyword in dataset for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        return
    name = UID(text(dataset, "SOPClassUID") or text(dataset.file_meta, "MediaStorageSOPClassUID")).name
    modality = text(dataset, "Modality")
    if not name or name[0].isdigit():
        name = f"of modality {modality}" if modality else "of an unknown kind"
    raise NotARadiograph(f"this DICOM file holds no image ({name}); open a file with the radiograph itself")

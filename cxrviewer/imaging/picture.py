"""PNG, JPEG and TIFF to a ``Radiograph``: grey values as Pillow's ``convert("L")`` gives them, or 16 bits whole.

Knows nothing of DICOM; a picture has no window, no spacing and no patient.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from cxrviewer.errors import UnreadableFile, UnsupportedPixelData
from cxrviewer.imaging.decoders import LIBRARY_ERRORS, MAX_PIXELS
from cxrviewer.imaging.radiograph import PhotometricInterpretation, Radiograph

PHANTOM_KEY: Final = "cxrviewer"
PHANTOM_TEXT: Final = "phantom"

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_FORMATS = ("PNG", "JPEG", "TIFF")
_TIFF_BITS_PER_SAMPLE = 258
_TIFF_PHOTOMETRIC = 262
_TIFF_WHITE_IS_ZERO = 0
_WITH_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


def looks_like_picture(content: bytes) -> bool:
    """Whether the bytes are a PNG, a JPEG or a TIFF. A DICOM file may have a TIFF's header as its preamble."""
    return content.startswith(_MAGIC) and content[128:132] != b"DICM"


def radiograph_from_picture(content: bytes, *, source: Path, digest: Callable[[], str]) -> Radiograph:
    """The picture in grey scale; ``digest`` gives the SHA-256 of the content. Raises RadiographError."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            _check_size(image)
            image.load()
            return _radiograph(image, source=source, digest=digest)
    except Image.DecompressionBombError as error:
        raise UnreadableFile(_TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise UnreadableFile("the picture's header is damaged; ask for a new copy") from error
    except MemoryError:
        raise
    except LIBRARY_ERRORS as error:
        raise UnreadableFile("the picture is cut short or damaged; ask for a new copy") from error


_TOO_LARGE = "the picture claims more pixels than any radiograph has; ask for a new copy"


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableFile(_TOO_LARGE)


def _radiograph(image: Image.Image, *, source: Path, digest: Callable[[], str]) -> Radiograph:
    warnings = []
    frames = getattr(image, "n_frames", 1)
    if frames > 1 and image.format in ("TIFF", "PNG"):
        warnings.append(f"The file holds {frames} pages; only the first is shown.")
    is_phantom = image.info.get(PHANTOM_KEY) == PHANTOM_TEXT
    try:
        upright = ImageOps.exif_transpose(image)
    except LIBRARY_ERRORS:
        upright = image
        warnings.append("The picture's EXIF orientation cannot be read; it is shown as stored.")
    polarity = PhotometricInterpretation.MONOCHROME2
    stored_offset = 0
    if image.mode == "F":
        raise UnsupportedPixelData("the picture holds floating-point numbers; save it as 16-bit grey scale")
    if image.mode.startswith("I"):
        pixels, stored_offset = _sixteen_bits(upright)
        bits = _bits_per_sample(image)
        # Pillow turns 8-bit TIFFs with white as zero round, but not those of 16 bits.
        if image.format == "TIFF" and _tag(image, _TIFF_PHOTOMETRIC) == _TIFF_WHITE_IS_ZERO:
            polarity = PhotometricInterpretation.MONOCHROME1
    else:
        pixels, bits = _eight_bits(upright), 8
    return Radiograph(
        pixels=pixels,
        source=source,
        digest=digest(),
        photometric_interpretation=polarity,
        bits_stored=bits,
        stored_offset=stored_offset,
        is_phantom=is_phantom,
        warnings=tuple(warnings),
    )


def _eight_bits(image: Image.Image) -> npt.NDArray[np.uint16]:
    """(rows, columns) of 0..255."""
    upright = image
    if _is_transparent(upright):
        # What lies under a transparent pixel is arbitrary; a film's surround is black.
        seen = upright.convert("RGBA")
        black = Image.new("RGBA", seen.size, (0, 0, 0, 255))
        upright = Image.alpha_composite(black, seen)
    return np.asarray(upright.convert("L")).astype(np.uint16)


def _is_transparent(image: Image.Image) -> bool:
    if image.mode not in _WITH_ALPHA and "transparency" not in image.info:
        return False
    alpha = image.convert("RGBA").getchannel("A")
    return int(np.asarray(alpha).min()) < 255


def _sixteen_bits(image: Image.Image) -> tuple[npt.NDArray[np.uint16], int]:
    """(rows, columns) uint16 and the offset that gives the stored values back."""
    values = np.asarray(image)
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:
        return np.ascontiguousarray(values, dtype=np.uint16), 0
    values = values.astype(np.int64)
    lowest, highest = int(values.min()), int(values.max())
    offset = 0 if lowest >= 0 and highest <= 0xFFFF else lowest
    if highest - offset > 0xFFFF:
        raise UnsupportedPixelData("the picture has more than 16 bits of grey; save it with 16 bits")
    return np.ascontiguousarray((values - offset).astype(np.uint16)), offset


def _bits_per_sample(image: Image.Image) -> int:
    stated = _tag(image, _TIFF_BITS_PER_SAMPLE) if image.format == "TIFF" else 16
    return stated if isinstance(stated, int) and 9 <= stated <= 16 else 16


def _tag(image: Image.Image, number: int) -> int | None:
    tags = getattr(image, "tag_v2", {})
    value = tags.get(number)
    if isinstance(value, tuple):
        value = value[0] if value else None
    return value if isinstance(value, int) else None

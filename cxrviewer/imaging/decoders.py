"""The edge to pydicom, Pillow and the decoders: what they may raise, and how they are kept quiet.

Knows nothing of what a file holds.
"""

import logging
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image, UnidentifiedImageError
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.uid import UID, JPEGLSLossless, JPEGLSNearLossless, RLELossless

LIBRARY_ERRORS: Final[tuple[type[Exception], ...]] = (
    InvalidDicomError,
    BytesLengthException,
    Image.DecompressionBombError,
    UnidentifiedImageError,
    struct.error,
    zlib.error,
    ArithmeticError,  # OverflowError; decimal.InvalidOperation of a number string
    AssertionError,
    AttributeError,  # pydicom: a required element is missing
    BufferError,
    EOFError,
    LookupError,  # a codec, a key, an index
    MemoryError,
    NotImplementedError,
    OSError,  # Pillow: truncated
    RecursionError,  # sequences nested without end
    RuntimeError,  # pydicom: every decoder refused
    SyntaxError,  # Pillow: broken chunk
    TypeError,  # pydicom: an element without a value
    ValueError,  # also UnicodeError
)
"""Everything that the libraries raise on a damaged or hostile file. Programming errors of the libraries
(TypeError, AttributeError) are among them, because that is what they raise on elements without a value."""

MAX_FILE_BYTES: Final = 1 << 30
"""No radiograph comes near this; a larger file is not read into memory."""

MAX_PIXELS: Final = 100_000_000
"""Of one frame. The largest detectors have 20 million pixels, photographed films up to 100 million."""

_PLUGINS: Final = {
    # The faster one panics on damaged data with an exception that no `except Exception` catches.
    RLELossless: "pydicom",
    # CharLS: the same pixels as the other decoder, in a quarter of its time.
    JPEGLSLossless: "pyjpegls",
    JPEGLSNearLossless: "pyjpegls",
}

_END_OF_IMAGE = b"\xff\xd9"  # ISO/IEC 14495-1 C.1.1
_CHATTERING = ("PIL", "pydicom", "pylibjpeg", "libjpeg", "openjpeg", "rle")
_lock = threading.Lock()


def plugin_for(syntax: UID) -> str:
    """Which of pydicom's plug-ins decodes this transfer syntax; "" where pydicom's own order is right."""
    return _PLUGINS.get(syntax, "")


def is_whole(frame: bytes, syntax: UID) -> bool:
    """Whether a frame has an end. WORKAROUND: pyjpegls 1.5 waits without end for the rest of one that has none."""
    # Real encoders pad to an even length with 0 or with 255.
    return plugin_for(syntax) != "pyjpegls" or _END_OF_IMAGE in frame[-16:]


@contextmanager
def quiet_decoders() -> Iterator[None]:
    """Within it the libraries neither warn nor log: their messages quote values, which may name the patient.

    One thread at a time, because the filters of ``warnings`` belong to the process. Not reentrant.
    """
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loggers = [logging.getLogger(name) for name in _CHATTERING]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)

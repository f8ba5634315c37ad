"""Every exception that the libraries raise is known at the edge; they neither warn nor log."""

import logging
import struct
import warnings
import zlib
from decimal import InvalidOperation

import pydicom.errors
import pytest
from PIL import Image, UnidentifiedImageError

from cxrviewer.errors import UnreadableFile, UnsupportedPixelData
from cxrviewer.imaging.decoders import LIBRARY_ERRORS, quiet_decoders
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dicom

RAISED = [
    *(error for error in vars(pydicom.errors).values() if isinstance(error, type) and issubclass(error, Exception)),
    UnidentifiedImageError,
    Image.DecompressionBombError,
    struct.error,
    zlib.error,
    InvalidOperation,
    UnicodeDecodeError,
    RecursionError,
    MemoryError,
    OverflowError,
    ZeroDivisionError,
    NotImplementedError,
    RuntimeError,
    AttributeError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OSError,
    SyntaxError,
]


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.__name__)
def test_every_library_exception_is_mapped(error):
    assert issubclass(error, LIBRARY_ERRORS)


def test_interruption_is_not_taken_for_a_damaged_file():
    assert not issubclass(KeyboardInterrupt, LIBRARY_ERRORS)
    assert not issubclass(Exception, LIBRARY_ERRORS)


@pytest.mark.parametrize("error", [RuntimeError, ValueError, RecursionError, struct.error, IndexError])
def test_an_exception_of_the_decoder_becomes_one_of_ours(tmp_path, monkeypatch, error):
    def fail(*_, **__):
        raise error("Example^Ann")

    monkeypatch.setattr("cxrviewer.imaging.dicom_pixels.pixel_array", fail)
    (tmp_path / "film").write_bytes(make_dicom())
    with pytest.raises((UnreadableFile, UnsupportedPixelData)) as refusal:
        read_radiograph(tmp_path / "film")
    assert "Ann" not in str(refusal.value)


def test_neither_warnings_nor_log_records_come_through(caplog):
    logger = logging.getLogger("pydicom")
    before = logger.level
    with quiet_decoders():
        warnings.warn("Example^Ann", stacklevel=1)
        logger.error("Example^Ann")
        logging.getLogger("PIL.TiffImagePlugin").warning("Example^Ann")
    assert caplog.records == []
    assert logger.level == before


def test_they_may_speak_again_after_an_error():
    with pytest.raises(RuntimeError), quiet_decoders():
        raise RuntimeError
    with quiet_decoders():  # the lock was given back
        pass
    assert logging.getLogger("pydicom").level != logging.CRITICAL + 1

"""DICOM files told by their content; deflated within bounds; what has lost its head."""

import zlib

import numpy as np
import pytest
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from cxrviewer.errors import NotARadiograph, RadiographError, UnreadableFile
from cxrviewer.imaging import dicom_dataset
from cxrviewer.imaging.dicom_dataset import looks_like_dicom, open_dataset
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dataset, make_dicom, to_bytes

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6) * 100


def read(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    return read_radiograph(tmp_path / "file")


@pytest.mark.parametrize(
    "syntax",
    [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian],
)
def test_every_uncompressed_syntax_gives_the_same_pixels(tmp_path, syntax):
    assert np.array_equal(read(tmp_path, make_dicom(PIXELS, syntax=syntax)).pixels, PIXELS)


def test_a_file_without_preamble_is_read(tmp_path):
    content = make_dicom(PIXELS)[132:]
    assert content.startswith(b"\x02\x00")
    assert looks_like_dicom(content)
    assert np.array_equal(read(tmp_path, content).pixels, PIXELS)


def bare(syntax):
    """The data set alone, without preamble and file meta information."""
    content = make_dicom(PIXELS, syntax=syntax)
    meta_length = int.from_bytes(content[140:144], "little")
    return content[144 + meta_length :]


def test_a_bare_data_set_in_the_default_syntax_is_read(tmp_path):
    assert np.array_equal(read(tmp_path, bare(ImplicitVRLittleEndian)).pixels, PIXELS)


def test_a_bare_data_set_in_any_other_syntax_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="file meta information"):
        read(tmp_path, bare(ExplicitVRLittleEndian))


def test_a_file_that_states_no_transfer_syntax_is_refused(tmp_path):
    content = make_dicom(PIXELS).replace(b"1.2.840.10008.1.2.1\0", b"", 1)
    # The element stays, empty; the group's length no longer matters.
    content = content.replace(b"\x02\x00\x10\x00UI\x14\x00", b"\x02\x00\x10\x00UI\x00\x00", 1)
    with pytest.raises(UnreadableFile, match="transfer syntax"):
        read(tmp_path, content)


def deflated(inflated_bytes):
    dataset = make_dataset(PIXELS, syntax=DeflatedExplicitVRLittleEndian)
    content = to_bytes(dataset)
    end_of_meta = 144 + int.from_bytes(content[140:144], "little")
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return content[:end_of_meta] + squeeze.compress(inflated_bytes) + squeeze.flush()


def test_a_deflated_bomb_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(dicom_dataset, "MAX_INFLATED_BYTES", 100_000)
    with pytest.raises(UnreadableFile, match="grows"):
        read(tmp_path, deflated(bytes(1_000_000)))


def test_a_damaged_deflated_data_set_is_refused(tmp_path):
    content = bytearray(make_dicom(PIXELS, syntax=DeflatedExplicitVRLittleEndian))
    content[-40:] = b"\xff" * 40
    with pytest.raises(UnreadableFile):
        read(tmp_path, bytes(content))


def test_a_dicomdir_says_what_it_is(tmp_path):
    dataset = make_dataset(PIXELS, PixelData=None, SOPClassUID="1.2.840.10008.1.3.10")
    with pytest.raises(NotARadiograph, match="DICOMDIR"):
        open_dataset(to_bytes(dataset))


@pytest.mark.parametrize(
    "content", [b"\x08\x00", b"\x08\x00\x00\x00\x04\x00\x00\x00", b"\x02\x00" * 40, b"", b"DICM", b"\x08\x00\x05\x00XX"]
)
def test_stubs_are_not_taken_for_dicom(content):
    assert not looks_like_dicom(content)


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_sequences_nested_without_end_are_refused(tmp_path, syntax):
    if syntax.is_implicit_VR:
        item = b"\x08\x00\x15\x11\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"
    else:
        item = b"\x08\x00\x15\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"
    content = make_dicom(PIXELS, syntax=syntax)
    end_of_meta = 144 + int.from_bytes(content[140:144], "little")
    with pytest.raises(RadiographError, match=";"):
        read(tmp_path, content[:end_of_meta] + item * 20_000)


def test_files_cut_anywhere_are_refused_or_read_but_never_break(tmp_path):
    content = make_dicom(PIXELS, PatientName="Example^Ann", WindowCenter="5", WindowWidth="9")
    for length in range(1, len(content), 7):
        with pytest.raises(RadiographError, match=";"):
            read(tmp_path, content[:length])

"""One clear error for each kind of file that holds no radiograph; formats told by content."""

import contextlib
import hashlib
import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from cxrviewer.errors import NotARadiograph, RadiographError, UnreadableFile
from cxrviewer.imaging.grayscale import render
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dicom


def test_the_digest_is_that_of_the_files_bytes(tmp_path):
    content = make_dicom()
    path = tmp_path / "film.dcm"
    path.write_bytes(content)
    film = read_radiograph(path)
    assert film.digest == hashlib.sha256(content).hexdigest()
    assert film.source == path


def test_the_name_says_nothing_about_the_format(tmp_path):
    (tmp_path / "film.png").write_bytes(make_dicom())
    assert read_radiograph(tmp_path / "film.png").study.modality == "DX"
    Image.fromarray(np.zeros((2, 2), dtype=np.uint8)).save(tmp_path / "picture.dcm", "PNG")
    assert read_radiograph(tmp_path / "picture.dcm").bits_stored == 8


def test_a_dicom_file_that_is_also_a_tiff_is_read_as_dicom(tmp_path):
    content = make_dicom()
    (tmp_path / "both").write_bytes(b"II*\0" + content[4:])
    assert read_radiograph(tmp_path / "both").study.modality == "DX"


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", UnreadableFile, "empty"),
        ("Ein Röntgenbild? Nein, Text.".encode(), NotARadiograph, "a text file"),
        (("x" * 1023 + "ö").encode(), NotARadiograph, "a text file"),
        (b"%PDF-1.7\n", NotARadiograph, "a PDF document"),
        (b"PK\x03\x04rest", NotARadiograph, "a zip archive"),
        (b"GIF89a", NotARadiograph, "a GIF picture"),
        (bytes(range(1, 256)) * 4, NotARadiograph, "unknown kind"),
        (b"\xff" * 300, NotARadiograph, "unknown kind"),
        (bytes(300), NotARadiograph, "unknown kind"),
        (bytes(128) + b"DICM", RadiographError, ";"),
        (bytes(128) + b"DICM" + b"\xff" * 50, RadiographError, ";"),
    ],
)
def test_what_is_no_radiograph_is_named(tmp_path, content, error, words):
    path = tmp_path / "secret-name"
    path.write_bytes(content)
    with pytest.raises(error, match=words) as refusal:
        read_radiograph(path)
    message = str(refusal.value)
    assert "secret-name" not in message  # the caller says which file
    assert "; " in message  # what is wrong; what to do
    assert "\n" not in message


NUMBERS = st.one_of(st.integers(0, 40), st.sampled_from([0x7FFF, 0x8000, 0xFFFF]))
DESCRIPTIONS = (
    "Rows",
    "Columns",
    "SamplesPerPixel",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "PlanarConfiguration",
    "NumberOfFrames",
)
PHOTOMETRICS = st.sampled_from(["MONOCHROME1", "RGB", "YBR_FULL_422", "PALETTE COLOR"])


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(DESCRIPTIONS), NUMBERS, max_size=3), PHOTOMETRICS)
def test_a_header_that_lies_gives_a_film_or_is_refused(tmp_path, lies, photometric):
    path = tmp_path / "film"
    path.write_bytes(make_dicom(**lies, PhotometricInterpretation=photometric))
    # Any other exception fails the test.
    with contextlib.suppress(RadiographError):
        film = read_radiograph(path)
        assert render(film).shape == (film.rows, film.columns)


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        read_radiograph(tmp_path / "missing")
    with pytest.raises(UnreadableFile, match="a folder"):
        read_radiograph(tmp_path)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_radiograph(tmp_path / "nul\0")
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_radiograph(tmp_path / ("long" * 200))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_radiograph(tmp_path / "pipe")


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "film").write_bytes(b"x")

    def forbid(self):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.read_bytes", forbid)
    with pytest.raises(UnreadableFile, match="permission"):
        read_radiograph(tmp_path / "film")


def test_a_file_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("cxrviewer.imaging.file_content.MAX_FILE_BYTES", 10)
    (tmp_path / "film").write_bytes(b"x" * 11)
    with pytest.raises(UnreadableFile, match="larger"):
        read_radiograph(tmp_path / "film")


def test_too_little_memory_is_said(tmp_path, monkeypatch):
    def exhaust(*_, **__):
        raise MemoryError

    monkeypatch.setattr("cxrviewer.imaging.dicom_pixels.pixel_array", exhaust)
    (tmp_path / "film").write_bytes(make_dicom())
    with pytest.raises(UnreadableFile, match="memory"):
        read_radiograph(tmp_path / "film")

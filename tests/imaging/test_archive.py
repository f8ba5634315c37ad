"""Films read out of zip archives: what is a member, what is refused, and that nothing grows without bounds."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from cxrviewer.errors import NotARadiograph, UnreadableFile
from cxrviewer.imaging import archive
from cxrviewer.imaging.archive import archive_of, is_archive, member_content, members
from cxrviewer.imaging.containers import contents_of, is_container
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dicom

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6) * 100


def packed(folder, **content):
    path = folder / "films.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in content.items():
            opened.writestr(name, data)
    return path


def test_a_member_is_read_by_its_path_below_the_archive(tmp_path):
    path = packed(tmp_path, **{"disc/a/IM1": make_dicom(PIXELS)})
    film = read_radiograph(path / "disc/a/IM1")
    assert np.array_equal(film.pixels, PIXELS)
    assert film.source == path / "disc/a/IM1"
    assert archive_of(film.source) == path


def test_the_contents_are_what_may_be_films_in_the_order_of_names(tmp_path):
    path = packed(
        tmp_path,
        **{
            "b.png": b"x",
            "a/IM1": make_dicom(PIXELS),
            "notes.txt": b"x",
            ".hidden.dcm": b"x",
            "__MACOSX/._a.dcm": b"x",
            "a/readme": b"x",
        },
    )
    assert is_container(path)
    assert contents_of(path).files == (path / "a/IM1", path / "b.png")


@pytest.mark.parametrize("name", ["../evil.dcm", "/etc/evil.dcm", "a/../../evil.dcm"])
def test_a_name_that_leads_out_of_the_archive_is_no_member(tmp_path, name):
    path = packed(tmp_path, **{name: b"x", "good.dcm": b"x"})
    assert members(path) == (path / "good.dcm",)


def test_a_name_without_the_content_of_an_archive_is_none(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"not packed")
    assert not is_archive(tmp_path / "a.zip")
    assert not is_archive(tmp_path / "missing.zip")


def test_what_is_no_longer_there_is_said(tmp_path):
    path = packed(tmp_path, **{"a.dcm": b"x"})
    with pytest.raises(UnreadableFile, match="holds no such file"):
        read_radiograph(path / "b.dcm")
    path.unlink()
    with pytest.raises(UnreadableFile, match="no longer there"):
        member_content(path, path / "a.dcm")


def test_an_archive_that_changed_is_read_anew(tmp_path):
    assert members(packed(tmp_path, **{"a.dcm": b"x"})) == (tmp_path / "films.zip/a.dcm",)
    assert members(packed(tmp_path, **{"b.dcm": b"xyz"})) == (tmp_path / "films.zip/b.dcm",)


def test_a_damaged_archive_is_said(tmp_path):
    path = packed(tmp_path, **{"a.dcm": make_dicom(PIXELS) * 5})
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableFile, match="damaged"):
        contents_of(path)


def test_a_damaged_member_is_said(tmp_path):
    path = packed(tmp_path, **{"a.dcm": bytes(range(256)) * 40})
    content = bytearray(path.read_bytes())
    content[60:120] = b"\xff" * 60
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="damaged"):
        read_radiograph(path / "a.dcm")


def test_an_encrypted_member_is_said(tmp_path):
    path = packed(tmp_path, **{"a.dcm": b"x"})
    content = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    path.write_bytes(content)
    with pytest.raises(NotARadiograph, match="encrypted"):
        read_radiograph(path / "a.dcm")


def test_a_member_that_would_grow_too_large_is_not_inflated(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 1000)
    path = packed(tmp_path, **{"a.dcm": b"\0" * 1001})
    with pytest.raises(UnreadableFile, match="grows beyond"):
        read_radiograph(path / "a.dcm")


def test_an_ordinary_path_leads_into_no_archive(tmp_path):
    assert archive_of(Path("a/b.dcm")) is None
    assert archive_of(tmp_path / "a.zip") is None

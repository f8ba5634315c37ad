"""The index of a disc: what it lists, what is missing, and what leads astray."""

import io

import pytest
from pydicom import config, dcmwrite
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, MediaStorageDirectoryStorage

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.containers import contents_of
from cxrviewer.imaging.dicomdir import is_directory, read_directory


@pytest.fixture(autouse=True)
def _as_bad_as_discs_are(monkeypatch):
    """Names that the standard forbids can be written."""
    monkeypatch.setattr(config.settings, "writing_validation_mode", config.IGNORE)
    monkeypatch.setattr(config.settings, "reading_validation_mode", config.IGNORE)


def record(*file_id, kind="IMAGE", flag=0xFFFF):
    made = Dataset()
    made.OffsetOfTheNextDirectoryRecord = 0
    made.RecordInUseFlag = flag
    made.OffsetOfReferencedLowerLevelDirectoryEntity = 0
    made.DirectoryRecordType = kind
    if file_id:
        made.ReferencedFileID = list(file_id)
    return made


def write(folder, *records, name="DICOMDIR"):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = MediaStorageDirectoryStorage
    meta.MediaStorageSOPInstanceUID = "1.2.3"
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128, is_implicit_VR=False, is_little_endian=True)
    dataset.DirectoryRecordSequence = Sequence(records)
    stream = io.BytesIO()
    dcmwrite(stream, dataset, enforce_file_format=True)
    (folder / name).write_bytes(stream.getvalue())
    return folder / name


def touch(folder, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_the_images_that_are_there_in_the_order_of_their_records(tmp_path):
    second, first = touch(tmp_path, "A/IM2"), touch(tmp_path, "A/IM1")
    listed = write(tmp_path, record(kind="PATIENT"), record("A", "IM2"), record("A", "IM1"), record("A", "IM2"))
    directory = read_directory(listed)
    assert directory.files == (second, first)
    assert directory.missing == ()


def test_what_is_missing_is_named(tmp_path):
    there = touch(tmp_path, "A/IM1")
    contents = contents_of(write(tmp_path, record("A", "IM1"), record("A", "IM9")))
    assert contents.files == (there,)
    assert contents.missing == ("A/IM9",)


def test_records_of_other_things_and_records_out_of_use_are_left_out(tmp_path):
    for name in ("SR1", "PR1", "OLD"):
        touch(tmp_path, name)
    listed = write(
        tmp_path, record("SR1", kind="SR DOCUMENT"), record("PR1", kind="PRESENTATION"), record("OLD", flag=0)
    )
    assert read_directory(listed).files == ()


@pytest.mark.parametrize("on_disc", ["a/im1", "a/im1.;1", "A/IM1;1"])
def test_the_case_and_the_version_of_a_name_on_the_disc_do_not_matter(tmp_path, on_disc):
    there = touch(tmp_path, on_disc)
    assert read_directory(write(tmp_path, record("A", "IM1"))).files == (there,)


def test_a_path_in_one_component_is_understood(tmp_path):
    there = touch(tmp_path, "A/IM1")
    assert read_directory(write(tmp_path, record("A/IM1"))).files == (there,)


def test_a_file_outside_the_folder_is_not_opened(tmp_path):
    outside = touch(tmp_path, "secret.dcm")
    disc = tmp_path / "disc"
    disc.mkdir()
    (disc / "LINK").symlink_to(outside)
    directory = read_directory(write(disc, record("..", "secret.dcm"), record("LINK")))
    assert directory.files == ()
    assert directory.missing == ("../secret.dcm", "LINK")


def test_an_index_is_known_by_its_class_when_it_was_renamed(tmp_path):
    assert is_directory(write(tmp_path, name="index-of-disc"))
    assert not is_directory(touch(tmp_path, "film.dcm"))
    assert not is_directory(tmp_path / "DICOMDIR")  # of which there is none


def test_a_damaged_index_says_what_to_do(tmp_path):
    path = tmp_path / "DICOMDIR"
    path.write_bytes(b"\0" * 128 + b"DICM")
    with pytest.raises(UnreadableFile, match="open the folder"):
        read_directory(path)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("DICOMDIR", 31),
        ("DICOMDIR-bigEnd", 31),
        ("DICOMDIR-implicit", 31),
        ("DICOMDIR-nooffset", 31),
        ("DICOMDIR-nopatient", 31),
        ("DICOMDIR-reordered", 31),
        ("DICOMDIR-empty.dcm", 0),
        ("TINY_ALPHA/DICOMDIR", 50),
    ],
)
def test_real_discs(shared_data, name, count):
    directory = read_directory(shared_data / "data/dicom/dicomdirtests" / name)
    assert len(set(directory.files)) == count
    assert all(file.is_file() for file in directory.files)
    assert directory.missing == ()
    assert is_directory(shared_data / "data/dicom/dicomdirtests" / name)

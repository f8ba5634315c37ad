"""What a file says of itself: every element as a row, and which rows may name a patient."""

import numpy as np
import pytest
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.elements import LONGEST, read_elements
from tests.imaging.dicom_files import make_dataset, make_dicom, to_bytes


def rows_of(tmp_path, **elements):
    (tmp_path / "film.dcm").write_bytes(make_dicom(**elements))
    return {row.name: row for row in read_elements(tmp_path / "film.dcm")}


def test_every_element_has_its_tag_its_kind_its_name_and_its_value(tmp_path):
    rows = rows_of(tmp_path, PatientName="Hong^Gildong", WindowCenter=[40, 400])
    assert (rows["Rows"].tag, rows["Rows"].vr, rows["Rows"].value) == ("(0028,0010)", "US", "4")
    assert rows["Patient's Name"].value == "Hong^Gildong"
    assert rows["Window Center"].value == "40.0\\400.0"
    assert rows["Transfer Syntax UID"].tag == "(0002,0010)"
    assert rows["Pixel Data"].value == "48 B"


def test_what_may_name_a_patient_is_marked(tmp_path):
    names = dict.fromkeys(
        ("PatientName", "PatientID", "PatientBirthDate", "PatientAge", "InstitutionName", "AccessionNumber"), "1"
    )
    names |= {"PatientBirthDate": "19500101", "PatientAge": "070Y"}
    rows = rows_of(tmp_path, **names, StudyDate="20260101", StudyInstanceUID="1.2", KVP="120")
    marked = {name for name, row in rows.items() if row.identifies}
    assert marked >= {
        "Patient's Name",
        "Patient ID",
        "Patient's Birth Date",
        "Patient's Age",
        "Institution Name",
        "Accession Number",
        "Study Date",
        "Study Instance UID",
        "SOP Instance UID",
    }
    assert not marked & {"Rows", "Bits Stored", "KVP", "Modality", "Photometric Interpretation", "Pixel Data"}


def test_private_elements_are_marked(tmp_path):
    dataset = make_dataset()
    block = dataset.private_block(0x0029, "MAKER", create=True)
    block.add_new(0x01, "CS", "HONG")
    (tmp_path / "film.dcm").write_bytes(to_bytes(dataset))
    row = next(row for row in read_elements(tmp_path / "film.dcm") if row.tag == "(0029,1001)")
    assert row.identifies


def test_sequences_hold_their_items(tmp_path):
    inner, outer = Dataset(), Dataset()
    inner.CodeMeaning = "Chest"
    outer.PurposeOfReferenceCodeSequence = Sequence([inner])
    rows = rows_of(tmp_path, SourceImageSequence=Sequence([outer, outer]))
    sequence = rows["Source Image Sequence"]
    assert len(sequence.items) == 2
    assert sequence.items[1][0].items[0][0].value == "Chest"


def test_a_long_value_is_cut(tmp_path):
    assert len(rows_of(tmp_path, ImageComments="x" * (LONGEST + 5))["Image Comments"].value) == LONGEST


def test_a_picture_says_its_facts_and_what_was_written_into_it(tmp_path):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Hong")
    Image.fromarray(np.zeros((4, 6), np.uint8)).save(tmp_path / "film.png", pnginfo=info)
    rows = {row.name: row for row in read_elements(tmp_path / "film.png")}
    assert (rows["Columns"].value, rows["Rows"].value, rows["Format"].value) == ("6", "4", "PNG")
    assert rows["Author"].identifies
    assert not rows["Rows"].identifies


def test_a_file_that_is_neither_is_refused(tmp_path):
    (tmp_path / "film").write_bytes(b"word")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_elements(tmp_path / "film")


@pytest.mark.shared
def test_every_real_file_is_listed(shared_data):
    for path in sorted((shared_data / "data/dicom").glob("*.dcm")):
        assert len(read_elements(path)) > 10, path.name

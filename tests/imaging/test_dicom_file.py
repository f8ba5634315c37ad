"""Who, when and how, as the file says, whatever else is wrong with it."""

import numpy as np
import pytest
from pydicom.config import disable_value_validation

from cxrviewer.imaging.radiograph import Patient, Study
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dataset, make_dicom, to_bytes


@pytest.fixture
def film(tmp_path):
    def build(**elements):
        (tmp_path / "film").write_bytes(make_dicom(**elements))
        return read_radiograph(tmp_path / "film")

    return build


def test_patient_and_study(film):
    read = film(
        PatientName="Example^Ann",
        PatientID="E-001",
        PatientBirthDate="19500102",
        PatientSex="F",
        PatientAge="070Y",
        StudyDate="20260102",
        StudyTime="101112",
        StudyDescription="Chest PA",
        AccessionNumber="A1",
        StudyInstanceUID="1.2.3",
        BodyPartExamined="CHEST",
        Manufacturer="Example",
        ViewPosition="PA",
    )
    assert read.patient == Patient("Example^Ann", "E-001", "19500102", "F", "070Y")
    assert read.study == Study("20260102", "101112", "Chest PA", "A1", "1.2.3", "DX", "CHEST", "Example")
    assert read.view_position == "PA"
    assert read.sop_instance_uid == "1.2.3.4"


def test_a_film_that_says_nothing_has_empty_texts(film):
    read = film(Modality=None)
    assert read.patient == Patient()
    assert read.study == Study()
    assert read.view_position == ""
    assert read.pixel_spacing is None


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("ISO_IR 192", "홍^길동"),
        ("ISO_IR 144", "Люкceмбypг"),
        ("ISO_IR 100", "Buc^Jérôme"),
        (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동"),
        (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう"),
    ],
)
def test_names_in_their_character_set(film, charset, name):
    assert film(SpecificCharacterSet=charset, PatientName=name).patient.name == name


def test_an_unknown_character_set_does_not_cost_the_film(tmp_path):
    content = make_dicom(SpecificCharacterSet="ISO_IR 144", PatientName="Люкceмбypг")
    (tmp_path / "film").write_bytes(content.replace(b"ISO_IR 144", b"ISO_IR 999"))
    film = read_radiograph(tmp_path / "film")
    assert film.rows == 4
    assert film.patient.name != ""


@pytest.mark.parametrize(
    ("quality_control", "manufacturer", "is_phantom"),
    [
        ("YES", "cxrviewer phantom", True),
        ("NO", "cxrviewer phantom", False),
        (None, "cxrviewer phantom", False),
        ("YES", "Example", False),
    ],
)
def test_only_this_programs_test_objects_are_phantoms(film, quality_control, manufacturer, is_phantom):
    assert film(QualityControlImage=quality_control, Manufacturer=manufacturer).is_phantom is is_phantom


def test_what_does_not_matter_may_be_wrong(tmp_path):
    with disable_value_validation():  # the writer's; the reader has its own
        dataset = make_dataset(ViewPosition="pa")
        dataset.add_new("PatientOrientation", "CS", "NOT AN ORIENTATION; far too long for a code string")
        dataset.add_new("PatientAge", "AS", "old")
        dataset.add_new("StudyDate", "DA", "yesterday")
        dataset.add_new("PixelAspectRatio", "IS", "1")
        dataset.add_new("PatientName", "PN", "Example=^Ann=x=y=z")
        dataset.add_new("SeriesNumber", "LO", "first")
        content = to_bytes(dataset)
    (tmp_path / "film").write_bytes(content)
    film = read_radiograph(tmp_path / "film")
    assert film.rows == 4
    assert film.study.date == "yesterday"
    assert film.view_position == "PA"
    assert np.array_equal(film.pixels, np.arange(24).reshape(4, 6) * 100)

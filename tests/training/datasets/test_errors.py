"""Folders that are not what they should be: one sentence each, damaged rows by their line."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxrviewer.errors import DatasetError
from cxrviewer.training.datasets import LAYOUTS, read_dataset
from cxrviewer.training.datasets.padchest import TABLE as PADCHEST
from cxrviewer.training.datasets.reading import read_holdings
from tests.training.datasets import layouts

TABLES = {
    "chexpert": "not a CheXpert folder: no train.csv",
    "nih": "not a NIH ChestX-ray14 folder: no Data_Entry_2017.csv",
    "padchest": "not a PadChest folder: no PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv",
    "vindr": "not a VinDr-CXR folder: no annotations/image_labels_train.csv or train.csv",
    "mimic": "not a MIMIC-CXR-JPG folder: no mimic-cxr-2.0.0-metadata.csv.gz",
    "phantom": "not a phantom folder: no truth.csv",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_folder_without_the_table(tmp_path, layout):
    with pytest.raises(DatasetError, match=TABLES[layout]) as caught:
        read_dataset(layout, tmp_path, "train")
    assert str(caught.value).endswith("name the folder that holds it")


@pytest.mark.parametrize(
    ("layout", "split", "words"),
    [("chexpert", "train", "there is no such folder"), ("x", "train", "no layout"), ("nih", "dev", "is no split")],
)
def test_what_does_not_exist(tmp_path, layout, split, words):
    with pytest.raises(DatasetError, match=words):
        read_dataset(layout, tmp_path / "none", split)


def test_missing_images_are_counted_and_said_once(tmp_path, expected_warnings):
    layouts.chexpert(tmp_path)
    (tmp_path / "train/patient00001/study1/view1_frontal.jpg").unlink()
    assert len(read_dataset("chexpert", tmp_path, "train")) == 2
    (warning,) = expected_warnings
    assert warning.getMessage() == "1 images that the chexpert tables name are not there and are left out"


def test_not_one_image(tmp_path):
    layouts.nih(tmp_path)
    for image in tmp_path.rglob("*.png"):
        image.unlink()
    with pytest.raises(DatasetError, match=r"none of the 4 images .* unpack the images"):
        read_holdings("nih", tmp_path)


def test_a_split_without_films(tmp_path):
    layouts.chexpert(tmp_path)
    with pytest.raises(DatasetError, match="no frontal film in its test part"):
        read_dataset("chexpert", tmp_path, "test")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Path,Sex\nx,y\n", "no column 'Enlarged Cardiomediastinum'"),
        ("", "no column 'Path'"),
        ("{header}\nCheXpert-v1.0/train/patient1/study1/view1_frontal.jpg,F\n", "line 2 has 2 of 15 columns"),
        ("{header}\n\n\nCheXpert-v1.0/train/p,{blank}\n", "line 4: .* names no patient"),
        ("{header}\nCheXpert-v1.0/train/patient1/study1/view1_frontal.jpg,yes{rest}\n", "line 2: No Finding is 'yes'"),
        ('{header}\n"open', "line 2 is not CSV"),
        ("{header}\n\x00\udce9", "not UTF-8"),
    ],
)
def test_damaged_tables(tmp_path, text, words):
    header = ",".join(["Path", *layouts.NAMES])
    text = text.format(header=header, blank="," * 13, rest="," * 13)
    (tmp_path / "train.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DatasetError, match=words):
        read_dataset("chexpert", tmp_path, "train")


@pytest.mark.parametrize("keep", [0, 3, 60])
def test_a_gzip_file_cut_short(tmp_path, keep):
    layouts.mimic(tmp_path)
    table = tmp_path / "mimic-cxr-2.0.0-split.csv.gz"
    table.write_bytes(table.read_bytes()[:keep])
    with pytest.raises(DatasetError, match=r"split.csv.gz: (cannot be read|has no column)"):
        read_dataset("mimic", tmp_path, "train")


@pytest.mark.parametrize("cell", ["['effusion'", "7", "{'a': 1}", "[" * 3000, "__import__('os')", "['a' 'b"])
def test_a_padchest_cell_that_is_no_list(tmp_path, cell):
    layouts.padchest(tmp_path, extra=[("g.png", "0", "P6", "PA", cell, "[]")])
    with pytest.raises(DatasetError, match="line 8, Labels: is not a list"):
        read_holdings("padchest", tmp_path)


@given(
    cells=st.lists(
        st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=30), max_size=10
    )
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wild_cells_end_in_films_or_in_a_sentence(tmp_path, cells):
    names = ["ImageID", "ImageDir", "PatientID", "Projection", "Labels", "LabelsLocalizationsBySentence"]
    folder = tmp_path / "padchest"
    layouts.table(folder / PADCHEST.replace("*", "_01.02.19"), names, cells)
    try:
        films = read_holdings("padchest", folder).examples
    except DatasetError:
        films = ()
    assert films == ()

"""Each published layout, read from a small folder made here."""

from collections import Counter

import pytest

from cxrviewer.errors import DatasetError
from cxrviewer.training.datasets import LABELS, SPLITS, abnormal, only_devices, read_dataset
from cxrviewer.training.datasets.reading import read_holdings
from cxrviewer.training.datasets.splits import split_of
from tests.training.datasets import layouts


def stated(example):
    return {name: said for name, said in example.labels.items() if said is not None}


def by_name(holdings):
    return {example.image.name: example for example in holdings.examples}


@pytest.mark.parametrize("style", [{}, {"bom": True}, {"crlf": True}])
@pytest.mark.parametrize("name", ["CheXpert-v1.0", "CheXpert-v1.0-small"])
def test_chexpert(tmp_path, name, style):
    folder = layouts.chexpert(tmp_path, name, **style)
    normal, effusion, device = read_dataset("chexpert", folder, "train")
    assert normal.image == tmp_path / "train/patient00001/study1/view1_frontal.jpg"
    assert (normal.patient, normal.view, normal.split, normal.report) == ("patient00001", "AP", "train", "")
    assert tuple(normal.labels) == LABELS
    assert stated(normal) == {"No Finding": True, "Support Devices": True}
    assert stated(effusion) == {"No Finding": False, "Pleural Effusion": True, "Fracture": False}  # edema is doubted
    assert stated(device) == {"Support Devices": True}
    assert only_devices(device.labels)
    assert [abnormal(example.labels) for example in (normal, effusion, device)] == [None, True, None]
    (valid,) = read_dataset("chexpert", folder, "valid")
    assert only_devices(valid.labels)
    assert read_holdings("chexpert", folder).left_out == {"not a frontal film": 1}


@pytest.mark.parametrize(
    ("table", "key", "cell"),
    [
        ("test.csv", "Path", "CheXpert-v1.0/test/patient64741/study1/view1_frontal.jpg"),
        ("test_labels.csv", "Path", "test/patient64741/study1/view1_frontal.jpg"),
        ("groundtruth.csv", "Study", "CheXpert-v1.0/test/patient64741/study1"),
    ],
)
def test_chexperts_test_labels_under_each_of_their_names(tmp_path, table, key, cell):
    layouts.chexpert(tmp_path)
    layouts.table(tmp_path / table, [key, *LABELS], [cell, *layouts.codes(Pneumothorax="1.0", Edema="0.0")])
    for view in ("view1_frontal", "view2_lateral"):
        layouts.picture(tmp_path / f"test/patient64741/study1/{view}.jpg")
    (example,) = read_dataset("chexpert", tmp_path, "test")
    assert example.image.name == "view1_frontal.jpg"
    assert stated(example) == {"No Finding": False, "Pneumothorax": True, "Edema": False}


@pytest.mark.parametrize("flat", [False, True])
def test_nih(tmp_path, flat):
    films = by_name(read_holdings("nih", layouts.nih(tmp_path, flat=flat)))
    assert films["00000001_000.png"].labels["Cardiomegaly"] is True
    assert films["00000001_000.png"].labels["Enlarged Cardiomediastinum"] is None
    hernia = films["00000001_001.png"]
    assert (hernia.view, abnormal(hernia.labels)) == ("AP", True)
    assert not any(hernia.labels.values())
    assert abnormal(films["00000002_000.png"].labels) is False
    assert films["00000002_000.png"].labels["Pleural Other"] is False
    last = films["00000003_000.png"]
    assert {name for name, said in last.labels.items() if said} == {"Lung Opacity", "Lung Lesion", "Pleural Effusion"}
    assert last.split == "test"
    assert {film.split for film in films.values() if film is not last} <= {"train", "valid"}


def test_nihs_boxes_place_findings(tmp_path):
    layouts.nih(tmp_path)
    header = ["Image Index", "Finding Label", "Bbox [x", "y", "w", "h]", "", "", ""]
    layouts.table(
        tmp_path / "BBox_List_2017.csv",
        header,
        [
            "00000003_000.png",
            "Infiltrate",
            "100",
            "300",
            "200.5",
            "100",
            "",
            "",
            "",
        ],  # left of the film: patient's right
        ["00000003_000.png", "Infiltrate", "700", "300", "200", "100", "", "", ""],
        ["00000003_000.png", "Mass", "600", "300", "100", "100", "", "", ""],
        ["00000003_000.png", "Effusion", "400", "300", "220", "100", "", "", ""],  # across the midline
        ["00000001_000.png", "Cardiomegaly", "250", "400", "420", "300", "", "", ""],
    )
    films = by_name(read_holdings("nih", tmp_path))
    assert films["00000003_000.png"].report.startswith(
        "There is a lung opacity on both sides. There is a lung lesion on the left. There is a pleural effusion."
    )
    assert films["00000001_000.png"].report == ""
    layouts.table(tmp_path / "BBox_List_2017.csv", header, ["00000003_000.png", "Mass", "left", "", "", "", "", "", ""])
    with pytest.raises(DatasetError, match="line 2: the box is not in numbers"):
        read_holdings("nih", tmp_path)


def test_padchest(tmp_path):
    holdings = read_holdings("padchest", layouts.padchest(tmp_path))
    films = by_name(holdings)
    assert set(films) == {"a.png", "b.png", "e.png"}
    assert holdings.left_out == {"not a frontal film": 1, "no labels": 2}
    assert films["a.png"].report.startswith("There is a pleural effusion at the right lung base. There is no consolid")
    assert films["b.png"].view == "AP"
    assert films["b.png"].labels["No Finding"] is True
    assert films["b.png"].labels["Support Devices"] is True
    assert abnormal(films["e.png"].labels) is True
    assert films["a.png"].labels["Support Devices"] is None


def test_vindr(tmp_path):
    holdings = read_holdings("vindr", layouts.vindr(tmp_path))
    films = by_name(holdings)
    assert holdings.left_out == {"no labels": 1}  # three readers, three opinions
    assert {name for name, said in films["aa.png"].labels.items() if said} == {
        "Cardiomegaly"
    }  # one reader of three: ILD
    assert films["aa.png"].labels["Lung Opacity"] is None
    assert abnormal(films["bb.png"].labels) is False
    assert films["bb.png"].labels["Edema"] is False
    assert (films["dd.png"].split, abnormal(films["dd.png"].labels)) == ("test", True)


def test_vindr_as_kaggle_has_it(tmp_path):
    (film,) = read_holdings("vindr", layouts.vindr_kaggle(tmp_path)).examples
    assert film.labels["Pleural Effusion"] is True  # two readers of three; two boxes of one reader are one vote
    assert film.labels["Edema"] is None  # not among Kaggle's classes
    assert film.labels["Pneumothorax"] is False


@pytest.mark.parametrize("reports", ["files", "mimic-cxr-reports/files"])
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_mimic(tmp_path, suffix, reports):
    folder = layouts.mimic(tmp_path, suffix, reports)
    (film,) = read_dataset("mimic", folder, "train")
    assert film.image == folder / "files/p10/p10000032/s50414267/aaa.jpg"
    assert (film.patient, film.view, film.report) == ("10000032", "PA", layouts.REPORT)
    assert stated(film) == {"No Finding": False, "Pleural Effusion": True, "Pneumothorax": False}
    (normal,) = read_dataset("mimic", folder, "valid")
    assert (normal.report, abnormal(normal.labels)) == ("", False)
    (doubted,) = read_dataset("mimic", folder, "test")
    assert abnormal(doubted.labels) is None


def test_no_patient_is_in_two_splits(tmp_path):
    name = "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv"
    header = ["ImageID", "ImageDir", "PatientID", "Projection", "Labels"]
    layouts.table(tmp_path / name, header, *(["a.png", "0", f"P{n % 400}", "PA", "['normal']"] for n in range(800)))
    layouts.picture(tmp_path / "0/a.png")
    splits = {}
    for example in read_holdings("padchest", tmp_path).examples:
        splits.setdefault(example.patient, set()).add(example.split)
    assert all(len(where) == 1 for where in splits.values())
    counts = Counter(where for (where,) in splits.values())
    assert set(counts) == set(SPLITS)
    assert counts["train"] > 0.85 * len(splits)
    assert splits == {patient: {split_of(patient)} for patient in splits}


def test_a_patient_stays_in_its_split_for_ever():
    elsewhere = {f"P{n}": split_of(f"P{n}") for n in range(50) if split_of(f"P{n}") != "train"}
    assert elsewhere == {"P12": "valid", "P21": "test", "P29": "valid", "P42": "test", "P47": "test"}


def test_a_phantoms_nodule_and_device_are_known_by_its_report(tmp_path):
    findings = ["atelectasis", "cardiomegaly", "consolidation", "edema", "pleural_effusion", "pneumothorax"]
    layouts.table(
        tmp_path / "truth.csv",
        ["file", "view", "sex", "age", "report", *findings],
        ["a.png", "PA", "F", "50", "There is a nodule in the right upper zone.", *"000000"],
        ["b.png", "AP", "M", "60", "There is a central venous catheter.", *"000000"],
        ["c.png", "PA", "M", "61", "Small right pleural effusion.", *"000010"],
    )
    for name in "abc":
        layouts.picture(tmp_path / f"{name}.png")
    nodule, device, effusion = read_holdings("phantom", tmp_path).examples
    assert (nodule.labels["Lung Lesion"], abnormal(nodule.labels)) == (True, True)
    assert (device.labels["No Finding"], abnormal(device.labels)) == (True, None)
    assert (effusion.labels["Pleural Effusion"], effusion.labels["Edema"]) == (True, False)
    assert effusion.labels["Pneumonia"] is None

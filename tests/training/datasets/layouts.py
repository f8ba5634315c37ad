"""Small folders in the published layouts, made in code: a few pictures and their tables."""

import csv
import gzip
import io

from PIL import Image

from cxrviewer.training.datasets import LABELS

NAMES = list(LABELS)


def picture(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (64, 64), 90).save(path, format="JPEG" if path.suffix == ".jpg" else "PNG")


def table(path, header, *rows, bom=False, crlf=False):
    """Written as the module csv does, or with a byte order mark, CR LF, or gzipped by the name's ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n" if crlf else "\n").writerows([header, *rows])
    data = text.getvalue().encode("utf-8-sig" if bom else "utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def codes(**said):
    """The 14 columns of CheXpert with what is said (Pleural_Effusion="1.0"), else nothing."""
    return [said.get(name.replace(" ", "_"), "") for name in NAMES]


def chexpert(root, name="CheXpert-v1.0-small", **style):
    header = ["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", *NAMES]
    films = [
        ("train/patient00001/study1/view1_frontal.jpg", "AP", codes(No_Finding="1.0", Support_Devices="1.0")),
        (
            "train/patient00002/study2/view1_frontal.jpg",
            "PA",
            codes(Edema="-1.0", Pleural_Effusion="1.0", Fracture="0.0"),
        ),
        ("train/patient00002/study2/view2_lateral.jpg", "", codes(Pleural_Effusion="1.0")),
        ("train/patient00003/study1/view1_frontal.jpg", "AP", codes(Support_Devices="1.0")),
    ]
    valid = [("valid/patient64541/study1/view1_frontal.jpg", "AP", ["0.0"] * 13 + ["1.0"])]
    for table_name, part in (("train.csv", films), ("valid.csv", valid)):
        rows = [
            [f"{name}/{path}", "Female", "68", "Lateral" if "lateral" in path else "Frontal", view, *cells]
            for path, view, cells in part
        ]
        table(root / table_name, header, *rows, **style)
        for path, _, _ in part:
            picture(root / path)
    return root


def nih(root, lists=True, flat=False):
    header = ["Image Index", "Finding Labels", "Follow-up #", "Patient ID", "Patient Age", "Patient Gender"]
    header += ["View Position", "OriginalImage[Width", "Height]", "OriginalImagePixelSpacing[x", "y]", ""]
    films = [
        ("00000001_000.png", "Cardiomegaly|Emphysema", "1", "PA"),
        ("00000001_001.png", "Hernia", "1", "AP"),
        ("00000002_000.png", "No Finding", "2", "PA"),
        ("00000003_000.png", "Infiltration|Mass|Effusion", "3", "PA"),
    ]
    table(
        root / "Data_Entry_2017_v2020.csv",
        header,
        *([n, found, "0", p, "58", "M", view, "2682", "2749", "0.143", "0.143", ""] for n, found, p, view in films),
    )
    for number, (name, *_) in enumerate(films):
        picture(root / ("images" if flat else f"images_{number % 2 + 1:03d}/images") / name)
    if lists:
        (root / "train_val_list.txt").write_text("00000001_000.png\r\n00000001_001.png\r\n00000002_000.png")
        (root / "test_list.txt").write_text("00000003_000.png\n")
    return root


def padchest(root, name="PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv.gz", extra=()):
    header = ["", "ImageID", "ImageDir", "StudyID", "PatientID", "Projection", "Report", "Labels"]
    header += ["Localizations", "LabelsLocalizationsBySentence"]
    films = [
        (
            "a.png",
            "0",
            "P1",
            "PA",
            "['pleural effusion', 'loc right']",
            "[['pleural effusion', 'loc right', 'loc basal']]",
        ),
        ("b.png", "1", "P2", "AP_horizontal", "[' normal', 'NSG tube']", "[['normal'], ['NSG tube', 'loc left']]"),
        ("c.png", "1", "P2", "L", "['normal']", "[['normal']]"),
        ("d.png", "0", "P3", "AP", "['exclude']", "[['exclude']]"),
        ("e.png", "54", "P4", "PA", "['scoliosis', 'COPD signs', '']", "[['scoliosis'], ['COPD signs', '']]"),
        ("f.png", "54", "P5", "PA", "", ""),
        *extra,
    ]
    rows = [[n, i, d, "S", p, v, "sin hallazg", found, "[]", said] for n, (i, d, p, v, found, said) in enumerate(films)]
    table(root / name, header, *rows)
    for image, folder, *_ in films:
        picture(root / folder / image)
    return root


VINDR = [
    "Aortic enlargement",
    "Atelectasis",
    "Calcification",
    "Cardiomegaly",
    "Clavicle fracture",
    "Consolidation",
    "Edema",
    "Emphysema",
    "Enlarged PA",
    "ILD",
    "Infiltration",
    "Lung Opacity",
    "Lung cavity",
    "Lung cyst",
    "Mediastinal shift",
    "Nodule/Mass",
    "Pleural effusion",
    "Pleural thickening",
    "Pneumothorax",
    "Pulmonary fibrosis",
    "Rib fracture",
    "Other lesion",
    "COPD",
    "Lung tumor",
    "Pneumonia",
    "Tuberculosis",
    "Other diseases",
    "No finding",
]


def vindr(root):
    def row(image, reader, *found):
        return [image, *([reader] if reader else []), *("1" if name in found else "0" for name in VINDR)]

    table(
        root / "annotations/image_labels_train.csv",
        ["image_id", "rad_id", *VINDR],
        row("aa", "R8", "Cardiomegaly", "ILD"),
        row("aa", "R9", "Cardiomegaly"),
        row("aa", "R10", "No finding"),
        *(row("bb", reader, "No finding") for reader in ("R8", "R9", "R10")),
        *(row("cc", reader, found) for reader, found in (("R1", "COPD"), ("R2", "Edema"), ("R3", "No finding"))),
    )
    test_names = ["Other disease" if name == "Other diseases" else name for name in VINDR]
    table(root / "annotations/image_labels_test.csv", ["image_id", *test_names], row("dd", "", "COPD"))
    for name in ("train/aa", "train/bb", "train/cc", "test/dd"):
        picture(root / f"{name}.png")
    return root


def vindr_kaggle(root):
    header = ["image_id", "class_name", "class_id", "rad_id", "x_min", "y_min", "x_max", "y_max"]
    table(
        root / "train.csv",
        header,
        ["aa", "Pleural effusion", "10", "R8", "1", "2", "3", "4"],
        ["aa", "Pleural effusion", "10", "R8", "5", "6", "7", "8"],
        ["aa", "Pleural effusion", "10", "R9", "1", "2", "3", "4"],
        ["aa", "No finding", "14", "R10", "", "", "", ""],
    )
    picture(root / "train/aa.png")
    return root


REPORT = """                                 FINAL REPORT
 EXAMINATION:  CHEST (PA AND LAT)

 INDICATION:  ___F with cough  // eval for infection

 FINDINGS:

 There is a small left pleural effusion.  No pneumothorax.

 IMPRESSION:

 Small left pleural effusion, unchanged.
"""


def mimic(root, suffix=".gz", reports="files"):
    films = [
        ("aaa", "10000032", "50414267", "PA", "train"),
        ("bbb", "10000032", "50414267", "LATERAL", "train"),
        ("ccc", "10000764", "57375967", "AP", "validate"),
        ("ddd", "11000011", "51029426", "AP", "test"),
        ("eee", "12000012", "52000000", "PA", "train"),
    ]
    header = ["dicom_id", "subject_id", "study_id", "PerformedProcedureStepDescription", "ViewPosition"]
    table(
        root / f"mimic-cxr-2.0.0-metadata.csv{suffix}",
        header,
        *([d, s, t, "CHEST (PA AND LAT)", v] for d, s, t, v, _ in films),
    )
    table(
        root / f"mimic-cxr-2.0.0-split.csv{suffix}",
        ["dicom_id", "study_id", "subject_id", "split"],
        *([d, t, s, part] for d, s, t, _, part in films),
    )
    alphabetical = sorted(NAMES)
    said = {"50414267": {"Pleural Effusion": "1.0", "Pneumothorax": "0.0"}, "57375967": {"No Finding": "1.0"}}
    said["51029426"] = {"Pneumonia": "-1.0"}
    table(
        root / f"mimic-cxr-2.0.0-chexpert.csv{suffix}",
        ["subject_id", "study_id", *alphabetical],
        *([f"1{t}", t, *(found.get(name, "") for name in alphabetical)] for t, found in said.items()),
    )
    for image, subject, study, _, _ in films:
        picture(root / f"files/p{subject[:2]}/p{subject}/s{study}/{image}.jpg")
    place = root / reports / "p10/p10000032/s50414267.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(REPORT)
    return root

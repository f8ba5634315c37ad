"""``cxrviewer label``: CSV in, CheXpert's labels out, one line for a file that cannot be used."""

import csv
import io
import json

import pytest

from cxrviewer.cli.main import main

NAMES = [
    "No Finding",
    "Enlarged Cardiomediastinum",
    "Cardiomegaly",
    "Lung Opacity",
    "Lung Lesion",
    "Edema",
    "Consolidation",
    "Pneumonia",
    "Atelectasis",
    "Pneumothorax",
    "Pleural Effusion",
    "Pleural Other",
    "Fracture",
    "Support Devices",
]
TEXTS = ("Small left effusion.", "No effusion.", "Possible effusion.", "")
CODES = ["1", "0", "-1", ""]


@pytest.fixture
def table(tmp_path):
    """A file with the report in its second column."""

    def write(name="report", encoding="utf-8", texts=TEXTS):
        path = tmp_path / "r.csv"
        lines = io.StringIO()
        csv.writer(lines).writerows([["id", name], *([f"R{n}", text] for n, text in enumerate(texts))])
        path.write_bytes(lines.getvalue().encode(encoding))
        return path

    return write


def labelled(capsys, *words):
    assert main(["label", *map(str, words)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


@pytest.mark.parametrize("name", ["report", "Reports", "TEXT", "Report Impression", "impression", "findings"])
def test_the_column_is_found_and_rows_keep_their_order(table, capsys, name):
    rows = list(csv.reader(io.StringIO(labelled(capsys, table(name)))))
    assert rows[0] == NAMES
    assert [row[NAMES.index("Pleural Effusion")] for row in rows[1:]] == CODES


def test_the_column_can_be_named(table, capsys):
    out = labelled(capsys, table("Befund"), "--column", "Befund")
    assert [row["Pleural Effusion"] for row in csv.DictReader(io.StringIO(out))] == CODES


def test_findings_and_impression_make_one_report(tmp_path, capsys):
    path = tmp_path / "r.csv"
    path.write_text("impression,findings\nEdema.,No effusion\nFracture.,\n")
    rows = list(csv.DictReader(io.StringIO(labelled(capsys, path))))
    assert (rows[0]["Edema"], rows[0]["Pleural Effusion"], rows[1]["Fracture"]) == ("1", "0", "1")
    (row, _) = csv.DictReader(io.StringIO(labelled(capsys, path, "--column", "impression")))
    assert (row["Edema"], row["Pleural Effusion"]) == ("1", "")


def test_a_byte_order_mark_lines_in_a_cell_and_long_reports_are_read(table, capsys):
    texts = ("No focal\nconsolidation or\neffusion.", "x" * 300_000 + ". Effusion.")
    rows = list(csv.DictReader(io.StringIO(labelled(capsys, table(encoding="utf-8-sig", texts=texts)))))
    assert [row["Pleural Effusion"] for row in rows] == ["0", "1"]


def test_json_has_the_words_and_their_places(table, capsys):
    lines = [json.loads(line) for line in labelled(capsys, table(), "--json").splitlines()]
    assert [line["row"] for line in lines] == [1, 2, 3, 4]
    assert [line["labels"]["Pleural Effusion"] for line in lines] == [1, 0, -1, None]
    assert list(lines[0]["labels"]) == NAMES
    assert lines[0]["mentions"] == [
        {
            "observation": "Pleural Effusion",
            "label": 1,
            "start": 11,
            "end": 19,
            "text": "effusion",
            "side": "left",
            "severity": "mild",
        }
    ]


def test_a_header_alone_gives_a_header_alone(table, capsys):
    assert labelled(capsys, table(texts=())) == ",".join(NAMES) + "\n"


@pytest.mark.parametrize(
    ("content", "words", "message"),
    [
        (b"", [], "the file is empty; it needs a row of column names and a row for each report"),
        (
            b"id,note\n1,Edema.\n",
            [],
            "no column is named report or text; the columns are 'id', 'note'; say --column NAME",
        ),
        (b"id,note\n1,Edema.\n", ["--column", "nota"], "there is no column 'nota'; the columns are 'id', 'note'"),
        (b"report\n\xffdema\n", [], "is not UTF-8 text; save it as CSV in UTF-8"),
        (b"id,report\n1\n", [], "row 2 has 1 of 2 columns; mend the row"),
        (b'report\n"Edema\n', [], "is not a CSV file (unexpected end of data); check its quotes"),
        (None, [], "cannot be read (No such file or directory); check the path"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_status_1(tmp_path, capsys, content, words, message):
    path = tmp_path / "r.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["label", str(path), *words]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"{path}: {message}\n"


def test_a_report_in_the_header_is_not_repeated(tmp_path, capsys):
    path = tmp_path / "r.csv"
    path.write_text("The patient has a small left pleural effusion and edema.\nNo effusion.\n")
    assert main(["label", str(path)]) == 1
    error = capsys.readouterr().err
    assert "the first row holds no column names" in error
    assert "effusion" not in error

"""The report of a study: the page is whole, says the numbers, and escapes every name; the PDF is one."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.readings import Reading
from cxrviewer.study.report import write_html, write_pdf
from cxrviewer.study.report_numbers import points, three_places
from cxrviewer.study.report_sections import document
from cxrviewer.study.results import results
from tests.study.synthetic import timed_readings

TITLE = "Study <script>alert('김')</script> & more"


@pytest.fixture(scope="module")
def study():
    rows = timed_readings()
    return results(rows), rows


@pytest.fixture(scope="module")
def page(study, tmp_path_factory):
    file = tmp_path_factory.mktemp("report") / "report.html"
    write_html(*study, file, title=TITLE, study_hash="5eed" * 16, journal_head="f00d" * 16)
    return file.read_text(encoding="utf-8")


def parsed(page):
    assert page.startswith("<!DOCTYPE html>")
    return ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))


def rows_of(page):
    return [["".join(cell.itertext()) for cell in row] for row in parsed(page).iter("tr")]


def test_the_papers_table(page):
    rows = rows_of(page)
    assert rows[0] == ["Grade", "model (n = 150)", "truth (n = 150)"]
    assert rows[1] == ["(1) Totally acceptable without any revision", "76 (50.7%)", "100 (66.7%)"]
    assert rows[4] == ["(4) Unacceptable", "24 (16.0%)", "6 (4.0%)"]
    assert rows[5] == ["Success in autonomous reporting (grade 1 or 2)", "96 (64.0%)", "128 (85.3%)"]
    assert rows[6] == ["95% CI, Wilson", "56.1% to 71.2%", "78.8% to 90.1%"]
    assert rows[7][0] == "95% CI, image-clustered bootstrap"
    assert rows[8] == ["Cochran's Q between readers", "11.14, df 2, p = 0.004", "7.60, df 2, p = 0.022"]


def test_the_other_tables(page):
    rows = rows_of(page)
    assert ["All readers, pooled", "96", "0", "32", "22", "<0.001", "30.03, <0.001"] in rows
    assert ["Krippendorff's alpha, ordinal", "0.904", "0.881"] in rows
    assert ["All guesses", "200 (66.7%)", "61.2% to 71.8%", "<0.001"] in rows
    assert any(row[:2] == ["Park & <Lee>", "10"] for row in rows)  # shown twice


def test_provenance_and_methods(page):
    text = "".join(parsed(page).itertext())
    for expected in ("5eed" * 16, "f00d" * 16, "seed 20240101", "1000 resamples", "statsmodels 0.", "grade 1 or 2"):
        assert expected in text
    assert "Wilson's interval takes all readings of an arm as independent" in text


def test_everything_is_escaped(page):
    assert "<script" not in page
    assert "<Lee>" not in page
    assert parsed(page).find("body/h1").text == TITLE


def test_the_page_needs_no_other_file_and_no_network(page):
    root = parsed(page)
    assert not [
        one.tag for one in root.iter() if one.tag.rpartition("}")[2] in ("script", "link", "img", "iframe", "image")
    ]
    assert len(list(root.iter("{http://www.w3.org/2000/svg}svg"))) == 3
    identifiers = re.findall(r'\bid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))
    for target in re.findall(r'(?:href="#|url\(#)([^")]+)', page):
        assert target in identifiers
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_both_are_the_same_every_time(study, tmp_path):
    for write, name in ((write_html, "report.html"), (write_pdf, "report.pdf")):
        files = [tmp_path / f"{turn}{name}" for turn in range(2)]
        for file in files:
            write(*study, file)
        assert files[0].read_bytes() == files[1].read_bytes()


def test_the_pdf_is_a4_with_its_typefaces_embedded(study, tmp_path):
    file = tmp_path / "report.pdf"
    write_pdf(*study, file, title=TITLE)
    content = file.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 7
    assert re.search(rb"/MediaBox \[ 0 0 595\.\d+ 841\.\d+ \]", content)
    assert content.count(b"/FontFile2") >= 3  # sans, bold, Korean
    assert b"Nanum" in content
    assert len(re.findall(rb"/Subtype\s*/Image\b", content)) >= 3


def test_what_is_not_estimable_is_said_in_a_footnote():
    rows = [
        Reading(reader=reader, case=str(case), arm="a", grade=Acceptability(1)) for reader in "xy" for case in range(3)
    ]
    report = document(results(rows), title="t")
    grades = report.sections[0].tables[0]
    assert grades.rows[-1].cells == ("Cochran's Q between readers", "n.e.")
    assert grades.footnotes[0].startswith("n.e.: not estimable; every case has one and the same outcome")


@pytest.mark.parametrize("arms", [None, ["model", "truth"]])
def test_an_empty_study_has_a_report_too(arms, tmp_path):
    empty = results([], arms=arms)
    write_html(empty, [], tmp_path / "empty.html")
    write_pdf(empty, [], tmp_path / "empty.pdf")
    assert "nan" not in (tmp_path / "empty.html").read_text().lower().replace("nanum", "")
    assert (tmp_path / "empty.pdf").stat().st_size > 1000


def test_names_of_any_length_fit_the_pdf(study, tmp_path):
    rows = [replace(one, reader=one.reader * 30, arm=f"{one.arm} " + "w" * 90) for one in study[1][:60]]
    write_pdf(results(rows), rows, tmp_path / "long.pdf", study_hash="0" * 300)
    assert (tmp_path / "long.pdf").stat().st_size > 1000


def test_a_difference_that_rounds_to_nought_has_no_minus():
    assert points(-0.0004) == "0.0"
    assert points(-0.0006) == "−0.1"
    assert three_places(-0.0001) == "0.000"

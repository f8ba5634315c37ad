"""The figures of a study as files: which are written, the same every time, and no name breaks them."""

import logging
import sys
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib
import pytest
from PIL import Image

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.figures import agreement_figure, grades_figure, time_figure
from cxrviewer.study.plots import rendered, save_plots
from cxrviewer.study.readings import Reading
from cxrviewer.study.results import results
from cxrviewer.study.typefaces import drawable, fallback_file, runs
from tests.study.synthetic import readings, timed_readings


@pytest.fixture(scope="module")
def study():
    rows = timed_readings()
    return results(rows), rows


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in (*axes.texts, *axes.get_yticklabels())]


def test_every_figure_in_every_format(study, tmp_path):
    files = save_plots(*study, tmp_path / "new" / "plots")
    assert sorted(file.name for file in files) == sorted(
        f"{name}.{kind}" for name in ("grades", "agreement", "time") for kind in ("png", "svg")
    )
    for file in files:
        if file.suffix == ".png":
            with Image.open(file) as picture:
                assert min(picture.size) > 500
                assert len(picture.convert("RGB").getcolors(1 << 24)) > 20  # something is drawn
        else:
            assert ElementTree.parse(file).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_the_same_results_give_the_same_bytes(study):
    first, second = (rendered(*study, ("svg", "png")) for _ in range(2))
    assert first == second
    assert b"<dc:date>" not in first["grades.svg"]


def test_no_pyplot_and_no_setting_is_left_behind(study, monkeypatch):
    # With pyplot comes a backend chosen for the whole process, in the window Qt's.
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot", raising=False)
    names = ("font.family", "text.parse_math", "svg.hashsalt", "svg.fonttype")
    before = [matplotlib.rcParams[name] for name in names]
    rendered(*study, ("png",))
    assert [matplotlib.rcParams[name] for name in names] == before
    assert "matplotlib.pyplot" not in sys.modules


def test_the_bars_carry_the_counts(study):
    shown = texts(grades_figure(study[0]))
    assert {"76", "20", "30", "24", "100", "28", "16", "6", "64.0 %", "85.3 %"} <= set(shown)
    assert "김민수" in shown


def test_the_matrix_carries_each_pair_once(study):
    shown = texts(agreement_figure(study[0]))
    for arm in study[0].arms:
        for pair in arm.cohen:
            assert f"{pair.quadratic:.2f}" in shown


def test_without_data_there_is_no_figure(tmp_path):
    assert save_plots(results([]), [], tmp_path) == ()
    alone = [one for one in readings() if one.reader == "r1"]
    assert [file.name for file in save_plots(results(alone), alone, tmp_path, ("png",))] == ["grades.png"]
    assert time_figure(results(alone), alone) is None


@pytest.mark.parametrize(
    "name",
    [
        "$x_1^",
        "_hidden",
        "홍길동" * 20,
        "漢字",
        "\U0001f600 \u0001\n",
        "\u202eevil",
        "",
        "<b>&amp;",
        "한글".encode().hex(),
    ],
)
def test_no_name_is_too_strange_to_be_drawn(name):
    rows = [
        replace(one, reader=name if one.reader == "r1" else one.reader, arm=f"{name} {one.arm}", active_s=1.0)
        for one in readings()[:30]
    ]
    assert len(rendered(results(rows), rows, ("svg",))) == 3


def test_unanimous_readers_are_drawn_as_not_estimable():
    rows = [
        Reading(reader=reader, case=str(case), arm="a", grade=Acceptability(1)) for reader in "xy" for case in range(3)
    ]
    assert "n.e." in texts(agreement_figure(results(rows)))


def test_a_name_is_drawn_in_the_typefaces_that_have_it():
    assert fallback_file() is not None
    assert runs("Kim 김 A") == [(False, "Kim "), (True, "김"), (False, " A")]
    assert drawable("a\u0000b\tc\n") == "a b c"
    assert drawable("\U0001f600") in ("\U0001f600", "□")
    assert drawable("\u1112\u1161\u11ab") == "한"  # three letters in sequence


def test_a_bold_korean_name_logs_nothing(caplog):
    rows = [replace(one, arm="모델") for one in readings() if one.arm == "model"]
    with caplog.at_level(logging.WARNING):
        rendered(results(rows), rows, ("png",))
    assert not caplog.records

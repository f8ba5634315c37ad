"""Results go to stdout, everything else to stderr."""

import json

from cxrviewer.cli.output import Progress, complain, say_json


def test_json_is_one_line_with_real_characters(capsys):
    say_json({"report": "흉수 없음.\nClear."})
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    assert "흉수" in out
    assert json.loads(out)["report"] == "흉수 없음.\nClear."


def test_a_complaint_is_one_line_on_stderr(capsys):
    complain("a.dcm: is cut short;\n copy it again")
    assert capsys.readouterr() == ("", "a.dcm: is cut short; copy it again\n")


def test_progress_off_a_terminal_is_one_line_a_tenth(capsys):
    progress = Progress()
    for done in range(101):
        progress.step("reading", done, 100)
    assert capsys.readouterr().err.splitlines()[:2] == ["reading: 0 of 100", "reading: 10 of 100"]


def test_quiet_progress_is_silent(capsys):
    Progress(quiet=True).step("reading", 1, 2)
    assert capsys.readouterr().err == ""


def test_progress_with_a_clock_says_how_long_the_rest_takes(capsys):
    seconds = iter([100.0, 110.0, 115.0, 120.0])
    progress = Progress(clock=lambda: next(seconds))
    for done in (40, 42, 50, 100):  # the first forty were another process's
        progress.step("align", done, 100)
    assert capsys.readouterr().err.splitlines() == [
        "align: 40 of 100",
        "align: 50 of 100, 1 min 15 s left",
        "align: 100 of 100",
    ]


def test_hours_are_left(capsys):
    seconds = iter([0.0, 720.0])
    progress = Progress(clock=lambda: next(seconds))
    progress.step("instruct", 0, 1000)
    progress.step("instruct", 100, 1000)
    assert capsys.readouterr().err.splitlines()[1] == "instruct: 100 of 1000, 1 h 48 min left"

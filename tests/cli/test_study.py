"""``cxrviewer study``: from manifest to statistics on one line each; and ``cxrviewer bench study``."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cxrviewer.cli.main import main
from cxrviewer.study.study import open_study
from tests.study.studies import read_all, write_manifest


def run(capsys, *words) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["study", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


def create(capsys, folder: Path, *more, count: int = 6) -> Path:
    manifest = write_manifest(folder, count)
    named = ("--truth", "truth", "--ignore", "training", "--readers", "A,B,C", "--seed", 5)
    status, _, err = run(capsys, "create", manifest, "--out", folder / "STUDY", *named, *more)
    assert (status, err) == (0, "")
    return folder / "STUDY"


def rate(folder: Path, readers: str = "ABC", count: int = 6) -> Path:
    file = folder / "ratings.csv"
    lines = [
        f"{reader},case {number},{arm},{1 + (number + ord(reader) + len(arm)) % 4}\n"
        for reader in readers
        for number in range(count)
        for arm in ("model", "reference")
    ]
    file.write_text("reader,case,arm,grade\n" + "".join(lines), encoding="utf-8")
    return file


def test_from_manifest_to_statistics(tmp_path: Path, capsys) -> None:
    study = create(capsys, tmp_path, "--separation", 4)
    assert run(capsys, "import", study, rate(tmp_path))[:2] == (0, "36 ratings imported\n")
    status, out, err = run(capsys, "results", study, "--json", "--resamples", 50)
    assert (status, err) == (0, "")
    made = json.loads(out)
    assert set(made["arms"]) == {"model", "reference"}
    assert sum(made["arms"]["model"]["counts"]) == 18
    assert made["arms"]["model"]["success"]["of"] == 18
    assert set(made["readers"]) == {"A", "B", "C"}
    assert made["pairs"][0]["arms"] == ["model", "reference"]
    assert run(capsys, "results", study, "--out", tmp_path / "R", "--resamples", 50)[0] == 0
    assert {"report.html", "report.pdf", "grades.png"} <= {file.name for file in (tmp_path / "R").iterdir()}
    assert made["journal_head"] in (tmp_path / "R" / "report.html").read_text(encoding="utf-8")
    assert run(capsys, "export", study, "--out", tmp_path / "E")[0] == 0
    status, out, err = run(
        capsys,
        "verify",
        study,
        "--json",
        "--against",
        tmp_path / "E" / "chain.json",
        "--against",
        tmp_path / "E" / "readings.csv",
    )
    assert (status, err, json.loads(out)["ok"]) == (0, "", True)


def test_the_order_is_printed_as_it_was_stored(tmp_path: Path, capsys) -> None:
    study = create(capsys, tmp_path, "--separation", 4)
    status, out, _ = run(capsys, "order", study)
    assert status == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == ["reader", "position", "sitting", "case", "role", "item", "arm"]
    assert {row["arm"] for row in rows} == {""}  # blinded
    for reader in "ABC":
        cases = [row["case"] for row in rows if row["reader"] == reader]
        assert len(cases) == 12
        assert all(cases[i] not in cases[i + 1 : i + 4] for i in range(12))
    made = json.loads(run(capsys, "order", study, "--json")[1])
    assert [row["item"] for row in made["order"]] == [row["item"] for row in rows]
    assert made["protocol"]["separation"] == 4
    status, out, _ = run(capsys, "order", study, "--by", "Kim", "--by", "Lee", "--reason", "a check")
    assert {row["arm"] for row in csv.DictReader(io.StringIO(out))} == {"model", "reference"}


def test_results_wait_for_two_people(tmp_path: Path, capsys) -> None:
    folder = create(capsys, tmp_path, "--separation", 1, count=2)
    with open_study(folder) as study:
        for reader in "ABC":
            with study.session(reader) as session:
                read_all(session)
    status, out, err = run(capsys, "results", folder, "--json")
    assert (status, out) == (1, "")
    assert "the study is blinded; two people can unblind it" in err
    assert run(capsys, "unblind", folder, "--by", "Kim")[0] == 1
    status, out, _ = run(capsys, "results", folder, "--json", "--by", "Kim", "--by", "Lee", "--resamples", 20)
    assert status == 0
    assert json.loads(out)["arms"]["model"]["success"]["of"] == 6


def test_each_bad_row_is_a_line_and_nothing_is_made(tmp_path: Path, capsys) -> None:
    manifest = write_manifest(tmp_path, 3, image_2="gone.png", model_4="")
    status, out, err = run(
        capsys,
        "create",
        manifest,
        "--out",
        tmp_path / "S",
        "--readers",
        "A",
        "--seed",
        1,
        "--truth",
        "truth",
        "--ignore",
        "training",
    )
    assert (status, out) == (1, "")
    lines = err.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["row 2", "row 4"]
    assert all(line.startswith(f"{manifest}: ") for line in lines)
    assert not (tmp_path / "S").exists()


def test_what_is_infeasible_is_said(tmp_path: Path, capsys) -> None:
    manifest = write_manifest(tmp_path, 4)
    words = ("--readers", "A", "--seed", 1, "--truth", "truth", "--ignore", "training", "--separation", 5)
    status, _, err = run(capsys, "create", manifest, "--out", tmp_path / "S", *words)
    assert status == 1
    assert "cannot stand 5 positions apart among 8 reports: 4 is the most" in err
    assert not (tmp_path / "S").exists()


def test_the_protocol_is_what_the_options_say(tmp_path: Path, capsys) -> None:
    more = ("--image-first", "--comment-for", "3,4", "--back", 2, "--guess-arm", "--repeats", 1, "--idle", 20)
    asked = ("--ask", "wrong:yes_no!:Does it tell of what is not there?", "--ask", "where:mark:Where?")
    folder = create(capsys, tmp_path, "--days-apart", 28, *more, *asked)
    with open_study(folder) as study:
        protocol = study.protocol
    assert protocol.image_first
    assert protocol.guess_arm
    assert (protocol.comment_required_for, protocol.back_allowed, protocol.days_apart) == ((3, 4), 2, 28)
    assert (protocol.repeats, protocol.idle_s, protocol.separation) == (1, 20, 1)
    assert [(one.name, one.kind.value, one.required) for one in protocol.questions] == [
        ("wrong", "yes_no", True),
        ("where", "mark", False),
    ]


@pytest.mark.parametrize("words", [("--ask", "a:colour:Which?"), ("--comment-for", "x"), ("--seed", "x")])
def test_wrong_usage(tmp_path: Path, capsys, words) -> None:
    with pytest.raises(SystemExit) as stop:
        run(capsys, "create", "m.csv", "--out", tmp_path / "S", "--readers", "A", "--seed", 1, *words)
    assert stop.value.code == 2


def test_an_edit_is_named_and_is_a_failure(tmp_path: Path, capsys) -> None:
    study = create(capsys, tmp_path)
    run(capsys, "import", study, rate(tmp_path))
    (tmp_path / "films" / "film_01.png").unlink()
    status, out, err = run(capsys, "verify", study, "--json")
    assert status == 1
    assert json.loads(out)["ok"] is False
    assert "film_01.png: the film cannot be read" in err


def test_a_package_goes_out_and_comes_back(tmp_path: Path, capsys) -> None:
    study = create(capsys, tmp_path)
    assert run(capsys, "package", study, "--reader", "A", "--out", tmp_path / "A")[0] == 0
    for folder, grade in ((tmp_path / "A", 4), (study, 1)):
        with open_study(folder) as opened, opened.session("A") as session:
            read_all(session, grade, limit=2)
    status, out, err = run(capsys, "merge", study, tmp_path / "A")
    assert (status, out) == (1, "")
    assert "A, position 0: grade 1 in the study, 4 in the package; choose with --prefer" in err
    assert run(capsys, "merge", study, tmp_path / "A", "--prefer", "package")[:2] == (0, "2 answers merged\n")
    assert run(capsys, "verify", study)[0] == 0


def test_a_study_that_is_not_there(tmp_path: Path, capsys) -> None:
    for verb in ("order", "verify", "results"):
        status, out, err = run(capsys, verb, tmp_path / "absent")
        assert (status, out) == (1, "")
        assert "no study here; make one with cxrviewer study create" in err


def test_an_arm_can_be_drafted_by_the_model(tmp_path: Path, capsys, monkeypatch) -> None:
    from cxrviewer.cli import drafting
    from cxrviewer.inference import cxr_llava
    from tests.factories import make_identity

    class Engine:
        identity = make_identity(name="demo")

    class Text:
        text = "The model says that the lungs are clear."

    class Drafted:
        first = Text()
        warnings = ()

    monkeypatch.setattr(cxr_llava, "load_engine", lambda *_, **__: Engine())
    monkeypatch.setattr(drafting, "draft_film", lambda *_, **__: Drafted())
    folder = create(capsys, tmp_path, "--draft-arm", "demo")
    with open_study(folder) as study:
        key = study.key()
        assert study.protocol.arms == ("model", "reference", "demo")
        assert sorted(key.arms.values()).count("demo") == 6
        assert key.provenance["demo"]["digest"] == "d" * 64
        assert key.provenance["demo"]["temperature"] == 0.2


def test_neither_qt_nor_torch_is_needed(tmp_path: Path, capsys) -> None:
    study = create(capsys, tmp_path, count=2)
    program = (
        "import sys\nfrom cxrviewer.cli.main import main\n"
        f"status = main(['study', 'verify', {str(study)!r}])\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'PySide6', 'torch', 'transformers', 'matplotlib', 'scipy'}, loaded\n"
        "sys.exit(status)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_the_benchmark_prints_a_list(capsys) -> None:
    assert main(["bench", "study", "--kills", "2", "--json", "--quiet"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in made] == ["study_kills", "study_answer"]
    assert made[0]["ours"] == 0
    assert "2 readings killed" in made[0]["how"]

"""Unblinding by two, ratings taken in, readings for statistics, exports."""

import csv
import io
import json
from pathlib import Path

import pytest

from cxrviewer.errors import RowsRefused, StillBlinded, StudyError
from cxrviewer.study.evaluating import placements, readings
from cxrviewer.study.exporting import COLUMNS, export_study
from cxrviewer.study.importing import import_ratings
from cxrviewer.study.protocol import Question, QuestionKind
from cxrviewer.study.study import Study
from cxrviewer.study.tables import cell, csv_text
from cxrviewer.study.unblinding import unblind
from tests.study.studies import answer_to, make_study, read_all


def write_ratings(folder: Path, *rows: str, header: str = "reader,case,arm,grade") -> Path:
    file = folder / "ratings.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def full(readers: str = "AB", count: int = 4) -> list[str]:
    return [
        f"{reader},case {number},{arm},{1 + number % 4}"
        for reader in readers
        for number in range(count)
        for arm in ("model", "reference")
    ]


def read_everything(study: Study) -> None:
    for reader in study.protocol.readers:
        with study.session(reader) as session:
            read_all(session, grade=2)


def test_arms_are_named_only_after_two_people_agreed(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        read_everything(study)
        for _ in range(2):
            with pytest.raises(StillBlinded, match="the study is blinded; two people can unblind it"):
                readings(study)
        assert {row["arm"] for row in placements(study)} == {""}
        unblind(study, ["Kim", "Lee"])
        assert len(readings(study)) == 16
        assert {row["arm"] for row in placements(study)} == {"model", "reference"}
        (row,) = [row for row in study.journal() if row.kind == "unblinded"]
        assert row.content() == {"by": ["Kim", "Lee"], "reason": "", "unread": {}}
        unblind(study, ["Kim", "Lee"])
        assert len([row for row in study.journal() if row.kind == "unblinded"]) == 1


@pytest.mark.parametrize("names", [[], ["Kim"], ["Kim", "kim "], ["Kim", ""], ["Kim", "Lee", "Park"], ["Ｋim", "Kim"]])
def test_unblinding_needs_two_different_people(tmp_path: Path, names: list[str]) -> None:
    with make_study(tmp_path) as study:
        read_everything(study)
        with pytest.raises(StudyError, match="two different people"):
            unblind(study, names)


def test_unblinding_while_reading_goes_on_needs_a_reason_and_nobody_who_reads(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        with study.session("A") as session:
            read_all(session)
        with pytest.raises(StudyError, match=r"reading goes on: B \(8 left\); wait, or give the reason"):
            unblind(study, ["Kim", "Lee"])
        with pytest.raises(StudyError, match="B has not finished reading and may not unblind"):
            unblind(study, ["Kim", "b"], "in a hurry")
        unblind(study, ["Kim", "a"], "B fell ill")
        (row,) = [row for row in study.journal() if row.kind == "unblinded"]
        assert row.content()["unread"] == {"B": 8}


def test_readings_are_what_was_answered_training_left_out_and_repeats_marked(tmp_path: Path) -> None:
    with make_study(tmp_path, training=1, repeats=2, guess_arm=True, back_allowed=1) as study:
        with study.session("A") as session:
            while (item := session.current()) is not None:
                session.answer(answer_to(item, 3, guessed_arm="model", active_ms=1500))
            item = session.back()
            session.answer(answer_to(item, 1))
        unblind(study, ["Kim", "Lee"], "only A reads")
        found = readings(study)
    assert len(found) == 10
    assert sum(reading.repeat for reading in found) == 2
    assert [reading.position for reading in found] == list(range(1, 11))
    assert [int(reading.grade) for reading in found] == [3] * 9 + [1]
    assert {(reading.active_s, reading.guessed_arm) for reading in found[:-1]} == {(1.5, "model")}
    assert {(reading.case, reading.arm) for reading in found} == {
        (f"case {number}", arm) for number in range(4) for arm in ("model", "reference")
    }


def test_imported_ratings_become_readings_and_are_the_unblinding(tmp_path: Path) -> None:
    with make_study(tmp_path, repeats=1) as study:
        assert import_ratings(study, write_ratings(tmp_path, *full())) == 16
        found = readings(study)
        assert {(one.reader, one.case, one.arm, int(one.grade)) for one in found} == {
            (reader, f"case {number}", arm, 1 + number % 4)
            for reader in "AB"
            for number in range(4)
            for arm in ("model", "reference")
        }
        assert not any(one.repeat for one in found)
        assert [row.kind for row in study.journal()][:3] == ["locked", "imported", "unblinded"]


def test_ratings_imported_into_a_study_that_is_being_read_do_not_unblind_it(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        with study.session("A") as session:
            read_all(session, limit=1)
        import_ratings(study, write_ratings(tmp_path, *full("B")))
        with pytest.raises(StillBlinded):
            readings(study)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Z,case 0,model,1", "row 3: the study has no reader 'Z'"),
        ("A,case 9,model,1", "row 3: the study has no case 'case 9'"),
        ("A,case 0,gpt,1", "row 3: the study has no arm 'gpt'"),
        ("A,case 0,model,0", "row 3: '0' is no grade"),
        ("A,case 0,model,5", "row 3: '5' is no grade"),
        ("A,case 0,model,", "row 3: '' is no grade"),
        ("A,case 0,model,1.0", "row 3: '1.0' is no grade"),
        ("B,case 0,model,2", "row 3: this report has its grade in row 2 already"),
    ],
)
def test_a_rating_that_does_not_fit_is_named_and_none_is_taken(tmp_path: Path, row: str, message: str) -> None:
    with make_study(tmp_path) as study:
        before = study.store.head()
        with pytest.raises(RowsRefused) as error:
            import_ratings(study, write_ratings(tmp_path, "B,case 0,model,1", row))
        assert len(error.value.rows) == 1
        assert message in error.value.rows[0]
        assert study.store.head() == before


def test_a_training_case_is_read_in_one_arm_alone(tmp_path: Path) -> None:
    with make_study(tmp_path, training=1) as study:
        arm = {"model": "reference", "reference": "model"}[_trained_arm(study)]
        with pytest.raises(
            RowsRefused, match=rf"row 2: reader 'A' does not read '{arm}' of case 'case 4' \(a training"
        ):
            import_ratings(study, write_ratings(tmp_path, f"A,case 4,{arm},1"))


def _trained_arm(study: Study) -> str:
    key = study.key()
    return next(key.arms[slot.report] for slot in study.blinded.orders["A"] if slot.training)


def test_ratings_twice_and_tables_that_are_none(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        file = write_ratings(tmp_path, *full())
        import_ratings(study, file)
        with pytest.raises(RowsRefused, match=r"row 2: this report has its grade in the study already.*\(and 15 more"):
            import_ratings(study, file)
        with pytest.raises(StudyError, match="there is no column arm, grade"):
            import_ratings(study, write_ratings(tmp_path, "A,case 0", header="reader,case"))
        with pytest.raises(StudyError, match="no row below the header"):
            import_ratings(study, write_ratings(tmp_path))


def test_a_cell_does_nothing_in_a_spreadsheet() -> None:
    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"):
        assert str(cell(start)).startswith("'")
    assert cell("no formula = 3") == "no formula = 3"
    assert (cell(-1.5), cell(None), cell(True), cell(0)) == (-1.5, "", 1, 0)
    assert cell("half \ud800 and \0nul") == "half ? and nul"
    assert cell('two\r\nlines, "quoted"') == 'two lines, "quoted"'
    assert csv_text(["a"], [{"a": 'x,"y"'}]) == 'a\r\n"x,""y"""\r\n'


@pytest.fixture
def exported(tmp_path: Path):
    questions = (Question("note", "Note?", QuestionKind.TEXT), Question("seen", "Seen?", QuestionKind.YES_NO))
    with make_study(
        tmp_path, training=1, repeats=1, questions=questions, readers=("Dr. Kim", "=cmd()"), guess_arm=True
    ) as study:
        for reader in study.protocol.readers:
            with study.session(reader) as session:
                while (item := session.current()) is not None:
                    answers = {"note": "Mrs. Example", "seen": True}
                    session.answer(answer_to(item, 2, comment="=HYPERLINK(0) Mr. Example", answers=answers))
        yield study


def table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def test_an_export_is_deidentified_unless_asked(tmp_path: Path, exported: Study) -> None:
    unblind(exported, ["Park", "Lee"])
    files = export_study(exported, tmp_path / "out")
    assert sorted(file.name for file in files) == sorted(
        [
            "readings.csv",
            "dictionary.csv",
            "readings.jsonl",
            "readings.R",
            "readings.sps",
            "readings.imrmc",
            "chain.json",
        ]
    )
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not any(name in text for name in ("Kim", "cmd", "case 0", "Example", "film_", str(tmp_path)))
    rows = table(tmp_path / "out" / "readings.csv")
    assert {row["reader"] for row in rows} == {"R1", "R2"}
    assert {row["case"] for row in rows} == {f"C{number:03d}" for number in range(1, 6)}
    assert {row["answer_seen"] for row in rows} == {"1"}
    files = export_study(exported, tmp_path / "named", with_names=True)
    rows = table(tmp_path / "named" / "readings.csv")
    assert {row["reader"] for row in rows} == {"Dr. Kim", "'=cmd()"}
    assert {row["comment"] for row in rows} == {"'=HYPERLINK(0) Mr. Example"}
    assert {row["answer_note"] for row in rows} == {"Mrs. Example"}
    journal = [json.loads(line) for line in (tmp_path / "named" / "journal.jsonl").read_text().splitlines()]
    assert [row["hash"] for row in journal] == [row.hash for row in exported.journal()]
    assert [row["body"] for row in journal] == [row.body for row in exported.journal()]


def test_every_column_is_in_the_dictionary_and_every_file_names_the_journals_end(
    tmp_path: Path, exported: Study
) -> None:
    unblind(exported, ["Park", "Lee"])
    files = export_study(exported, tmp_path / "out")
    head = exported.store.head()
    for file in files:
        assert head.hash in file.read_text(encoding="utf-8")
    columns = list(table(tmp_path / "out" / "readings.csv")[0])
    assert [row["column"] for row in table(tmp_path / "out" / "dictionary.csv")] == columns
    assert columns == [name for name in COLUMNS if name != "comment"] + ["answer_seen"]
    lines = [json.loads(line) for line in (tmp_path / "out" / "readings.jsonl").read_text().splitlines()]
    assert [str(line["item"]) for line in lines] == [row["item"] for row in table(tmp_path / "out" / "readings.csv")]
    assert lines[0]["elapsed_s"] == 3.0
    assert lines[0]["active_s"] == 2.0


def test_a_blinded_export_tells_no_arm(tmp_path: Path, exported: Study) -> None:
    files = export_study(exported, tmp_path / "out")
    assert "readings.imrmc" not in {file.name for file in files}
    rows = table(tmp_path / "out" / "readings.csv")
    assert {(row["arm"], row["repeat"], row["truth"]) for row in rows} == {("", "", "")}
    assert {row["grade"] for row in rows} == {"2"}


def test_imrmc_has_a_truth_for_each_case_and_a_score_for_each_reading(tmp_path: Path, exported: Study) -> None:
    unblind(exported, ["Park", "Lee"])
    export_study(exported, tmp_path / "out")
    front, data = (tmp_path / "out" / "readings.imrmc").read_text().split("BEGIN DATA:\n")
    assert "acceptability" in front
    rows = [line.split(",") for line in data.splitlines()]
    truth = {row[1]: row[3] for row in rows if row[0] == "truth"}
    assert sorted(truth.values()) == ["0", "0", "1", "1"]  # no training case
    scores = [row for row in rows if row[0] != "truth"]
    assert len(scores) == 16  # no repeats
    assert {row[2] for row in scores} == {"model", "reference"}
    assert {row[1] for row in scores} == set(truth)


def test_a_folder_that_cannot_be_written(tmp_path: Path, exported: Study) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StudyError, match="the export cannot be written"):
        export_study(exported, tmp_path / "file")

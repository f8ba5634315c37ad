"""A study read in pieces: handed out without its key, taken back unchanged or not at all, conflicts shown."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cxrviewer.errors import StudyError
from cxrviewer.study.evaluating import readings
from cxrviewer.study.packages import issue_package, merge_package
from cxrviewer.study.standing import standing_answers
from cxrviewer.study.study import Study, open_study
from cxrviewer.study.unblinding import unblind
from cxrviewer.study.verifying import verify
from tests.study.studies import make_study, read_all


@pytest.fixture
def study(tmp_path: Path):
    with make_study(tmp_path) as made:
        yield made


@pytest.fixture
def package(tmp_path: Path, study: Study) -> Path:
    issue_package(study, "A", tmp_path / "package")
    return tmp_path / "package"


def read(folder: Path, grade: int = 2, limit: int | None = None) -> None:
    with open_study(folder) as opened, opened.session("A") as session:
        read_all(session, grade, limit)


def test_a_package_holds_one_readers_films_and_texts_and_no_key(tmp_path: Path, package: Path, study: Study) -> None:
    shutil.move(package, tmp_path / "on a stick")
    with open_study(tmp_path / "on a stick") as opened:
        assert list(opened.blinded.orders) == ["A"]
        assert opened.blinded.orders["A"] == study.blinded.orders["A"]
        with pytest.raises(StudyError, match="names no arm"):
            opened.key()
        with pytest.raises(StudyError, match="names no arm"):
            unblind(opened, ["Kim", "Lee"])
        with pytest.raises(StudyError, match="package already"):
            issue_package(opened, "A", tmp_path / "another")
    content = (tmp_path / "on a stick" / "study.sqlite").read_bytes()
    assert b"case 0" not in content
    assert b"FINDINGS" not in content  # the texts as they came are not in it
    assert b"clear in film 0" in content


def test_what_was_read_offline_is_merged_once(package: Path, study: Study) -> None:
    read(package, limit=3)
    merged = merge_package(study, package)
    assert (merged.answers, merged.conflicts, merged.done) == (3, (), True)
    count = study.store.head().count
    assert merge_package(study, package).answers == 0
    assert study.store.head().count == count
    read(package)  # the reader went on
    assert merge_package(study, package).answers == 5
    assert verify(study).problems == ()
    unblind(study, ["Kim", "Lee"], "B never reads")
    assert len(readings(study)) == 8
    with study.session("A") as session:
        assert session.current() is None


def test_a_conflict_is_shown_and_nothing_is_merged_until_it_is_settled(package: Path, study: Study) -> None:
    read(package, grade=4, limit=3)
    with study.session("A") as session:
        read_all(session, grade=1, limit=2)
    before = study.store.head()
    merged = merge_package(study, package)
    assert not merged.done
    assert [(one.reader, one.position, one.in_study, one.in_package) for one in merged.conflicts] == [
        ("A", 0, 1, 4),
        ("A", 1, 1, 4),
    ]
    assert study.store.head() == before


@pytest.mark.parametrize(("prefer", "grades"), [("study", [1, 1, 4]), ("package", [4, 4, 4])])
def test_both_answers_are_kept_and_the_preferred_one_stands(
    package: Path, study: Study, prefer: str, grades: list[int]
) -> None:
    read(package, grade=4, limit=3)
    with study.session("A") as session:
        read_all(session, grade=1, limit=2)
    assert merge_package(study, package, prefer).done
    standing = standing_answers(study.journal())
    order = study.blinded.orders["A"]
    assert [standing[slot.item].content["grade"] for slot in order[:3]] == grades
    assert len([row for row in study.journal() if row.kind == "answer"]) == 5
    assert verify(study).problems == ()
    assert merge_package(study, package).conflicts == ()


def test_a_package_of_another_study_is_refused(tmp_path: Path, package: Path) -> None:
    (tmp_path / "other").mkdir()
    with make_study(tmp_path / "other") as other, pytest.raises(StudyError, match="no package of this study"):
        merge_package(other, package)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE journal SET body = replace(body, '\"grade\":2', '\"grade\":1') WHERE number = 4", "row 4 was changed"),
        ("DELETE FROM journal WHERE number > 4", "cut off"),
        ("UPDATE design SET body = body || ' ' WHERE part = 'reports'", "design was changed after it was locked"),
    ],
)
def test_a_package_changed_on_its_way_is_refused(package: Path, study: Study, statement: str, message: str) -> None:
    read(package)
    with closing(sqlite3.connect(package / "study.sqlite")) as database:
        for act in ("update", "delete"):
            database.execute(f"DROP TRIGGER journal_no_{act}")
            database.execute(f"DROP TRIGGER design_no_{act}")
        database.execute(statement)
        database.commit()
    before = study.store.head()
    with pytest.raises(StudyError, match=message):
        merge_package(study, package)
    assert study.store.head() == before


def test_a_package_signed_with_another_key_is_refused(package: Path, study: Study) -> None:
    (package / "study.key").write_text("0" * 64)
    read(package)
    with pytest.raises(StudyError, match="signature is wrong"):
        merge_package(study, package)


def test_an_unknown_reader_or_a_changed_film(tmp_path: Path, study: Study) -> None:
    with pytest.raises(StudyError, match="no reader 'Z'"):
        issue_package(study, "Z", tmp_path / "z")
    (tmp_path / "films" / "film_00.png").write_bytes(b"another")
    with pytest.raises(StudyError, match=r"film_00\.png: the film was changed"):
        issue_package(study, "A", tmp_path / "a")
    assert not (tmp_path / "a").exists()

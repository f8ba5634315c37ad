"""Every edit, deletion and truncation is found, wherever it was made."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cxrviewer.errors import StoreError, StudyError
from cxrviewer.store.chain import Entry, Head, canonical_json, first_break, link
from cxrviewer.study.exporting import export_study
from cxrviewer.study.study import open_study
from cxrviewer.study.verifying import verify
from tests.study.studies import make_study, read_all

NO_TRIGGERS = "DROP TRIGGER IF EXISTS journal_no_update; DROP TRIGGER IF EXISTS journal_no_delete;"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study read to its end by A, and exported."""
    with make_study(tmp_path) as study:
        with study.session("A") as session:
            read_all(session)
        export_study(study, tmp_path / "export")
    return tmp_path / "study"


def tamper(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "study.sqlite")) as database:
        database.executescript(NO_TRIGGERS + ";".join(statements))


def problems(folder: Path, *against: Path) -> tuple[str, ...]:
    with open_study(folder, check=False) as study:
        return verify(study, against).problems


def exports(folder: Path) -> list[Path]:
    out = folder.parent / "export"
    return [out / name for name in ("chain.json", "readings.csv", "readings.jsonl", "dictionary.csv")]


def test_an_untouched_study_verifies_also_against_its_exports(folder: Path) -> None:
    assert problems(folder, *exports(folder)) == ()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE journal SET body = replace(body, '\"grade\":1', '\"grade\":2') WHERE number = 5", "row 5 was changed"),
        ("UPDATE journal SET reader = 'B' WHERE number = 5", "row 5 was changed"),
        ("UPDATE journal SET at = '2020-01-01T00:00:00.000000+00:00' WHERE number = 5", "row 5 was changed"),
        ("UPDATE journal SET identifier = 'x' WHERE number = 5", "row 5 was changed"),
        ("DELETE FROM journal WHERE number = 5", "row 5 is missing (row 6 follows)"),
        ("UPDATE journal SET hash = previous WHERE number = 5", "row 5 was changed"),
    ],
)
def test_an_edit_or_a_deletion_is_found_and_its_row_named(folder: Path, statement: str, problem: str) -> None:
    tamper(folder, statement)
    assert problem in problems(folder)


def test_a_cut_journal_is_found_however_well_it_was_cut(folder: Path) -> None:
    tamper(folder, "DELETE FROM journal WHERE number > 6")
    assert problems(folder)[0] == "rows after 6 are missing: the database itself counts 12"
    tamper(folder, "UPDATE head SET last_number = 6, hash = (SELECT hash FROM journal WHERE number = 6)")
    assert problems(folder) == ("anchors: the journal once had 12 rows, now it has 6: rows were cut off",)
    anchors = folder / "anchors.jsonl"
    anchors.write_text("\n".join(anchors.read_text().split("\n")[:7]))
    assert problems(folder) == ()  # whoever holds the whole folder can do that; an export in other hands tells
    for export in exports(folder):
        assert problems(folder, export) == (
            f"{export.name}: the journal once had 12 rows, now it has 6: rows were cut off",
        )


def test_a_journal_written_anew_is_found(folder: Path) -> None:
    """Every hash is right, but they are not the hashes that were."""
    with open_study(folder) as study:
        rows, genesis = study.journal(), study.genesis
    head, anew = Head(0, genesis), []
    for row in rows:
        body = row.content() | ({"grade": 4} if row.number == 5 else {})
        made = link(head, Entry(kind=row.kind, reader=row.reader, identifier=row.identifier, at=row.at, body=body))
        head = Head(made.number, made.hash)
        anew.append(made)
    assert first_break(anew, genesis) is None
    tamper(
        folder,
        *(
            f"UPDATE journal SET body = '{row.body}', previous = '{row.previous}', hash = '{row.hash}' "
            f"WHERE number = {row.number}"
            for row in anew
        ),
        f"UPDATE head SET hash = '{head.hash}'",
    )
    assert problems(folder) == ("anchors: row 5 is not the one that was written",)


def test_a_row_added_behind_the_journals_end_is_found(folder: Path) -> None:
    with open_study(folder) as study:
        end = study.store.head()
    row = link(end, Entry(kind="answer", reader="A", body={"item": "x", "grade": 4}))
    values = (row.number, row.identifier, row.reader, row.kind, row.at.isoformat(timespec="microseconds"), row.body)
    with closing(sqlite3.connect(folder / "study.sqlite")) as database, database:
        database.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, row.previous, row.hash))
    assert problems(folder) == ("the journal's end is not the one that the database names",)


def test_a_forged_anchor_and_no_anchors_are_found(folder: Path) -> None:
    anchors = folder / "anchors.jsonl"
    whole = anchors.read_text()
    line = json.loads(whole.split("\n")[-1]) | {"count": 11}
    anchors.write_text(whole + "\n" + canonical_json(line))
    assert problems(folder) == ("an anchor's signature is wrong",)
    anchors.write_text(whole + '\n{"count": 1')  # cut short by a crash: no sign of anything
    assert problems(folder) == ()
    anchors.unlink()
    assert problems(folder) == ("the file of anchors is gone",)


@pytest.mark.parametrize("part", ["study", "protocol", "films", "reports", "orders", "key"])
def test_a_design_changed_after_locking_is_not_read(folder: Path, part: str) -> None:
    tamper(folder, "DROP TRIGGER design_no_update", f"UPDATE design SET body = body || ' ' WHERE part = '{part}'")
    with pytest.raises(StudyError, match="design was changed after it was locked"):
        open_study(folder)
    assert problems(folder)[0] == "the design was changed after it was locked"


def test_the_database_itself_refuses_what_the_program_never_does(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "study.sqlite")) as database:
        for statement in ("UPDATE journal SET reader = 'B'", "DELETE FROM journal", "UPDATE design SET body = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                database.execute(statement)


def test_a_film_changed_after_locking_is_named(folder: Path) -> None:
    (folder.parent / "films" / "film_02.png").write_bytes(b"another film")
    (folder.parent / "films" / "film_03.png").unlink()
    found = problems(folder)
    assert len(found) == 2
    assert any("film_02.png: the film was changed" in problem for problem in found)
    assert any("film_03.png: the film cannot be read" in problem for problem in found)


def test_a_damaged_moment_is_refused(folder: Path) -> None:
    tamper(folder, "UPDATE journal SET at = 'never' WHERE number = 2")
    with pytest.raises(StoreError, match="a row of the journal was damaged"):
        problems(folder)


def test_a_file_that_names_no_end(folder: Path, tmp_path: Path) -> None:
    for name, text in (("a.json", "[]"), ("a.csv", "a,b\n1,2\n"), ("b.csv", ""), ("a.jsonl", ""), ("c.json", "{")):
        (tmp_path / name).write_text(text)
        with pytest.raises(StudyError, match="names no journal's end"):
            problems(folder, tmp_path / name)
    with pytest.raises(StudyError, match="cannot be read"):
        problems(folder, tmp_path / "absent.json")

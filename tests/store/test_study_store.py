"""The study's database: rows only added, all or none, on the disk when ``append`` returns."""

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.errors import StoreError
from cxrviewer.store.chain import Entry, Head, canonical_json, first_break, link
from cxrviewer.store.database import close_database, open_database
from cxrviewer.store.migrations import Migration
from cxrviewer.store.study_schema import STUDY
from cxrviewer.store.study_store import StudyStore

GENESIS = "0" * 64
ROOT = Path(__file__).resolve().parents[2]

FILLER = """
import resource, sys
from pathlib import Path
from cxrviewer.errors import StoreError
from cxrviewer.store.chain import Entry
from cxrviewer.store.study_store import StudyStore

folder = Path(sys.argv[1])
with StudyStore.open(folder) as store:
    size = (folder / "study.sqlite").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
    big = Entry(kind="answer", body={"comment": "x" * 10**6}, identifier="big")
    try:
        store.append([Entry(kind="note", body={}), big])
    except StoreError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(store.head().count)
    store.append([big])  # the same store goes on once there is room
    print(store.head().count)
"""


@pytest.fixture
def store(tmp_path: Path):
    with StudyStore.create(tmp_path / "study", {"protocol": "{}", "key": "{}"}, GENESIS) as made:
        yield made


def entry(identifier: str = "", **body: object) -> Entry:
    named = {"identifier": identifier} if identifier else {}
    return Entry(kind="answer", reader="A", body=body, **named)


def test_what_was_written_is_there_after_reopening(tmp_path: Path, store: StudyStore) -> None:
    entries = [entry(text="폐 \ud800 \x00", grade=1), entry(nested=[1.5, None, True])]
    end = store.append(entries)
    store.close()
    with StudyStore.open(tmp_path / "study") as again:
        rows = again.journal()
        assert again.head() == end == Head(2, rows[-1].hash)
        assert again.design() == {"protocol": "{}", "key": "{}"}
        assert again.genesis() == GENESIS
    assert [row.content() for row in rows] == [dict(one.body) for one in entries]
    assert [(row.identifier, row.at) for row in rows] == [(one.identifier, one.at) for one in entries]
    assert first_break(rows, GENESIS) is None


def test_the_same_entry_again_is_passed_over_and_another_under_its_name_refused(store: StudyStore) -> None:
    one = entry("same", grade=1)
    end = store.append([one])
    assert store.append([one]) == end
    with pytest.raises(StoreError, match="another row is kept under this identifier"):
        store.append([entry(grade=3), entry("same", grade=2)])
    assert store.head() == end  # the first of the two was not kept either
    assert len(store.journal()) == 1


def test_one_readers_rows(store: StudyStore) -> None:
    store.append([entry(a=1), Entry(kind="answer", reader="B", body={}), entry(a=2)])
    assert [row.number for row in store.journal("A")] == [1, 3]


def test_a_closed_study_says_so(store: StudyStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="the study is closed"):
        store.append([entry()])


def test_a_second_program_is_shut_out_and_a_taken_folder_refused(tmp_path: Path, store: StudyStore) -> None:
    with pytest.raises(StoreError, match="another cxrviewer is using the database"):
        StudyStore.open(tmp_path / "study")
    with pytest.raises(StoreError, match="there is a study here already"):
        StudyStore.create(tmp_path / "study", {"a": "{}"}, GENESIS)
    assert stat.S_IMODE((tmp_path / "study" / "study.sqlite").stat().st_mode) == 0o600


def test_the_windows_database_is_not_taken_for_a_study(tmp_path: Path) -> None:
    close_database(open_database(tmp_path))
    (tmp_path / "cxrviewer.sqlite").rename(tmp_path / "study.sqlite")
    with pytest.raises(StoreError, match="database of another program"):
        StudyStore.open(tmp_path)


def test_a_backup_is_made_before_a_migration(tmp_path: Path, store: StudyStore) -> None:
    store.append([entry(grade=1)])
    store.close()
    step = Migration(2, "a column", lambda c: c.exec_driver_sql("ALTER TABLE journal ADD COLUMN more TEXT") and None)
    close_database(open_database(tmp_path / "study", [step], STUDY))
    (backup,) = (tmp_path / "study").glob("study.version-1.*.backup.sqlite")
    with closing(sqlite3.connect(backup)) as database:
        assert database.execute("SELECT count(*) FROM journal").fetchone() == (1,)
    with pytest.raises(StoreError, match="newer cxrviewer"):
        StudyStore.open(tmp_path / "study")


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
def test_a_full_disk_is_said_and_costs_nothing_that_was_kept(tmp_path: Path, store: StudyStore) -> None:
    store.append([entry(grade=1)])
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", FILLER, tmp_path / "study"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    message, after_failure, after_room = done.stdout.splitlines()
    assert "full, so nothing was saved" in message
    assert (after_failure, after_room) == ("1", "2")
    with StudyStore.open(tmp_path / "study") as again:
        assert first_break(again.journal(), GENESIS) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=3), min_size=1, max_size=5), st.data())
def test_no_row_of_a_chain_can_be_changed_dropped_or_moved(bodies, data) -> None:
    rows, head = [], Head(0, GENESIS)
    for body in bodies:
        rows.append(link(head, Entry(kind="answer", reader="A", body=body, at=datetime(2026, 1, 1, tzinfo=UTC))))
        head = Head(rows[-1].number, rows[-1].hash)
    assert first_break(rows, GENESIS) is None
    assert first_break(rows, "1" * 64) is not None
    place = data.draw(st.integers(0, len(rows) - 1))
    if place < len(rows) - 1:
        assert first_break(rows[:place] + rows[place + 1 :], GENESIS) is not None
        assert first_break([*rows[:place], rows[place + 1], rows[place], *rows[place + 2 :]], GENESIS) is not None
    row = rows[place]
    for name, value in (("body", row.body + " "), ("reader", "B"), ("kind", "note"), ("hash", row.hash[::-1])):
        fields = {key: getattr(row, key) for key in row.__dataclass_fields__}
        if fields[name] != value:
            changed = type(row)(**(fields | {name: value}))
            assert first_break([*rows[:place], changed, *rows[place + 1 :]], GENESIS) is not None


def test_canonical_json_has_one_spelling_and_no_nan() -> None:
    assert canonical_json({"b": 1, "a": ["é", None]}) == '{"a":["\\u00e9",null],"b":1}'
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from cxrviewer.errors import StoreError
from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.store import schema
from cxrviewer.store.database import close_database, open_database
from cxrviewer.store.inspection import inspect_database
from cxrviewer.store.migrations import Migration, version_of
from cxrviewer.store.network_paths import network_file_system
from cxrviewer.store.store import Store

VERSION_1 = Path(__file__).with_name("version_1.sql")
VERSION_2 = Path(__file__).with_name("version_2.sql")
CASE = "c" * 64


def permissions_bind() -> bool:
    """Whether what ``chmod`` forbids is forbidden: not on Windows, and seldom for root."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0o400)
        return os.name == "posix" and not os.access(file.name, os.W_OK)


PERMISSIONS_BIND = permissions_bind()


def fill(folder: Path, *scripts: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "cxrviewer.sqlite"
    with closing(sqlite3.connect(file)) as database:
        for script in scripts:
            database.executescript(script)
    return file


def structure(file: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(file)) as database:
        found = database.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {(kind, name, "".join(sql.split())) for kind, name, sql in found}


def add_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE ratings ADD COLUMN seconds REAL")


def fill_column(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE ratings SET seconds = 1.5")


STEPS = (Migration(2, "how long a rating took", add_column), Migration(3, "old ratings took a moment", fill_column))


def test_the_folder_and_the_file_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "data"
    Store.open(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "cxrviewer.sqlite").stat().st_mode) == 0o600


def test_the_connection_is_set_for_durability(tmp_path: Path) -> None:
    connection = open_database(tmp_path)
    values = {
        name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "locking_mode", "application_id")
    }
    connection.rollback()
    close_database(connection)
    assert values == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "locking_mode": "exclusive",
        "application_id": 0x43585256,
    }


@pytest.mark.parametrize("version", [VERSION_1, VERSION_2])
def test_a_new_database_is_what_each_version_became(tmp_path: Path, version: Path) -> None:
    """Whoever changes the tables without a migration fails here."""
    old = fill(tmp_path / "old", version.read_text())
    for folder in (tmp_path / "old", tmp_path / "new"):
        Store.open(folder).close()
    assert structure(old) == structure(tmp_path / "new" / "cxrviewer.sqlite")


@pytest.mark.parametrize("version", [VERSION_1, VERSION_2])
def test_what_each_version_kept_is_still_there(tmp_path: Path, version: Path) -> None:
    fill(tmp_path, version.read_text())
    with Store.open(tmp_path) as store:
        (report,) = store.drafts_of(CASE)
        (exchange,) = store.exchanges_of(report.identifier)
        (rating,) = store.ratings_of(report.identifier)
        case = store.case(CASE)
    assert (report.text, report.provenance.sampling.seed, report.provenance.model.is_demo) == (
        "The lungs are clear.",
        7,
        True,
    )
    assert (exchange.question, exchange.answer.text) == ("Effusion?", "No.")
    assert (rating.reader, rating.acceptability, rating.comment) == ("김", Acceptability.MINOR_REVISION, "좋음")
    assert case is not None
    assert case.patient_name == "홍길동"


def test_the_annotations_of_version_2_are_still_there(tmp_path: Path) -> None:
    fill(tmp_path, VERSION_2.read_text())
    with Store.open(tmp_path) as store:
        assert store.annotations_of(CASE) == (
            Annotation(Figure.LENGTH, ((1.5, 2.0), (11.0, 21.0)), identifier="line"),
            Annotation(Figure.ARROW, ((7.0, 8.0), (9.0, 10.0)), "tip", identifier="arrow"),
        )


def test_version_1_becomes_version_2_after_a_backup_and_takes_annotations(tmp_path: Path) -> None:
    fill(tmp_path, VERSION_1.read_text())
    with Store.open(tmp_path) as store:
        assert store.annotations_of(CASE) == ()
        line = Annotation(Figure.LENGTH, ((0.0, 0.0), (1.0, 1.0)))
        store.put_annotation(CASE, line)
        assert store.annotations_of(CASE) == (line,)
    (kept,) = tmp_path.glob("*.backup.sqlite")
    assert kept.name.split(".")[1] == "version-1"


def test_migrations_run_in_order_each_after_a_backup(tmp_path: Path) -> None:
    fill(tmp_path, VERSION_1.read_text())
    connection = open_database(tmp_path, STEPS)
    assert version_of(connection) == 3
    with connection.begin():
        assert connection.exec_driver_sql("SELECT comment, seconds FROM ratings").all() == [("좋음", 1.5)]
    close_database(connection)
    backups = sorted(tmp_path.glob("*.backup.sqlite"))
    assert [backup.name.split(".")[1] for backup in backups] == ["version-1", "version-2"]
    for version, backup in enumerate(backups, 1):
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        with closing(sqlite3.connect(backup)) as database:
            assert database.execute("SELECT max(version) FROM schema_versions").fetchone() == (version,)
            assert database.execute("SELECT comment FROM ratings").fetchall() == [("좋음",)]
    close_database(open_database(tmp_path, STEPS))
    assert len(list(tmp_path.glob("*.backup.sqlite"))) == 2  # nothing to do, nothing to back up


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    file = fill(tmp_path, VERSION_1.read_text())
    before = structure(file)

    def fail(connection: Connection) -> None:
        add_column(connection)
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StoreError):
        open_database(tmp_path, [Migration(2, "fails", fail)])
    assert structure(file) == before
    Store.open(tmp_path).close()  # and the old program can still use it


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = fill(tmp_path, VERSION_1.read_text())
    close_database(open_database(tmp_path, STEPS))
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"newer cxrviewer \(version 3, this one knows 2\); install"):
        Store.open(tmp_path)
    assert file.read_bytes() == before


def test_a_version_that_no_step_starts_from_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, VERSION_1.read_text())
    with pytest.raises(StoreError, match="no way leads from version 1 to 3"):
        open_database(tmp_path, STEPS[1:])


def test_a_new_database_has_the_current_version_and_no_backup(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    found = inspect_database(tmp_path)
    assert found is not None
    assert found.version == schema.VERSION
    assert [entry.name for entry in tmp_path.iterdir()] == ["cxrviewer.sqlite"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "cxrviewer.sqlite"
    file.write_bytes(b"not a database, but long enough to be one " * 100)
    before = file.read_bytes()
    for attempt in (Store.open, inspect_database):
        with pytest.raises(StoreError, match="not a database of this program; move it away"):
            attempt(tmp_path)
    assert file.read_bytes() == before


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    file = fill(tmp_path, VERSION_1.read_text())
    whole = file.read_bytes()
    with file.open("r+b") as content:
        content.seek(4096)
        content.write(b"\xff" * (len(whole) - 4096))
    for attempt in (Store.open, inspect_database):
        with pytest.raises(StoreError, match="damaged"):
            attempt(tmp_path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, "CREATE TABLE theirs (a);")
    for attempt in (Store.open, inspect_database):
        with pytest.raises(StoreError, match="another program"):
            attempt(tmp_path)


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "cxrviewer.sqlite").touch()
    assert inspect_database(tmp_path) is None
    Store.open(tmp_path).close()
    assert inspect_database(tmp_path) is not None


def test_inspecting_makes_nothing(tmp_path: Path) -> None:
    assert inspect_database(tmp_path / "absent") is None
    assert list(tmp_path.iterdir()) == []


def test_a_second_program_is_shut_out_until_the_first_has_gone(tmp_path: Path) -> None:
    attempt = [
        sys.executable,
        "-c",
        "import sys, pathlib\n"
        "from cxrviewer.errors import StoreError\n"
        "from cxrviewer.store.store import Store\n"
        "try:\n    Store.open(pathlib.Path(sys.argv[1])).close()\nexcept StoreError as error:\n    print(error)\n",
        str(tmp_path),
    ]

    def try_it() -> str:
        return subprocess.run(attempt, capture_output=True, text=True, check=True).stdout

    with Store.open(tmp_path):
        with pytest.raises(StoreError, match="another cxrviewer is using"):
            Store.open(tmp_path)  # and this attempt must not cost the first its lock
        assert "another cxrviewer is using the database; close the other window first" in try_it()
        found = inspect_database(tmp_path)
        assert found is not None
        assert found.version is None
    assert try_it() == ""


def test_a_folder_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot be kept here.*CXRVIEWER_DATA"):
        Store.open(tmp_path / "file")


@pytest.mark.skipif(not PERMISSIONS_BIND, reason="permissions do not bind this user")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="make the folder and its files writable"):
        Store.open(tmp_path)
    tmp_path.chmod(0o700)


@pytest.mark.skipif(not PERMISSIONS_BIND, reason="permissions do not bind this user")
@pytest.mark.parametrize(("file", "folder"), [(0o400, 0o700), (0o000, 0o700), (0o600, 0o500)])
def test_a_database_that_cannot_be_written_is_refused_at_once(tmp_path: Path, file: int, folder: int) -> None:
    Store.open(tmp_path).close()
    (tmp_path / "cxrviewer.sqlite").chmod(file)
    tmp_path.chmod(folder)
    with pytest.raises(StoreError, match="make the folder and its files writable"):
        Store.open(tmp_path)
    tmp_path.chmod(0o700)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home {root}/home nfs4 rw 0 0
/dev/sdb1 {root}/home/local ext4 rw 0 0
//server/share {root}/my\\040share cifs rw 0 0
first {root}/twice nfs rw 0 0
second {root}/twice tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("home/kim/data", "nfs4"),
        ("homely", None),
        ("home/local/data", None),
        ("my share/data", "cifs"),
        ("twice", None),
        ("elsewhere", None),
    ],
)
def test_a_network_drive_is_recognised(tmp_path: Path, folder: str, kind: str | None) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.format(root=tmp_path))
    assert network_file_system(tmp_path / folder, mounts) == kind
    assert network_file_system(tmp_path / folder, tmp_path / "no such file") is None


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxrviewer.store.database.network_file_system", lambda _: "nfs4")
    with pytest.raises(StoreError, match=r"network drive \(nfs4\).*CXRVIEWER_DATA"):
        Store.open(tmp_path / "data")
    assert list(tmp_path.iterdir()) == []

"""Several machines at once: one study on a PostgreSQL server, the same code as in a file."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from cxrviewer.bench.scripted_reader import read_until_killed
from cxrviewer.errors import StoreError, StudyError
from cxrviewer.store.postgres import server
from cxrviewer.study.study import open_study
from cxrviewer.study.verifying import verify
from tests.study.conftest import Cluster
from tests.study.studies import answer_to, make_study, read_all


@pytest.fixture(scope="session")
def processes():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cxrviewer.bench.scripted_reader"])
    return context


def start(context, folder: Path, reader: str):
    ear, mouth = context.Pipe(duplex=False)
    process = context.Process(target=read_until_killed, args=(folder, reader, mouth))
    process.start()
    mouth.close()
    return process, ear


def heard(ear) -> list[tuple[int, str, str]]:
    said = []
    try:
        while (word := ear.recv()) is not None:
            said.append(word)
    except EOFError:
        pass
    return said


def sql(cluster: Cluster, *statements: str) -> None:
    engine = create_engine(server(cluster.url, "public").url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def schema_of(folder: Path) -> str:
    with open_study(folder) as study:
        return f"study_{study.blinded.study.replace('-', '')}"


def test_three_processes_read_at_once_and_the_chain_holds(tmp_path: Path, cluster: Cluster, processes) -> None:
    readers = ("A", "B", "C")
    make_study(tmp_path, 10, readers=readers, postgres=cluster.url).close()
    running = [start(processes, tmp_path / "study", reader) for reader in readers]
    said = {reader: heard(ear) for reader, (_, ear) in zip(readers, running, strict=True)}
    for process, _ in running:
        process.join()
        assert process.exitcode == 0
    with open_study(tmp_path / "study") as study:
        assert verify(study).problems == ()
        rows = [row for row in study.journal() if row.kind == "answer"]
        for reader in readers:
            order = [slot.item for slot in study.blinded.orders[reader]]
            assert [item for _, item, _ in said[reader]] == order
            assert [row.identifier for row in rows if row.reader == reader] == [word[2] for word in said[reader]]
    assert len(rows) == 60
    # At once: they did not read one after another.
    assert [row.reader for row in rows] != sorted(row.reader for row in rows)


def test_a_killed_process_loses_no_acknowledged_answer(tmp_path: Path, cluster: Cluster, processes) -> None:
    make_study(tmp_path, 20, readers=("A",), postgres=cluster.url).close()
    acknowledged = []
    for _ in range(3):
        process, ear = start(processes, tmp_path / "study", "A")
        acknowledged += [ear.recv() for _ in range(4)]
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        acknowledged += heard(ear)
        with open_study(tmp_path / "study") as study:
            kept = [row.identifier for row in study.journal("A") if row.kind == "answer"]
            assert [answer for answer in kept if answer in {word[2] for word in acknowledged}] == [
                word[2] for word in acknowledged
            ]
            assert verify(study).problems == ()
            item = study.session("A").current()
            assert item is not None
            assert item.position == len(kept)


def test_one_reader_in_two_windows_is_told_at_once(tmp_path: Path, cluster: Cluster) -> None:
    with make_study(tmp_path, postgres=cluster.url) as study, open_study(tmp_path / "study") as second:
        session = study.session("A")
        with pytest.raises(StoreError, match="A is reading this study in another window; close that one first"):
            second.session("A")
        second.session("B")
        read_all(session, limit=1)
        study.close()
        assert open_study(tmp_path / "study").session("A").progress.done == 1


def test_a_server_that_vanishes_is_said_and_the_same_answer_can_be_given_again(
    tmp_path: Path, cluster: Cluster
) -> None:
    with make_study(tmp_path, postgres=cluster.url) as study:
        session = study.session("A")
        read_all(session, limit=2)
        item = session.current()
        assert item is not None
        given = answer_to(item, 3)
        cluster.stop()
        try:
            for _ in range(2):
                with pytest.raises(
                    StoreError, match=r"server cannot be reached, so nothing is sure to be saved"
                ) as error:
                    session.answer(given)
                assert session.current() == item
                assert str(error.value).startswith("postgresql://cxr@/postgres?host=")
            with pytest.raises(StoreError, match="cannot be reached"):
                open_study(tmp_path / "study")
        finally:
            cluster.start()
        session.answer(given)
        session.answer(given)
        assert session.progress.done == 3
        # The claim came back with the connection.
        with pytest.raises(StoreError, match="another window"):
            open_study(tmp_path / "study").session("A")
        read_all(session)
        assert verify(study).problems == ()


def test_the_password_is_written_nowhere(tmp_path: Path, cluster: Cluster) -> None:
    make_study(tmp_path, postgres=cluster.url.replace("cxr@", "cxr:geheim@") + "&password=geheim").close()
    for file in (tmp_path / "study").iterdir():
        assert b"geheim" not in file.read_bytes()
    open_study(tmp_path / "study").close()  # trusted without one here


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://cxr@/postgres?host=/nowhere", "server cannot be reached"),
        ("postgresql://cxr@127.0.0.1:1/postgres", "server cannot be reached"),
        ("mysql://cxr@localhost/db", "no PostgreSQL address"),
        ("postgresql://localhost", "no PostgreSQL address"),
        ("nonsense", "no PostgreSQL address"),
    ],
)
def test_an_address_that_does_not_work_makes_nothing(tmp_path: Path, url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        make_study(tmp_path, postgres=url)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["films", "manifest.csv"]


def test_no_such_database_and_no_such_user_are_said(tmp_path: Path, cluster: Cluster) -> None:
    with pytest.raises(StoreError, match="no such database on the server"):
        make_study(tmp_path, postgres=cluster.url.replace("/postgres?", "/absent?"))
    with pytest.raises(StoreError, match=r"refused the user or the password; set PGPASSWORD"):
        make_study(tmp_path, postgres=cluster.url.replace("cxr@", "stranger@"))


def test_an_edit_on_the_server_is_found(tmp_path: Path, cluster: Cluster) -> None:
    with make_study(tmp_path, postgres=cluster.url) as study:
        read_all(study.session("A"), limit=3)
    schema = schema_of(tmp_path / "study")
    sql(cluster, f"UPDATE {schema}.journal SET body = replace(body, '\"grade\":1', '\"grade\":2') WHERE number = 4")
    with open_study(tmp_path / "study") as study:
        assert verify(study).problems == ("row 4 was changed",)
    sql(cluster, f"DELETE FROM {schema}.journal WHERE number >= 4", f"UPDATE {schema}.design SET body = body || ' '")
    with open_study(tmp_path / "study", check=False) as study:
        found = verify(study).problems
    assert found[0] == "the design was changed after it was locked"
    assert "rows after 3 are missing: the database itself counts 5" in found
    with pytest.raises(StudyError, match="design was changed after it was locked"):
        open_study(tmp_path / "study")
    sql(cluster, f"UPDATE {schema}.schema_versions SET version = 2")
    with pytest.raises(StoreError, match="of version 2, this program knows 1; use the same version"):
        open_study(tmp_path / "study", check=False)
    sql(cluster, f"DROP SCHEMA {schema} CASCADE")
    with pytest.raises(StoreError, match="no such study on the database server"):
        open_study(tmp_path / "study", check=False)


def test_a_study_whose_folder_cannot_be_made_is_taken_off_the_server(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def schemas() -> set[str]:
        engine = create_engine(server(cluster.url, "public").url)
        with engine.connect() as connection:
            found = {str(row[0]) for row in connection.exec_driver_sql("SELECT nspname FROM pg_namespace")}
        engine.dispose()
        return found

    before = schemas()
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.rename", fail)
        with pytest.raises(StudyError, match="cannot be written"):
            make_study(tmp_path, postgres=cluster.url)
    assert schemas() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["films", "manifest.csv"]
    make_study(tmp_path, postgres=cluster.url).close()
    assert len(schemas() - before) == 1

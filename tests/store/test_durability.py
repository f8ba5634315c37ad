"""What was said to be saved is there after the process is killed, and a full disk costs nothing that was kept."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cxrviewer.reporting.rating import Acceptability, Rating
from cxrviewer.store.store import Store
from tests.factories import make_draft, make_radiograph

FILM = make_radiograph()
ROOT = Path(__file__).resolve().parents[2]

SAVER = """
import sys
from pathlib import Path
from cxrviewer.reporting.rating import Acceptability, Rating
from cxrviewer.store.store import Store

folder, draft = sys.argv[1:]
store = Store.open(Path(folder))
count = 0
for line in sys.stdin:
    store.save_rating(
        Rating(reader="김", draft_identifier=draft, acceptability=Acceptability(1 + count % 4), identifier=line.strip())
    )
    count += 1
    sys.stdout.write("saved\\n")
    sys.stdout.flush()
"""

DRAWER = """
import sys
from pathlib import Path
from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.store.store import Store

folder, film = sys.argv[1:]
store = Store.open(Path(folder))
for line in sys.stdin:
    name, x = line.split()
    if x == "gone":
        store.delete_annotation(film, name)
    else:
        store.put_annotation(film, Annotation(Figure.PROBE, ((float(x), 1.0),), identifier=name))
    sys.stdout.write("drawn\\n")
    sys.stdout.flush()
"""

FILLER = """
import resource, sys
from pathlib import Path
from cxrviewer.errors import StoreError
from cxrviewer.reporting.rating import Acceptability, Rating
from cxrviewer.store.store import Store

folder, draft = sys.argv[1:]
size = (Path(folder) / "cxrviewer.sqlite").stat().st_size
with Store.open(Path(folder)) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
    big = Rating(reader="A", draft_identifier=draft, acceptability=Acceptability.ACCEPTABLE, comment="x" * 10**6)
    try:
        store.save_rating(big)
    except StoreError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(len(store.ratings_of(draft)))
    store.save_rating(big)  # the same store goes on once there is room
    print(len(store.ratings_of(draft)))
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_a_rating_said_to_be_saved_survives_kill_9_twenty_times(tmp_path: Path) -> None:
    draft = make_draft(FILM)
    with Store.open(tmp_path) as store:
        store.record_case(FILM)
        store.save_draft(draft)
    said = []
    for turn in range(20):
        with start(SAVER, str(tmp_path), draft.identifier) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            # A few are sent and the process dies at a different one of them, often in the middle of the next.
            identifiers = [f"{turn}-{number}" for number in range(turn % 4 + 2)]
            process.stdin.write("".join(f"{identifier}\n" for identifier in identifiers))
            process.stdin.flush()
            for identifier in identifiers[:-1]:
                assert process.stdout.readline() == "saved\n"
                said.append(identifier)
            process.kill()
        with Store.open(tmp_path) as store:
            kept = [rating.identifier for rating in store.ratings_of(draft.identifier)]
        assert [identifier for identifier in kept if identifier in said] == said
        with closing(sqlite3.connect(tmp_path / "cxrviewer.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_was_drawn_survives_kill_9_five_times(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.record_case(FILM)
    expected: list[tuple[str, float]] = []
    for turn in range(5):
        with start(DRAWER, str(tmp_path), FILM.digest) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"a{turn} 1\nb{turn} 2\na{turn} 3\nb{turn} gone\nlate{turn} 9\n")
            process.stdin.flush()
            for _ in range(4):
                assert process.stdout.readline() == "drawn\n"
            process.kill()  # while the fifth is being written
        expected.append((f"a{turn}", 3.0))
        with Store.open(tmp_path) as store:
            kept = [(each.identifier, each.points[0][0]) for each in store.annotations_of(FILM.digest)]
        assert [each for each in kept if not each[0].startswith("late")] == expected


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
def test_a_full_disk_is_said_and_costs_nothing_that_was_kept(tmp_path: Path) -> None:
    draft = make_draft(FILM)
    with Store.open(tmp_path) as store:
        store.record_case(FILM)
        store.save_draft(draft)
        store.save_rating(
            Rating(reader="A", draft_identifier=draft.identifier, acceptability=Acceptability.MINOR_REVISION)
        )
    with start(FILLER, str(tmp_path), draft.identifier) as process:
        output, _ = process.communicate()
    assert process.returncode == 0
    message, after_failure, after_room = output.splitlines()
    assert "full, so nothing was saved" in message
    assert (after_failure, after_room) == ("1", "2")
    with closing(sqlite3.connect(tmp_path / "cxrviewer.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

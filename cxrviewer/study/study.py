"""An open reader study: its folder, its design, its journal. Knows where it is kept, not how it is read.

::

    STUDY/
      study.sqlite     design and journal, or
      postgres.json    the address (without password) and the schema of a study on a server
      study.key        what the anchors are signed with
      anchors.jsonl    the journal's end after every row
      images/          copies of the films, where asked for
      packages/        the keys of the packages that were handed out

For several machines at once, each has a copy of the folder of a study on a server; it holds no answer and no
password (libpq takes that from ``PGPASSWORD`` or ``~/.pgpass``). Films are found as the folder names them: beside it,
in it, or under the same absolute path.

How a window reads::

    with open_study(folder) as study, study.session("A") as session:
        while (item := session.current()) is not None:
            ...                      # show item.film and item.report
            session.answer(Answer(item=item.identifier, ...))   # returns once it is on the disk

Everything is used by the thread that opened it.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cxrviewer.errors import StoreError, StudyError
from cxrviewer.store.chain import Entry, Head, JournalRow
from cxrviewer.store.postgres import Server, server
from cxrviewer.store.study_schema import STUDY
from cxrviewer.store.study_store import StudyStore
from cxrviewer.study.anchors import KEY_NAME, Anchor, add_anchor, read_anchors, read_key
from cxrviewer.study.design import Blinded, Key, StudyFilm, lock_hash
from cxrviewer.study.protocol import Protocol

if TYPE_CHECKING:
    from cxrviewer.study.session import ReadingSession

SERVER_FILE = "postgres.json"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock that sittings go by."""
    return datetime.now(UTC)


class Study:
    """An open study. Close it, or use it in a ``with``."""

    def __init__(self, folder: Path, store: StudyStore, *, check: bool = True) -> None:
        self.folder = folder
        self.store = store
        parts = store.design()
        self.genesis = store.genesis()
        """The hash that the design was locked under."""
        self.computed_lock = lock_hash(parts)
        """The hash of the design as it is now; the same, or the study is damaged."""
        if check and self.computed_lock != self.genesis:
            raise StudyError(
                f"{folder}: the design was changed after it was locked; restore the study from a backup "
                "(cxrviewer study verify says more)"
            )
        self._sealed_key = parts.get("key")
        self.blinded = Blinded.from_parts(parts)
        self._anchor_key = read_key(folder / KEY_NAME)
        self._file = _file_in(folder)

    @property
    def protocol(self) -> Protocol:
        """How the study is read."""
        return self.blinded.protocol

    @property
    def is_package(self) -> bool:
        """Whether this is one reader's package, which has no key."""
        return self._sealed_key is None

    def session(self, reader: str, now: Clock = utc_now) -> "ReadingSession":
        """Start or go on reading as this reader.

        Raises StudyError where the study has no such reader; StoreError where this reader reads elsewhere, or the
        database cannot be used.
        """
        from cxrviewer.study.session import ReadingSession

        return ReadingSession(self, reader, now)

    def key(self) -> Key:
        """Which report is of which arm: for those who evaluate, never for a window. Raises StudyError."""
        if self._sealed_key is None:
            raise StudyError(f"{self.folder}: this is a reader's package, which names no arm; merge it into its study")
        return Key.from_part(self._sealed_key)

    def append(self, entries: Sequence[Entry]) -> Head:
        """Write journal rows, all or none; on the disk when this returns. Raises StoreError."""
        head = self.store.append(entries)
        if _file_in(self.folder) != self._file:
            # SQLite goes on writing into a file that was deleted or moved, which nobody will ever find again.
            raise StoreError(
                f"{self.folder}: the study's database was moved or deleted while it was open, so nothing is sure to "
                "be saved; put it back and open the study again"
            )
        add_anchor(self.folder, self._anchor_key, head)
        return head

    def journal(self, reader: str | None = None) -> tuple[JournalRow, ...]:
        """All rows, or one reader's. Raises StoreError."""
        return self.store.journal(reader)

    def anchors(self) -> tuple[Anchor, ...]:
        """The journal's ends as this folder saw them. Raises StudyError."""
        return read_anchors(self.folder, self._anchor_key)

    def film_path(self, film: StudyFilm) -> Path:
        """Where the film's file is."""
        return self.folder / film.path

    def checked_film(self, film: StudyFilm) -> Path:
        """Where the film's file is, once its hash is found right.

        Raises StudyError, which names the file, where it is gone or was changed after locking.
        """
        path = self.film_path(film)
        try:
            with path.open("rb") as content:
                found = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError as error:
            raise StudyError(f"{path}: the film cannot be read ({error.strerror}); put it back") from error
        if found != film.sha256:
            raise StudyError(f"{path}: the film was changed after the study was locked; put the locked file back")
        return path

    def close(self) -> None:
        """Give the database back; closing twice is no error."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _file_in(folder: Path) -> tuple[int, int] | None:
    """Which file the database is, whatever its name says; None for a study on a server, or where it is gone."""
    try:
        found = (folder / STUDY.file_name).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_study(folder: Path, *, check: bool = True) -> Study:
    """The study in ``folder``, in a file or on a server.

    Raises StudyError where it is damaged (with ``check``), StoreError where it is not there, in use, or unreachable.
    """
    folder = folder.absolute()
    store = StudyStore.open_on_server(server_of(folder)) if (folder / SERVER_FILE).exists() else StudyStore.open(folder)
    try:
        return Study(folder, store, check=check)
    except BaseException:
        store.close()
        raise


def server_of(folder: Path) -> Server:
    """The server that the study in ``folder`` is on. Raises StudyError, StoreError."""
    file = folder / SERVER_FILE
    try:
        made = json.loads(file.read_text(encoding="utf-8"))
        url, schema = str(made["url"]), str(made["schema"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError(f"{file}: the study's address cannot be read; restore the file") from error
    return server(url, schema)

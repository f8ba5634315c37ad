"""What the window asks of the database: save, and give back what was saved; knows neither Qt nor the model.

Every ``save_`` and ``record_`` returns only once the row is on the disk. Used by the thread that opened it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, func, insert, select, update

from cxrviewer.errors import StoreError
from cxrviewer.imaging.annotation import Annotation, Annotations
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.reporting.chat import Exchange
from cxrviewer.reporting.draft import Draft
from cxrviewer.reporting.rating import Rating
from cxrviewer.store.database import FILE_NAME, close_database, open_database
from cxrviewer.store.failures import as_store_errors
from cxrviewer.store.records import (
    Case,
    annotation_values,
    annotations_from,
    case_from,
    case_values,
    deletion_values,
    draft_from,
    draft_values,
    rating_from,
    rating_values,
)
from cxrviewer.store.schema import annotation_edits, cases, drafts, exchanges, ratings

_VARIABLES = 500
"""In one query; SQLite's own limit was 999 for long."""


class Store:
    """The open database. Rows are only ever added; saving the same draft, answer or rating twice is one row."""

    def __init__(self, connection: Connection, file: Path) -> None:
        self._connection = connection
        self._file = file

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The database ``cxrviewer.sqlite`` in ``folder``, made if need be. Raises StoreError."""
        return cls(open_database(folder), folder / FILE_NAME)

    def close(self) -> None:
        """Give the file back; closing twice is no error."""
        close_database(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record_case(self, radiograph: Radiograph) -> None:
        """Keep that this film was opened, now. The same file is one case; two files never are. Raises StoreError."""
        now = datetime.now(UTC)
        values = case_values(radiograph, now)
        with self._transaction() as connection:
            known = connection.execute(update(cases).where(cases.c.digest == radiograph.digest).values(values)).rowcount
            if not known:
                connection.execute(insert(cases).values(values | {"first_opened_at": now}))

    def case(self, digest: str) -> Case | None:
        """The film of this digest, if it was ever opened. Raises StoreError."""
        with self._transaction() as connection:
            row = connection.execute(select(cases).where(cases.c.digest == digest)).one_or_none()
        return None if row is None else case_from(row)

    def save_draft(self, draft: Draft) -> None:
        """Keep a report. Raises StoreError; also where its film was never recorded."""
        with self._transaction() as connection:
            self._insert_draft(connection, draft, "report")

    def drafts_of(self, case_digest: str) -> tuple[Draft, ...]:
        """The reports of a film, newest last. Raises StoreError."""
        query = (
            select(drafts)
            .where(drafts.c.case_digest == case_digest, drafts.c.kind == "report")
            .order_by(drafts.c.number)
        )
        with self._transaction() as connection:
            return tuple(draft_from(row) for row in connection.execute(query))

    def save_exchange(self, exchange: Exchange) -> None:
        """Keep a question and its answer.

        What stood at its position and after it in this chat is no longer current, but stays. Raises StoreError;
        also where the report is not kept, the answer is about another film, or the position leaves a gap.
        """
        line = (exchanges.c.draft_identifier == exchange.draft_identifier) & exchanges.c.superseded_at.is_(None)
        with self._transaction() as connection:
            case = connection.execute(
                select(drafts.c.case_digest).where(
                    drafts.c.identifier == exchange.draft_identifier, drafts.c.kind == "report"
                )
            ).scalar_one_or_none()
            if case is None:
                raise self._refusal("the report of this chat is not kept; save the report first")
            if case != exchange.answer.provenance.radiograph_digest:
                raise self._refusal("the answer is about another film than its report; ask again")
            if not self._insert_draft(connection, exchange.answer, "answer"):
                self._check_same_exchange(connection, exchange)
                return
            length = len(connection.execute(select(exchanges.c.number).where(line)).all())
            if exchange.position > length:
                raise self._refusal("a question before this one is not kept; ask again from there")
            connection.execute(
                update(exchanges)
                .where(line, exchanges.c.position >= exchange.position)
                .values(superseded_at=datetime.now(UTC))
            )
            connection.execute(
                insert(exchanges).values(
                    case_digest=case,
                    draft_identifier=exchange.draft_identifier,
                    position=exchange.position,
                    question=exchange.question,
                    answer_identifier=exchange.answer.identifier,
                )
            )

    def exchanges_of(self, draft_identifier: str) -> tuple[Exchange, ...]:
        """The current line of the chat about a report, in order. Raises StoreError."""
        query = (
            select(drafts, exchanges.c.position, exchanges.c.question)
            .join(exchanges, exchanges.c.answer_identifier == drafts.c.identifier)
            .where(exchanges.c.draft_identifier == draft_identifier, exchanges.c.superseded_at.is_(None))
            .order_by(exchanges.c.position)
        )
        with self._transaction() as connection:
            return tuple(
                Exchange(
                    draft_identifier=draft_identifier,
                    position=row.position,
                    question=row.question,
                    answer=draft_from(row),
                )
                for row in connection.execute(query)
            )

    def save_rating(self, rating: Rating) -> None:
        """Keep a grade beside all earlier ones. Raises StoreError; also where its draft is not kept."""
        with self._transaction() as connection:
            row = connection.execute(select(ratings).where(ratings.c.identifier == rating.identifier)).one_or_none()
            if row is None:
                connection.execute(insert(ratings).values(rating_values(rating)))
            elif rating_from(row) != rating:
                raise self._refusal("another rating is kept under this identifier; rate again")

    def ratings_of(self, draft_identifier: str) -> tuple[Rating, ...]:
        """All grades of a draft, oldest first. Raises StoreError."""
        query = select(ratings).where(ratings.c.draft_identifier == draft_identifier).order_by(ratings.c.number)
        with self._transaction() as connection:
            return tuple(rating_from(row) for row in connection.execute(query))

    def grades_of_cases(self, digests: Sequence[str]) -> dict[str, int]:
        """How many grades the reports of these films have; a film without a report is left out. Raises StoreError."""
        graded = select(drafts.c.case_digest, func.count(ratings.c.number)).outerjoin(
            ratings, ratings.c.draft_identifier == drafts.c.identifier
        )
        counts: dict[str, int] = {}
        with self._transaction() as connection:
            for first in range(0, len(digests), _VARIABLES):
                some = drafts.c.case_digest.in_(digests[first : first + _VARIABLES])
                query = graded.where(some, drafts.c.kind == "report").group_by(drafts.c.case_digest)
                counts.update((row[0], row[1]) for row in connection.execute(query))
        return counts

    def latest_rating(self, draft_identifier: str, reader: str) -> Rating | None:
        """The grade that this reader stands by. Raises StoreError."""
        own = [rating for rating in self.ratings_of(draft_identifier) if rating.reader == reader]
        return own[-1] if own else None

    def put_annotation(self, case_digest: str, annotation: Annotation) -> None:
        """Keep an annotation of a film as it now is. Raises StoreError; also where the film was never recorded."""
        with self._transaction() as connection:
            connection.execute(
                insert(annotation_edits).values(annotation_values(case_digest, annotation, datetime.now(UTC)))
            )

    def delete_annotation(self, case_digest: str, identifier: str) -> None:
        """Keep that an annotation was taken off its film; what it was stays in the journal. Raises StoreError."""
        with self._transaction() as connection:
            connection.execute(
                insert(annotation_edits).values(deletion_values(case_digest, identifier, datetime.now(UTC)))
            )

    def annotations_of(self, case_digest: str) -> Annotations:
        """What is drawn on a film. Raises StoreError."""
        query = (
            select(annotation_edits)
            .where(annotation_edits.c.case_digest == case_digest)
            .order_by(annotation_edits.c.number)
        )
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        try:
            return annotations_from(rows)
        except (ValueError, TypeError) as error:
            raise self._refusal("an annotation of this film cannot be read; restore a backup") from error

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with as_store_errors(self._file):
            if self._connection.closed:
                raise self._refusal("the database is closed; start the program again")
            with self._connection.begin():
                yield self._connection

    def _insert_draft(self, connection: Connection, draft: Draft, kind: str) -> bool:
        """Add the draft; False where the very same is already there."""
        row = connection.execute(select(drafts).where(drafts.c.identifier == draft.identifier)).one_or_none()
        if row is None:
            if (
                connection.execute(
                    select(cases.c.digest).where(cases.c.digest == draft.provenance.radiograph_digest)
                ).one_or_none()
                is None
            ):
                raise self._refusal("the film of this draft is not kept; open the film again")
            connection.execute(insert(drafts).values(draft_values(draft, kind)))
            return True
        if row.kind != kind or draft_from(row) != draft:
            raise self._refusal("another draft is kept under this identifier; draft again")
        return False

    def _check_same_exchange(self, connection: Connection, exchange: Exchange) -> None:
        kept = connection.execute(
            select(exchanges.c.draft_identifier, exchanges.c.position, exchanges.c.question).where(
                exchanges.c.answer_identifier == exchange.answer.identifier
            )
        ).one()
        if tuple(kept) != (exchange.draft_identifier, exchange.position, exchange.question):
            raise self._refusal("this answer is already kept under another question; ask again")

    def _refusal(self, words: str) -> StoreError:
        return StoreError(f"{self._file}: {words}")

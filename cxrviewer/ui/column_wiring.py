"""Between the session and the panels of the reading column: what is written, asked and graded goes this way.

Knows who must hear what; decides nothing about a draft and shows nothing itself.
"""

from PySide6.QtCore import QObject

from cxrviewer.reporting.draft import Draft
from cxrviewer.ui.reading_column import ReadingColumn
from cxrviewer.ui.session import Session


class ColumnWiring(QObject):
    """Joins them for as long as the window lives."""

    def __init__(self, session: Session, column: ReadingColumn, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._column = session, column
        draft, chat, rating = column.draft, column.chat, column.rating
        session.film_changed.connect(draft.set_film)
        session.draft_shown.connect(draft.show_draft)
        session.draft_shown.connect(chat.set_draft)
        session.draft_shown.connect(self._show_rating)
        session.chat_shown.connect(chat.show_exchanges)
        session.draft_begun.connect(self._draft_begun)
        session.draft_grew.connect(draft.grow)
        session.draft_failed.connect(draft.fail)
        session.answer_begun.connect(chat.begin)
        session.answer_grew.connect(chat.grow)
        session.answer_failed.connect(chat.fail)
        session.rating_saved.connect(rating.show_saved)
        session.writing_changed.connect(self._writing_changed)
        draft.draft_asked.connect(session.write_draft)
        draft.stop_asked.connect(session.stop)
        chat.asked.connect(self._asked)
        chat.stop_asked.connect(session.stop)
        rating.rated.connect(session.rate)
        rating.reader_changed.connect(lambda: self._show_rating(session.draft))

    def draft_or_send(self) -> None:
        """Send what is typed in the chat while it has the keys; else ask for a draft."""
        if self._column.chat.has_input_focus:
            self._column.chat.send()
        else:
            self._column.draft.ask()

    def _draft_begun(self, identifier: str) -> None:
        self._column.rating.flush()
        self._column.draft.begin(identifier)
        self._column.chat.set_draft(None)
        self._column.chat.show_exchanges(())
        self._column.rating.show_draft(None, None)

    def _writing_changed(self) -> None:
        for part in (self._column.draft, self._column.chat):
            part.set_writing(writing=self._session.writing)

    def _asked(self, question: str, position: int) -> None:
        self._session.ask(question, self._column.draft.sampling(), position)

    def _show_rating(self, draft: Draft | None) -> None:
        self._column.rating.show_draft(draft, self._session.latest_rating(self._column.rating.reader))

"""By what the films of the worklist are sorted, column by column. Knows entries alone."""

from collections.abc import Callable

from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.worklist.column import Column
from cxrviewer.ui.worklist.entry import Entry, folded

_ORDER = {CaseStatus.UNREAD: 0, CaseStatus.DRAFTED: 1, CaseStatus.RATED: 2}

_KEYS: dict[Column, Callable[[Entry], str]] = {
    Column.FILM: lambda entry: folded(entry.patient or entry.path.name),
    Column.DESCRIPTION: lambda entry: folded(entry.description),
    Column.DATE: lambda entry: entry.study_date,
    Column.VIEW: lambda entry: entry.view,
}


def sort_key(entry: Entry, column: Column) -> tuple[bool, str | int]:
    """What a column is sorted by; what says nothing comes last."""
    if column is Column.STATUS:
        return not entry.digest or bool(entry.trouble), _ORDER[entry.status]
    words = _KEYS[column](entry)
    return not words, words

"""Sentences of a report, folded for comparison, with the place of each character in the report.

Knows punctuation and white space, nothing of findings. Holes ("XXXX" in de-identified reports) are ordinary words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 600
"""No sentence is longer; longer ones are cut at a space, so that the work on a report grows with its length alone."""

_END = re.compile(
    r"[!?]|\.(?=\s|$)|(?<=[a-z]{3})\.(?=[a-z]{3})|\n[^\S\n]*\n|\n(?=[^\S\n]*(?:\d{1,2}[.)]|[-*•])\s)", re.IGNORECASE
)
_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|vs|e\.g|i\.e|approx|st)$", re.IGNORECASE)
_UNEVEN = re.compile(r"\s\s|[^\S ]")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is lower-case with single spaces; character ``i`` stands at ``place(i)`` in the report."""

    text: str
    start: int
    places: tuple[int, ...] | None = None
    """Only where white space was folded."""

    def place(self, index: int) -> int:
        """Where in the report the character is."""
        return self.start + index if self.places is None else self.places[index]


def sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of ``text[start:end]``."""
    begin = start
    for stop in _END.finditer(text, start, end):
        if text[stop.start()] == "." and _ABBREVIATION.search(text, max(begin, stop.start() - 8), stop.start()):
            continue
        yield from _pieces(text, begin, stop.start())
        begin = stop.end()
    yield from _pieces(text, begin, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        yield from _folded(text, start, cut)
        start = cut
    yield from _folded(text, start, end)


def _folded(text: str, start: int, end: int) -> Iterator[Sentence]:
    raw = text[start:end]
    bare = raw.strip()
    if len(bare) < 3:
        return
    start += raw.index(bare)
    lower = lowered(bare)
    if _UNEVEN.search(lower) is None:
        yield Sentence(lower, start)
        return
    words = list(_WORD.finditer(lower))
    places: list[int] = []
    for word in words:
        places.extend(range(start + word.start(), start + word.end()))
        places.append(start + word.end())
    yield Sentence(" ".join(word[0] for word in words), start, tuple(places[:-1]))


def lowered(text: str) -> str:
    """Lower-case with no character more or less, so that places stay right (``"İ".lower()`` has two)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(one if len(one.lower()) > 1 else one.lower() for one in text)

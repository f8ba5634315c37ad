"""On which side a finding is and how much of it there is; knows words for sides and sizes only."""

import re

from cxrviewer.reporting.findings import Side
from cxrviewer.reporting.labelling.observation import Severity

_BOTH = re.compile(
    r"\bbilateral(?:ly)?\b|\bboth\b|\bright and left\b|\bleft and right\b|\bbi(?:basal|basilar|apical)\b"
)
_SIDE = re.compile(r"\b(?:(?P<right>right)|(?P<left>left))\b")
_SEVERITY = re.compile(
    r"\b(?:(?P<severe>severe(?:ly)?|massive(?:ly)?|large|marked(?:ly)?|extensive|gross(?:ly)? enlarged|complete)"
    r"|(?P<moderate>moderate(?:ly)?|medium)"
    r"|(?P<mild>mild(?:ly)?|minimal(?:ly)?|small|tiny|trace|slight(?:ly)?|minor|subtle))\b"
)
_NEAR = 40
"""A size more than so many characters before the words belongs to others."""


def side(sentence: str, first: int, last: int, at: int) -> Side | None:
    """The side named nearest to ``at`` in ``sentence[first:last]``."""
    if _BOTH.search(sentence, first, last):
        return Side.BILATERAL
    found = [(abs(one.start() - at), one.lastgroup) for one in _SIDE.finditer(sentence, first, last)]
    return Side(min(found)[1]) if found else None


def severity(sentence: str, first: int, start: int, end: int) -> Severity | None:
    """The size named last before the end of the words."""
    found = None
    for one in _SEVERITY.finditer(sentence, max(first, start - _NEAR), end):
        found = one.lastgroup
    return None if found is None else Severity(found)

"""The drafts that are furthest from the truth, to be read by a person: what is there, what was written, what is wrong.

Counts nothing that is reported as a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cxrviewer.phantom.truth import Lesion, Truth
from cxrviewer.reporting.findings import Finding
from cxrviewer.training.sheet import Sheet

_WRONG_FINDING, _WRONG_PLACE = 1.0, 0.4
"""Two wrong places are less than one finding that was invented or missed."""


@dataclass(frozen=True, slots=True)
class WorstDraft:
    """One of them."""

    index: int
    """The phantom's number in its seed."""
    truth: str
    draft: str
    wrong: tuple[str, ...]
    errors: float
    """1 for each finding invented or missed, 0.4 for each wrong side or zone."""


def worst_drafts(sheet: Sheet, reports: Sequence[str], truths: Sequence[Truth], count: int) -> tuple[WorstDraft, ...]:
    """At most ``count`` of the reports, the worst first; those without an error are none of them."""
    wrong_places = (sheet.side_judged & ~sheet.side_right).sum(axis=1) + (sheet.zone_judged & ~sheet.zone_right).sum(
        axis=1
    )
    errors = _WRONG_FINDING * (sheet.invented | sheet.missed).sum(axis=1) + _WRONG_PLACE * wrong_places
    order = sorted(range(len(reports)), key=lambda row: (-errors[row], row))
    return tuple(
        WorstDraft(row, in_words(truths[row]), reports[row], _wrong(sheet, row), round(float(errors[row]), 1))
        for row in order[:count]
        if errors[row] > 0
    )


def in_words(truth: Truth) -> str:
    """Such as "small right pleural effusion, possible moderate cardiomegaly"; "nothing" for a normal film."""
    shown = [_lesion(lesion) for lesion in truth.lesions]
    for extra in truth.extras:
        words = (extra.side.value if extra.side else "", extra.zone.value, extra.mark.value)
        shown.append(" ".join(word for word in words if word))
    return ", ".join(shown) or "nothing"


def _lesion(lesion: Lesion) -> str:
    doubt, side = "" if lesion.certain else "possible", lesion.side.value if lesion.side else ""
    words = (doubt, lesion.size.value, side, lesion.zone.value, lesion.form.value, lesion.finding.phrase)
    return " ".join(word for word in words if word)


def _wrong(sheet: Sheet, row: int) -> tuple[str, ...]:
    found = []
    for column, finding in enumerate(Finding):
        if sheet.invented[row, column]:
            found.append(f"{finding.phrase} invented")
        if sheet.missed[row, column]:
            found.append(f"{finding.phrase} missed")
        if sheet.side_judged[row, column] and not sheet.side_right[row, column]:
            found.append(f"{finding.phrase} on another side")
        if sheet.zone_judged[row, column] and not sheet.zone_right[row, column]:
            found.append(f"{finding.phrase} in another zone")
        if sheet.contradicted[row, column]:
            found.append(f"{finding.phrase} contradicted")
    return tuple(found)

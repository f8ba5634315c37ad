"""What reports say and what their films show, side by side as arrays of yes and no; every figure is counted from it.

Knows the labeller and the truth, no figure. A doubt counts as an affirmation ("U-ones", Irvin et al., AAAI 2019).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxrviewer.phantom.reading import Place, body_and_impression, places_said
from cxrviewer.phantom.truth import ZONES, Lesion, Truth
from cxrviewer.reporting.findings import Finding
from cxrviewer.reporting.labeller import Label, Presence, label_report

SIDED = (Finding.ATELECTASIS, Finding.CONSOLIDATION, Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)
ZONED = tuple(finding for finding in Finding if len(set(ZONES[finding])) > 1)
"""Those that may lie in more than one zone; a report need not say where else an effusion would be."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One row a report, one column a finding in the order of ``Finding``; all (reports, findings) unless said."""

    there: Bools
    """The film shows it, certain or borderline."""
    said: Bools
    """Affirmed or doubted anywhere in the report."""
    doubted: Bools
    """Said, but nowhere without doubt."""
    body: Bools
    """Said before the impression."""
    impression: Bools
    """Said in the impression."""
    concluded: Bools
    """(reports,) Whether there is an impression."""
    contradicted: Bools
    """Said in one of the two and denied in the other."""
    side_judged: Bools
    """Rightly said, of those with a side."""
    side_right: Bools
    """Its side is the truth's too; a side that is not said is not right."""
    zone_judged: Bools
    """Rightly said, of those with several possible zones."""
    zone_right: Bools
    """Its zone, and no other, is the truth's too."""
    words: npt.NDArray[np.int64]
    """(reports,) Length."""

    @property
    def invented(self) -> Bools:
        """Said, but not there."""
        return self.said & ~self.there

    @property
    def missed(self) -> Bools:
        """There, but not said."""
        return self.there & ~self.said

    def __len__(self) -> int:
        return len(self.said)


def read_sheet(reports: Sequence[str], truths: Sequence[Truth]) -> Sheet:
    """Each report beside the truth of its film."""
    rows = [_row(report, truth) for report, truth in zip(reports, truths, strict=True)]
    columns = np.array(rows, dtype=bool).reshape(len(rows), len(Finding), len(_COLUMNS))
    return Sheet(
        **{name: columns[:, :, number] for number, name in enumerate(_COLUMNS)},
        concluded=np.array([bool(body_and_impression(report)[1]) for report in reports], dtype=bool),
        words=np.array([len(report.split()) for report in reports], dtype=np.int64),
    )


_COLUMNS = (
    "there",
    "said",
    "doubted",
    "body",
    "impression",
    "contradicted",
    "side_judged",
    "side_right",
    "zone_judged",
    "zone_right",
)


def _row(report: str, truth: Truth) -> list[tuple[bool, ...]]:
    body, impression = body_and_impression(report)
    whole, before, after = label_report(report), label_report(body), label_report(impression)
    places = places_said(report)
    return [
        (
            truth.has(finding),
            _is_said(whole[finding]),
            whole[finding].presence is Presence.UNCERTAIN,
            _is_said(before[finding]),
            _is_said(after[finding]),
            _contradict(before[finding], after[finding]),
            *_placed(whole[finding], places.get(finding, Place()), truth.lesion(finding)),
        )
        for finding in Finding
    ]


def _is_said(label: Label) -> bool:
    return label.presence in (Presence.PRESENT, Presence.UNCERTAIN)


def _contradict(one: Label, other: Label) -> bool:
    return {Presence.ABSENT} < {one.presence, other.presence} and (_is_said(one) or _is_said(other))


def _placed(label: Label, place: Place, lesion: Lesion | None) -> tuple[bool, bool, bool, bool]:
    """Whether the side is judged and right, whether the zone is judged and right."""
    if lesion is None or not _is_said(label):
        return (False, False, False, False)
    sided, zoned = lesion.finding in SIDED, lesion.finding in ZONED
    return (sided, sided and place.side is lesion.side, zoned, zoned and place.zones == {lesion.zone})

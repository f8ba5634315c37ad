"""Which of the paper's findings a report affirms, denies or doubts, and on which side; a view of the 14-label labeller.

Knows text only. A draft names signs for findings more freely than CheXpert's labels allow, so three more phrases count
here: clear lungs deny, air-space disease is consolidation, a blunted costophrenic angle is an effusion.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cxrviewer.reporting import labelling
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.reporting.labelling import Observation, Presence
from cxrviewer.reporting.labelling.place import side
from cxrviewer.reporting.labelling.scopes import clause, presence
from cxrviewer.reporting.labelling.sentences import sentences

__all__ = ["Label", "Presence", "answers_yes", "label_report"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a report says of one finding; the side is None unless it is affirmed or doubted with a side."""

    presence: Presence
    side: Side | None = None


_SILENT = Label(Presence.NOT_MENTIONED)
_FINDINGS = {Observation[finding.name]: finding for finding in Finding}
_AIR_SPACE = re.compile(r"air[- ]?space", re.IGNORECASE)
_BLUNTED = re.compile(r"\bblunt(?:ed|ing)\b(?: of)?(?: \w{1,20}){0,4} costophrenic \w+")
_CLEAR_LUNGS = re.compile(
    r"\b(?:lungs?|lung fields?) (?:is|are|appear|remain)s?(?: both)?(?: grossly| well \w{1,20} and)? clear\b"
)
_CLEARED = (Finding.CONSOLIDATION, Finding.ATELECTASIS, Finding.EDEMA)
_RANK = (Presence.NOT_MENTIONED, Presence.ABSENT, Presence.UNCERTAIN, Presence.PRESENT)


def label_report(text: str) -> dict[Finding, Label]:
    """The label of every finding."""
    labels = dict.fromkeys(Finding, _SILENT)
    for finding, label in (*_mentioned(text), *_signs(text)):
        labels[finding] = _stronger(labels[finding], label)
    return labels


def answers_yes(text: str) -> bool | None:
    """What an answer to a yes/no question begins with; None where it is neither."""
    opening = re.match(r"\W*(yes|no)\b", text.lower())
    return None if opening is None else opening[1] == "yes"


def _mentioned(text: str) -> Iterator[tuple[Finding, Label]]:
    for mention in labelling.label_report(text).mentions:
        finding = _FINDINGS.get(mention.observation)
        if finding is None and _AIR_SPACE.match(text, mention.start):
            finding = Finding.CONSOLIDATION
        if finding is not None:
            yield finding, Label(mention.presence, mention.side)


def _signs(text: str) -> Iterator[tuple[Finding, Label]]:
    for sentence in sentences(text, 0, len(text)):
        if _CLEAR_LUNGS.search(sentence.text):
            yield from ((finding, Label(Presence.ABSENT)) for finding in _CLEARED)
        for blunted in _BLUNTED.finditer(sentence.text):
            said = presence(sentence.text, *blunted.span())
            where = side(sentence.text, *clause(sentence.text, *blunted.span()), blunted.start())
            yield Finding.PLEURAL_EFFUSION, Label(said, None if said is Presence.ABSENT else where)


def _stronger(one: Label, other: Label) -> Label:
    if _RANK.index(other.presence) != _RANK.index(one.presence):
        return max(one, other, key=lambda label: _RANK.index(label.presence))
    if one.side and other.side and one.side is not other.side:
        return Label(one.presence, Side.BILATERAL)
    return one if one.side else other

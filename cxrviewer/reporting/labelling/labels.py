"""From a report to its 14 labels: each sentence judged alone, then the strongest mention of each finding.

Knows no word itself. An affirmation outweighs a doubt, a doubt a denial, as in CheXpert's labeller (Irvin et al.,
2019); no label is inherited from another (a consolidation is no Lung Opacity unless the report says so).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cxrviewer.reporting.findings import Side
from cxrviewer.reporting.labelling import heart
from cxrviewer.reporting.labelling.lexicon import TERMS
from cxrviewer.reporting.labelling.observation import Mention, Observation, Presence, ReportLabels, Severity
from cxrviewer.reporting.labelling.place import severity, side
from cxrviewer.reporting.labelling.scopes import clause, presence
from cxrviewer.reporting.labelling.sections import read_spans
from cxrviewer.reporting.labelling.sentences import sentences

_RANK = {Presence.NOT_MENTIONED: 0, Presence.ABSENT: 1, Presence.UNCERTAIN: 2, Presence.PRESENT: 3}
_REMEMBERED = 20_000
"""Sentences whose mentions are kept; reports repeat each other ("No pneumothorax.")."""


class _Words(NamedTuple):
    """A mention inside its sentence; no observation where it is an abnormality outside the list."""

    observation: Observation | None
    presence: Presence
    start: int
    end: int
    side: Side | None
    severity: Severity | None


def label_report(text: str) -> ReportLabels:
    """The labels of a report and their evidence; the same for the same text, always."""
    strongest = dict.fromkeys(Observation, Presence.NOT_MENTIONED)
    mentions: list[Mention] = []
    says_something = other = False
    for first, last in read_spans(text):
        for sentence in sentences(text, first, last):
            says_something = True
            for words in _judged(sentence.text):
                if words.observation is None:
                    other = other or words.presence in (Presence.PRESENT, Presence.UNCERTAIN)
                    continue
                start, end = sentence.place(words.start), sentence.place(words.end - 1) + 1
                mentions.append(Mention(words.observation, words.presence, start, end, words.side, words.severity))
                if _RANK[words.presence] > _RANK[strongest[words.observation]]:
                    strongest[words.observation] = words.presence
    if says_something and not other and not _abnormal(strongest):
        strongest[Observation.NO_FINDING] = Presence.PRESENT
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    return ReportLabels(tuple(strongest.values()), tuple(mentions))


def _abnormal(strongest: dict[Observation, Presence]) -> bool:
    """Whether anything is present or possible; a device is no finding (Irvin et al., 2019)."""
    return any(
        said in (Presence.PRESENT, Presence.UNCERTAIN)
        for observation, said in strongest.items()
        if observation is not Observation.SUPPORT_DEVICES
    )


@lru_cache(maxsize=_REMEMBERED)
def _judged(sentence: str) -> tuple[_Words, ...]:
    return tuple(words for words in _mentions(sentence) if words.presence is not Presence.NOT_MENTIONED)


def _mentions(sentence: str) -> Iterator[_Words]:
    for term in TERMS:
        if any(cue in sentence for cue in term.cues):
            for match in term.pattern.finditer(sentence):
                start, end = match.span()
                yield _placed(sentence, term.observation, presence(sentence, start, end), start, end)
    if any(cue in sentence for cue in heart.CUES):
        for observation, said, start, end in heart.sizes(sentence):
            words = _placed(sentence, observation, said, start, end)
            yield words._replace(side=None)


def _placed(sentence: str, observation: Observation | None, said: Presence, start: int, end: int) -> _Words:
    if said is Presence.ABSENT or observation is None:
        return _Words(observation, said, start, end, None, None)
    first, last = clause(sentence, start, end)
    where = side(sentence, first, last, start)
    return _Words(observation, said, start, end, where, severity(sentence, first, start, end))

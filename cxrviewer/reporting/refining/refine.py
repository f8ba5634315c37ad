"""A report as the papers train on it: what this one frontal film shows, and nothing else.

Rules, where the paper asked a language model. Each sentence is rewritten (rewriting.py) and stays where no forbidden
word is left and the labeller still reads the same findings in it; otherwise what it states is said plainly
(restating.py); otherwise it goes. A finding that is gone by comparison ("has resolved") is a finding that this film
does not show, and is denied. Of 2,380 Open-I reports, full of holes, 98.9 in 100 keep all
their labels but Support Devices; most of the others lose an abnormality outside the 14 that a hole made unreadable.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cxrviewer.reporting.labelling import Observation, Presence, ReportLabels, label_report
from cxrviewer.reporting.labelling.lexicon import TERMS
from cxrviewer.reporting.labelling.sections import read_spans
from cxrviewer.reporting.labelling.sentences import sentences
from cxrviewer.reporting.refining.restating import restated
from cxrviewer.reporting.refining.rewriting import rewritten
from cxrviewer.reporting.refining.rules import tidy
from cxrviewer.reporting.refining.words import (
    EXAMINATION,
    FORBIDDEN,
    FURTHER_STUDY,
    OTHER_FILM,
    STATES_NORMAL,
    TALK,
    TECHNIQUE,
)

_CONCLUSION = re.compile(r"(?:impressions?|conclusions?|opinion|summary)\W*$", re.IGNORECASE)
_HEADING = re.compile(r"^(?:[A-Z][A-Z /&()-]{2,60}:\s*)+")
_BROKEN = re.compile(
    r"\b(?:the|a|an|no|of|in|with) (?:is|are|was|were|and|or|of|in|with|has|have|may)\b|\b(?:is|are) (?:is|are"
    r"|in size)\b"
    r"|^(?:is|are|has|have|was|were|which|by|to|from|of|with)\b|\bthere (?:is|are)$|\b(?:is|are) (?:and|or|of)\b"
    r"|,,|\(\W*\)"
    r"|\b(?:due|secondary|related|compatible|consistent|representing|suggesting|likely|most|than|significantly)\W*$|\bwe\b"
    r"|\blymph(?! node)"
    r"|\b(?:hilar|costophrenic|aortic|paratracheal|pulmonary|pleural|thoracic|bronchial|interstitial|mediastinal"
    r"|vascular"
    r"|osseous|bony)(?:\W*$| (?:is|are|appears?|remains?)\b)|\b(?:be|to) (?:versus|and|or)\b",
    re.IGNORECASE,
)
"""What a hole leaves behind in a sentence."""
_NOTHING_NEW = re.compile(r"\bno (?:\w+ )?(?:new|interval)\b", re.IGNORECASE)
_FEWEST_LETTERS = 8
_LABELS = tuple(one for one in Observation if one not in (Observation.SUPPORT_DEVICES, Observation.NO_FINDING))


@dataclass(frozen=True, slots=True)
class Refined:
    """The three fields of the paper's refined report; each a paragraph, or empty."""

    report: str
    conclusion: str
    further_study: str

    @property
    def text(self) -> str:
        """The fields as one paragraph; the conclusion repeats nothing that the report says already."""
        held = label_report(self.report)
        added = [one for one in _split(self.conclusion) if _adds(one, held)]
        return " ".join(filter(None, (self.report, *added, self.further_study)))


def refine(report: str) -> str:
    """The refined report as one paragraph; empty where nothing is left to say."""
    return refine_fields(report).text


def refine_fields(report: str) -> Refined:
    """The refined report, its fields apart."""
    said: dict[str, None] = {}
    fields: dict[str, list[str]] = {"report": [], "conclusion": [], "further": []}
    held = _held(report)
    for field, sentence in _sentences(report):
        text = "" if _denies_what_is_held(sentence, held) else _refined(sentence)
        for one in _split(text):
            if one.lower() not in said:
                said[one.lower()] = None
                fields["further" if FURTHER_STUDY.search(one) else field].append(one)
    return Refined(*(" ".join(fields[name]) for name in ("report", "conclusion", "further")))


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=\.) (?=[A-Z])", text) if part.strip()]


def _adds(sentence: str, held: ReportLabels) -> bool:
    """Whether a sentence of the conclusion says more than the report before it."""
    said = {(mention.observation, mention.presence, side) for mention in held.mentions for side in (mention.side, None)}
    mentions = label_report(sentence).mentions
    return not mentions or any((one.observation, one.presence, one.side) not in said for one in mentions)


def _held(report: str) -> frozenset[Observation]:
    """What the report affirms or doubts anywhere: "no new opacity" then denies none."""
    labels = label_report(report)
    return frozenset(one for one in _LABELS if labels[one] in (Presence.PRESENT, Presence.UNCERTAIN))


def _sentences(report: str) -> Iterator[tuple[str, str]]:
    for start, end in read_spans(report):
        field = "conclusion" if _CONCLUSION.search(report[max(0, start - 24) : start]) else "report"
        for sentence in sentences(report, start, end):
            last = sentence.place(len(sentence.text) - 1) + 1
            yield field, " ".join(report[sentence.start : last].split())


def _denies_what_is_held(sentence: str, held: frozenset[Observation]) -> bool:
    return _NOTHING_NEW.search(sentence) is not None and any(
        mention.presence is Presence.ABSENT and mention.observation in held
        for mention in label_report(sentence).mentions
    )


@lru_cache(maxsize=20_000)  # reports repeat each other
def _refined(sentence: str) -> str:
    sentence = tidy(sentence)
    sentence = _HEADING.sub("", f"{sentence[:1].upper()}{sentence[1:]}")
    wanted = label_report(sentence)
    if TALK.search(sentence) or OTHER_FILM.search(sentence):
        return ""
    if TECHNIQUE.search(sentence) and not wanted.mentions:
        return ""
    clean = sentence if _acceptable(sentence) else rewritten(sentence, names_a_finding)
    asks = FURTHER_STUDY.search(sentence) is not None  # "follow-up to exclude a mass" denies none
    plain = restated(sentence, [one for one in wanted.mentions if not (asks and one.presence is Presence.ABSENT)])
    kept = [text for text in (clean, plain) if _acceptable(text) and (text is sentence or _says_something(text))]
    for same in (_same_labels, _fewer_labels):
        for text in kept:
            if same(sentence, text):
                return _as_sentence(text)
    return ""


def names_a_finding(text: str) -> bool:
    """Whether words speak of an abnormality that is present or possible, devices aside."""
    labels = label_report(text)
    if any(mention.observation is not Observation.SUPPORT_DEVICES for mention in labels.mentions):
        return True
    lower = text.lower()
    return any(term.observation is None and term.pattern.search(lower) for term in TERMS)


def _says_something(text: str) -> bool:
    if FURTHER_STUDY.search(text) and not label_report(text).mentions:
        return EXAMINATION.search(text) is not None
    return names_a_finding(text) or STATES_NORMAL.search(text) is not None


def _acceptable(text: str) -> bool:
    return (
        sum(map(str.isalpha, text)) >= _FEWEST_LETTERS
        and FORBIDDEN.search(text) is None
        and _BROKEN.search(text) is None
    )


def _same_labels(original: str, text: str) -> bool:
    before, after = label_report(original), label_report(text)
    return all(before[one] is after[one] for one in _LABELS) and _outside(original) == _outside(text)


def _fewer_labels(original: str, text: str) -> bool:
    """Nothing is said that was not, and something is."""
    before, after = label_report(original), label_report(text)
    return all(after[one] in (before[one], Presence.NOT_MENTIONED) for one in _LABELS) and not (
        before.mentions and not after.mentions
    )


def _outside(text: str) -> bool:
    """Whether an abnormality outside the 14 is stated: then a report without any of them is not normal."""
    labels = label_report(text)
    return labels[Observation.NO_FINDING] is not Presence.PRESENT and all(
        labels[one] not in (Presence.PRESENT, Presence.UNCERTAIN) for one in _LABELS
    )


def _as_sentence(text: str) -> str:
    text = text.strip().rstrip(".,;:")
    return f"{text[0].upper()}{text[1:]}."

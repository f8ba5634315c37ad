"""Which findings a report affirms, denies or doubts, and on which side; rules on words, the same every time.

Knows text only. Sentences are judged one by one; an affirmation outweighs a doubt, a doubt a denial.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cxrviewer.reporting.findings import Finding, Side


class Presence(enum.Enum):
    """What a report says of a finding."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"
    NOT_MENTIONED = "not mentioned"


@dataclass(frozen=True, slots=True)
class Label:
    """What a report says of one finding; the side is None unless it is affirmed or doubted with a side."""

    presence: Presence
    side: Side | None = None


_SILENT = Label(Presence.NOT_MENTIONED)

_HEART = r"(?:heart|cardiac|cardiomediastinal|cardio-?pericardial)"
_TERMS: dict[Finding, str] = {
    Finding.ATELECTASIS: r"atelecta\w*|(?:lobar|segmental|subsegmental) collapse|collapse of the \w+ (?:\w+ )?lobe",
    Finding.CARDIOMEGALY: rf"cardiomegaly|(?:enlarged|big|large) {_HEART}(?: (?:size|silhouette|shadow))?"
    rf"|enlarge(?:d|ment)(?: \w+){{0,3}} {_HEART}|{_HEART}"
    r"(?:[- ](?!(?:and|no|without|but)\b)\w+){0,6} enlarge(?:d|ment)",
    Finding.CONSOLIDATION: r"consolidat\w*|air[- ]?space (?:disease|opaci\w+)",
    Finding.EDEMA: r"o?edema(?:tous)?|(?:pulmonary )?vascular congestion with interstitial fluid",
    Finding.PLEURAL_EFFUSION: r"effusions?|pleural fluid|h[ae]*mothorax|hydrothorax"
    r"|blunt\w*(?: of)?(?: \w+){0,4} costophrenic \w+",
    Finding.PNEUMOTHORAX: r"(?:hydro)?pneumothora(?:x|ces)",
}
_PATTERNS = {finding: re.compile(rf"\b(?:{term})\b") for finding, term in _TERMS.items()}
_NORMAL_HEART = re.compile(
    rf"{_HEART}(?: (?!not\b)\w+){{0,4}} (?:is |are |remains? |appears? )?(?:within )?(?:the )?"
    r"(?:upper limits? of )?normal"
    rf"|normal(?: \w+){{0,2}} {_HEART}|{_HEART}(?: \w+){{0,3}} (?:unremarkable|not enlarged)"
)
_CLEAR_LUNGS = re.compile(
    r"(?:lungs?|lung fields?) (?:is|are|appear|remain)s?(?: both)?(?: grossly| well \w+ and)? clear"
)

_NEGATION = re.compile(
    r"\b(?:no|not|without|free of|negative for|absence of|absent|neither|nor|rules? out|ruled out|excludes?|excluded"
    r"|denies|resolution of|resolved|clear of|lack of|unlikely)\b"
)
_AFTER_NEGATION = re.compile(
    r"^[^.;]{0,40}?\b(?:is|are|was|were)? ?(?:not (?:seen|identified|present|evident|visible|noted"
    r"|observed|demonstrated|appreciated|detected)|absent|excluded|ruled out|unlikely|resolved)\b"
)
_DOUBT = re.compile(
    r"\b(?:possibl[ey]|probabl[ey]|may|might|could|cannot be excluded|can not be excluded|not excluded|suspected"
    r"|suspicious for|suspicion of|likely|questionable|equivocal|versus|vs|difficult to exclude|suggest\w*"
    r"|concern\w* for)\b"
)
_NOT_NEGATION = re.compile(
    r"\b(?:no (?:change|increase|decrease|longer any doubt)|cannot|can not|not (?:excluded|only))\b"
)
_BREAK = re.compile(r"\bbut\b|\bhowever\b|\balthough\b|\bexcept\b|\bwith\b(?! no\b)|\bthere (?:is|are)\b|;|\bwhile\b")
_BOTH = re.compile(r"\bbilateral(?:ly)?\b|\bboth\b|\bright and left\b|\bleft and right\b|\bbibasal\b|\bbibasilar\b")
_RIGHT, _LEFT = re.compile(r"\bright(?:-sided)?\b"), re.compile(r"\bleft(?:-sided)?\b")
_RANK = (Presence.NOT_MENTIONED, Presence.ABSENT, Presence.UNCERTAIN, Presence.PRESENT)


def label_report(text: str) -> dict[Finding, Label]:
    """The label of every finding."""
    labels = dict.fromkeys(Finding, _SILENT)
    for sentence in sentences(text):
        for finding in Finding:
            for label in _judged(finding, sentence):
                labels[finding] = _stronger(labels[finding], label)
    return labels


def sentences(text: str) -> Iterator[str]:
    """Lower-case sentences, white space folded."""
    folded = " ".join(text.lower().split())
    yield from filter(None, (part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", folded)))


def answers_yes(text: str) -> bool | None:
    """What an answer to a yes/no question begins with; None where it is neither."""
    opening = re.match(r"\W*(yes|no)\b", text.lower())
    return None if opening is None else opening[1] == "yes"


def _judged(finding: Finding, sentence: str) -> Iterator[Label]:
    if finding is Finding.CARDIOMEGALY and _NORMAL_HEART.search(sentence):
        yield Label(Presence.ABSENT)
    if finding in (Finding.CONSOLIDATION, Finding.ATELECTASIS, Finding.EDEMA) and _CLEAR_LUNGS.search(sentence):
        yield Label(Presence.ABSENT)
    for match in _PATTERNS[finding].finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        inside = match[0]
        presence = _presence(before, inside, after)
        yield Label(presence) if presence is Presence.ABSENT else Label(presence, _side(sentence, match))


def _presence(before: str, inside: str, after: str) -> Presence:
    # A denial reaches forward to the next turn of the sentence: "no effusion, but consolidation".
    turns = list(_BREAK.finditer(before))
    near = before[turns[-1].start() :] if turns else before
    denied = _NEGATION.search(_NOT_NEGATION.sub(" ", near)) or re.search(r"\bnot\b", inside)
    clause = _BREAK.split(after, maxsplit=1)[0]
    doubt = _DOUBT.search(near) or _DOUBT.search(clause) or re.search(r"\bcannot be|\bcan not be", clause)
    if re.search(r"(?:cannot|can not|not) be (?:ruled out|excluded)|not excluded", clause):
        return Presence.UNCERTAIN
    if denied or _AFTER_NEGATION.search(clause):
        return Presence.ABSENT
    return Presence.UNCERTAIN if doubt else Presence.PRESENT


def _side(sentence: str, match: re.Match[str]) -> Side | None:
    """The side named nearest to the finding within its part of the sentence."""
    start = max((turn.start() for turn in _BREAK.finditer(sentence, 0, match.start())), default=0)
    end = next((turn.start() for turn in re.finditer(r"\bbut\b|;|\bno\b|\bwithout\b", sentence[match.end() :])), None)
    part = sentence[start : None if end is None else match.end() + end]
    if _BOTH.search(part):
        return Side.BILATERAL
    right, left = _RIGHT.search(part), _LEFT.search(part)
    if right and left:
        at = match.start() - start
        return min(
            (abs(right.start() - at), Side.RIGHT), (abs(left.start() - at), Side.LEFT), key=lambda pair: pair[0]
        )[1]
    return Side.RIGHT if right else Side.LEFT if left else None


def _stronger(one: Label, other: Label) -> Label:
    if _RANK.index(other.presence) != _RANK.index(one.presence):
        return max(one, other, key=lambda label: _RANK.index(label.presence))
    if one.side and other.side and one.side is not other.side:
        return Label(one.presence, Side.BILATERAL)
    return one if one.side else other

"""What a sentence says of the size of the heart and of the mediastinum; knows nothing of any other finding.

Their size is said with a noun and a predicate ("the cardiac silhouette is upper limits of normal") more often than with
a name. The upper limit of normal is normal, borderline is uncertain. A cardiomediastinal silhouette speaks of both.
"""

import re
from collections.abc import Iterator

from cxrviewer.reporting.labelling.observation import Observation, Presence
from cxrviewer.reporting.labelling.scopes import clause, presence

CUES = ("heart", "cardi", "mediast")
_HEART_NOUN = (
    r"\bheart(?! (?:failure|disease|valve|block|rate))(?: size)?|\bcardiac (?:silhouette|size|shadow|contours?"
    r"|outline|borders?)"
)
_BOTH_NOUN = (
    r"\bcardio-?mediastin(?:um|al)\b(?: (?:silhouette|contours?|size|shadow))?"
    r"|\bcardio-?pericardial (?:silhouette|shadow)"
)
_MEDIASTINUM_NOUN = r"\bmediastin(?:um|al (?:silhouette|contours?|width|size|shadow|structures?))\b"
_NOUN = re.compile(rf"(?P<both>{_BOTH_NOUN})|(?P<heart>{_HEART_NOUN})|(?P<mediastinum>{_MEDIASTINUM_NOUN})")
_NAMED = re.compile(
    r"(?P<heart>\bcardiomegaly\b|\bmegalocardia\b|\bcardiac enlargement\b|\b(?:en)?larged? (?:heart"
    r"|cardiac (?:silhouette|size|shadow))\b"
    r"|\benlargement of (?:the )?(?:heart|cardiac (?:silhouette|shadow|size)))"
    r"|(?P<both>\benlarge(?:d|ment of)(?: the)? cardio-?mediastin\w+|\benlarge(?:d"
    r"|ment of)(?: the)? cardio-?pericardial silhouette)"
    r"|(?P<mediastinum>\bmediastinal (?:widening|enlargement)|\bwiden(?:ed|ing of)(?: the)? mediastin\w+)"
)
_SAID = re.compile(
    r"(?P<normal>\b(?:not|nor|without|neither|no)(?: \w{1,20}){0,3} (?:enlarge(?:d|ment)|widen(?:ed|ing)|abnormal\w*)\b"
    r"|\b(?:upper|high) (?:limits?|normal)|\bnormal\b|\bunremarkable\b|\bwnl\b|\bin(?:tact| normal limits)\b"
    r"|\bnot (?:\w{1,20} ){0,2}(?:large|prominent)\b)"
    r"|(?P<borderline>\bborderline\b|\b(?:may|might|could|possibly|probably|likely"
    r"|appears? to) (?:be )?(?:\w{1,20} ){0,2}enlarged\b"
    r"|\b(?:top|upper) normal to )"
    r"|(?P<enlarged>\benlarge(?:d|ment)\b|\b(?:is|are|remains?|appears?|mildly|moderately|slightly|markedly"
    r"|quite|xxxx) "
    r"(?:(?!not |never )\w{1,20} )?(?:large|big|prominent|increased|dilated|widened)\b|\bwiden(?:ed|ing)\b"
    r"|\bincreased in size\b|\bcardiomegaly\b)"
)
_BEFORE = re.compile(
    r"\b(?:(?P<normal>normal(?: sized?)?)|(?P<borderline>borderline(?: enlarged| large)?))(?: \w{1,20}){0,2} $"
)
# Another organ between the noun and the predicate owns the predicate.
_OTHER_OWNER = re.compile(
    r"\baort|\barter(?:y|ies)\b|\bhil(?:a|um|ar)\b|\bventric|\batri(?:um|al|a)\b|\bvessel|\bvascula"
    r"|\blungs? (?:is|are)\b|\bpulmonary\b"
)
# "Stable heart size, moderately enlarged and tortuous aorta".
_OWNER_AFTER = re.compile(r" (?:and )?(?:\w{1,20} ){0,2}(?:aorta|aortic|hil(?:a|um)|pulmonary arter)")
_SPEAKS = {"normal": Presence.ABSENT, "borderline": Presence.UNCERTAIN, "enlarged": Presence.PRESENT}
_HEART, _MEDIASTINUM = (Observation.CARDIOMEGALY,), (Observation.ENLARGED_CARDIOMEDIASTINUM,)
_MEANS = {"heart": _HEART, "mediastinum": _MEDIASTINUM, "both": (*_HEART, *_MEDIASTINUM)}
_REACH = 100
"""A predicate stands at most so many characters after its noun."""


def sizes(sentence: str) -> Iterator[tuple[Observation, Presence, int, int]]:
    """Each statement on size: what it speaks of, how it is meant, and where its words are."""
    taken: set[int] = set()
    for named in _NAMED.finditer(sentence):
        taken.update(range(*named.span()))
        meant = presence(sentence, named.start(), named.end())
        for observation in _MEANS[str(named.lastgroup)]:
            yield observation, meant, named.start(), named.end()
    for noun in _NOUN.finditer(sentence):
        found = None if noun.start() in taken else _predicate(sentence, noun)
        if found is not None:
            for observation in _MEANS[str(noun.lastgroup)]:
                yield observation, *found


def _predicate(sentence: str, noun: re.Match[str]) -> tuple[Presence, int, int] | None:
    before = _BEFORE.search(sentence, max(0, noun.start() - 50), noun.start())
    if before is not None:
        return _SPEAKS[str(before.lastgroup)], before.start(), noun.end()
    last = min(clause(sentence, noun.start(), noun.end())[1], noun.end() + _REACH)
    said = _SAID.search(sentence, noun.end(), last)
    if said is None:
        return None
    owner = _OTHER_OWNER.search(sentence, noun.end(), said.start())
    if owner is not None and said.lastgroup != "normal":
        return None
    if "," in sentence[noun.end() : said.start()] and _OWNER_AFTER.match(sentence, said.end()):
        return None
    return _SPEAKS[str(said.lastgroup)], noun.start(), said.end()

"""One sentence without the words that may not stay, where it still states something without them.

A predicate of change becomes "there is", clauses about devices go, the rest is rules.py's. Judges nothing: refine.py
checks what comes out.
"""

import re
from collections.abc import Callable

from cxrviewer.reporting.refining.rules import AMOUNTS, AUX, DEGREE, FILLED, PHRASES, RULES, tidy
from cxrviewer.reporting.refining.words import DEVICES

_I = re.IGNORECASE
_CHANGE = (
    r"(?:stable|unchanged|unaltered|similar|the same|persistent|improved|improving|worsened|worsening|worse|increased"
    r"|increasing|decreased|decreasing|progressed|enlarged (?:since|from|compared)|larger|smaller|developed|appeared"
    r"|again (?:seen|noted|demonstrated|present|visuali[sz]ed|identified)|redemonstrated|new|re-?accumulated"
    r"|reduced|diminished|changed|present before)"
)
_TAIL = (
    r"(?: in (?:size|appearance|extent|position|severity|number|volume|degree|configuration|the interval"
    r"|caliber|contour|distribution)(?: (?:and|or) \w+)?)?"
)
_SUBJECT = r"(?P<subject>(?:(?!\b(?:is|are|was|were|has|have|there|no|which|but)\b)[^,;.])+?)"

_GONE = re.compile(
    r"^(?:there (?:is|has been) )?(?:(?:complete|apparent|interval) )*(?:resolution of"
    r"|clearing of)(?: the)?(?: previously (?:seen|noted|described))? (?P<thing>[^,;]+?)$"
    r"|^(?:the )?(?:previously (?:seen|noted|described|identified) |prior )?(?P<thing2>[^,;]+?) (?:has|have|is"
    r"|are) (?:now |completely |since )*(?:resolved|cleared|no longer (?:seen|present|visible|evident|identified"
    r"|visuali[sz]ed|appreciated))$",
    _I,
)
_PREDICATE = re.compile(
    rf"^(?:(?:the|a|an) )?{_SUBJECT} {AUX}(?: been)? {DEGREE}{_CHANGE}{_TAIL}(?P<rest>(?:,| with).*)?$", _I
)
_VERBLESS = re.compile(rf"^{_SUBJECT},? {DEGREE}(?:stable|unchanged){_TAIL}$", _I)
_CLAUSE = re.compile(r"(,? (?:and|with|but|while|which|as well as|without|status post|including) |[,;] )", _I)


def without_phrases(sentence: str) -> str:
    """Comparisons, blanks, numbers, history and the lateral view gone."""
    for hole, word in FILLED:
        sentence = hole.sub(word, sentence)
    for phrase in PHRASES:
        sentence = phrase.sub("", sentence)
    return tidy(sentence)


def rewritten(sentence: str, names_a_finding: Callable[[str], bool]) -> str:
    """The sentence without time and devices; empty where it states nothing then.

    ``names_a_finding`` tells whether words are about an abnormality: of a heart that is unchanged nothing is known.
    """
    text = without_phrases(sentence)
    if gone := _GONE.match(text):
        return tidy(f"No {re.sub('^(?:the|a|an) ', '', gone['thing'] or gone['thing2'], flags=_I)}")
    for rule, replacement in AMOUNTS:
        text = rule.sub(replacement, text)
    if match := _PREDICATE.match(text) or _VERBLESS.match(text):
        subject, rest = match["subject"].strip(), match.groupdict().get("rest") or ""
        if not names_a_finding(subject):
            return tidy(re.sub("^,?(?: (?:with|and|but))* ?", "", rest))
        text = f"{subject if match.re is _VERBLESS else _there_is(subject)}{rest}"
    for rule, replacement in RULES:
        text = rule.sub(replacement, text)
    if DEVICES.search(text):
        text = _without_devices(text)
    return tidy(text)


def _there_is(subject: str) -> str:
    plural = re.search(r"\w+s\b(?<!sis)(?<!ss)$", subject.split(" in ")[0].split(" of ")[0])
    article = (
        ""
        if plural
        or re.match(
            r"(?:right|left|bilateral|mild|moderate|severe)?.*(?:sis|edema|megaly|pneumonia|disease|ing|tion)\b",
            subject,
        )
        else "a "
    )
    return f"there {'are' if plural else 'is'} {article}{subject[0].lower()}{subject[1:]}"


def _without_devices(text: str) -> str:
    parts = _CLAUSE.split(text)
    kept = ""
    for place in range(0, len(parts), 2):
        if not DEVICES.search(parts[place]):
            kept += (parts[place - 1] if kept and place else "") + parts[place]
    return kept

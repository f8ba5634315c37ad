"""Whether words in a sentence are affirmed, denied or doubted: triggers and how far each of them reaches.

Knows grammar, no finding. After ConText (Harkema et al., J Biomed Inform 2009): the last trigger before the words
decides unless a word that ends its reach stands between; what follows the words decides where it is their predicate.
"""

import re
from functools import lru_cache

from cxrviewer.reporting.labelling.observation import Presence

# "No effusion is seen, mild cardiomegaly": after its predicate and a comma a denial is over.
_TURN = re.compile(
    r";|\b(?:but|however|although|though|except|whereas|while|which|yet|nevertheless)\b"
    r"|\b(?:apart|aside) from\b|\bother than\b|(?<!be )secondary to\b"
    r"|(?<!be )(?<!likely )(?<!possibly )(?<!probably )due to\b|\bthere (?:is|are|has|may)\b"
    r"|(?<!consistent )(?<!compatible )(?<!associated )\bwith\b(?! (?:no\b|or without\b))"
    r"|\b(?:seen|identified|noted|present|evident|detected|appreciated|visuali[sz]ed|demonstrated|normal|clear"
    r"|unremarkable|unchanged|stable), (?!or\b|and\b)"
    r"|, (?=(?:stable|unchanged|persistent|mild|minimal|small|tiny|trace) )"
)
_BEFORE = re.compile(
    # Not denials, whatever they look like.
    r"(?P<affirmed>\b(?:no|without|not)(?: \w{1,20}){0,2} (?:change|increase|decrease|improvement|progression"
    r"|difference)\b"
    r"(?: in| of)?|\bnot (?:only|just)\b|\bwith or without\b|\bno longer any doubt\b)"
    r"|(?P<doubted>\b(?:can ?not|could not|not|difficult to|hard to|unable to|without) (?:\w{1,20} ){0,2}"
    r"(?:exclud\w+|rul\w+ out)(?: the)?"
    r"|\bmay\b|\bmight\b|\bcould\b|\bpossib(?:le|ly|ility)\b|\bprobabl[ey]\b|\blikely\b|\bperhaps\b|\bpresum\w+"
    r"|\bsuspect\w*|\bsuspicion\b|\bquestion\w*|\bequivocal\b|\bfavou?r\w*"
    r"|\bversus\b|\bvs\b|\bdifferential\b|\brepresenting either\b|\bif there is\b"
    r"|\bconsider\b|\bindeterminate\b|\bborderline\b)"
    # "No opacity to suggest pneumonia" stays a denial.
    r"|(?P<hinted>\bsuspicious for\b|\bconcern\w* (?:for|of)\b|\bsuggest\w*|\bworrisome for\b)"
    r"|(?P<unsaid>\bhistory of\b|\bh/o\b|\bhx of\b|\b(?:evaluate|evaluation|assess|assessment|check|rule out"
    r"|r/o|screen(?:ing)?|query)"
    r" (?:for )?|\b(?:follow-?up|reason) (?:for|of)\b|\bstatus post\b|\bs/p\b|\bprevious(?:ly)? (?:seen|noted"
    r"|described)\b)"
    r"|(?P<denied>\bno\b|\bnot\b|\bwithout\b|\bfree (?:of|from)\b|\bclear of\b|\bnegative for\b|\babsen(?:ce of|t)\b"
    r"|\black(?:s|ing)? (?:of )?|\bneither\b|\bnor\b|\bnone\b|\bunlikely\b|\bexclud\w+|\bruled out\b|\bdenies\b"
    r"|\bresol(?:ution of|ved)\b|\bclear(?:ing|ance) of\b|\b(?:removal|removed) (?:of )?|\brather than\b)"
)
_ALTERNATIVE = (" or ", "/")
# At most sixty characters on, and past no other verb: "atelectasis is present and effusion is not seen".
_GAP = r"(?:(?!\b(?:is|are|was|were|has|have|no|without)\b).){0,60}?"
# A bare adjective speaks of the words it touches only: "effusion, suspected pneumonia" doubts no effusion.
_VERB = r"\b(?:is|are|was|were|has been|have been|has|have) "
_IS = rf"^(?:{_GAP}{_VERB}(?:\w{{1,20}} ){{0,2}}| )"
_DOUBT_AFTER = re.compile(
    rf"^{_GAP}(?:{_VERB})?\b(?:(?:can ?not|not|can't|difficult to)(?: be)?(?: \w{{1,20}}){{0,2}} (?:exclude"
    r"|excluded|ruled out|rule out)|may be (?:present|considered))\b"
    rf"|{_IS}(?:possible|questionable|questioned|suspected|equivocal|considered|suggested|favou?red|likely|probable)\b"
    r"|^(?: \w{1,20}){0,2} (?:versus|vs)\b|^ ?(?:/|or\b)"
)
_DENIED_AFTER = re.compile(
    rf"^{_GAP}(?:{_VERB})?\b(?:not|no longer)(?! previously)(?: \w{{1,20}}){{0,2}} (?:seen|identified|present|evident"
    r"|visible|visuali[sz]ed|noted|observed|demonstrated|appreciated|detected|apparent|found|suggested|shown)\b"
    r"(?! (?:previously|before|on (?:the )?prior))"
    rf"|{_IS}(?:absent|excluded|ruled out|unlikely|resolved|cleared|removed)\b"
)


def clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence round ``start:end`` over which a trigger or a side reaches."""
    first, last = 0, len(sentence)
    for turn_start, turn_end in _turns(sentence):
        if turn_end <= start:
            first = turn_start
        elif turn_start >= end:
            last = turn_start
            break
    return first, last


def presence(sentence: str, start: int, end: int) -> Presence:
    """How the words ``sentence[start:end]`` are meant; NOT_MENTIONED where they speak of the past or of a question."""
    first, last = clause(sentence, start, end)
    after = sentence[end:last]
    kind = None
    for trigger in _BEFORE.finditer(sentence, first, start):
        kind = "denied" if kind == "denied" and trigger.lastgroup == "hinted" else trigger.lastgroup
    if _DOUBT_AFTER.search(after) and kind != "denied":
        return Presence.UNCERTAIN
    if kind == "denied" or _DENIED_AFTER.search(after):
        return Presence.ABSENT
    if kind == "unsaid":
        return Presence.NOT_MENTIONED
    doubted = kind in ("doubted", "hinted") or sentence.endswith(_ALTERNATIVE, first, start)
    return Presence.UNCERTAIN if doubted else Presence.PRESENT


@lru_cache(maxsize=8)
def _turns(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(turn.span() for turn in _TURN.finditer(sentence))

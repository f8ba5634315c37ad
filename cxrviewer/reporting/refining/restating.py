"""What a sentence states of the 14 findings, said plainly: for sentences whose own words may not stay.

"Compared to ___ the right effusion has increased around the chest tube" states a right pleural effusion on this film,
and that is what is said here. Knows the labeller's mentions, no rule of refining.
"""

import re
from collections.abc import Iterator, Sequence

from cxrviewer.reporting.findings import Side
from cxrviewer.reporting.labelling import Mention, Observation, Presence, Severity

_HEART = {Observation.CARDIOMEGALY: "heart", Observation.ENLARGED_CARDIOMEDIASTINUM: "mediastinum"}
_HEART_SAYS = {
    Presence.PRESENT: "The {} is {}enlarged.",
    Presence.UNCERTAIN: "The {} may be {}enlarged.",
    Presence.ABSENT: "The {} is not {}enlarged.",
}
_USUAL = {
    Observation.LUNG_OPACITY: "opacity",
    Observation.LUNG_LESION: "nodule",
    Observation.EDEMA: "pulmonary edema",
    Observation.CONSOLIDATION: "consolidation",
    Observation.PNEUMONIA: "pneumonia",
    Observation.ATELECTASIS: "atelectasis",
    Observation.PNEUMOTHORAX: "pneumothorax",
    Observation.PLEURAL_EFFUSION: "pleural effusion",
    Observation.PLEURAL_OTHER: "pleural thickening",
    Observation.FRACTURE: "fracture",
}
_OWN_WORDS = (Observation.LUNG_OPACITY, Observation.LUNG_LESION, Observation.PLEURAL_OTHER)
"""Observations of several kinds: a mass stays a mass."""
_PLAIN_WORDS = re.compile(r"[a-z]+(?:[ -][a-z]+)?")
_MASS_NOUN = re.compile(
    r"(?:edema|atelectasis|pneumonia|consolidation|thickening|scarring|fibrosis|infiltration|opacification|reticulation"
    r"|carcinoma|malignancy|disease|cuffing|malignant|reticular|infiltrative|nodularity)$"
)
_SMALLNESS = {Severity.MILD: "small", Severity.MODERATE: "moderate", Severity.SEVERE: "large"}
_SIZED = (Observation.PNEUMOTHORAX, Observation.PLEURAL_EFFUSION, Observation.LUNG_LESION)


def restated(sentence: str, mentions: Sequence[Mention]) -> str:
    """The mentions of ``sentence`` as sentences of their own, devices left out; empty where there are none."""
    said: dict[str, None] = {}
    absent: dict[str, None] = {}
    for mention in mentions:
        if mention.observation is Observation.SUPPORT_DEVICES:
            continue
        if mention.observation in _HEART:
            said[_heart(mention)] = None
        elif mention.presence is Presence.ABSENT:
            absent[_noun(sentence, mention)] = None
        else:
            said[_thing(sentence, mention)] = None
    if absent:
        said[f"There is no {_listed(list(absent))}."] = None
    return " ".join(said)


def _heart(mention: Mention) -> str:
    adverb = f"{mention.severity.value}ly " if mention.severity and mention.presence is Presence.PRESENT else ""
    return _HEART_SAYS[mention.presence].format(_HEART[mention.observation], adverb)


def _thing(sentence: str, mention: Mention) -> str:
    noun = _noun(sentence, mention)
    described = " ".join((*_adjectives(mention), noun))
    if mention.side is Side.BILATERAL and noun in ("pleural effusion", "pneumothorax", "nodule", "fracture", "opacity"):
        described = described.removesuffix(noun) + _PLURAL[noun]
        noun = _PLURAL[noun]
    plural = noun.endswith("s") and not noun.endswith(("sis", "ax"))
    article = "" if plural or _MASS_NOUN.search(noun) else "an " if described[0] in "aeiou" else "a "
    verb = "may be" if mention.presence is Presence.UNCERTAIN else "are" if plural else "is"
    return f"There {verb} {article}{described}."


_PLURAL = {
    "pleural effusion": "pleural effusions",
    "pneumothorax": "pneumothoraces",
    "nodule": "nodules",
    "fracture": "fractures",
    "opacity": "opacities",
}


def _adjectives(mention: Mention) -> Iterator[str]:
    if mention.severity is not None:
        yield _SMALLNESS[mention.severity] if mention.observation in _SIZED else mention.severity.value
    if mention.side is not None:
        yield mention.side.value


def _noun(sentence: str, mention: Mention) -> str:
    own = sentence[mention.start : mention.end].lower()
    return own if mention.observation in _OWN_WORDS and _PLAIN_WORDS.fullmatch(own) else _USUAL[mention.observation]


def _listed(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} or {things[-1]}"

"""Where a report says that a finding is: sides and zones read back from its words. Knows words, no truth and no film.

The labeller says whether a finding is meant; here every place word is given to the finding it stands beside. Reports
of this package are read without error; other text is read as far as its words are among these.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cxrviewer.phantom.truth import Zone
from cxrviewer.reporting import labelling
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.reporting.labeller import Presence, label_report
from cxrviewer.reporting.labelling import Observation
from cxrviewer.reporting.labelling.scopes import clause
from cxrviewer.reporting.labelling.sections import read_spans
from cxrviewer.reporting.labelling.sentences import sentences

_IMPRESSION = re.compile(r"(?:^|(?<=[.;\s]))(?:impression|conclusion)s?\s{0,2}:\s*", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:(?P<both>bilateral(?:ly)?|both)|(?P<right>right)|(?P<left>left)"
    r"|(?P<upper>upper(?! limit))|(?P<middle>middle(?= lobe))|(?P<mid>mid|middle)|(?P<lingula>lingular?)"
    r"|(?P<bases>bi(?:basal|basilar))|(?P<lower>lower|bases?|basal|basilar)"
    r"|(?P<apices>biapical)|(?P<apical>apex|apices|apical)|(?P<lateral>lateral(?:ly)?)"
    r"|(?P<perihilar>perihilar)|(?P<diffuse>diffuse(?:ly)?|throughout|widespread))\b"
)
_BOTH_SIDES = frozenset((Side.RIGHT, Side.LEFT))
_MEANS: dict[str, tuple[frozenset[Side], Zone | None]] = {
    "both": (_BOTH_SIDES, None),
    "right": (frozenset((Side.RIGHT,)), None),
    "left": (frozenset((Side.LEFT,)), None),
    "middle": (frozenset((Side.RIGHT,)), Zone.MID),
    "lingula": (frozenset((Side.LEFT,)), Zone.MID),
    "bases": (_BOTH_SIDES, Zone.LOWER),
    "apices": (_BOTH_SIDES, Zone.APICAL),
} | {zone.value: (frozenset(), zone) for zone in Zone if zone is not Zone.NOWHERE}
_SEPARATES = re.compile(r",|\b(?:and|or)\b")
_SIGNS = {
    Finding.PLEURAL_EFFUSION: re.compile(r"costophrenic"),
    Finding.CONSOLIDATION: re.compile(r"air[- ]?space"),
}
_OWNERS: dict[Observation, Finding | None] = {
    **{Observation[finding.name]: finding for finding in Finding},
    Observation.LUNG_LESION: None,
}
_MEANT = (Presence.PRESENT, Presence.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Place:
    """What is said of a finding's place: ``sides`` holds RIGHT, LEFT or both of them, never BILATERAL.

    Either is empty where nothing is said of it: a heart has no side, an effusion is seldom given a zone.
    """

    sides: frozenset[Side] = frozenset()
    zones: frozenset[Zone] = frozenset()

    @property
    def side(self) -> Side | None:
        """The side as the truth has it, BILATERAL where both are named."""
        return Side.BILATERAL if self.sides == _BOTH_SIDES else next(iter(self.sides), None)


def body_and_impression(report: str) -> tuple[str, str]:
    """The report before and after its heading "Impression:"; the second is empty where it has none."""
    heading = _IMPRESSION.search(report)
    return (report, "") if heading is None else (report[: heading.start()].rstrip(), report[heading.end() :])


def places_said(text: str) -> dict[Finding, Place]:
    """The place of every finding that the text affirms or doubts, in the order of ``Finding``."""
    said: dict[Finding, Place] = {}
    for first, last in read_spans(text):
        for sentence in sentences(text, first, last):
            for finding, place in _places_in(sentence.text):
                before = said.get(finding, Place())
                said[finding] = Place(before.sides | place.sides, before.zones | place.zones)
    return {finding: said[finding] for finding in Finding if finding in said}


def _places_in(sentence: str) -> Iterator[tuple[Finding, Place]]:
    meant = {finding for finding, label in label_report(sentence).items() if label.presence in _MEANT}
    yield from ((finding, Place()) for finding in meant)
    named = _named(sentence, meant)
    for word in _PLACE.finditer(sentence):
        owner = _owner(sentence, word, named)
        if owner is not None:
            sides, zone = _MEANS[str(word.lastgroup)]
            yield owner, Place(sides, frozenset() if zone is None else frozenset((zone,)))


def _named(sentence: str, meant: set[Finding]) -> list[tuple[int, int, Finding | None]]:
    """Where lesions are named; None for what is denied or is none of the findings, which own their place words too."""
    found: list[tuple[int, int, Finding | None]] = []
    for mention in labelling.label_report(sentence).mentions:
        if mention.observation in _OWNERS:
            finding = _OWNERS[mention.observation] if mention.presence in _MEANT else None
            found.append((mention.start, mention.end, finding))
    for finding, sign in _SIGNS.items():
        if finding in meant and all(finding is not other for _, _, other in found):
            found += [(*one.span(), finding) for one in sign.finditer(sentence)]
    return sorted(found, key=lambda one: one[:2])


def _owner(sentence: str, word: re.Match[str], named: list[tuple[int, int, Finding | None]]) -> Finding | None:
    """What the place word speaks of: the finding it leads up to, else the one it follows."""
    first, last = clause(sentence, *word.span())
    near = [one for one in named if first <= one[0] and one[1] <= last] or (named if len(named) == 1 else [])
    after = next((one for one in near if one[0] >= word.start()), None)
    before = next((one for one in reversed(near) if one[0] < word.start()), None)
    if after is not None and (before is None or _SEPARATES.search(sentence, word.end(), after[0]) is None):
        return after[2]
    return before[2] if before is not None else None

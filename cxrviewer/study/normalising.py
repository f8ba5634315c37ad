"""Makes report texts alike, so that their form does not give their arm away; knows no arm and no study.

What is said of the film is left as it is. Taken out or made alike: section headers and the sections that are not about
this film, the holes of de-identification (``___``, ``XXXX``, ``[**...**]``), references to earlier films, list
numbers, line breaks, capitals throughout. Every change is listed. Not made alike: length, wording, findings that only
one source mentions; the guess of the arm at the end is there to measure what is left.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_ACRONYMS = frozenset(
    re.findall(
        r"\w+",
        "AICD AP CABG CHF COPD CPAP CT CTA CVC ECG ED EKG ET ETT GI HIV ICD ICU II III IV IVC IJ JVP LAD LV MRI NG "
        "NGT OG PA PEG PICC RA RV SVC TB TAVR TEE US VP",
    )
)
_HOLE = r"(?:\[\*\*.*?\*\*\]|_{2,}|\bX{3,}(?:-X{3,})*\b)"
_PRIOR = r"(?:(?:most\s+)?recent\s+)?(?:prior|previous|earlier|old|preceding|comparison|last)"
_EXAM = (
    r"(?:(?:chest|frontal|lateral|portable|radiographic|x-?ray|PA|AP)\s+)*(?:examinations?|exams?|stud(?:y|ies)|"
    r"radiographs?|films?|x-?rays?|images?|imaging|CXR|CT|ones?)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:{_HOLE}|\d{{1,4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,4}})?|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|"
    rf"(?:\d{{1,2}}\s+)?{_MONTH}\s+\d{{4}}|\d{{4}})"
)
_REFERENCE = (
    rf"(?:the\s+|a\s+|an\s+|any\s+)?(?:{_PRIOR}(?:\s+{_EXAM})?|{_EXAM}\s+(?:of|from|dated|performed\s+on)\s+{_DATE}|{_DATE})"
    rf"(?:\s*,?\s*(?:of|from|dated|performed(?:\s+on)?)\s+{_DATE})?(?!\w)"
)
_ABOUT_FILM = r"findings?(?:\s+and\s+impression)?|impressions?|conclusions?|opinion|interpretation|report|result"
_NOT_ABOUT_FILM = (
    r"indications?|clinical\s+(?:history|information|indication)|history|comparisons?|technique|procedure|"
    r"examination|exam|study|reason\s+for\s+(?:exam(?:ination)?|study)|final\s+report|wet\s+read|notification|dictated\s+by"
)
_ANY_HEADER = rf"(?:{_ABOUT_FILM}|{_NOT_ABOUT_FILM}|recommendations?)"


@dataclass(frozen=True, slots=True)
class Change:
    """What one rule did to a text."""

    rule: str
    removed: tuple[str, ...]
    """The pieces that were taken out or replaced, in order; cut to 200 characters each."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text as it is shown, and what was done to it."""

    text: str
    changes: tuple[Change, ...]


Replacement = str | Callable[[re.Match[str]], str]

# In this order. What is a line has to be looked at before the lines are joined.
_RULES: tuple[tuple[str, re.Pattern[str], Replacement], ...] = (
    (
        "section not about this film",
        re.compile(
            rf"(?:^|\n)[ \t]*(?:{_NOT_ABOUT_FILM})[ \t]*:.*?(?=\n[ \t]*\n|\n[ \t]*{_ANY_HEADER}[ \t]*:|"
            rf"\b(?:FINDINGS|IMPRESSION|CONCLUSION)[ \t]*:|\Z)",
            re.IGNORECASE | re.DOTALL,
        ),
        lambda found: "\n" if found.start() else "",
    ),
    (
        "section header",
        re.compile(
            rf"(?:^|(?<=[.\n]))[ \t]*(?:{_ABOUT_FILM}|recommendations?|final\s+report)[ \t]*(?::|(?=\n))", re.IGNORECASE
        ),
        " ",
    ),
    ("list number", re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-*•])[ \t]+", re.MULTILINE), ""),
    (
        "sentence about earlier films",
        re.compile(
            rf"(?:(?<=^)|(?<=[.!?]\s)|(?<=\n))\s*(?:(?:there\s+(?:is|are)\s+)?no\s+{_PRIOR}(?:\s+{_EXAM})?\b[^.!?]*?"
            rf"(?:compar|available)\w*|comparison\s+(?:is\s+made|was\s+made|made)\s+(?:to|with)|"
            rf"(?:as\s+)?compared\s+(?:to|with)\s+{_REFERENCE}\s*(?=[.!?]))[^!?]*?(?:[!?]|\.(?!\d)|\Z)",
            re.IGNORECASE,
        ),
        " ",
    ),
    (
        "sentence about earlier films",
        re.compile(
            rf"(?:(?<=^)|(?<=[.!?]\s)|(?<=\n))\s*(?:comparisons?\s*(?=[.!?]|\Z)|no\s+(?:direct\s+)?comparisons?\b|"
            rf"no\s+(?:\w+\s+)?(?:films?|studies|images)\s+(?:is|are|were|was)\s+available\b(?=[^.!?]*compar)|"
            rf"(?:recommend|suggest|correlat)\w*\s+(?:comparison|reference|correlation)?\s*(?:with|to)\s+(?:any\s+)?{_PRIOR}\s+"
            rf"{_EXAM}\b)[^.!?]*(?:[!?]|\.(?!\d)|\Z)",
            re.IGNORECASE,
        ),
        " ",
    ),
    (
        "reference to an earlier film",
        re.compile(
            rf"\s*,?\s*\b(?:(?:as|when)\s+)?(?:compared|in\s+comparison|comparing|relative)\s+(?:to|with)\s+{_REFERENCE}"
            rf"\s*,?|\s*,?\s*\b(?:since|from)\s+{_REFERENCE}",
            re.IGNORECASE,
        ),
        lambda found: " " if found[0][:1].isspace() or found[0][-1:] in ", " else "",
    ),
    (
        "reference to an earlier film",
        re.compile(
            rf"\s*,?\s*\b(?:(?:which|that)\s+)?(?:(?:is|are|was|were)\s+)?(?:(?:also|not|as|incidentally)\s+)*"
            rf"(?:(?:seen|present|noted|visuali[sz]ed|identified|described)\s+)?(?:also\s+)?\b(?:on|in|than(?:\s+(?:on|in))?|with|to)"
            rf"\s+(?:the\s+|any\s+)?{_PRIOR}\s+{_EXAM}(?:\s*,?\s*(?:of|from|dated)\s+{_DATE})?(?!\w)",
            re.IGNORECASE,
        ),
        "",
    ),
    ("hole", re.compile(_HOLE, re.IGNORECASE), " "),
    ("line break", re.compile(r"\s*\n\s*"), " "),
)


def normalise(text: str) -> Normalised:
    """The text made alike. Empty where nothing about the film is left. Doing it twice changes nothing more."""
    changes: dict[str, list[str]] = {}
    shown = _once(text, changes)
    # A piece taken out may leave another that only now reads as one. Every round but the last shortens the text.
    for _ in range(10):
        again = _once(shown, changes)
        if again == shown:
            break
        shown = again
    return Normalised(shown, tuple(Change(rule, tuple(pieces)) for rule, pieces in changes.items()))


def _once(text: str, changes: dict[str, list[str]]) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for rule, pattern, replacement in _RULES:
        removed = [(found[0].strip() or found[0])[:200] for found in pattern.finditer(text)]
        if removed:
            changes.setdefault(rule, []).extend(removed)
            text = pattern.sub(replacement, text)
    text = _punctuation(text)
    lowered = _sentence_case(text)
    if lowered != text:
        changes.setdefault("capitals", []).append(text[:200])
    return lowered


def _punctuation(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\(\s*\)|\[\s*\]", "", text)
    text = re.sub(r"\s+([.,;:!?)])", r"\1", text)
    text = re.sub(r"[,;:]+(?=[.!?])", "", text)
    text = re.sub(r"\.(?:\s*\.)+", ".", text)
    text = re.sub(r"([!?])\.", r"\1", text)
    text = re.sub(r"\s+", " ", text).strip(" \t,;:")
    text = re.sub(r"^[.,;:!?\s]+", "", text)
    if text and text[-1] not in ".!?":
        text += "."
    return text


def _sentence_case(text: str) -> str:
    """Capitals throughout become a sentence's; each sentence begins with one."""
    letters = [letter for letter in text if letter.isalpha() and letter.upper() != letter.lower()]
    if len(letters) >= 8 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters):
        text = re.sub(r"[^\W\d_]+", lambda word: word[0] if word[0] in _ACRONYMS else word[0].lower(), text)
    return re.sub(r"(^|[.!?]\s+)([^\W\d_])", lambda found: found[1] + _capital(found[2]), text)


def _capital(letter: str) -> str:
    return letter.upper() if len(letter.upper()) == 1 else letter

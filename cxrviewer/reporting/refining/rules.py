"""The rules by which a sentence is refined: patterns and what stands in their place. Tables; rewriting.py uses them.

In the order in which they are applied: holes that can be filled, phrases that go, words of amount, words of time.
"""

import re

from cxrviewer.reporting.refining.words import BLANK, DATE, NUMBER

_I = re.IGNORECASE
AUX = r"(?:is|are|was|were|has|have|had|appears?|remains?|continues? to be)"
DEGREE = (
    r"(?:(?:slightly|mildly|minimally|significantly|substantially|essentially|relatively|grossly|overall"
    r"|not|also|now|only|markedly|moderately|somewhat|largely|otherwise|slight|mild|little) )*"
)
PHRASES = tuple(
    re.compile(pattern, _I)
    for pattern in (
        # Comparison with other films, up to the next comma.
        r",? ?\b(?:(?:as|when) )?(?:compared|relative|similar(?: in appearance)?|in comparison"
        r"|comparison(?: is)?(?: made)?) (?:to|with) [^,;]*",
        r",? ?\b(?:since|from|than|as (?:on|in|seen on)|(?:seen |noted |present |demonstrated )?on|to"
        r"|(?<!consistent )(?<!compatible )with)"
        r" (?:the |a |an |multiple |her |his |most |immediate(?:ly)? )*(?:prior|previous|preceding|earlier"
        r"|comparison|last|outside|old|recent)"
        r"(?:(?: \w+){0,4}? (?:exam\w*|stud(?:y|ies)|radiographs?|films?|images?|chest|ct|x-?rays?|scans?|one"
        r"|priors?)\b[^,;]*|(?=$|[,;.]))",
        r",? ?\bfrom prior\b|,? ?\b(?:as )?before\b|,? ?\bas previously (?:seen|noted|described|demonstrated)\b",
        r",? ?\bin the interval\b|,? ?\bat this time\b|,? ?\bon (?:the )?(?:current|today's|this) (?:study"
        r"|exam\w*|radiograph|film)\b",
        r",? ?\bwithout (?:significant |evidence of |any |interval |substantial )*change\b(?: (?:in|from|since"
        r"|compared) [^,;]*)?",
        r",? ?\b(?:with )?no (?:significant |definite |appreciable |interval |substantial "
        r"|relevant )*change\b(?! (?:in|of|to)\b)(?: (?:from|since|compared) [^,;]*)?",
        r",? ?\bto (?:ensure|document|confirm|assess|assess for|evaluate for) (?:complete |interval "
        r"|its )*(?:resolution|stability|clearing|change)[^,;]*",
        # The lateral view.
        r",? ?\b(?:as |best |only |well |better |also )*(?:seen |noted |visuali[sz]ed |appreciated |demonstrated "
        r"|identified )?(?:only |best )?"
        r"(?:on|in) (?:both )?(?:the )?(?:frontal and )?laterals?(?: (?:view|radiograph|projection|film|image"
        r"|exam\w*|chest)s?)?(?: only)?(?! \w*(?:costo|cardio))\b",
        # History and person.
        r",? ?\b(?:in (?:a|this) patient )?(?:with|given|due to|from|consistent with|compatible with|related to"
        r"|secondary to|in keeping with)?(?: the| a| an)?(?: patient'?s)?"
        r" ?(?:clinical )?(?:known )?history(?: of)?\b[^,;]*",
        r",? ?\b(?:the )?(?:patient is )?(?:status[- ]post|s/p)\b[^,;]*",
        # Numbers with units, dates.
        rf",? ?\b(?:which )?(?:measur(?:es|ing)|spanning|of|with (?:a )?\w+ of)(?: about| approximately"
        rf"| up to)? {NUMBER}(?: in (?:\w+ )?(?:diameter|size|dimension|thickness|extent|length|width))?",
        rf",? ?\b(?:in|within|after|for|over|at|by|from|above|below) (?:the )?(?:next |last "
        rf"|past )?{NUMBER}(?: from)?",
        rf",? ?\b(?:on|dated|from|of|at|since|in)? ?(?<![\w.])(?:{DATE})",
        rf"(?<![\w.]){NUMBER}[- ]?(?:x ?)?(?:in (?:diameter|size))?",
        # Blanks with the little words that lead to them.
        rf",? ?(?:\b(?:on|from|of|dated|since|in|at|by|with|to|as|the|a|an|and|dr\.?|per|for"
        rf"|over) )*{BLANK}(?: of\b)?(?:,? {BLANK})*",
    )
)
FILLED = (
    (re.compile(rf"(?<=costophrenic ){BLANK}", _I), "angle"),
    (re.compile(rf"(?<=lymph ){BLANK}", _I), "nodes"),
)
"""Holes that only one word fits."""
AMOUNTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), replacement)
    for pattern, replacement in (
        (r"\bdiffusely (?=increased|decreased)", "diffuse "),
        (r"(?<!is )(?<!are )\b(?:stable|unchanged) and (?=normal|unremarkable|within)", ""),
        (r"\b(?:decreased|reduced|diminished) (?=(?:lung|inspiratory) (?:volumes?|effort))", "low "),
        (
            r"\b(?:lung|inspiratory) volumes? (?:is|are|remain) (?:(?:mildly|slightly|markedly"
            r"|moderately) )?(?:decreased|reduced|diminished)",
            "lung volumes are low",
        ),
        (
            r"\bincreased (?=(?:interstitial|bronchovascular|vascular|pulmonary|lung|perihilar"
            r"|bronchial) (?:\w+ )?markings?)",
            "prominent ",
        ),
        (r"\bincreased (?=lung volumes?)", "large "),
        (r"\bincreased (?=(?:opaci|densit|attenuation|lucen|airspace|air space|interstitial|parenchymal))", ""),
        (r"\b(?:is|are) increased in size\b", "is enlarged"),
    )
)
"""Words of amount that are not about time."""
RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), replacement)
    for pattern, replacement in (
        # A state beside the change stays: "is stable and normal".
        (
            rf"\b{AUX} {DEGREE}(?:stable|unchanged)(?: in size)?(?: and|,|, and| but) {DEGREE}(?=normal|within"
            rf"|top|upper|clear|enlarged|borderline|unremarkable|prominent)",
            "is ",
        ),
        (rf"\b{AUX} {DEGREE}(?:stable|unchanged) and (?=\w)", ""),
        (r"\b(?:remains|has remained|continues to be)\b", "is"),
        (r"\b(?:remain|remained|have remained|continue to be)\b", "are"),
        (
            r"\b(?:again|now|still|currently|redemonstrated)(?:,)? ?(?:(?:is|are) )?(?:seen|noted|demonstrated"
            r"|identified|is|are) (?:is|are)? ?",
            "there is ",
        ),
        (r"^(?:again|once again),? ", ""),
        (r"\b(?:there (?:has|have) been|there has|there's been)\b", "there is"),
        (
            r"\b(?:(?:slight|mild|minimal|marked|significant|further|some|interval) )*(?:development|appearance"
            r"|onset|presence|progression|worsening|improvement|increase|decrease|enlargement|persistence|evolution)"
            r"(?: (?:of|in)(?: the)?(?: (?:size|extent|severity) of(?: the)?)?) ",
            "",
        ),
        (
            r"\b(?:no |little )?(?:significant |substantial |interval )*(?:change|changes) (?:in"
            r"|of) (?:the )?(?:appearance of |size of |extent of )?(?:the )?",
            "",
        ),
        (
            r"\b(?:previously|newly|recently) (?:seen|noted|described|identified|visuali[sz]ed|demonstrated|reported"
            r"|mentioned) ",
            "",
        ),
        (r"\bno new (?:or \w+ )?", "no "),
        # Adjectives and adverbs of time.
        (
            r",? ?\b(?:again|once again|now|still|currently|previously|newly|recently|interval(?:ly)?|stably"
            r"|persistently|since)\b",
            "",
        ),
        (
            r"\b(?:(?:mildly|slightly|minimally|markedly|significantly|somewhat|moderately) )?(?:new|old|prior"
            r"|previous|recent|interval|stable(?: appearing)?|unchanged|persistent|persisting|continued|continuing"
            r"|residual|recurrent"
            r"|worsening|worsened|improving|improved|increasing|increased|decreasing|decreased|enlarging|evolving"
            r"|developing|resolving"
            r"|progressive|progressing|remaining|current)(?: (?:or|and|,) (?:new|old|stable|unchanged|persistent"
            r"|improved|worsened|increased|decreased))? ",
            "",
        ),
        (r",? ?\b(?:stable|unchanged|stably|persistent)(?=$|[,;])", ""),
        (r"\bcontinues? to (?:demonstrate|show)\b", "shows"),
        (r",? in (?:size|appearance)$", ""),
        # The person.
        (r"\b(?:known|elderly|clinical|clinically|post-?(?:operative|surgical|traumatic|procedural)) ", ""),
    )
)


_TIDY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), replacement)
    for pattern, replacement in (
        (r"\(\s*\)|\[\s*\]", ""),
        (r"\s+", " "),
        (r" +([,.;:)])", r"\1"),
        (r"([,;:])(?: ?[,;:])+", r"\1"),
        (r"\b(\w+) (?=\1\b)", ""),
        (r"\bthere is (?=(?:several|multiple|many|bilateral \w+s)\b)", "there are "),
        (r"\b(a|an|the) (?=(?:a|an|the)\b)", ""),
        (r"\b(no|any) (?:a|an|the) ", r"\1 "),
        (r"^(?:[-*•,;:.)\s]+|\d{1,2}[.)] )+", ""),
        (r"^(?:and|but|or|also|however|otherwise|additionally|overall|though|although),? ", ""),
        (r"(?:^|,)(?: and)? ?[^,]{1,60}\b(?:is|are|appears?|remains?|has|have|was|were)$", ""),
        (r"\ban (?=[bcdfgjklmnpqrstvwyz])", "a "),
        (r"\ba (?=[aeio])", "an "),
        (
            r"(?:[,;:(\s-]+|\b(?:and|or|with|of|in|the|a|an|as|to|on|from|at|by|for|is|are|which|that|but"
            r"|measuring))+$",
            "",
        ),
        (
            r"\ban? (?!few|couple|number|small (?:areas?|amounts?))(?=(?:\w+ ){0,2}\w*(?:effusions|opacities"
            r"|nodules|infiltrates|fractures)\b)",
            "",
        ),
    )
)


def tidy(text: str) -> str:
    """Spaces, commas and little words that lead to nothing put right."""
    before = None
    while before != text:
        before = text
        for pattern, replacement in _TIDY:
            text = pattern.sub(replacement, text).strip()
    return text

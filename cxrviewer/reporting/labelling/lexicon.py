"""The words for each observation; knows words, not what is said with them.

Written after the phrase lists of CheXpert's labeller (see NOTICE.md). Departures from it, each because the words alone
do not mean the finding: vascular congestion and heart failure are no edema, pericardial effusion is no pleural one,
fibrosis of the lung is no pleural disease, and a plain "line" or "plate" is no device. The heart and the mediastinum
have a grammar of their own (heart.py).
"""

import re
from dataclasses import dataclass

from cxrviewer.reporting.labelling.observation import Observation


@dataclass(frozen=True, slots=True)
class Term:
    """How one observation is named; None is an abnormality outside the 13, which only speaks against No Finding.

    ``cues`` are substrings of which one must occur: the cheap test before the pattern.
    """

    observation: Observation | None
    cues: tuple[str, ...]
    pattern: re.Pattern[str]


def _term(observation: Observation | None, cues: str, pattern: str) -> Term:
    return Term(observation, tuple(cues.split("|")), re.compile(pattern))


TERMS = (
    _term(
        Observation.LUNG_OPACITY,
        "opaci|infiltrat|air|densit|interstitial|reticul|scar|peribronch|transluc",
        r"\bopaci(?:ty|ties|fi\w+)|\binfiltrat(?:e|es|ion|ions|ive)\b|\bair[- ]?space (?:disease|process"
        r"|filling|infiltrate)"
        r"|\b(?:increased|hazy|patchy|ill-defined|airspace|focal|parenchymal) densit(?:y|ies)|\bdecreased translucency"
        r"|\binterstitial (?:lung )?(?:markings?|patterns?|lung|diseases?|changes?|prominence|thickening|infiltrates?)"
        r"|\breticula(?:r|tion|tions)\b"
        r"|(?<!pleural )(?<!pleural parenchymal )(?<!pleuro-parenchymal )\bscar(?:s|ring)?\b"
        r"|\bperibronchial (?:wall )?(?:thickening|cuffing)",
    ),
    _term(
        Observation.LUNG_LESION,
        "mass|nodul|lump|lesion|carcinoma|neoplas|tumo|malignan",
        r"(?<!breast )\bmass(?:es)?\b(?! effect)|(?<!calcified )\bnodul(?:e|es|ar (?:densit\w+|opaci\w+)|arity)\b"
        r"|\bpulmonary lumps?\b"
        r"|\b(?:lung|pulmonary|cavit(?:y|ary|ating)) (?:lesion|nodule)s?|\bcarcinoma|\bneoplas\w+|\btumou?rs?\b"
        r"|\bmalignan(?:cy|t)\b",
    ),
    _term(
        Observation.EDEMA,
        "edema",
        r"(?<!soft tissue )(?<!subcutaneous )(?<!marrow )\bo?edema(?:tous)?\b",
    ),
    _term(Observation.CONSOLIDATION, "consolidat", r"\bconsolidat\w+"),
    _term(Observation.PNEUMONIA, "pneumoni|infect", r"\b(?:broncho)?pneumoni(?:a|as|c)\b|\binfecti(?:on|ons|ous)\b"),
    _term(
        Observation.ATELECTASIS,
        "atelect|collaps",
        r"\batelecta\w+|\batelectatic\b|(?<!vertebral )(?<!vertebral body )(?<!compression )\bcollaps(?:e"
        r"|ed)\b(?! (?:of )?(?:the )?vertebra)",
    ),
    _term(Observation.PNEUMOTHORAX, "thora", r"\b(?:hydro|h(?:a?e)mo)?-?pneumo-?thora(?:x|xes|ces)\b"),
    _term(
        Observation.PLEURAL_EFFUSION,
        "effusion|fluid|othorax",
        r"(?<!pericardial )(?<!joint )\beffusions?\b|\bpleural (?:effusion/)?fluid\b"
        r"|\b(?:ha?emo|hydro)(?:pneumo)?thorax\b",
    ),
    _term(
        Observation.PLEURAL_OTHER,
        "pleur|fibrothorax",
        r"\bpleural (?:(?:and|or|based) )?(?:parenchymal )?(?:thickening|plaques?|scar(?:s|ring)?|fibrosis"
        r"|calcifications?)"
        r"|\bfibrothorax\b|\bpleuro-?(?:parenchymal|pericardial) scar(?:s|ring)?",
    ),
    _term(Observation.FRACTURE, "fractur", r"\bfractur(?:e|es|ed)\b"),
    _term(
        Observation.SUPPORT_DEVICES,
        "pace|picc|tube|valv|cathet|hardware|arthropl|icd|defib|device|drain|screw|cannula|coil|port|stent|line|plate",
        r"\bpace(?:r|maker)s?\b|\bpicc\b|\btubes?\b(?! of)|\b(?:prosthetic|mechanical"
        r"|artificial|replacement)"
        r" (?:aortic |mitral )?valves?\b|\bvalve (?:prosthesis|replacement)"
        r"|\bcatheters?\b|\bhardware\b|\barthroplast\w+"
        r"|\bm?icd\b|\bdefibrillator"
        r"|\bdevices?\b|\bdrains?\b|\bscrews?\b|\bcannulas?\b|\b(?:embolization )?coils\b|\bport-?a-?cath|\bmediport\b"
        r"|\bchest port\b|\bstents?\b|\b(?:central|venous|arterial|subclavian|jugular|support"
        r"|monitoring) (?:venous )?lines?\b"
        r"|\blines? and tubes?\b|\b(?:plates? and screws?|metallic plates?|fixation plates?)",
    ),
    _term(
        None,
        "emphysem|blunt|elevat|eventr|scolio|degenera|calcifi|inflat|expan|spasm|asthma|hernia|copd|plaque|phyt|athero|"
        "tortuo|kypho|thicken|cephal|aspirat|bull|contus|osteop|metasta|granulo|mediastinum|peritoneum|dystroph|cuff|"
        "fissure|hypertens|prominen|bronchi|volume loss|deform|hemorr|hemato|ectasi|spondyl|congest|failure"
        "|fibro|adenop",
        r"\bemphysema\w*|\bblunt(?:ed|ing)\b|\belevat(?:ed|ion)\b|\beventration|\bscoliosis|\bdegenerat\w+|\bcalcifi\w+"
        r"|\bhyper-?(?:inflat|expan)\w+|\bbronchospasm|\basthma\w*|\bherni\w+|\bcopd\b|\bplaques?\b|\bosteophyt\w+"
        r"|\bathero\w+|\btortuo\w+|\bkypho\w+|\bthickening\b|\bcephalization|\baspiration\b|\bbulla\w*|\bbullous\b"
        r"|\bcontusions?|\bosteopenia|\bosteoporosis|\bmetasta\w+|\bgranuloma\w*|\bpneumo(?:mediastinum|peritoneum)"
        r"|\bosteodystrophy|\bcuffing|\bfissur\w+|\bhypertension|\bprominen\w+|\bbronchi(?:tis|olitis|ectasis)"
        r"|\bvolume loss|\bdeformit\w+|\bhemorrhage|\bhematoma|\bectasia\b|\bectatic\b|\bspondyl\w+|\bcongestion"
        r"|\b(?:heart|cardiac) failure|\bfibro(?:sis|tic)\b|\b(?:lymph)?adenopathy",
    ),
)

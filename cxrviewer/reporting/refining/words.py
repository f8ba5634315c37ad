"""What may not stand in a refined report: words that no single frontal film can support. Patterns only, no rule.

After the paper's instructions for refining (Lee et al., arXiv 2310.18341): no temporal words, no lateral view, no
numbers with units, no age, sex or history, no blanks, no catheters, tubes, lines or other devices.
"""

import re

BLANK = r"\S*(?:_{2,}|X{3,})\S*"
"""What de-identification left out: MIMIC's ``___``, Open-I's ``XXXX``."""

TEMPORAL = (
    r"new(?:ly|er)?|old(?:er)?|prior|previous(?:ly)?|earlier|former(?:ly)?|recent(?:ly)?|compar\w+|interval(?:ly)?"
    r"|stabl[ey]|stability|un-?changed|chang(?:ed|ing)|(?:no|without|interval|significant|any|little"
    r"|substantial) (?:\w+ )?changes?|alter(?:ed|ation)|persist\w*|remain(?:s|ed|ing)?|residual|continu(?:e[sd]?"
    r"|ing|ous(?=ly))\w*"
    r"|again|re-?demonstrat\w+|re-?identified|recurrent|(?:re-?)?accumulat\w+|no longer|still|now|current(?:ly)?"
    r"|today"
    r"|improv\w+|worsen\w*|worse|increas\w+|decreas\w+|enlarging|progress\w*|regress\w*|resol(?:v\w+|ution)"
    r"|clear(?:ed|ing|ance)|develop\w*|evolv\w+|evolution|since|before|follow(?:ing|ed)|subsequent\w*"
    r"|(?:re-?)?appeared|larger|smaller|reduc\w+|diminish\w*|unaltered|baseline|serial"
)
_UNIT = (
    r"(?:mm|cm|millimet\w+|centimet\w+|ml|cc|inch(?:es)?|degrees?|seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|years?"
    r"|%|percent|kg|kvp?|mas)(?!\w)"
)
_COUNT = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few)"
NUMBER = (
    rf"(?:(?:approximately|about|roughly|nearly|up to|at least|less than|greater than|within|~) ?)*{_COUNT}"
    rf"(?: ?(?:x|by|-|to|or|×) ?{_COUNT})*(?: |-)?{_UNIT}"
)
"""A number with its unit, words such as "in six weeks" included."""
DATE = (
    r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?(?!\w)|\d{1,2}:\d{2}(?: ?[ap]\.?m\b\.?)?|(?:19|20)\d\d(?!\w)"
    r"|\d+ ?[ap]\.?m\b\.?"
)
PERSON = (
    r"\d+[- ]?(?:year|yr|y)s?[- ]?o(?:ld)?|(?:fe)?males?|(?:wo)?m[ae]n|gentlem[ae]n|lady|ladies|boys?|girls?"
    r"|(?:s?he|his|hers?)"
    r"|elderly|aged|history|hx|h/o|known|status[- ]post|s/p|post-?(?:operative(?:ly)?|op|surgical|procedure"
    r"|procedural"
    r"|treatment|radiation|sternotomy|traumatic)|surger(?:y|ies)|surgical(?:ly)?|cabg|operati(?:on|ve)\w*|resection"
    r"|transplant\w*|(?:\w+)?(?:ectomy|ectomies|otomy|otomies)|clinical(?:ly)?"
)
LATERAL = (
    r"lateral (?:view|film|radiograph|projection|image|exam\w*|chest(?! wall)|x-?ray)s?"
    r"|(?:frontal|pa|ap) and (?:\w+ )?lateral"
    r"|on (?:the )?(?:\w+ )?laterals?(?= |$)(?! \w+ (?:costo|cardio|rib|wall|aspect))|lateral only|retrosternal"
    r"|two[- ]views?"
)
DEVICE = (
    r"catheters?|tubes?(?! of)|tubing|picc|piccs|port-?a-?cath\w*|mediport|ports?|pace-?makers?|pacers?|pacing"
    r"|pacer|aicds?|icds?"
    r"|defibrillators?|generators?|leads?|electrodes?|wires?|clips?|staples?|sutures?|hardware|stents?|grafts?"
    r"|devices?|drains?"
    r"|drainage|cannulas?|swan[- ]ganz|dob+-?hof+|(?:naso|oro)-?(?:gastric|enteric|jejunal)|enteric|endotracheal"
    r"|tracheostomy|ng"
    r"|ett?s?|ogt|ngt|intubat\w+|extubat\w+|balloon|prosthe\w+|(?:prosthetic|mechanical|artificial|replaced) \w+"
    r"|valves?"
    r"|valvular replacement|plates?|screws?|rods?|pins?|coils?|filters?|implants?|stimulators?|monitors?|monitoring"
    r"|arthroplast\w+|sternotom(?:y|ies)|cerclage|pleurx|sheaths?|foreign bod(?:y|ies)|fixation|vertebroplasty"
    r"|anchors?"
    r"|introducers?|ecmo|iabp|impella|lvad|tips?|buttons?|jewelry|vp shunt|shunts?|tubed|apparatus"
    r"|(?<!pleural )(?<!septal )(?<!kerley )(?<!kerley b )(?<!paratracheal )(?<!paraspinal )(?<!junction )(?<!skin )"
    r"(?<!fracture )(?<!stripe )(?<!fissural )(?<!mid)lines?(?! of demarcation)"
)
_TALK = (
    r"dr\.?|doctor|physician|nurse|telephone\w*|phone|paged?|discuss\w+|communicat\w+|notif\w+|informed|conveyed"
    r"|attending|resident|reviewed|wet read|dictat\w+|electronically"
)
"""Who was told what: no finding."""

FORBIDDEN = re.compile(
    rf"(?:(?<=^)|(?<=[\W_]))(?:{TEMPORAL}|{PERSON}|{LATERAL}|{DEVICE}|{_TALK})(?=$|[\W_])|{BLANK}"
    rf"|(?<![\w.]){NUMBER}|(?<![\w.])(?:{DATE})",
    re.IGNORECASE,
)
"""Whatever may not survive."""
DEVICES = re.compile(rf"(?<![\w-])(?:{DEVICE})(?![\w])", re.IGNORECASE)
TALK = re.compile(rf"\b(?:{_TALK})\b", re.IGNORECASE)
FURTHER_STUDY = re.compile(
    r"\brecommend\w*|\badvised?\b|\bsuggest(?:ed)? (?:a )?(?:ct|chest ct|follow)|\bfollow-?up\b"
    r"|\bfurther (?:evaluation|assessment|characterization|imaging|work-?up|evaluated|characterized)"
    r"|\bcorrelat\w+|\bct (?:of the chest |scan )?(?:could|may|should|can|would|is)\b"
    r"|\bconsider(?:ation)? (?:\w+ )?(?:ct|chest ct|imaging)",
    re.IGNORECASE,
)
"""A sentence that asks for another examination."""
TECHNIQUE = re.compile(
    r"\b(?:views?|radiographs?|projections?|images?|films?|examination|study|exam)\b.{0,60}\b(?:obtained|provided"
    r"|performed"
    r"|submitted|presented|acquired|available|consists? of|limited|rotated)\b|^(?:final report|wet read)\W*$"
    r"|^(?:portable|single|pa|ap|frontal)\b"
    r".{0,40}\b(?:views?|radiographs?|chest)\W*$|\b(?:was|were) (?:obtained|acquired|submitted)\b",
    re.IGNORECASE,
)
"""A sentence on how the film was taken."""

STATES_NORMAL = re.compile(
    r"\b(?:normal\w*|clear|unremarkable|intact|free of|midline|within (?:\w+ )?limits|symmetric\w*|sharp|negative"
    r"|(?:well[- ](?:aerated|expanded|inflated))|(?:low|large) lung volumes|volumes are low|(?:no"
    r"|without) (?:\w+ ){0,3}(?:disease|abnormalit\w+|process|findings?|evidence))\b",
    re.IGNORECASE,
)
"""Words by which a sentence without any finding still says something."""
EXAMINATION = re.compile(
    r"\b(?:ct|computed tomography|radiographs?|x-?rays?|films?|imaging|scans?|mri|ultrasound|sonograph\w+|views?"
    r"|follow-?up"
    r"|correlat\w+|evaluation|bronchoscopy)\b",
    re.IGNORECASE,
)
OTHER_FILM = re.compile(
    r"^(?:on|in) (?:the |a |an )?(?:\w+ ){0,2}?(?:prior|previous|earlier|outside|comparison)\b"
    r"|\b(?:prior|previous|earlier|outside|comparison) (?:\w+ )?(?:exam\w*|study|radiograph|film|image|ct|scan"
    r"|x-?ray)s?"
    r" (?:\w+ )?(?:demonstrated|showed|revealed|was|were|had|is|are)\b",
    re.IGNORECASE,
)
"""A sentence about another film."""

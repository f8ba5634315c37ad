"""Under which terms a checkpoint may be used, in short and with the place of the full text. Knows no file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence."""

    name: str
    summary: str
    """What it allows and forbids, in a few sentences; the text behind the link is what binds."""
    link: str


CC_BY_NC = Licence(
    "CC BY-NC 4.0",
    "The weights may be copied, changed and passed on with credit to their authors, for purposes that are not "
    "commercial. There is no warranty.",
    "https://creativecommons.org/licenses/by-nc/4.0/legalcode",
)
LLAMA_2 = Licence(
    "Llama 2 Community License",
    "The language model inside is Llama 2: its licence and its Acceptable Use Policy apply too. Copies carry Meta's "
    "notice, output may not be used to improve other language models, and the policy forbids unlawful and harmful "
    "uses.",
    "https://ai.meta.com/llama/license/",
)
PUBLISHED = (CC_BY_NC, LLAMA_2)
"""What applies to the published CXR-LLaVA-v2, both together."""

DEMO_WORDS = (
    "comes with the program and under its licence; trained on synthetic radiographs, means nothing on a patient"
)
PUBLISHED_WORDS = (
    "as its publisher says; the published CXR-LLaVA-v2 is under CC BY-NC 4.0 and the Llama 2 Community License "
    "(research only, no commercial use)"
)

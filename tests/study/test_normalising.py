"""Texts made alike: golden cases in the style of the public collections, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.study.normalising import normalise

GOLDEN = {
    "sections": (
        " FINAL REPORT\n EXAMINATION:  CHEST (PA AND LAT)\n\n INDICATION:  ___F with ascites  // eval for infection\n\n"
        " TECHNIQUE:  Chest PA and lateral\n\n COMPARISON:  None.\n\n FINDINGS: \n\n There is no pleural effusion.\n"
        " The heart\n is normal.\n\n IMPRESSION: \n\n No acute process.",
        "There is no pleural effusion. The heart is normal. No acute process.",
        {"section not about this film", "section header", "line break"},
    ),
    "sections in one line": (
        "Comparison: XXXX, XXXX. Findings: Clear lungs. Impression: Normal chest.",
        "Clear lungs. Normal chest.",
        {"section not about this film", "section header"},
    ),
    "holes": ("Opacity in the ___ lobe. No effusion XXXX. XXXX.", "Opacity in the lobe. No effusion.", {"hole"}),
    "bracketed hole": ("Tube of [**Hospital 1**] make.", "Tube of make.", {"hole"}),
    "capitals": (
        "HEART SIZE IS NORMAL. PICC TIP IN SVC. NO PNEUMOTHORAX",
        "Heart size is normal. PICC tip in SVC. No pneumothorax.",
        {"capitals"},
    ),
    "no capitals": ("heart normal. lungs clear", "Heart normal. Lungs clear.", {"capitals"}),
    "prior in front": (
        "As compared to the previous radiograph, the heart is larger.",
        "The heart is larger.",
        {"reference to an earlier film", "capitals"},
    ),
    "prior with a hole": (
        "In comparison with the study of ___, there is little change.",
        "There is little change.",
        {"reference to an earlier film", "capitals"},
    ),
    "prior at the end": ("Clear compared to prior.", "Clear.", {"reference to an earlier film"}),
    "prior alone": ("Compared to prior study of ___. Clear.", "Clear.", {"sentence about earlier films"}),
    "prior since": (
        "Effusion, unchanged since the prior study, is small.",
        "Effusion, unchanged, is small.",
        {"reference to an earlier film"},
    ),
    "no prior": (
        "No prior studies are available for comparison. The lungs are clear.",
        "The lungs are clear.",
        {"sentence about earlier films"},
    ),
    "comparison is made": (
        "Comparison is made to prior exam from 12/3/2010. The lungs are clear.",
        "The lungs are clear.",
        {"sentence about earlier films"},
    ),
    "list": ("1. No effusion.\n2. Normal heart.", "No effusion. Normal heart.", {"list number", "line break"}),
    "windows lines": ("Clear.\r\nNormal.", "Clear. Normal.", {"line break"}),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    text, shown, rules = GOLDEN[name]
    found = normalise(text)
    assert found.text == shown
    assert {change.rule for change in found.changes} == rules
    assert all(change.removed for change in found.changes)


@pytest.mark.parametrize(
    "text",
    [
        "There is a 1.2 cm nodule in the left upper lobe.",
        "The cardiac silhouette is enlarged. No pleural effusion or pneumothorax is seen.",
        "Comparison of both lungs shows asymmetry.",
        "The trachea is deviated to the right, from the mass.",
        "폐는 깨끗합니다. 늑막삼출은 없습니다.",
        "A study of the bones is normal.",
        "The prior sternotomy wires are intact.",
        "Degenerative changes from T4 to T12.",
    ],
)
def test_what_says_something_of_the_film_is_left_alone(text: str) -> None:
    assert normalise(text) == normalise(normalise(text).text)
    assert normalise(text).text == text
    assert normalise(text).changes == ()


@pytest.mark.parametrize("text", ["___", "XXXX.", "COMPARISON: None.", " \n", "Compared to prior.", "..."])
def test_nothing_may_be_left(text: str) -> None:
    assert normalise(text).text == ""


def test_the_log_holds_what_was_taken_out() -> None:
    changes = {
        change.rule: change.removed for change in normalise("FINDINGS: Clear XXXX since the prior exam.").changes
    }
    assert changes["section header"] == ("FINDINGS:",)
    assert changes["hole"] == ("XXXX",)
    assert changes["reference to an earlier film"] == ("since the prior exam",)


WORDS = st.sampled_from(
    [
        *["FINDINGS:", "Impression:", "COMPARISON:", "___", "XXXX", "compared", "to", "prior", "exam", "since", "the"],
        *["study", "of", "2010", ".", ",", ";", "(", ")", "\n", "\n\n", "1.", "-", "No", "heart", "LUNGS", "clear"],
        *["Dr.", "1.2", "[**", "**]", "from", "?", "!", ":", "without", "when", "Comparison", "is", "made"],
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_settles_and_keeps_no_hole(text: str) -> None:
    shown = normalise(text).text
    assert normalise(shown).text == shown
    assert normalise(shown).changes == ()
    assert "___" not in shown
    assert "\n" not in shown
    assert "XXXX" not in shown.split()

"""Whole reports: sections, sentences, places, sides, sizes, No Finding, and what must hold for any text."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.reporting.findings import Side
from cxrviewer.reporting.labelling import (
    Mention,
    Observation,
    Presence,
    Severity,
    heart,
    label_report,
    labels,
    lexicon,
    place,
    scopes,
    sections,
    sentences,
)
from tests.reporting.labelling.test_sentences import CASES

EFFUSION, EDEMA = Observation.PLEURAL_EFFUSION, Observation.EDEMA
TEXTS = [text for text, _ in CASES]
WORDS = st.sampled_from(
    [*" ".join(TEXTS).split(), "\n\n", "FINDINGS:", "INDICATION:", "1.", "XXXX", "İ", "ß", "\t", "e.g."]
)
REPORTS = st.lists(WORDS, max_size=40).map(" ".join)


def only(text: str, observation: Observation) -> Mention:
    (mention,) = (one for one in label_report(text).mentions if one.observation is observation)
    return mention


# Places.


def test_the_evidence_is_where_the_words_are() -> None:
    text = "Clear  right lung.\n\nThere is\n a SMALL left   pleural\neffusion."
    mention = only(text, EFFUSION)
    assert text[mention.start : mention.end] == "effusion"
    assert mention.start == text.index("effusion")


def test_the_heart_is_shown_with_its_predicate() -> None:
    text = "Lungs clear. The  cardiac silhouette is\nmildly enlarged."
    mention = only(text, Observation.CARDIOMEGALY)
    assert text[mention.start : mention.end] == "cardiac silhouette is\nmildly enlarged"


@pytest.mark.parametrize("said", ["is not widened", "is not large", "is not prominent", "is not enlarged"])
def test_a_denial_between_verb_and_size_is_read(said: str) -> None:
    assert only(f"The mediastinum {said}.", Observation.ENLARGED_CARDIOMEDIASTINUM).presence is Presence.ABSENT


def test_a_lung_lesion_is_known_by_its_own_name() -> None:
    assert only("There is no lung lesion.", Observation.LUNG_LESION).presence is Presence.ABSENT


def test_evidence_is_what_decided() -> None:
    text = "No effusion. Possible effusion. There is an effusion."
    found = label_report(text)
    assert found[EFFUSION] is Presence.PRESENT
    assert [one.start for one in found.evidence(EFFUSION)] == [text.rindex("effusion")]
    assert found.evidence(EDEMA) == ()


# Strength.


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("No effusion. Possible effusion.", Presence.UNCERTAIN),
        ("Possible effusion. There is an effusion.", Presence.PRESENT),
        ("There is an effusion. No effusion.", Presence.PRESENT),
        ("No effusion.", Presence.ABSENT),
        ("", Presence.NOT_MENTIONED),
    ],
)
def test_an_affirmation_outweighs_a_doubt_and_a_doubt_a_denial(text: str, presence: Presence) -> None:
    assert label_report(text)[EFFUSION] is presence


# Sides and sizes.


@pytest.mark.parametrize(
    ("text", "side", "severity"),
    [
        ("Small left pleural effusion.", Side.LEFT, Severity.MILD),
        ("Large effusion on the right.", Side.RIGHT, Severity.SEVERE),
        ("Moderate bilateral effusions.", Side.BILATERAL, Severity.MODERATE),
        ("Effusion.", None, None),
        ("No small left effusion.", None, None),
        ("Trace right effusion, but no left pneumothorax.", Side.RIGHT, Severity.MILD),
        ("Right and left effusions.", Side.BILATERAL, None),
        ("Possible tiny left effusion.", Side.LEFT, Severity.MILD),
        ("Clear right lung; massive left effusion.", Side.LEFT, Severity.SEVERE),
    ],
)
def test_side_and_severity(text: str, side: Side | None, severity: Severity | None) -> None:
    mention = only(text, EFFUSION)
    assert (mention.side, mention.severity) == (side, severity)


def test_the_heart_has_no_side_but_a_size() -> None:
    mention = only("The left heart border is hidden; severe cardiomegaly to the left.", Observation.CARDIOMEGALY)
    assert (mention.side, mention.severity) == (None, Severity.SEVERE)


# Sections.


@pytest.mark.parametrize(
    "heading", ["INDICATION", "History", "Clinical history", "COMPARISON", "Technique", "Reason for exam"]
)
def test_what_was_asked_or_seen_before_is_not_labelled(heading: str) -> None:
    text = f"{heading}: Pneumothorax, effusion.\nFINDINGS: No pneumothorax. Edema.\nIMPRESSION: Edema."
    found = label_report(text)
    assert (found[Observation.PNEUMOTHORAX], found[EFFUSION], found[EDEMA]) == (
        Presence.ABSENT,
        Presence.NOT_MENTIONED,
        Presence.PRESENT,
    )
    assert label_report(f"FINDINGS: Edema. {heading}: effusion")[EFFUSION] is Presence.NOT_MENTIONED


def test_a_report_without_headings_is_read_whole() -> None:
    assert label_report("Comparison made with an older film. Effusion.")[EFFUSION] is Presence.PRESENT


# Sentences.


@pytest.mark.parametrize(
    "text",
    [
        "No pneumothorax.Left effusion.",
        "1. No pneumothorax\n2. Left effusion",
        "No pneumothorax\n\nLeft effusion",
        "No pneumothorax\n- left effusion",
        "no pneumothorax! left effusion",
        "No pneumothorax, seen by Dr. XXXX. Left effusion.",
        "No pneumothorax of 2.5 cm. Left effusion",
    ],
)
def test_a_denial_ends_with_its_sentence(text: str) -> None:
    found = label_report(text)
    assert (found[Observation.PNEUMOTHORAX], found[EFFUSION]) == (Presence.ABSENT, Presence.PRESENT)


def test_an_abbreviation_and_a_line_end_do_not_end_a_sentence() -> None:
    assert label_report("Atelectasis vs. consolidation.")[Observation.CONSOLIDATION] is Presence.UNCERTAIN
    assert label_report("No focal consolidation or\npleural effusion.")[EFFUSION] is Presence.ABSENT


# No Finding.


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("The lungs are clear.", Presence.PRESENT),
        ("No acute cardiopulmonary abnormality.", Presence.PRESENT),
        ("No effusion. PICC in place.", Presence.PRESENT),
        ("No effusion. Possible pneumonia.", Presence.NOT_MENTIONED),
        ("Small effusion.", Presence.NOT_MENTIONED),
        ("Scoliosis.", Presence.NOT_MENTIONED),
        ("No scoliosis.", Presence.PRESENT),
        ("", Presence.NOT_MENTIONED),
        ("INDICATION: cough", Presence.NOT_MENTIONED),
    ],
)
def test_no_finding_is_what_is_left_when_nothing_is_abnormal(text: str, presence: Presence) -> None:
    assert label_report(text)[Observation.NO_FINDING] is presence


# What holds for any text.


@given(st.one_of(st.text(max_size=300), REPORTS))
def test_mentions_lie_in_the_text_and_decide_the_labels(text: str) -> None:
    found = label_report(text)
    for mention in found.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert not text[mention.start].isspace()
        assert not text[mention.end - 1].isspace()
    for observation in Observation:
        if observation is not Observation.NO_FINDING:
            assert bool(found.evidence(observation)) is (found[observation] is not Presence.NOT_MENTIONED)


@given(REPORTS)
def test_the_same_text_gives_the_same_labels_remembered_or_not(text: str) -> None:
    first = label_report(text)
    labels._judged.cache_clear()
    scopes._turns.cache_clear()
    assert label_report(text) == first


@given(st.lists(st.sampled_from(TEXTS), max_size=6), st.integers(0, 6))
def test_a_sentence_about_nothing_changes_nothing(texts: list[str], at: int) -> None:
    with_it = [*texts[:at], "The patient is rotated to the right.", *texts[at:]]
    bare, padded = label_report(" ".join(texts)), label_report(" ".join(with_it))
    others = [one for one in Observation if one is not Observation.NO_FINDING or texts]
    assert [bare[one] for one in others] == [padded[one] for one in others]
    assert len(bare.mentions) == len(padded.mentions)


@given(st.lists(st.sampled_from(TEXTS), max_size=6))
def test_capitals_change_nothing(texts: list[str]) -> None:
    text = " ".join(texts)
    assert label_report(text.upper()) == label_report(text) == label_report(text.lower())


@given(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=6), st.integers(0, 1000))
def test_the_order_of_sentences_changes_no_label(texts: list[str], seed: int) -> None:
    shuffled = random.Random(seed).sample(texts, len(texts))
    assert label_report(" ".join(texts)).presences == label_report(" ".join(shuffled)).presences


# Hostile texts: the work grows with the length, told by counts and by the shape of the patterns, not by a clock.


@pytest.mark.parametrize(
    "piece", ["a", "effusion ", "no ", "heart ", "heart", ".", "\n", " \n", ":", "İ", "enlarged heart ", "is "]
)
def test_twice_the_text_is_twice_the_work(monkeypatch: pytest.MonkeyPatch, piece: str) -> None:
    def work(text: str) -> int:
        seen: list[int] = []

        def counted(sentence: str) -> Iterator[labels._Words]:
            seen.append(len(sentence))
            return iter(())

        monkeypatch.setattr(labels, "_judged", counted)
        label_report(text)
        assert max(seen, default=0) <= sentences.LONGEST
        return sum(seen)

    size = 100_000 // len(piece)
    assert work(piece * size * 2) <= 2 * work(piece * size) + sentences.LONGEST


def test_a_megabyte_without_a_space_is_read() -> None:
    found = label_report("x" * 1_000_000)
    assert found.mentions == ()
    assert label_report("x" * 1_000_000 + " Effusion.")[EFFUSION] is Presence.PRESENT


def patterns() -> list[re.Pattern[str]]:
    found = [term.pattern for term in lexicon.TERMS]
    for module in (heart, place, scopes, sections, sentences):
        found += [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    return found


def repeats(node: object, within: bool) -> Iterator[tuple[bool, bool]]:
    """Each repeat of a parsed pattern: whether it is open-ended, and whether it stands inside another repeat."""
    parser = re._parser  # type: ignore[attr-defined]
    for operation, argument in node:  # type: ignore[attr-defined]
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, high, inner = argument
            yield high is parser.MAXREPEAT, within
            yield from repeats(inner, within or high > 1)
        elif name == "SUBPATTERN":
            yield from repeats(argument[-1], within)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from repeats(branch, within)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from repeats(argument[1], within)


def test_no_pattern_can_backtrack_without_end() -> None:
    assert len(patterns()) > 20
    for pattern in patterns():
        parsed = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
        assert not [one for one in repeats(parsed, within=False) if all(one)], pattern.pattern


def test_the_shape_test_finds_a_bad_pattern() -> None:
    assert (True, True) in repeats(re._parser.parse(r"(?:\w+ ?)*x"), within=False)  # type: ignore[attr-defined]

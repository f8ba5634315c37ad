import numpy as np

from cxrviewer.phantom.drawing import draw_truth
from cxrviewer.phantom.language import report
from cxrviewer.phantom.reading import body_and_impression, places_said
from cxrviewer.phantom.truth import Extra, Form, Lesion, Mark, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.reporting.labeller import Presence, label_report
from tests.phantom.varied_truths import varied_truth

TRUTHS = [varied_truth(31, index) for index in range(2000)]
REPORTS = [report(truth, np.random.default_rng((32, index))) for index, truth in enumerate(TRUTHS)]
SAID = list(zip(TRUTHS, map(body_and_impression, REPORTS), strict=True))
TEMPORAL = ("new", "previous", "comparison", "compared", "stable", "improved", "unchanged", "decreased", "prior")
ZONED = (Finding.ATELECTASIS, Finding.CONSOLIDATION, Finding.EDEMA, Finding.PNEUMOTHORAX)


def meant(truth: Truth, finding: Finding) -> Presence:
    lesion = truth.lesion(finding)
    if lesion is None:
        return Presence.ABSENT
    return Presence.PRESENT if lesion.certain else Presence.UNCERTAIN


def test_the_labeller_reads_the_truth_back_from_every_body() -> None:
    for truth, (body, _) in SAID:
        labels = label_report(body)
        assert {finding: labels[finding].presence for finding in Finding} == {f: meant(truth, f) for f in Finding}, body


def test_the_labeller_reads_the_truth_back_from_every_impression() -> None:
    for truth, (_, impression) in SAID:
        labels = label_report(impression)
        for finding in Finding if impression else ():
            silent = labels[finding].presence is Presence.NOT_MENTIONED
            said = Presence.ABSENT if silent else labels[finding].presence
            assert said is meant(truth, finding), impression


def test_side_and_zone_are_read_back_from_body_and_impression() -> None:
    for truth, parts in SAID:
        for part in filter(None, parts):
            places, labels = places_said(part), label_report(part)
            assert list(places) == [lesion.finding for lesion in truth.lesions], part
            for lesion in truth.lesions:
                place = places[lesion.finding]
                assert place.zones == ({lesion.zone} if lesion.finding in ZONED else set()), part
                if lesion.finding is not Finding.EDEMA:
                    assert place.side is labels[lesion.finding].side is lesion.side, part


def test_about_half_have_an_impression() -> None:
    assert 0.42 < sum(bool(impression) for _, (_, impression) in SAID) / len(SAID) < 0.58


def test_findings_are_stated_in_their_order_and_denials_at_the_end_in_theirs() -> None:
    for truth, (body, _) in SAID:
        first = {
            finding: next(
                number
                for number, sentence in enumerate(body.split(". "))
                if label_report(sentence)[finding].presence is not Presence.NOT_MENTIONED
            )
            for finding in Finding
        }
        there = [first[lesion.finding] for lesion in truth.lesions]
        absent = [
            first[finding] for finding in Finding if not truth.has(finding) and finding is not Finding.CARDIOMEGALY
        ]
        assert there == sorted(there), body
        assert absent == sorted(absent), body


def test_reports_are_short_and_speak_of_no_earlier_film_no_number_and_no_device() -> None:
    devices = ("tube", "catheter", "pacemaker", "line", "device", "lead")
    for text in REPORTS:
        words = text.lower().replace(".", "").replace(",", "").split()
        assert 10 <= len(words) <= 75
        assert not set(words) & {*TEMPORAL, *devices}
        assert not any(letter.isdigit() for letter in text)
    lengths = sorted(len(body.split()) for _, (body, _) in SAID)
    assert 30 <= lengths[len(lengths) // 2] <= 42


def test_nodules_and_masses_are_reported_and_placed() -> None:
    for truth, parts in SAID:
        for part in filter(None, parts):
            assert part.lower().count("nodule") == sum(extra.mark is Mark.NODULE for extra in truth.extras)
            assert part.lower().count("mass") == sum(extra.mark is Mark.MASS for extra in truth.extras)
    for side, zone, words in ((Side.RIGHT, Zone.MID, "right middle lobe"), (Side.LEFT, Zone.MID, "left lingula")):
        truth = Truth((), (Extra(Mark.NODULE, side, zone),))
        assert any(words in report(truth, np.random.default_rng(number)) for number in range(30))


def test_a_collapse_is_of_a_lobe() -> None:
    lesion = Lesion(Finding.ATELECTASIS, Side.LEFT, Zone.LOWER, Size.LARGE, Form.LOBAR)
    for number in range(20):
        assert "left lower lobe" in report(Truth((lesion,)), np.random.default_rng(number))


def test_a_doubtful_finding_is_doubted_in_many_ways() -> None:
    lesion = Lesion(Finding.CONSOLIDATION, Side.RIGHT, Zone.LOWER, Size.SMALL, certain=False)
    texts = " ".join(report(Truth((lesion,)), np.random.default_rng(number)) for number in range(60)).lower()
    for doubt in ("possible", "may", "cannot be excluded", "suspected", "questionable", "may represent"):
        assert doubt in texts


def test_tens_of_thousands_of_reports_are_distinct() -> None:
    rngs = (np.random.default_rng((7, index)) for index in range(20_000))
    assert len({report(draw_truth(rng), rng) for rng in rngs}) > 17_000


def test_a_normal_film_has_thousands_of_reports() -> None:
    assert len({report(Truth(()), np.random.default_rng(number)) for number in range(4000)}) > 2000

from collections import Counter

import numpy as np

from cxrviewer.phantom.drawing import draw_truth
from cxrviewer.phantom.truth import Lesion, Size, Zone
from cxrviewer.reporting.findings import Finding, Side

TRUTHS = [draw_truth(np.random.default_rng((1, number))) for number in range(3000)]


def test_findings_are_about_as_frequent_as_stated() -> None:
    counts = Counter(lesion.finding for truth in TRUTHS for lesion in truth.lesions)
    for finding in Finding:
        assert 0.20 < counts[finding] / len(TRUTHS) < 0.36, finding
    assert 0.21 < sum(not truth.lesions for truth in TRUTHS) / len(TRUTHS) < 0.29


def test_findings_come_in_their_fixed_order() -> None:
    order = list(Finding)
    for truth in TRUTHS:
        places = [order.index(lesion.finding) for lesion in truth.lesions]
        assert places == sorted(places)


def meets(one: Lesion, other: Lesion) -> bool:
    return any(one.on(side) and other.on(side) for side in (Side.RIGHT, Side.LEFT))


def test_nothing_hides_anything() -> None:
    for truth in TRUTHS:
        air, fluid = truth.lesion(Finding.PNEUMOTHORAX), truth.lesion(Finding.PLEURAL_EFFUSION)
        band, patch = truth.lesion(Finding.ATELECTASIS), truth.lesion(Finding.CONSOLIDATION)
        for other in filter(None, (fluid, band, patch)):
            assert air is None or not meets(air, other), truth
        if fluid:
            for other in filter(None, (band, patch)):
                beside = other.zone is not Zone.LOWER and fluid.size is not Size.LARGE
                assert not meets(fluid, other) or beside, truth
        if band and patch and meets(band, patch):
            assert band.zone is not patch.zone, truth


def test_only_the_heart_has_no_side() -> None:
    for truth in TRUTHS:
        for lesion in truth.lesions:
            assert (lesion.side is None) is (lesion.finding is Finding.CARDIOMEGALY)
            assert lesion.side is not Side.BILATERAL or lesion.finding is not Finding.PNEUMOTHORAX

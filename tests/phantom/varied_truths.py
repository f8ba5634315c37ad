"""Truths richer than today's films: doubt, every form of atelectasis, nodules, masses and devices."""

from dataclasses import replace

import numpy as np

from cxrviewer.phantom.drawing import draw_truth
from cxrviewer.phantom.truth import Extra, Form, Lesion, Mark, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side


def varied_truth(seed: int, index: int) -> Truth:
    rng = np.random.default_rng((seed, index))
    drawn = draw_truth(rng)
    extras = [
        Extra(mark, (Side.RIGHT, Side.LEFT)[rng.integers(2)], (Zone.UPPER, Zone.MID, Zone.LOWER)[rng.integers(3)])
        for mark, share in ((Mark.NODULE, 0.15), (Mark.NODULE, 0.05), (Mark.MASS, 0.08))
        if rng.random() < share
    ]
    extras += [Extra(mark) for mark in Mark if mark.is_device and rng.random() < 0.07]
    return Truth(tuple(_varied(lesion, rng) for lesion in drawn.lesions), tuple(extras))


def _varied(lesion: Lesion, rng: np.random.Generator) -> Lesion:
    form, zone = lesion.form, lesion.zone
    if lesion.finding is Finding.ATELECTASIS:
        form = list(Form)[rng.integers(3)]
        zone = (Zone.UPPER, Zone.MID, Zone.LOWER)[rng.integers(3)]
    return replace(lesion, form=form, zone=zone, certain=bool(rng.random() < 0.8))

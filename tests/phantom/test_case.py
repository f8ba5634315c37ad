from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from cxrviewer.phantom.case import Film, Phantom, draw_phantom, render
from cxrviewer.phantom.exposure import MAX_VALUE, eight_bits
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting.findings import Finding, Side

SEED = 20


def rendered(finding: Finding, count: int, size: int = 128) -> list[tuple[Phantom, Film]]:
    """The first ``count`` phantoms with that finding."""
    phantoms = (draw_phantom(SEED, index) for index in range(500))
    chosen = [phantom for phantom in phantoms if phantom.truth.has(finding)][:count]
    return [(phantom, render(phantom, size)) for phantom in chosen]


def test_the_same_seed_and_number_give_the_same_film() -> None:
    one, other = render(draw_phantom(SEED, 3), 96), render(draw_phantom(SEED, 3), 96)
    assert np.array_equal(one.pixels, other.pixels)
    assert one.masks.keys() == other.masks.keys()


def test_another_number_gives_another_film() -> None:
    assert not np.array_equal(render(draw_phantom(SEED, 3), 96).pixels, render(draw_phantom(SEED, 4), 96).pixels)


def test_pixels_are_twelve_bits() -> None:
    pixels = render(draw_phantom(SEED, 0), 128).pixels
    assert pixels.dtype == np.uint16
    assert pixels.max() <= MAX_VALUE
    assert len(np.unique(pixels)) > 1000


def test_a_small_film_is_the_large_one_made_smaller() -> None:
    phantom = draw_phantom(SEED, 6)
    small = eight_bits(render(phantom, 128).pixels, phantom.exposure).astype(float)
    large = Image.fromarray(eight_bits(render(phantom, 512).pixels, phantom.exposure))
    reduced = np.asarray(large.resize((128, 128), Image.Resampling.BOX)).astype(float)
    assert np.abs(small - reduced).mean() < 3.0
    assert np.corrcoef(small.ravel(), reduced.ravel())[0, 1] > 0.99


def test_masks_are_those_of_the_truth() -> None:
    for index in range(30):
        phantom = draw_phantom(SEED, index)
        film = render(phantom, 96)
        assert set(film.masks) == {lesion.finding for lesion in phantom.truth.lesions}
        for mask in film.masks.values():
            assert mask.max() > 0.5
            assert mask.min() >= 0.0


@pytest.mark.parametrize("finding", [f for f in Finding if f not in (Finding.CARDIOMEGALY, Finding.EDEMA)])
def test_the_patients_right_is_on_the_left_of_the_film(finding: Finding) -> None:
    for phantom, film in rendered(finding, 12):
        lesion, mask = phantom.truth.lesion(finding), film.masks[finding]
        assert lesion is not None
        on_image_left, on_image_right = float(mask[:, :64].sum()), float(mask[:, 64:].sum())
        if lesion.side is Side.RIGHT:
            assert on_image_left > 20 * on_image_right
        elif lesion.side is Side.LEFT:
            assert on_image_right > 20 * on_image_left
        else:
            assert 0.3 < on_image_left / on_image_right < 3.0


def test_an_enlarged_heart_is_wider_than_half_the_chest_and_a_normal_one_is_not() -> None:
    for index in range(200):
        phantom = draw_phantom(SEED, index)
        assert (phantom.anatomy.heart_ratio > 0.5) is phantom.truth.has(Finding.CARDIOMEGALY)


@pytest.mark.parametrize(
    ("finding", "change"),
    [
        (Finding.ATELECTASIS, 150),
        (Finding.CONSOLIDATION, 250),
        (Finding.EDEMA, 60),
        (Finding.PLEURAL_EFFUSION, 300),
        (Finding.PNEUMOTHORAX, -40),
    ],
)
def test_a_finding_brightens_or_darkens_its_place(finding: Finding, change: int) -> None:
    for phantom, film in rendered(finding, 8):
        healthy = render(replace(phantom, truth=Truth(())), 128)
        where = film.masks[finding] > 0.9 * film.masks[finding].max()
        difference = film.pixels[where].astype(float) - healthy.pixels[where]
        assert np.median(difference) / change > 1.0, phantom.truth


def test_every_local_finding_shows_on_each_side_it_is_named_for() -> None:
    for index in range(80):
        phantom = draw_phantom(SEED, index)
        sided = [
            lesion for lesion in phantom.truth.lesions if lesion.finding not in (Finding.CARDIOMEGALY, Finding.EDEMA)
        ]
        masks = render(phantom, 192).masks if sided else {}
        for lesion in sided:
            for side, half in ((Side.RIGHT, np.s_[:, :96]), (Side.LEFT, np.s_[:, 96:])):
                if lesion.on(side):
                    assert (masks[lesion.finding][half] > 0.5).sum() >= 150, (index, lesion)

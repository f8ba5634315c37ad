from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from cxrviewer.phantom.case import Film, Phantom, draw_phantom, render
from cxrviewer.phantom.exposure import eight_bits
from cxrviewer.phantom.truth import Form, Lesion, Size, Truth, Zone
from cxrviewer.phantom.visibility import (
    PLATE_FLOOR,
    SURE,
    conspicuity,
    shares,
    visibility,
    visible_truth,
)
from cxrviewer.reporting.findings import Finding, Side

SEED, SIZE = 20, 128
HALF = SIZE // 2


@pytest.fixture(scope="module")
def phantoms() -> list[Phantom]:
    return [draw_phantom(SEED, index) for index in range(40)]


@pytest.fixture(scope="module")
def films(phantoms: list[Phantom]) -> list[tuple[Phantom, Film]]:
    """All of them, small."""
    return [(phantom, render(phantom, SIZE)) for phantom in phantoms]


def test_the_same_seed_and_number_give_the_same_film() -> None:
    one, other = render(draw_phantom(SEED, 3), 96), render(draw_phantom(SEED, 3), 96)
    assert np.array_equal(one.pixels, other.pixels)
    assert one.masks.keys() == other.masks.keys()


def test_another_number_gives_another_film() -> None:
    assert not np.array_equal(render(draw_phantom(SEED, 3), 96).pixels, render(draw_phantom(SEED, 4), 96).pixels)


def test_pixels_have_the_bits_of_their_console(films: list[tuple[Phantom, Film]]) -> None:
    assert {phantom.exposure.bits for phantom, _ in films} == {10, 12, 14}
    for phantom, film in films:
        assert film.pixels.dtype == np.uint16
        assert film.pixels.max() < 1 << phantom.exposure.bits
        assert len(np.unique(film.pixels)) > 500


def test_a_small_film_is_the_large_one_made_smaller() -> None:
    phantom = draw_phantom(SEED, 6)
    small = eight_bits(render(phantom, 128).pixels, phantom.exposure).astype(float)
    large = Image.fromarray(eight_bits(render(phantom, 512).pixels, phantom.exposure))
    reduced = np.asarray(large.resize((128, 128), Image.Resampling.BOX)).astype(float)
    assert np.abs(small - reduced).mean() < 3.0
    assert np.corrcoef(small.ravel(), reduced.ravel())[0, 1] > 0.99


def test_masks_are_those_of_the_truth(films: list[tuple[Phantom, Film]]) -> None:
    for phantom, film in films:
        assert set(film.masks) == {lesion.finding for lesion in phantom.truth.lesions}
        for mask in film.masks.values():
            assert mask.max() > 0.5
            assert mask.min() >= 0.0


@pytest.mark.parametrize("finding", [f for f in Finding if f not in (Finding.CARDIOMEGALY, Finding.EDEMA)])
def test_the_patients_right_is_on_the_left_of_the_film(finding: Finding, films: list[tuple[Phantom, Film]]) -> None:
    for phantom, film in films:
        lesion = phantom.truth.lesion(finding)
        if lesion is None:
            continue
        mask = film.masks[finding]
        on_image_left, on_image_right = float(mask[:, :HALF].sum()), float(mask[:, HALF:].sum())
        if lesion.side is Side.RIGHT:
            assert on_image_left > 20 * on_image_right
        elif lesion.side is Side.LEFT:
            assert on_image_right > 20 * on_image_left
        else:
            assert 0.3 < on_image_left / on_image_right < 3.0


def test_an_enlarged_heart_is_wider_than_half_the_chest_and_a_normal_one_is_not(phantoms: list[Phantom]) -> None:
    hard = [draw_phantom(SEED, index, hard=True) for index in range(40)]
    for phantom in (*phantoms, *hard):
        assert (phantom.anatomy.heart_ratio > 0.5) is phantom.truth.has(Finding.CARDIOMEGALY)


@pytest.mark.parametrize(
    ("finding", "change"),
    [
        (Finding.ATELECTASIS, 0.02),
        (Finding.CONSOLIDATION, 0.05),
        (Finding.EDEMA, 0.03),
        (Finding.PLEURAL_EFFUSION, 0.05),
        (Finding.PNEUMOTHORAX, -0.005),
    ],
)
def test_a_finding_brightens_or_darkens_its_place(
    finding: Finding, change: float, films: list[tuple[Phantom, Film]]
) -> None:
    for phantom, film in [pair for pair in films if pair[0].truth.has(finding)][:6]:
        others = tuple(lesion for lesion in phantom.truth.lesions if lesion.finding is not finding)
        healthy = render(replace(phantom, truth=replace(phantom.truth, lesions=others)), SIZE)
        # The mean, not the median: a plate's mask takes its neighbourhood along.
        where = film.masks[finding] > 0.5 * film.masks[finding].max()
        difference = film.pixels[where].astype(float) - healthy.pixels[where]
        assert difference.mean() / phantom.exposure.max_value / change > 1.0, phantom.truth


def test_every_local_finding_shows_on_each_side_it_is_named_for(films: list[tuple[Phantom, Film]]) -> None:
    for phantom, film in films:
        for lesion in phantom.truth.lesions:
            if lesion.finding in (Finding.CARDIOMEGALY, Finding.EDEMA):
                continue
            for side, half in ((Side.RIGHT, np.s_[:, :HALF]), (Side.LEFT, np.s_[:, HALF:])):
                if lesion.on(side):
                    assert (film.masks[lesion.finding][half] > 0.3).sum() >= 15, (phantom.index, lesion)


def test_without_the_floor_the_same_patient_keeps_what_the_film_hides(phantoms: list[Phantom]) -> None:
    hard = [draw_phantom(SEED, phantom.index, hard=True) for phantom in phantoms]
    shown = {"with the floor": [], "without": []}
    for easy, difficult in zip(phantoms, hard, strict=True):
        assert {lesion.finding for lesion in easy.truth.lesions} <= {o.finding for o in difficult.truth.lesions}
        for kind, phantom in (("with the floor", easy), ("without", difficult)):
            for lesion in phantom.truth.lesions:
                if lesion.finding is not Finding.CARDIOMEGALY:
                    seed = (SEED, phantom.index, 1)
                    measured = shares(seed, phantom.anatomy, phantom.exposure, phantom.truth, lesion)
                    shown[kind].append(min(measured))
    assert min(shown["with the floor"]) >= 0.0 > min(shown["without"])


def test_what_shows_little_is_doubted(phantoms: list[Phantom]) -> None:
    seed = (SEED, 0, 1)
    clear = phantoms[0]
    lesion = Lesion(Finding.CONSOLIDATION, Side.RIGHT, Zone.MID, Size.LARGE)
    shown = Truth((lesion,))
    assert visibility(seed, clear.anatomy, clear.exposure, shown, lesion) > SURE
    assert visible_truth(seed, clear.anatomy, clear.exposure, shown) == shown
    # Under a collimator's blade nothing shows.
    covered = replace(clear.exposure, border="black", collimation=(15.0, -20.0, 20.0, 20.0))
    assert visible_truth(seed, clear.anatomy, covered, shown) == Truth(())


def test_a_plate_must_stand_out_from_the_bones_and_vessels_around_it(phantoms: list[Phantom]) -> None:
    seed, patient = (SEED, 0, 1), phantoms[0]
    plate = Lesion(Finding.ATELECTASIS, Side.RIGHT, Zone.MID, Size.SMALL, Form.LINEAR)

    def ratio(bone: float, vessels: float) -> float:
        anatomy = replace(patient.anatomy, bone=bone, vessels=vessels)
        return conspicuity(seed, anatomy, patient.exposure, Truth((plate,)), plate)

    clear, usual, crossed = ratio(0.2, 0.2), ratio(1.0, 1.0), ratio(3.0, 1.0)
    assert clear > usual > crossed
    assert crossed < PLATE_FLOOR
    hidden = replace(patient.anatomy, bone=3.0)
    assert visible_truth(seed, hidden, patient.exposure, Truth((plate,))) == Truth(())
    assert conspicuity(seed, patient.anatomy, patient.exposure, Truth(()), plate) == 0.0

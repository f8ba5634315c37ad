"""Windows by name for chest films, and the window over a rectangle."""

import numpy as np
import pytest

from cxrviewer.imaging.grayscale import grayscale_table, render, window_from_range
from cxrviewer.imaging.presets import BONE, LINES_AND_TUBES, LUNGS, chest_windows, region_window, voi_choices
from cxrviewer.imaging.radiograph import PhotometricInterpretation, Rescale, Window
from cxrviewer.imaging.reading import read_radiograph
from tests.factories import make_radiograph
from tests.imaging.test_exposed_field import chest, film, framed

LUNG, HEART = np.s_[120:150, 55:75], np.s_[120:150, 122:132]
"""Places of ``chest``: in a lung, and between the lungs."""


def shown(radiograph):
    """Each preset's picture."""
    return {window.explanation: render(radiograph, window).astype(int) for window in chest_windows(radiograph)}


def variants():
    values = chest()
    yield "12 bits", film(values)
    yield "MONOCHROME1", film(4095 - values, photometric_interpretation=PhotometricInterpretation.MONOCHROME1)
    yield "8 bits", film(values / 16, bits_stored=8)
    yield "falling rescale", film(4095 - values, modality_lut=Rescale(-1, 4095))
    yield "fractions", film(values, modality_lut=Rescale(0.0001, -1))
    yield "signed", film(values, stored_offset=-2048)
    yield "collimated", film(framed(4000, top=30, bottom=30, left=20, right=20))


@pytest.mark.parametrize("radiograph", [pytest.param(one, id=name) for name, one in variants()])
def test_each_preset_spends_its_greys_where_its_name_says(radiograph):
    pictures = shown(radiograph)
    lungs, bone, lines = (pictures[name] for name in (LUNGS, BONE, LINES_AND_TUBES))
    # Lungs dark grey and not black; what lies between them may be white.
    assert 10 < lungs[LUNG].mean() < 120
    assert lungs[HEART].mean() > 200
    # Bone: soft tissue grey, so that what is denser can be seen in it.
    assert 110 < bone[HEART].mean() < 245
    # Lines and tubes: the mediastinum darker than under the lungs' window, the lungs nearly black.
    assert lines[LUNG].mean() < 60
    assert lines[HEART].mean() < lungs[HEART].mean()
    assert lines[HEART].mean() < 245


@pytest.mark.parametrize("radiograph", [pytest.param(one, id=name) for name, one in variants()])
def test_lungs_are_dark_and_the_mediastinum_bright_in_every_preset(radiograph):
    for name, picture in shown(radiograph).items():
        assert picture[LUNG].mean() + 40 < picture[HEART].mean(), name


def test_presets_do_not_depend_on_the_polarity_of_the_file():
    rising = film(chest())
    falling = film(4095 - chest(), photometric_interpretation=PhotometricInterpretation.MONOCHROME1)
    for name, picture in shown(rising).items():
        assert np.abs(picture - shown(falling)[name]).mean() < 2, name


def test_a_film_of_one_value_has_no_presets():
    flat = make_radiograph(pixels=np.full((20, 20), 7, np.uint16), voi=())
    assert chest_windows(flat) == ()
    assert [name for name, _ in voi_choices(flat)] == ["Full range", "Automatic"]


@pytest.mark.parametrize("seed", range(5))
def test_any_noise_has_windows_that_are_windows(seed):
    generator = np.random.default_rng(seed)
    size = generator.integers(1, 60, 2)
    noise = make_radiograph(pixels=generator.integers(0, 1 << 16, size).astype(np.uint16), bits_stored=16, voi=())
    for _, window in voi_choices(noise):
        render(noise, window)


def test_a_name_of_the_program_is_never_a_files():
    two = make_radiograph(voi=(Window(1, 2, explanation=LUNGS), Window(3, 4, explanation=BONE)))
    names = [name for name, _ in voi_choices(two)]
    assert names[:2] == ["Lungs (Window)", "Bone (Window)"]
    assert len(set(names)) == len(names)


def test_a_region_is_shown_from_its_black_to_its_white():
    pixels = np.zeros((40, 50), np.uint16)
    pixels[10:20, 5:25] = np.arange(200).reshape(10, 20) + 1000
    window = region_window(make_radiograph(pixels=pixels), (5, 10, 20, 10))
    # 0.5 % of 200 values lie beyond either end: 1000 and 1199 are cut off.
    assert window == window_from_range(1001, 1198, "Region")


def test_a_region_may_be_drawn_from_any_corner_and_beyond_the_film():
    radiograph = make_radiograph()
    wanted = region_window(radiograph, (0, 0, 30, 20))
    for rect in ((30, 20, -30, -20), (-500, 20, 530, -520), (0, 20, 30, -20)):
        assert region_window(radiograph, rect) == wanted


def test_padding_is_no_part_of_a_region():
    pixels = np.full((10, 10), 9, np.uint16)
    pixels[:5] = np.arange(50).reshape(5, 10) + 1000
    window = region_window(make_radiograph(pixels=pixels, padding=(9, 9)), (0, 0, 10, 10))
    assert window.center - window.width / 2 > 990


def test_a_region_of_two_values_mostly_one_still_tells_them_apart():
    pixels = np.full((40, 40), 100, np.uint16)
    pixels[0, 0] = 300
    radiograph = make_radiograph(pixels=pixels)
    table = grayscale_table(radiograph, region_window(radiograph, (0, 0, 40, 40)))
    assert (table[100], table[300]) == (0, 255)


@pytest.mark.parametrize("rect", [(3, 3, 0, 0), (-9, -9, 5, 5), (500, 500, 9, 9), (3, 3, 1, 1)])
def test_a_region_with_nothing_to_tell_apart_is_refused(rect):
    with pytest.raises(ValueError, match="one value"):
        region_window(make_radiograph(), rect)


@pytest.mark.shared
def test_real_chest_films_keep_lung_darker_than_spine_under_every_preset(shared_data):
    for name, lung, spine in (
        ("dicom/pydicom-da__RG1_J2KI.dcm", (0.35, 0.25), (0.6, 0.5)),
        ("dicom/dwv__gdcm-CR-MONO1-10-chest.dcm", (0.4, 0.25), (0.75, 0.43)),
        ("dicom/aihcnd_c2___test2.dcm", (0.4, 0.25), (0.6, 0.5)),
        ("dicom/aihcnd_c2___test3.dcm", (0.5, 0.25), (0.7, 0.45)),
        ("images/tbx_tb0005.png", (0.4, 0.25), (0.7, 0.5)),
        ("images/nih_00000773_001.png", (0.45, 0.25), (0.7, 0.5)),
    ):
        radiograph = read_radiograph(shared_data / "data" / name)
        for preset, picture in shown(radiograph).items():

            def around(place, picture=picture):
                row, column = (int(share * side) for share, side in zip(place, picture.shape, strict=True))
                return picture[row - 10 : row + 10, column - 10 : column + 10].mean()

            assert around(lung) + 25 < around(spine), (name, preset)
            black, white = (picture == 0).mean(), (picture == 255).mean()
            assert black < 0.75, (name, preset)
            assert white < 0.75, (name, preset)

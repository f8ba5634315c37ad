from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cxrviewer.bench.likeness import (
    contact_sheet,
    grey_distance,
    look,
    measure_likeness,
    radial_spectrum,
    spectrum_distance,
)
from cxrviewer.errors import CxrViewerError

GREY = np.full((128, 128), 100, np.uint8)


def grain(cells: int) -> np.ndarray:
    rng = np.random.default_rng(cells)
    coarse = rng.integers(0, 256, (cells, cells), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((128, 128), Image.Resampling.BICUBIC))


def test_grey_levels_apart_by_twenty_are_twenty_apart() -> None:
    assert grey_distance(look([GREY]), look([GREY + 20])) == pytest.approx(20.0)


def test_coarse_grain_has_its_power_in_the_coarse_rings() -> None:
    coarse, fine = radial_spectrum(grain(8)), radial_spectrum(grain(128))
    assert coarse[0] - coarse[-1] > 3.0
    assert abs(fine[0] - fine[-1]) < 1.0
    assert spectrum_distance(look([grain(8)]), look([grain(128)])) > 0.5
    assert spectrum_distance(look([grain(8)]), look([grain(8)])) == 0.0


def test_the_sheet_has_phantoms_above_real_films() -> None:
    sheet = np.asarray(contact_sheet([GREY] * 3, [GREY + 100] * 9))
    assert sheet.shape == (3 * 256, 8 * 256)
    assert (sheet[100, 100], sheet[100, 900], sheet[300, 100], sheet[600, 100], sheet[600, 300]) == (
        100,
        0,
        200,
        200,
        0,
    )


def test_a_folder_without_films_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CxrViewerError, match="fewer than four frontal films"):
        measure_likeness(tmp_path, 1, None, lambda done, of: None)


@pytest.mark.shared
def test_phantoms_are_nearer_to_films_than_noise_is(shared_data: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    spectrum, levels = measure_likeness(shared_data / "data" / "images", 6, sheet, lambda done, of: None)
    assert spectrum.ours < 0.5
    assert levels.ours < 45
    with Image.open(sheet) as picture:
        assert picture.size[0] == 8 * 256

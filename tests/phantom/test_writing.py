import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cxrviewer.imaging.grayscale import render as shown
from cxrviewer.imaging.radiograph import PhotometricInterpretation
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.phantom.case import draw_phantom, render
from cxrviewer.phantom.exposure import eight_bits
from cxrviewer.phantom.writing import COLUMNS, write_cases, write_phantoms
from cxrviewer.reporting.findings import Finding

SEED, SIZE = 8, 96


def write(out: Path, count: int = 6, *, png: bool = False, masks: bool = False) -> None:
    phantoms = [draw_phantom(SEED, index) for index in range(count)]
    write_phantoms(out, phantoms, count, png=png, masks=masks, size=SIZE, done=lambda made, of: None)


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "truth.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("png", [False, True])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, png: bool) -> None:
    write(tmp_path / "one", png=png)
    write(tmp_path / "other", png=png)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_the_reader_takes_dicom_without_a_word_and_knows_a_phantom(tmp_path: Path) -> None:
    write(tmp_path, 12)
    polarities = set()
    for index in range(12):
        film = read_radiograph(tmp_path / f"phantom_{index:04d}.dcm")
        polarities.add(film.photometric_interpretation)
        assert film.is_phantom
        assert film.warnings == ()
        bits = draw_phantom(SEED, index).exposure.bits
        assert (film.rows, film.columns, film.bits_stored) == (SIZE, SIZE, bits)
        assert film.view_position in ("PA", "AP")
        assert film.patient.name == f"Phantom^{index:04d}"
        phantom = draw_phantom(SEED, index)
        wanted = eight_bits(render(phantom, SIZE).pixels, phantom.exposure).astype(int)
        assert np.abs(shown(film).astype(int) - wanted).max() <= 1
    assert polarities == set(PhotometricInterpretation)


def test_png_holds_all_sixteen_bits_and_says_that_it_is_a_phantom(tmp_path: Path) -> None:
    write(tmp_path, 2, png=True)
    film = read_radiograph(tmp_path / "phantom_0001.png")
    assert film.is_phantom
    phantom = draw_phantom(SEED, 1)
    stored = render(phantom, SIZE).pixels.astype(float)
    assert np.abs(film.pixels / 65535.0 - stored / phantom.exposure.max_value).max() < 1e-4


def test_the_table_says_what_the_films_show(tmp_path: Path) -> None:
    write(tmp_path, masks=True)
    table = rows(tmp_path)
    assert tuple(table[0]) == COLUMNS
    for index, row in enumerate(table):
        phantom = draw_phantom(SEED, index)
        assert row["file"] == f"phantom_{index:04d}.dcm"
        for finding in Finding:
            lesion = phantom.truth.lesion(finding)
            assert row[finding.value] == ("0" if lesion is None else "1")
            side = lesion.side.value if lesion and lesion.side else ""
            assert (row[f"{finding.value}_side"], row[f"{finding.value}_zone"]) == (
                side,
                lesion.zone.value if lesion else "",
            )
            mask = tmp_path / "masks" / f"phantom_{index:04d}_{finding.value}.png"
            assert mask.exists() is (lesion is not None)
            if lesion is not None:
                assert np.asarray(Image.open(mask)).max() > 200


def test_cases_are_compressed_without_loss(tmp_path: Path) -> None:
    write_cases(tmp_path, [(SEED, 4), (SEED, 0)], size=SIZE, done=lambda made, of: None)
    film = read_radiograph(tmp_path / "case_1.dcm")
    assert film.patient.name == "Phantom^One"
    assert film.is_phantom
    phantom = draw_phantom(SEED, 4)
    plain = render(phantom, SIZE).pixels
    assert np.array_equal(film.pixels, phantom.exposure.max_value - plain if phantom.exposure.inverted else plain)
    assert len(rows(tmp_path)) == 2


def test_a_case_of_the_hard_set_is_drawn_without_the_floor(tmp_path: Path) -> None:
    write_cases(tmp_path, [(SEED, 4)], size=SIZE, done=lambda made, of: None, hard=True)
    phantom = draw_phantom(SEED, 4, hard=True)
    plain = render(phantom, SIZE).pixels
    film = read_radiograph(tmp_path / "case_1.dcm")
    assert np.array_equal(film.pixels, phantom.exposure.max_value - plain if phantom.exposure.inverted else plain)
    assert not np.array_equal(plain, render(draw_phantom(SEED, 4), SIZE).pixels)

"""What is out of scope, from header and pixels together: a tag alone neither condemns a film nor saves it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxrviewer import paths
from cxrviewer.bench.scope import read_expected
from cxrviewer.errors import RadiographError
from cxrviewer.imaging.radiograph import Patient, PhotometricInterpretation, PixelSpacing, Study, Window
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.imaging.scope import ScopeKind, check_scope
from tests.factories import make_radiograph

KINDS = Path(__file__).parent.parent / "bench" / "scope_films.csv"
ADULT = Patient(age="061Y")


@pytest.fixture(scope="module")
def phantom():
    return read_radiograph(paths.resources() / "demo_cases" / "case_2.dcm")


def reasons(film):
    return {warning.kind: warning.reason for warning in check_scope(film).warnings}


def limb(**changes):
    """A bright bar on black, as a forearm."""
    pixels = np.full((700, 600), 40, np.uint16)
    pixels[:, 240:360] = 2600
    return make_radiograph(pixels=pixels, voi=(Window(2048, 4096),), **changes)


@pytest.mark.parametrize("case", range(1, 7))
def test_the_bundled_phantoms_are_in_scope(case):
    assert reasons(read_radiograph(paths.resources() / "demo_cases" / f"case_{case}.dcm")) == {}


@pytest.mark.parametrize("view", ["PA", "AP", ""])
@pytest.mark.parametrize("part", ["CHEST", ""])
def test_no_tag_makes_a_limb_a_chest(view, part):
    said = reasons(limb(view_position=view, study=Study(body_part=part, modality="CR")))
    assert ScopeKind.NOT_FRONTAL in said
    stated = f"{part} {view}".strip()
    assert (f"the header says {stated}" if stated else "does not say what it is") in said[ScopeKind.NOT_FRONTAL]


def test_another_part_in_the_header_is_told_with_the_contradiction(phantom):
    said = reasons(replace(phantom, study=Study(body_part="HIP", modality="DX")))
    assert "The header says HIP, although the picture looks like a frontal chest" in said[ScopeKind.NOT_FRONTAL]


def test_a_lateral_by_tag_and_picture(phantom):
    assert "the header says LL" in reasons(limb(view_position="LL"))[ScopeKind.LATERAL]
    assert (
        "although the picture looks like a frontal chest"
        in reasons(replace(phantom, view_position="LL"))[ScopeKind.LATERAL]
    )


def test_exchanged_black_and_white(phantom):
    wrong = replace(phantom, photometric_interpretation=PhotometricInterpretation.MONOCHROME1)
    said = reasons(wrong)
    assert set(said) == {ScopeKind.POLARITY}
    assert "MONOCHROME1" in said[ScopeKind.POLARITY]


@pytest.mark.parametrize(("turns", "how"), [(1, "on its side"), (2, "upside down"), (3, "on its side")])
def test_a_film_that_lies(phantom, turns, how):
    said = reasons(replace(phantom, pixels=np.ascontiguousarray(np.rot90(phantom.pixels, turns))))
    assert set(said) == {ScopeKind.TURNED}
    assert how in said[ScopeKind.TURNED]


class TestChild:
    def of(self, phantom, patient, across_mm=None, **changes):
        """The phantom with lung fields so many millimetres wide."""
        width = check_scope(phantom).likeness.lung_fields.width
        spacing = None if across_mm is None else PixelSpacing(across_mm / width, across_mm / width, "at detector")
        return reasons(replace(phantom, patient=patient, pixel_spacing=spacing, **changes)).get(ScopeKind.CHILD)

    def test_age_and_size_agree(self, phantom):
        said = self.of(phantom, Patient(age="004Y"), 161)
        assert "4 years, and the lung fields are 16 cm wide" in said

    def test_age_and_size_do_not_agree(self, phantom):
        assert "as an adult's: check whose film it is" in self.of(phantom, Patient(age="004Y"), 290)

    def test_size_alone(self, phantom):
        assert "Perhaps a child" in self.of(phantom, Patient(), 150)
        assert "the header says 61 years" in self.of(phantom, ADULT, 150)

    def test_an_age_whose_size_nobody_knows(self, phantom):
        assert "its size is not known" in self.of(phantom, Patient(age="018M"))
        assert "18 months" in self.of(phantom, Patient(age="018M"))

    def test_birth_date_where_there_is_no_age(self, phantom):
        born = Patient(birth_date="20200105", age="000Y")
        assert "6 years" in self.of(phantom, born, study=replace(phantom.study, date="20260107"))
        assert self.of(phantom, born, study=replace(phantom.study, date="")) is None

    @pytest.mark.parametrize(
        ("patient", "across_mm"), [(ADULT, 290), (Patient(), 260), (Patient(), None), (ADULT, 200)]
    )
    def test_no_child(self, phantom, patient, across_mm):
        assert self.of(phantom, patient, across_mm) is None

    def test_the_spacing_of_an_export_is_not_trusted(self, phantom):
        small = replace(phantom, pixels=(phantom.pixels >> 4).astype(np.uint16), bits_stored=8, voi=())
        assert ScopeKind.CHILD not in reasons(
            replace(small, patient=Patient(), pixel_spacing=PixelSpacing(0.1, 0.1, "at detector"))
        )


def test_too_small():
    assert "Only 300 x 511 pixels" in reasons(make_radiograph(pixels=np.zeros((511, 300), np.uint16)))[ScopeKind.SMALL]
    assert ScopeKind.SMALL not in reasons(make_radiograph(pixels=np.zeros((512, 512), np.uint16)))


def test_eight_bits(phantom):
    eight = replace(phantom, pixels=(phantom.pixels >> 4).astype(np.uint16), bits_stored=8, voi=())
    assert "grey levels, whose window" in reasons(eight)[ScopeKind.EIGHT_BIT]
    stretched = replace(phantom, pixels=((phantom.pixels >> 4) << 4).astype(np.uint16))
    assert "claims 12 bits but uses" in reasons(stretched)[ScopeKind.EIGHT_BIT]
    ten = replace(phantom, pixels=(phantom.pixels >> 2).astype(np.uint16), bits_stored=10)
    assert ScopeKind.EIGHT_BIT not in reasons(ten)


@pytest.mark.shared
@pytest.mark.slow
def test_the_reference_films(shared_data):
    """Each non-chest is found out, and no chest but three dense children's is taken for none."""
    wrong = []
    for name, kinds in read_expected(KINDS).items():
        try:
            said = set(reasons(read_radiograph(shared_data / "data" / name)))
        except RadiographError:
            continue
        view = {ScopeKind.NOT_FRONTAL, ScopeKind.LATERAL}
        if bool(said & view) != bool(kinds & view):
            wrong.append(Path(name).stem)
        assert said - view - {ScopeKind.CHILD} == kinds - view - {ScopeKind.CHILD}, name
    assert wrong == ["medrax_pneumonia1", "medrax_pneumonia5", "nih_00002555_000"]

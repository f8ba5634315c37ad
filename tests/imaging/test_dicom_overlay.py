"""Overlay planes as files hold them: in data of their own, in spare bits, and damaged."""

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from cxrviewer.imaging.grayscale import render
from cxrviewer.imaging.overlay import Overlay, burn_in
from cxrviewer.imaging.radiograph import Fault, Window
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dataset, to_bytes

PIXELS = np.full((6, 9), 100, dtype=np.uint16)
MARKS = np.zeros((6, 9), dtype=np.uint8)
MARKS[1, 2:8] = 1
MARKS[4, 3] = 1


def plane(dataset, marks, *, group=0x6000, origin=(1, 1), swap=False, **changes):
    """Add an overlay with data of its own; a change of None leaves an element out."""
    packed = np.packbits(marks.ravel(), bitorder="little").tobytes()
    packed += b"\0" * (len(packed) % 2)
    if swap:
        packed = np.frombuffer(packed, "<u2").astype(">u2").tobytes()
    elements = {
        "rows": (0x0010, "US", marks.shape[0]),
        "columns": (0x0011, "US", marks.shape[1]),
        "kind": (0x0040, "CS", "G"),
        "origin": (0x0050, "SS", list(origin)),
        "allocated": (0x0100, "US", 1),
        "position": (0x0102, "US", 0),
        "data": (0x3000, "OW", packed),
    }
    for name, (element, vr, value) in elements.items():
        given = changes.get(name, value)
        if given is not None:
            dataset.add_new((group, element), vr, given)


@pytest.fixture
def film(tmp_path):
    def build(dataset):
        (tmp_path / "film").write_bytes(to_bytes(dataset))
        return read_radiograph(tmp_path / "film")

    return build


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])
def test_a_plane_in_data_of_its_own_marks_the_film(film, syntax):
    dataset = make_dataset(PIXELS, syntax=syntax)
    plane(dataset, MARKS, swap=syntax == ExplicitVRBigEndian)
    read = film(dataset)
    assert len(read.overlays) == 1
    grey = render(read, Window(1000, 100), overlays=True)
    assert np.array_equal(grey == 255, MARKS == 1)
    assert not render(read, Window(1000, 100)).any()


def test_a_plane_is_cut_to_what_it_marks_and_keeps_its_place(film):
    dataset = make_dataset(PIXELS)
    plane(dataset, MARKS)
    (overlay,) = film(dataset).overlays
    assert (overlay.left, overlay.top, overlay.bits.shape) == (2, 1, (4, 6))


@pytest.mark.parametrize("origin", [(3, 4), (1, 1), (0, -2), (-4, 6)])
def test_the_origin_is_row_and_column_from_one(film, origin):
    dataset = make_dataset(PIXELS)
    plane(dataset, np.ones((2, 3), dtype=np.uint8), origin=origin)
    wanted = np.zeros((6, 9), dtype=bool)
    top, left = origin[0] - 1, origin[1] - 1
    wanted[max(0, top) : max(0, top + 2), max(0, left) : max(0, left + 3)] = True
    assert np.array_equal(render(film(dataset), Window(1000, 100), overlays=True) == 255, wanted)


def test_several_planes_each_with_its_name(film):
    dataset = make_dataset(PIXELS)
    plane(dataset, MARKS)
    plane(dataset, MARKS.T.copy(), group=0x6004)
    dataset.add_new((0x6004, 0x1500), "LO", "Label")
    assert [overlay.name for overlay in film(dataset).overlays] == ["Overlay 1", "Label"]


def test_a_plane_without_a_mark_is_none(film):
    dataset = make_dataset(PIXELS)
    plane(dataset, MARKS * 0)
    read = film(dataset)
    assert (read.overlays, read.faults) == ((), ())


@pytest.mark.parametrize(("high_bit", "position"), [(11, 12), (11, 15), (13, 0), (13, 14), (15, 3)])
def test_a_plane_in_the_spare_bits_of_the_pixels(film, high_bit, position):
    values = np.arange(54, dtype=np.uint16).reshape(6, 9) * 70
    cells = (values << (high_bit - 11)) | (MARKS.astype(np.uint16) << position)
    dataset = make_dataset(cells.astype(np.uint16), BitsStored=12, HighBit=high_bit)
    plane(dataset, MARKS, data=None, allocated=16, position=position)
    read = film(dataset)
    assert np.array_equal(read.pixels, values)
    assert np.array_equal(burn_in(np.zeros((6, 9), np.uint8), read.overlays) == 255, MARKS == 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"data": b"\x01\x00"},
        {"data": b""},
        {"rows": 0},
        {"rows": 65535, "columns": 65535},
        {"rows": None},
        {"origin": [30000, 1], "rows": 65535, "columns": 1, "data": b"\x00\x00"},
        {"data": None, "allocated": 16, "position": 5},
        {"data": None, "allocated": 16, "position": 16},
        {"data": None, "position": None},
    ],
)
def test_a_damaged_plane_is_passed_over_and_named(film, changes):
    dataset = make_dataset(PIXELS)
    plane(dataset, MARKS, **changes)
    read = film(dataset)
    assert read.overlays == ()
    assert read.faults == (Fault.OVERLAY,)
    assert np.array_equal(read.pixels, PIXELS)


def test_a_damaged_plane_leaves_the_good_one(film):
    dataset = make_dataset(PIXELS)
    plane(dataset, MARKS, data=b"\x01\x00")
    plane(dataset, MARKS, group=0x6002)
    assert [overlay.name for overlay in film(dataset).overlays] == ["Overlay 2"]


def test_an_overlay_needs_an_area():
    with pytest.raises(ValueError, match="bool"):
        Overlay(np.zeros((0, 3), dtype=np.bool_))


@pytest.mark.shared
def test_a_real_overlay_agrees_with_pydicom(shared_data):
    path = shared_data / "data" / "dicom" / "pydicom-da__MR-SIEMENS-DICOM-WithOverlays.dcm"
    read = read_radiograph(path)
    wanted = dcmread(path).overlay_array(0x6000)
    assert np.array_equal(burn_in(np.zeros_like(wanted, dtype=np.uint8), read.overlays) == 255, wanted == 1)
    assert read.overlays[0].name == "Siemens MedCom Object Graphics"

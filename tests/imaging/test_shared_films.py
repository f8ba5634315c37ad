"""Real files of many makers: each reads as it should, or says in one line why not."""

import csv

import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread
from pydicom.pixels import apply_modality_lut, apply_voi_lut

from cxrviewer.errors import NotARadiograph, RadiographError, UnsupportedPixelData
from cxrviewer.imaging.grayscale import default_voi, grayscale_table, modality_range, render
from cxrviewer.imaging.radiograph import LookupTable
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.imaging.voi_lut import apply_modality_lut as our_modality_lut
from cxrviewer.imaging.voi_lut import look_up

pytestmark = pytest.mark.shared

UNDECODABLE = ("2.4.53.dcm", "2.4.55.dcm", "RG3_JPLY.dcm")
CT = "cornerston__CTImage.dcm_"
LOSSLESS = (
    "LittleEndianImplicitTransferSyntax_1.2.840.10008.1.2",
    "LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1",
    "BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2",
    "DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99",
    "RLELosslessTransferSyntax_1.2.840.10008.1.2.5",
    "JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57",
    "JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70",
    "JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80",
    "JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90",
)


@pytest.fixture(scope="module")
def dicom(shared_data):
    return shared_data / "data" / "dicom"


def stored(path):
    film = read_radiograph(path)
    return film.pixels.astype(int) + film.stored_offset


def files(folder):
    return sorted(path for path in folder.iterdir() if path.is_file())


def test_every_dicom_file_reads_or_says_why_not(dicom):
    for path in files(dicom):
        if path.name.endswith(UNDECODABLE):
            with pytest.raises(UnsupportedPixelData, match=r"JPEG .*; convert"):
                read_radiograph(path)
        elif path.name.endswith(".pr.dcm"):
            with pytest.raises(NotARadiograph, match="Grayscale Softcopy Presentation State"):
                read_radiograph(path)
        else:
            film = read_radiograph(path)
            assert len(np.unique(render(film))) > 2, path.name


def test_every_picture_reads_as_pillow_reads_it(shared_data):
    with (shared_data / "data" / "images.csv").open(newline="") as rows:
        names = [row["file"] for row in csv.DictReader(rows)]
    assert len(names) == 35
    for name in names:
        path = shared_data / "data" / name
        with Image.open(path) as image:
            assert np.array_equal(render(read_radiograph(path)), np.asarray(image.convert("L"))), name


def test_every_malformed_file_gives_one_clear_line(shared_data):
    malformed = files(shared_data / "data" / "dicom_malformed")
    assert len(malformed) == 10
    for path in malformed:
        with pytest.raises(RadiographError, match=r"^[^\n]+; [^\n]+$") as refusal:
            read_radiograph(path)
        assert path.name not in str(refusal.value)


def test_lossless_encodings_are_one_image(dicom):
    reference = stored(dicom / f"{CT}{LOSSLESS[0]}.dcm")
    assert (reference.min(), reference.max()) == (-2000, 2402)
    for name in LOSSLESS[1:]:
        assert np.array_equal(stored(dicom / f"{CT}{name}.dcm"), reference), name


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91", 5),
        ("JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81", 1),
    ],
)
def test_lossy_encodings_differ_little(dicom, name, most):
    difference = stored(dicom / f"{CT}{name}.dcm") - stored(dicom / f"{CT}{LOSSLESS[0]}.dcm")
    assert 0 < np.abs(difference).max() <= most


def test_monochrome1_is_the_negative_of_its_sibling(dicom):
    film = read_radiograph(dicom / "torchxrayv__1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm")
    negative = read_radiograph(dicom / "torchxrayv__Fake_MONOHR1.dcm")
    assert np.array_equal(film.pixels, negative.pixels)
    assert np.array_equal(render(negative), 255 - render(film))


@pytest.mark.parametrize("name", ["pydicom-da__vlut_04.dcm", "fo-dicom__GH133.dcm"])
def test_voi_luts_agree_with_pydicom(dicom, name):
    film = read_radiograph(dicom / name)
    dataset = dcmread(dicom / name)
    tables = [voi for voi in film.voi if isinstance(voi, LookupTable)]
    assert len(tables) == len(dataset.VOILUTSequence)
    values = our_modality_lut(film.pixels, film.modality_lut)
    for index, table in enumerate(tables):
        assert np.array_equal(look_up(values, table), apply_voi_lut(dataset.pixel_array, dataset, index=index))


@pytest.mark.parametrize("name", ["pydicom-da__mlut_18.dcm", "fo-dicom__CR-ModalitySequenceLUT.dcm"])
def test_modality_luts_agree_with_pydicom(dicom, name):
    film = read_radiograph(dicom / name)
    dataset = dcmread(dicom / name)
    ours = our_modality_lut(film.pixels.astype(int) + film.stored_offset, film.modality_lut)
    assert np.array_equal(ours, apply_modality_lut(dataset.pixel_array, dataset))


def test_sigmoid_windows_agree_with_pydicom(dicom):
    film = read_radiograph(dicom / "fo-dicom__GH133.dcm")
    dataset = dcmread(dicom / "fo-dicom__GH133.dcm")
    theirs = apply_voi_lut(dataset.pixel_array[::7, ::7], dataset, prefer_lut=False)
    window = film.voi[3]
    ours = grayscale_table(film, window)[film.pixels[::7, ::7]]
    shown = film.pixels[::7, ::7] > film.padding[1]
    assert np.abs(ours[shown] - theirs[shown] / 4095 * 255).max() <= 0.51


def test_a_spacing_of_zero_is_none(dicom):
    assert read_radiograph(dicom / "pydicom-da__RG1_J2KI.dcm").pixel_spacing is None


def test_mismatched_signs_are_put_right(dicom):
    assert modality_range(read_radiograph(dicom / "pydicom__J2K_pixelrep_mismatch.dcm")) == (-2000, 1896)


@pytest.mark.parametrize(
    ("name", "bits", "lowest", "highest"),
    [("pydicom-da__JLSL_16_15_1_1F.dcm", 15, -16384, 16383), ("pydicom-da__JLSL_08_07_0_1F.dcm", 7, 0, 127)],
)
def test_odd_bit_depths(dicom, name, bits, lowest, highest):
    film = read_radiograph(dicom / name)
    assert film.bits_stored == bits
    assert modality_range(film) == (lowest, highest)


def test_lungs_are_dark_and_the_spine_is_bright(dicom):
    """The polarity a reader expects, on films that say MONOCHROME1 and on films that say 2."""
    for name, lung, spine in (
        ("pydicom-da__RG1_J2KI.dcm", (0.35, 0.25), (0.6, 0.5)),
        ("dwv__gdcm-CR-MONO1-10-chest.dcm", (0.4, 0.25), (0.75, 0.43)),
        ("aihcnd_c2___test2.dcm", (0.4, 0.25), (0.6, 0.5)),
        ("torchxrayv__1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm", (0.4, 0.3), (0.6, 0.5)),
    ):
        film = read_radiograph(dicom / name)
        grey = render(film, default_voi(film)).astype(float)

        def around(place, grey=grey):
            row, column = (int(share * side) for share, side in zip(place, grey.shape, strict=True))
            return grey[row - 10 : row + 10, column - 10 : column + 10].mean()

        assert around(lung) + 40 < around(spine), name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("chrI2", "Hong^Gildong=洪^吉洞=홍^길동"),
        ("chrH32", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
        ("chrRuss", "Люкceмбypг"),
        ("chrX2", "Wang^XiaoDong=王^小东"),
        ("chrGreek", "Διονυσιος"),
        ("chrFrenMulti", "Buc^Jérôme"),
    ],
)
def test_names_in_many_character_sets(shared_data, file, name):
    film = read_radiograph(shared_data / "data" / "dicom_charset" / f"pydicom__{file}.dcm")
    assert film.patient.name == name

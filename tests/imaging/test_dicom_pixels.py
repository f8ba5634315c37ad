"""Stored values out of every kind of cell; what cannot be decoded, refused in words and before it costs memory."""

import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import UID, JPEG2000Lossless, JPEGBaseline8Bit, JPEGLSLossless, RLELossless

from cxrviewer.errors import NotARadiograph, UnreadableFile, UnsupportedPixelData
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dataset, make_dicom, to_bytes

GREY = np.arange(96, dtype=np.uint8).reshape(8, 12)


@pytest.fixture
def read(tmp_path):
    def write_and_read(content):
        (tmp_path / "film.dcm").write_bytes(content)
        return read_radiograph(tmp_path / "film.dcm")

    return write_and_read


def stored(film):
    return film.pixels.astype(int) + film.stored_offset


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bits=st.integers(1, 16), signed=st.booleans(), data=st.data())
def test_stored_values_of_every_width_and_sign_come_back(read, bits, signed, data):
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
    values = data.draw(st.lists(st.integers(low, high), min_size=6, max_size=6))
    pixels = np.array(values, dtype=np.int16 if signed else np.uint16).reshape(2, 3)
    film = read(make_dicom(pixels, BitsStored=bits))
    assert stored(film).tolist() == pixels.tolist()
    assert film.bits_stored == bits
    assert film.pixels.max() < 1 << bits


@pytest.mark.parametrize("big_endian", [False, True])
def test_sign_bits_left_out_of_the_cell_are_restored(read, big_endian):
    # -1 in 12 bits, with the four bits above it zero
    pixels = np.array([[0x0FFF, 0x0800, 0x07FF]], dtype=np.uint16)
    syntax = "1.2.840.10008.1.2.2" if big_endian else "1.2.840.10008.1.2.1"
    film = read(make_dicom(pixels, syntax=syntax, PixelRepresentation=1))
    assert stored(film).tolist() == [[-1, -2048, 2047]]


def test_overlay_bits_above_the_values_are_masked(read):
    film = read(make_dicom(np.array([[0x1123, 0x8FFF]], dtype=np.uint16)))
    assert film.pixels.tolist() == [[0x123, 0xFFF]]


def test_a_high_bit_at_the_top_moves_the_values_down(read):
    film = read(make_dicom(np.array([[0x1230, 0xFFFF]], dtype=np.uint16), HighBit=15))
    assert film.pixels.tolist() == [[0x123, 0xFFF]]


def test_32_bits_are_squeezed_if_they_fit(read):
    film = read(make_dicom(np.array([[-10, 65525]], dtype=np.int32)))
    assert stored(film).tolist() == [[-10, 65525]]
    film = read(make_dicom(np.array([[7, 65535]], dtype=np.uint32)))
    assert (film.pixels.tolist(), film.stored_offset) == ([[7, 65535]], 0)


def test_32_bits_that_do_not_fit_are_refused(read):
    with pytest.raises(UnsupportedPixelData, match="16 bits"):
        read(make_dicom(np.array([[0, 65536]], dtype=np.uint32)))


def test_rgb_becomes_luminance_with_a_warning(read):
    rgb = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)
    film = read(make_dicom(rgb))
    assert np.array_equal(film.pixels, np.asarray(Image.fromarray(rgb).convert("L")))
    assert film.warnings == ("The image is in colour; its luminance is shown.",)
    assert film.bits_stored == 8


def test_one_sample_that_says_it_is_colour_is_grey(read):
    film = read(make_dicom(GREY, PhotometricInterpretation="RGB"))
    assert np.array_equal(film.pixels, GREY)
    assert "RGB" in film.warnings[0]


def test_a_palette_becomes_luminance(read):
    red = np.arange(256, dtype="<u2") * 257
    dataset = make_dataset(GREY, PhotometricInterpretation="PALETTE COLOR")
    for colour in ("Red", "Green", "Blue"):
        dataset.add_new(f"{colour}PaletteColorLookupTableDescriptor", "US", [256, 0, 16])
        dataset.add_new(f"{colour}PaletteColorLookupTableData", "OW", red.tobytes())
    film = read(to_bytes(dataset))
    assert np.array_equal(film.pixels, GREY)
    assert film.bits_stored == 8


def test_the_first_of_several_frames_is_taken_with_a_warning(read):
    frames = np.vstack([GREY, 255 - GREY])
    film = read(make_dicom(frames, Rows=8, NumberOfFrames=2))
    assert np.array_equal(film.pixels, GREY)
    assert film.warnings == ("The file holds 2 frames; only the first is shown.",)


def compressed(frames, syntax, **changes):
    """A data set around frames that are already encoded."""
    dataset = make_dataset(GREY, **changes)
    dataset.file_meta.TransferSyntaxUID = UID(syntax)
    dataset.PixelData = encapsulate(frames)
    dataset["PixelData"].is_undefined_length = True
    return to_bytes(dataset)


def jpeg(pixels):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=100)
    return stream.getvalue()


def test_baseline_jpeg_is_decoded(read):
    film = read(compressed([jpeg(GREY)], JPEGBaseline8Bit))
    assert np.abs(film.pixels.astype(int) - GREY).max() <= 3


def test_rle_is_decoded(read):
    dataset = make_dataset(np.arange(96, dtype=np.uint16).reshape(8, 12) * 40)
    expected = dataset.pixel_array.copy()
    dataset.compress(RLELossless)
    assert np.array_equal(read(to_bytes(dataset)).pixels, expected)


def test_damaged_rle_is_refused(read):
    dataset = make_dataset(np.arange(96, dtype=np.uint16).reshape(8, 12) * 40)
    dataset.compress(RLELossless)
    content = to_bytes(dataset)
    with pytest.raises(UnsupportedPixelData, match="RLE"):
        read(content[:-120] + b"\x7f" * 110 + content[-10:])


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int16])
def test_jpeg_ls_is_decoded_to_the_very_values(read, kind):
    pixels = (np.arange(96).reshape(8, 12) * (2 if kind is np.uint8 else 40)).astype(kind)
    plain = make_dataset(pixels)
    expected = read(to_bytes(plain))
    plain.compress(JPEGLSLossless)
    film = read(to_bytes(plain))
    np.testing.assert_array_equal(film.pixels, expected.pixels)
    assert film.stored_offset == expected.stored_offset


def test_jpeg_ls_without_an_end_is_refused_and_not_waited_for(read):
    dataset = make_dataset(np.arange(96, dtype=np.uint16).reshape(8, 12) * 40)
    dataset.compress(JPEGLSLossless)
    (frame,) = generate_frames(dataset.PixelData, number_of_frames=1)
    cut = frame[: frame.index(b"\xff\xd9") - 4]
    changes = {"BitsAllocated": 16, "BitsStored": 12, "HighBit": 11}
    with pytest.raises(UnreadableFile, match="cut short"):
        read(compressed([cut], JPEGLSLossless, **changes))
    with pytest.raises(UnsupportedPixelData, match="JPEG-LS"):
        read(compressed([cut + b"\xff\xd9"], JPEGLSLossless, **changes))


def test_bits_outside_the_stored_ones_are_no_pixel_values(read):
    pixels = np.arange(24, dtype=np.uint16).reshape(4, 6) * 100
    film = read(to_bytes(make_dataset(pixels | np.uint16(0xF000))))
    np.testing.assert_array_equal(film.pixels, pixels)
    signed = (pixels.astype(np.int16) - 1200) & np.int16(0x0FFF)  # 12 bits, the four above them left blank
    film = read(to_bytes(make_dataset(signed)))
    np.testing.assert_array_equal(film.pixels.astype(int) + film.stored_offset, pixels.astype(int) - 1200)


def test_a_frame_of_another_size_than_the_header_is_refused(read):
    with pytest.raises(UnreadableFile, match="8 by 12 pixels, the compressed image 12 by 8"):
        read(compressed([jpeg(GREY.T)], JPEGBaseline8Bit))
    with pytest.raises(UnreadableFile, match="compressed image"):
        read(compressed([jpeg(GREY), jpeg(GREY.T)], JPEGBaseline8Bit, NumberOfFrames=2))


def test_a_codestream_that_claims_gigabytes_is_refused_before_it_is_decoded(read):
    claim = b"\xff\x4f\xff\x51\x00\x29\x00\x00" + np.array([60000, 60000, 0, 0] * 2, dtype=">u4").tobytes()
    with pytest.raises(UnreadableFile, match="60000 by 60000"):
        read(compressed([claim + b"\x00\x01\x07\x01\x01"], JPEG2000Lossless))
    colours = b"\xff\x4f\xff\x51\x00\x29\x00\x00" + np.array([12, 8, 0, 0] * 2, dtype=">u4").tobytes()
    with pytest.raises(UnreadableFile, match="colours"):
        read(compressed([colours + b"\x40\x00\x07\x01\x01"], JPEG2000Lossless))


@pytest.mark.parametrize(
    ("syntax", "words"),
    [
        ("1.2.840.10008.1.2.4.53", "JPEG Spectral Selection"),
        ("1.2.840.10008.1.2.4.55", "JPEG Full Progression"),
        ("1.2.840.10008.1.2.4.100", "MPEG2"),
        ("1.2.3.4.5", "transfer syntax 1.2.3.4.5"),
    ],
)
def test_an_encoding_without_decoder_is_named(read, syntax, words):
    with pytest.raises(UnsupportedPixelData, match=words) as refusal:
        read(compressed([jpeg(GREY)], syntax))
    assert "; convert it" in str(refusal.value)


def test_a_damaged_codestream_is_refused_with_its_encoding(read):
    whole = jpeg(np.random.default_rng(0).integers(0, 256, GREY.shape, dtype=np.uint8))
    with pytest.raises(UnsupportedPixelData, match="JPEG Baseline"):
        read(compressed([whole[:170]], JPEGBaseline8Bit))


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"Rows": None}, UnreadableFile, "rows or columns"),
        ({"Columns": 0}, UnreadableFile, "rows or columns"),
        ({"Rows": 60000, "Columns": 60000}, UnreadableFile, "60000 by 60000"),
        ({"NumberOfFrames": 100_000}, UnreadableFile, "cut short"),
        ({"Rows": 5}, UnreadableFile, "cut short"),
        ({"PixelData": b""}, UnreadableFile, "no pixel data"),
        ({"BitsStored": 17}, UnreadableFile, "number of bits"),
        ({"BitsAllocated": None}, UnreadableFile, "number of bits"),
        ({"PhotometricInterpretation": "HSV"}, UnsupportedPixelData, "HSV"),
        ({"PhotometricInterpretation": None}, UnsupportedPixelData, "photometric"),
    ],
)
def test_a_description_that_does_not_fit_is_refused(read, changes, error, words):
    with pytest.raises(error, match=words):
        read(make_dicom(**changes))


def test_floating_point_pixels_are_refused(read):
    dataset = make_dataset(np.zeros((2, 2), dtype=np.uint32), PixelData=None)
    dataset.FloatPixelData = np.zeros(4, dtype="<f4").tobytes()
    with pytest.raises(UnsupportedPixelData, match="floating-point"):
        read(to_bytes(dataset))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.11.1"}, "Grayscale Softcopy Presentation State"),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.11"}, "Basic Text SR"),
        ({"SOPClassUID": None}, "Digital X-Ray"),
        ({"SOPClassUID": "1.2.3", "Modality": "KO"}, "modality KO"),
        ({"SOPClassUID": "1.2.3", "Modality": None}, "unknown kind"),
    ],
)
def test_an_object_without_pixels_says_what_it_is(read, changes, words):
    with pytest.raises(NotARadiograph, match=words):
        read(make_dicom(PixelData=None, **changes))

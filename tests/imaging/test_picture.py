"""PNG, JPEG and TIFF: grey as Pillow makes it, 16 bits whole, alpha, orientation, phantoms, damage."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from cxrviewer.errors import UnreadableFile, UnsupportedPixelData
from cxrviewer.imaging import decoders, picture
from cxrviewer.imaging.grayscale import render
from cxrviewer.imaging.radiograph import PhotometricInterpretation
from cxrviewer.imaging.reading import read_radiograph

GREY = np.random.default_rng(1).integers(0, 256, (12, 9), dtype=np.uint8)
COLOUR = np.random.default_rng(2).integers(0, 256, (12, 9, 3), dtype=np.uint8)


@pytest.fixture
def read(tmp_path):
    """Save a Pillow image and read it back."""

    def save_and_read(image, kind="PNG", **options):
        path = tmp_path / "picture.bin"
        image.save(path, kind, **options)
        return read_radiograph(path)

    return save_and_read


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG"])
def test_eight_bit_grey_is_shown_as_it_is(read, tmp_path, kind):
    film = read(Image.fromarray(GREY), kind)
    with Image.open(tmp_path / "picture.bin") as image:
        expected = np.asarray(image.convert("L"))
    assert film.bits_stored == 8
    assert film.voi == ()
    assert film.pixel_spacing is None
    assert film.warnings == ()
    assert np.array_equal(render(film), expected)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG"])
def test_colour_becomes_pillows_luminance(read, tmp_path, kind):
    film = read(Image.fromarray(COLOUR), kind)
    with Image.open(tmp_path / "picture.bin") as image:
        assert np.array_equal(film.pixels, np.asarray(image.convert("L")))


def test_palettes_and_bilevel_pictures_become_grey(read):
    indexed = Image.fromarray(COLOUR).quantize(16)
    assert np.array_equal(read(indexed).pixels, np.asarray(indexed.convert("L")))
    bilevel = Image.fromarray(GREY).convert("1")
    assert set(np.unique(read(bilevel).pixels)) == {0, 255}


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_come_whole(read, kind):
    values = np.arange(108, dtype=np.uint16).reshape(12, 9) * 600
    film = read(Image.fromarray(values), kind)
    assert film.bits_stored == 16
    assert np.array_equal(film.pixels, values)
    assert film.stored_offset == 0


def test_a_32_bit_tiff_is_squeezed_if_it_fits(read):
    film = read(Image.fromarray(np.array([[-5, 0, 60000]], dtype=np.int32)), "TIFF")
    assert film.pixels.tolist() == [[0, 5, 60005]]
    assert film.stored_offset == -5


def test_a_32_bit_tiff_that_does_not_fit_is_refused(read):
    with pytest.raises(UnsupportedPixelData, match="16 bits"):
        read(Image.fromarray(np.array([[0, 70000]], dtype=np.int32)), "TIFF")


def test_floating_point_is_refused(read):
    with pytest.raises(UnsupportedPixelData, match="floating-point"):
        read(Image.fromarray(np.zeros((2, 2), dtype=np.float32)), "TIFF")


def test_sixteen_bit_tiff_with_white_as_zero_is_monochrome1(read):
    film = read(Image.fromarray(np.array([[0, 65535]], dtype=np.uint16)), "TIFF", tiffinfo={262: 0})
    assert film.photometric_interpretation is PhotometricInterpretation.MONOCHROME1
    assert render(film).tolist() == [[255, 0]]


def test_opaque_alpha_is_dropped(read):
    opaque = Image.fromarray(COLOUR).convert("RGBA")
    assert np.array_equal(read(opaque).pixels, np.asarray(Image.fromarray(COLOUR).convert("L")))


def test_what_is_transparent_is_black(read):
    rgba = np.full((2, 2, 4), 200, dtype=np.uint8)
    rgba[..., 3] = [[255, 0], [255, 128]]
    assert read(Image.fromarray(rgba)).pixels.tolist() == [[200, 0], [200, 100]]


def test_exif_orientation_is_applied(read):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right when shown
    tall = Image.fromarray(np.repeat(np.array([[0, 255]], dtype=np.uint8), 32, axis=0).repeat(16, axis=1))
    film = read(tall, "JPEG", exif=exif, quality=100)
    assert film.pixels.shape == (32, 32)
    assert film.pixels[0].max() < 20
    assert film.pixels[-1].min() > 235


def test_a_broken_orientation_does_not_cost_the_picture(read, monkeypatch):
    def fail(image):
        raise ValueError("broken EXIF")

    monkeypatch.setattr(picture.ImageOps, "exif_transpose", fail)
    assert "orientation" in read(Image.fromarray(GREY)).warnings[0]


def test_the_first_page_is_shown_with_a_warning(read):
    film = read(Image.fromarray(GREY), "TIFF", save_all=True, append_images=[Image.fromarray(255 - GREY)])
    assert np.array_equal(film.pixels, GREY)
    assert film.warnings == ("The file holds 2 pages; only the first is shown.",)


@pytest.mark.parametrize(("key", "text", "is_phantom"), [("cxrviewer", "phantom", True), ("cxrviewer", "x", False)])
def test_a_phantom_says_so_in_a_text_chunk(read, key, text, is_phantom):
    chunk = PngImagePlugin.PngInfo()
    chunk.add_text(key, text)
    assert read(Image.fromarray(GREY), pnginfo=chunk).is_phantom is is_phantom


def test_a_plain_picture_is_no_phantom(read):
    assert not read(Image.fromarray(GREY)).is_phantom


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_picture_cut_short_is_refused(tmp_path, kind, share):
    stream = io.BytesIO()
    noise = np.random.default_rng(3).integers(0, 256, (64, 64), dtype=np.uint8)
    Image.fromarray(noise).save(stream, kind)
    path = tmp_path / "cut"
    path.write_bytes(stream.getvalue()[: int(len(stream.getvalue()) * share)])
    with pytest.raises(UnreadableFile, match="damaged"):
        read_radiograph(path)


def test_a_header_alone_is_refused(tmp_path):
    for magic in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"):
        (tmp_path / "head").write_bytes(magic)
        with pytest.raises(UnreadableFile):
            read_radiograph(tmp_path / "head")


def bomb(rows, columns):
    """A few bytes of PNG that claim rows by columns."""

    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = columns.to_bytes(4) + rows.to_bytes(4) + b"\x08\0\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10_001, 60_000])
def test_a_picture_that_claims_too_much_is_refused_before_it_is_decoded(tmp_path, side):
    (tmp_path / "bomb.png").write_bytes(bomb(side, side))
    with pytest.raises(UnreadableFile, match="more pixels"):
        read_radiograph(tmp_path / "bomb.png")


def test_large_films_that_exist_are_below_the_limit():
    assert decoders.MAX_PIXELS > 3 * 4280 * 3520

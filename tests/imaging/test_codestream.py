"""What codestreams claim, read without decoding."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cxrviewer.imaging.codestream import FrameSize, frame_size


def jpeg(mode, size, **options):
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, "JPEG", **options)
    return stream.getvalue()


@pytest.mark.parametrize(("mode", "components"), [("L", 1), ("RGB", 3)])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg(mode, components, progressive):
    assert frame_size(jpeg(mode, (33, 17), progressive=progressive)) == FrameSize(17, 33, components)


def test_jpeg_with_fill_bytes_between_its_markers():
    plain = jpeg("L", (8, 9))
    assert frame_size(plain[:2] + b"\xff\xff" + plain[2:]) == FrameSize(9, 8, 1)


def test_jpeg_2000():
    siz = b"\xff\x4f\xff\x51\x00\x29\x00\x00"
    corners = np.array([640, 480, 10, 20], dtype=">u4").tobytes()
    tiles = bytes(16)
    assert frame_size(siz + corners + tiles + b"\x00\x03") == FrameSize(460, 630, 3)


@pytest.mark.parametrize("frame", [b"", b"\xff\xd8", b"\xff\xd8\x00\x00" * 4, b"\xff\x4f\xff\x51\0", b"RLE lossless"])
def test_what_claims_nothing(frame):
    assert frame_size(frame) is None


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=80))
def test_no_bytes_break_it(rest):
    frame_size(b"\xff\xd8" + rest)
    frame_size(b"\xff\x4f\xff\x51" + rest)

"""The process that decodes: the same films as without it, and hostile files that cost a sentence each.

A limit of two seconds holds for files of less than a megabyte; the hostile ones here are far smaller.
"""

import os
import signal
import struct
import threading
import time
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian

from cxrviewer.errors import RadiographError, UnreadableFile
from cxrviewer.imaging import decoding_process
from cxrviewer.imaging.decoding_child import MEMORY
from cxrviewer.imaging.decoding_process import DecodingProcess, allowed_seconds
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dataset, make_dicom, to_bytes

PIXELS = np.arange(24, dtype=np.uint16).reshape(4, 6) * 100


@pytest.fixture(scope="module")
def process():
    made = DecodingProcess()
    yield made
    made.close()
    assert made.pid is None


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.dcm"
    path.write_bytes(make_dicom(PIXELS, PatientName="Hong^Gildong"))
    return path


def test_a_film_comes_as_it_would_without_the_process(process, film):
    ours, plain = process.read(film), read_radiograph(film)
    assert np.array_equal(ours.pixels, plain.pixels)
    assert not ours.pixels.flags.writeable
    assert ours.pixels.flags.c_contiguous
    assert (ours.digest, ours.patient, ours.source, ours.voi) == (plain.digest, plain.patient, plain.source, plain.voi)


def test_lookup_tables_come_read_only(process, tmp_path):
    item = Dataset()
    item.LUTDescriptor = [3, 0, 16]
    item.LUTData = struct.pack("<3H", 0, 100, 65535)
    (tmp_path / "film.dcm").write_bytes(make_dicom(PIXELS, VOILUTSequence=Sequence([item])))
    table = process.read(tmp_path / "film.dcm").voi[0]
    assert table.entries.tolist() == [0, 100, 65535]
    assert not table.entries.flags.writeable


def test_elements_and_archives_are_read_there_too(process, film, tmp_path):
    assert any(row.value == "Hong^Gildong" for row in process.elements_of(film))
    with zipfile.ZipFile(tmp_path / "films.zip", "w") as packed:
        packed.write(film, "a.dcm")
    assert process.contents_of(tmp_path / "films.zip").files == (tmp_path / "films.zip/a.dcm",)
    assert np.array_equal(process.read(tmp_path / "films.zip/a.dcm").pixels, PIXELS)


def test_what_cannot_be_read_says_the_same_as_without_the_process(process, tmp_path):
    (tmp_path / "film").write_bytes(b"not a film, but some words")
    with pytest.raises(RadiographError) as plain:
        read_radiograph(tmp_path / "film")
    with pytest.raises(type(plain.value)) as ours:
        process.read(tmp_path / "film")
    assert str(ours.value) == str(plain.value)


def test_the_process_is_kept_and_started_anew_when_it_has_died(process, film):
    process.read(film)
    first = process.pid
    process.read(film)
    assert process.pid == first
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert np.array_equal(process.read(film).pixels, PIXELS)
    assert process.pid != first


def deflate_bomb():
    dataset = make_dataset(PIXELS, syntax=DeflatedExplicitVRLittleEndian)
    whole = to_bytes(dataset)
    start = 144 + int.from_bytes(whole[140:144], "little")
    zeros = b"\x09\x00\x10\x00OB\0\0" + struct.pack("<I", 0x7FFFFFFE)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(zeros)
    for _ in range(400):
        packed += packer.compress(bytes(1 << 20))
    return whole[:start] + packed + packer.flush()


def nested(depth=20_000):
    """Sequences of undefined length in sequences, far deeper than any stack."""
    head = make_dicom(PIXELS)[: 144 + int.from_bytes(make_dicom(PIXELS)[140:144], "little")]
    level = b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    return head + level * depth


def absurd():
    return make_dicom(PIXELS, Rows=65535, Columns=65535)


def absurd_frames():
    return make_dicom(PIXELS, NumberOfFrames="2000000000")


def absurd_jpeg_2000():
    """A frame whose codestream claims four thousand million pixels, which its header does not."""
    size = struct.pack(">HHIIIIIIIIH", 41, 0, 65535, 65535, 0, 0, 65535, 65535, 0, 0, 1) + b"\x0f\x01\x01"
    stream = b"\xff\x4f\xff\x51" + size + b"\xff\xd9"
    fragment = b"\xfe\xff\x00\xe0" + struct.pack("<I", len(stream)) + stream + b"\0" * (len(stream) % 2)
    data = b"\xfe\xff\x00\xe0\0\0\0\0" + fragment + b"\xfe\xff\xdd\xe0\0\0\0\0"
    dataset = make_dataset(PIXELS)
    dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.90"
    dataset.PixelData = data
    dataset["PixelData"].is_undefined_length = True
    return to_bytes(dataset)


@pytest.mark.parametrize("make", [deflate_bomb, nested, absurd, absurd_frames, absurd_jpeg_2000])
def test_a_hostile_file_costs_a_sentence_two_seconds_and_512_mb_at_most(process, film, tmp_path, make):
    hostile = tmp_path / "hostile.dcm"
    hostile.write_bytes(make())
    process.read(film)  # started, so that only the file itself is timed
    before = peak_of(process.pid)
    child = process.pid
    began = time.monotonic()
    with pytest.raises(RadiographError) as refused:
        process.read(hostile)
    assert time.monotonic() - began < allowed_seconds(hostile) + 1  # the watch's own limit, and a loaded machine
    assert str(refused.value).count("\n") == 0
    if process.pid == child:
        assert peak_of(child) - before <= MEMORY
    assert np.array_equal(process.read(film).pixels, PIXELS)


def peak_of(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def test_a_zip_bomb_is_refused(process, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed, packed.open("a.dcm", "w") as to:
        for _ in range(300):
            to.write(bytes(1 << 20))
    with pytest.raises(UnreadableFile, match="grows beyond"):
        process.read(tmp_path / "bomb.zip/a.dcm")


def test_a_decoder_that_hangs_is_stopped(film, monkeypatch):
    monkeypatch.setattr(decoding_process, "allowed_seconds", lambda _: 0.2)
    monkeypatch.setattr(decoding_process, "_CHILD", "tests.imaging.hanging_child")
    process = DecodingProcess()
    with pytest.raises(UnreadableFile, match="stopped"):
        process.read(film)
    process.close()


def test_closing_ends_a_read_that_is_under_way(film, monkeypatch):
    monkeypatch.setattr(decoding_process, "_CHILD", "tests.imaging.hanging_child")
    process = DecodingProcess()
    process.start()
    told = []

    def read():
        with pytest.raises(UnreadableFile) as error:
            process.read(film)
        told.append(str(error.value))

    thread = threading.Thread(target=read)
    thread.start()
    process.close()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert told
    with pytest.raises(UnreadableFile, match="closed"):
        process.read(film)


def test_large_files_may_take_longer(tmp_path):
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    with large.open("wb") as opened:
        opened.truncate(10_000_000)
    assert allowed_seconds(small) == pytest.approx(2.0)
    assert allowed_seconds(large) == pytest.approx(7.0)
    assert allowed_seconds(tmp_path / "missing") == 2.0


@pytest.mark.shared
def test_real_films_come_the_same_through_the_process(process, shared_data):
    for path in sorted((shared_data / "data/dicom").glob("*.dcm")):
        try:
            plain = read_radiograph(path)
        except RadiographError as error:
            with pytest.raises(type(error)):
                process.read(path)
            continue
        assert np.array_equal(process.read(path).pixels, plain.pixels), path.name

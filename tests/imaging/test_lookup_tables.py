"""Lookup tables as files write them, and as they write them wrongly."""

import numpy as np
import pytest
from pydicom.dataset import Dataset

from cxrviewer.imaging.lookup_tables import read_lookup_table
from tests.imaging.dicom_files import lut_item


def read(item, *, signed_input=False, big_endian=False):
    return read_lookup_table(item, signed_input=signed_input, big_endian=big_endian)


def test_numbers_of_sixteen_bits():
    table = read(lut_item([3, 100, 12], [0, 2000, 4095], "NORMAL"))
    assert (table.first_mapped, table.bits, table.explanation) == (100, 12, "NORMAL")
    assert table.entries.tolist() == [0, 2000, 4095]


def test_words_as_bytes_in_either_byte_order():
    assert read(lut_item([2, 0, 16], b"\x01\x02\x03\x04")).entries.tolist() == [0x0201, 0x0403]
    assert read(lut_item([2, 0, 16], b"\x01\x02\x03\x04"), big_endian=True).entries.tolist() == [0x0102, 0x0304]


def test_zero_entries_mean_65536():
    table = read(lut_item([0, 0, 16], np.arange(65536, dtype="<u2").tobytes()))
    assert table.entries.size == 65536
    assert table.entries[-1] == 65535


@pytest.mark.parametrize(("signed", "first"), [(True, -2), (False, 65534)])
def test_the_first_value_mapped_has_the_sign_of_the_input(signed, first):
    assert read(lut_item([2, 65534, 8], [0, 255]), signed_input=signed).first_mapped == first
    assert read(lut_item([2, -2, 8], [0, 255]), signed_input=signed).first_mapped == first


def test_eight_bit_entries_packed_two_in_a_word():
    assert read(lut_item([4, 0, 8], [0x0201, 0x0403])).entries.tolist() == [1, 2, 3, 4]
    assert read(lut_item([4, 0, 8], b"\x01\x02\x03\x04")).entries.tolist() == [1, 2, 3, 4]
    assert read(lut_item([3, 0, 8], b"\x01\x02\x03\x00")).entries.tolist() == [1, 2, 3]


def test_eight_bit_entries_one_in_a_word():
    assert read(lut_item([2, 0, 8], b"\x01\x00\xff\x00")).entries.tolist() == [1, 255]


def test_one_entry_more_fills_up_to_an_even_length():
    assert read(lut_item([3, 0, 16], [1, 2, 3, 0])).entries.tolist() == [1, 2, 3]


def test_a_table_of_one_entry():
    assert read(lut_item([1, 7, 16], [9])).entries.tolist() == [9]


def test_the_descriptors_bits_stand_where_the_data_stays_below():
    assert read(lut_item([2, 0, 16], [0, 100])).bits == 16


def without(keyword):
    item = lut_item([2, 0, 8], [0, 255])
    del item[keyword]
    return item


@pytest.mark.parametrize(
    "item",
    [
        lut_item([300, 0, 16], [1, 2]),
        lut_item([2, 0, 16], [1, 2, 3, 4]),
        lut_item([2, 0, 8], [0, 1023]),
        lut_item([3, 0, 8], [9, 9, 9]),
        lut_item([2, 0, 0], [0, 1]),
        lut_item([2, 0, 17], [0, 1]),
        lut_item([2, 0], [1, 2]),
        without("LUTData"),
        without("LUTDescriptor"),
        Dataset(),
    ],
)
def test_what_is_no_table_is_refused(item):
    with pytest.raises(ValueError, match="LUT"):
        read(item)

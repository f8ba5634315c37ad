"""DICOM lookup tables out of the data set (PS3.3 C.11.1.1); knows how vendors get them wrong."""

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset

from cxrviewer.imaging.dicom_values import text
from cxrviewer.imaging.radiograph import LookupTable


def read_lookup_table(item: Dataset, *, signed_input: bool, big_endian: bool, explanation: str = "") -> LookupTable:
    """The table in an item of a Modality, VOI or Presentation LUT Sequence.

    ``signed_input``: whether the first value mapped may be negative. ``explanation``: its name where the item has
    none. Raises ValueError where descriptor and data do not make a table: too few or too many entries, entries wider
    than the descriptor says, or one value only. Half a table shows a film that looks right and is not.
    """
    descriptor = item.get("LUTDescriptor")
    if descriptor is None or len(descriptor) != 3:
        raise ValueError("LUT Descriptor must have three values")
    count, first_mapped, bits = (int(value) for value in descriptor)
    count = count & 0xFFFF or 0x10000  # 0 entries means 65536 (PS3.3 C.11.1.1.1)
    if not 1 <= bits <= 16:
        raise ValueError(f"LUT Descriptor states entries of {bits} bits")
    # US and SS are confused in many files, so the sign follows the input and not the VR.
    first_mapped &= 0xFFFF
    if signed_input and first_mapped > 0x7FFF:
        first_mapped -= 0x10000
    entries = _entries(item.get("LUTData"), count=count, bits=bits, big_endian=big_endian)
    # One more: data of an odd number of bytes is filled up to an even one.
    if not count <= entries.size <= count + 1:
        raise ValueError(f"LUT Data has {entries.size} of {count} entries")
    entries = entries[:count].copy()
    if int(entries.max()) >> bits:
        raise ValueError(f"LUT Data has entries of more than {bits} bits")
    if count > 1 and entries.min() == entries.max():
        raise ValueError("LUT Data maps everything to one value")
    return LookupTable(first_mapped, entries, bits, text(item, "LUTExplanation") or explanation)


def _entries(data: object, *, count: int, bits: int, big_endian: bool) -> npt.NDArray[np.uint16]:
    """LUT Data as (n,) uint16, whether it came as OW bytes or as US numbers, with one or two entries a word."""
    if data is None:
        raise ValueError("LUT Data is missing")
    if isinstance(data, bytes):
        if bits <= 8 and len(data) < 2 * count:
            return np.frombuffer(data, np.uint8).astype(np.uint16)
        words = np.frombuffer(data[: len(data) // 2 * 2], ">u2" if big_endian else "<u2")
        return words.astype(np.uint16)
    words = (np.atleast_1d(np.asarray(data, dtype=np.int64)) & 0xFFFF).astype(np.uint16)
    if bits <= 8 and words.size < count:
        # Two entries in each word, the low byte first (PS3.3 C.11.1.1.1, PS3.5 8.1.1).
        return np.stack([words & 0xFF, words >> 8], axis=1).reshape(-1)
    return words

"""Bytes to a pydicom data set: with or without preamble, deflated within bounds, in a known transfer syntax.

Knows nothing of pixels.
"""

import io
import zlib
from typing import Final

from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filereader import read_dataset
from pydicom.tag import BaseTag
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from cxrviewer.errors import NotARadiograph, UnreadableFile
from cxrviewer.imaging.decoders import LIBRARY_ERRORS

PREAMBLE: Final = 128

MAX_INFLATED_BYTES: Final = 1 << 27
"""A deflated data set may not grow beyond this: 49 kB can hold hundreds of megabytes of zeros."""

_META_GROUP = b"\x02\x00\x00\x00UL"  # (0002,0000), where only the preamble is missing
_GROUPS_AT_THE_START = (b"\x02\x00", b"\x08\x00")


def looks_like_dicom(content: bytes) -> bool:
    """Whether the bytes are a DICOM file (PS3.10 7.1), or one that lost its preamble or its file meta information."""
    if content[PREAMBLE : PREAMBLE + 4] == b"DICM" or content.startswith(_META_GROUP):
        return True
    return content[:2] in _GROUPS_AT_THE_START and (_starts_implicit(content) or _starts_explicit(content))


def open_dataset(content: bytes) -> FileDataset:
    """The data set with a file meta information that states its transfer syntax.

    Raises UnreadableFile and NotARadiograph; library errors pass through for the caller to map.
    """
    if content[PREAMBLE : PREAMBLE + 4] == b"DICM":
        start = PREAMBLE + 4
    elif content.startswith(_META_GROUP):
        start = 0
    else:
        return _without_meta(content)
    stream = io.BytesIO(content)
    stream.seek(start)
    meta = FileMetaDataset(read_dataset(stream, is_implicit_VR=False, is_little_endian=True, stop_when=_past_meta))
    syntax = meta.get("TransferSyntaxUID")
    if not syntax:
        raise UnreadableFile(
            "the DICOM file does not state its transfer syntax (0002,0010); ask for a new export of the image"
        )
    if UID(syntax) == DeflatedExplicitVRLittleEndian:
        return _deflated(content, meta, stream.tell())
    dataset = dcmread(io.BytesIO(content), force=True)
    if dataset.file_meta.get("MediaStorageSOPClassUID") == "1.2.840.10008.1.3.10":
        raise NotARadiograph("this is a DICOMDIR, the index of a disc; open the files or the folder it lists")
    return dataset


def _past_meta(tag: BaseTag, vr: str | None, length: int) -> bool:
    return tag.group != 2


def _deflated(content: bytes, meta: FileMetaDataset, start: int) -> FileDataset:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = inflater.decompress(content[start:], MAX_INFLATED_BYTES)
    except zlib.error as error:
        raise UnreadableFile("the deflated data set is damaged; ask for a new copy") from error
    if inflater.unconsumed_tail:
        raise UnreadableFile("the deflated data set grows beyond any radiograph; ask where the file comes from")
    dataset = read_dataset(io.BytesIO(inflated), is_implicit_VR=False, is_little_endian=True)
    # Once inflated it is an explicit data set like any other.
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return _with_meta(dataset, meta, implicit=False)


def _without_meta(content: bytes) -> FileDataset:
    """A bare data set. Only the default transfer syntax may be assumed of one (PS3.5 10.1)."""
    if not _starts_implicit(content):
        raise UnreadableFile(
            "the DICOM file has lost its file meta information, so that its encoding is not stated; "
            "ask for a new export of the image"
        )
    try:
        dataset = read_dataset(io.BytesIO(content), is_implicit_VR=True, is_little_endian=True)
    except LIBRARY_ERRORS as error:
        raise UnreadableFile("the file begins like DICOM but goes on like none; ask for a new copy") from error
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ImplicitVRLittleEndian
    return _with_meta(dataset, meta, implicit=True)


def _with_meta(dataset: Dataset, meta: FileMetaDataset, *, implicit: bool) -> FileDataset:
    return FileDataset("", dataset, file_meta=meta, is_implicit_VR=implicit, is_little_endian=True)


def _starts_implicit(content: bytes) -> bool:
    """Whether the first element is one of group 8 in implicit VR little endian, with a length that fits."""
    length = int.from_bytes(content[4:8], "little")
    element = int.from_bytes(content[2:4], "little")
    return content[:2] == b"\x08\x00" and element <= 0x18 and 0 < length <= 64 and len(content) > 8 + length


def _starts_explicit(content: bytes) -> bool:
    return content[4:6] in (b"UL", b"CS", b"UI", b"SH", b"LO", b"DA") and len(content) > 8

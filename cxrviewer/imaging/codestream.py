"""The size that a compressed frame states in its own header; decodes nothing and knows no DICOM.

A decoder reserves memory for what the codestream claims, not for what the DICOM header does, so that a few bytes
could ask for gigabytes. Looked at first, the claim costs nothing.
"""

from dataclasses import dataclass

_START_OF_FRAME = frozenset({*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC})  # ISO/IEC 10918-1 B.1, 14495-1 C.1
_J2K_SIGNATURE = b"\xff\x4f\xff\x51"  # SOC, SIZ: ISO/IEC 15444-1 A.4, A.5


@dataclass(frozen=True, slots=True)
class FrameSize:
    """What a codestream's header claims."""

    rows: int
    columns: int
    components: int


def frame_size(frame: bytes) -> FrameSize | None:
    """What a JPEG, JPEG-LS or JPEG 2000 frame claims; None where that cannot be told."""
    if frame.startswith(_J2K_SIGNATURE):
        return _j2k_size(frame)
    if frame.startswith(b"\xff\xd8"):
        return _jpeg_size(frame)
    return None


def _j2k_size(frame: bytes) -> FrameSize | None:
    if len(frame) < 42:
        return None
    right, bottom, left, top = (int.from_bytes(frame[at : at + 4], "big") for at in (8, 12, 16, 20))
    return FrameSize(bottom - top, right - left, int.from_bytes(frame[40:42], "big"))


def _jpeg_size(frame: bytes) -> FrameSize | None:
    at = 2
    while at + 10 <= len(frame):
        if frame[at] != 0xFF:
            return None
        marker = frame[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _START_OF_FRAME:
            rows, columns = (int.from_bytes(frame[begin : begin + 2], "big") for begin in (at + 5, at + 7))
            return FrameSize(rows, columns, frame[at + 9])
        at += 2 + int.from_bytes(frame[at + 2 : at + 4], "big")
    return None

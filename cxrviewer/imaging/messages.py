"""Values over a pipe between two processes of this program: a length, a pickle, and the large arrays behind it.

Arrays travel outside the pickle, so that a film is copied once on each side. The two ends trust each other: the other
process is this program too, kept apart for what it may use up, not for what it may do.
"""

import pickle
import struct
from typing import IO

import numpy as np

_COUNT = struct.Struct("<I")
_LENGTH = struct.Struct("<Q")


def send(stream: IO[bytes], value: object) -> None:
    """Write a value. Raises OSError (BrokenPipeError) where the other end is gone."""
    buffers: list[pickle.PickleBuffer] = []
    pickled = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    parts = [memoryview(pickled), *(buffer.raw() for buffer in buffers)]
    stream.write(_COUNT.pack(len(parts)) + b"".join(_LENGTH.pack(part.nbytes) for part in parts))
    for part in parts:
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes]) -> object:
    """Read a value, its arrays read-only. Raises EOFError where the other end is gone."""
    (count,) = _COUNT.unpack(_exactly(stream, _COUNT.size))
    lengths = [_LENGTH.unpack(_exactly(stream, _LENGTH.size))[0] for _ in range(count)]
    pickled, *buffers = [_exactly(stream, length) for length in lengths]
    return pickle.loads(pickled, buffers=[buffer.toreadonly() for buffer in buffers])


def _exactly(stream: IO[bytes], length: int) -> memoryview:
    into = np.empty(length, np.uint8).data  # unlike bytearray not filled first
    rest = into
    while rest:
        count = stream.readinto(rest)  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        rest = rest[count:]
    return into

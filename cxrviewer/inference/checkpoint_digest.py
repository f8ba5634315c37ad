"""One SHA-256 that stands for a checkpoint, remembered between runs; knows files, not tensors."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxrviewer import paths
from cxrviewer.errors import WeightsCorrupt
from cxrviewer.inference.checkpoint import Checkpoint

_BLOCK = 1 << 22

Progress = Callable[[int, int], None]


def digest(checkpoint: Checkpoint, progress: Progress | None = None) -> str:
    """SHA-256 over the names and the SHA-256 of all files that decide what the model writes.

    Reading 14 GB takes a minute, so each file's own digest is kept in the data folder under its path, size and time
    of change. ``progress`` is told the bytes done and in all, and may raise to stop. Raises WeightsCorrupt where a
    file cannot be read.
    """
    memory = _Memory(paths.data_folder() / "checkpoint_digests.json")
    sizes = [file.stat().st_size for file in checkpoint.files]
    whole, done = hashlib.sha256(), 0
    for file, size in zip(checkpoint.files, sizes, strict=True):

        def read(count: int, before: int = done) -> None:
            if progress:
                progress(before + count, sum(sizes))

        whole.update(f"{file.name} {memory.digest_of(file, read)}\n".encode())
        done += size
    memory.save()
    return whole.hexdigest()


def remembered_digest(checkpoint: Checkpoint) -> str | None:
    """The digest, where every file's own is remembered and none has changed since; reads no weights."""
    memory, whole = _Memory(paths.data_folder() / "checkpoint_digests.json"), hashlib.sha256()
    for file in checkpoint.files:
        sha256 = memory.remembered(file)
        if sha256 is None:
            return None
        whole.update(f"{file.name} {sha256}\n".encode())
    return whole.hexdigest()


def file_digest(file: Path, on_read: Callable[[int], None] | None = None) -> str:
    """SHA-256 of a file's bytes, in hexadecimal; ``on_read`` is told how many have been read. Raises WeightsCorrupt."""
    sha, done = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                sha.update(block)
                done += len(block)
                if on_read:
                    on_read(done)
    except OSError as error:
        raise WeightsCorrupt(f"{file.name} cannot be read ({error.strerror}); check the disk") from error
    return sha.hexdigest()


class _Memory:
    """Digests of files that have not changed since. Losing it costs time only, so no trouble with it is an error."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._changed = False
        try:
            known = json.loads(file.read_bytes())
        except (OSError, ValueError):
            known = {}
        self._known: dict[str, Any] = known if isinstance(known, dict) else {}

    def remembered(self, file: Path) -> str | None:
        """The file's SHA-256, where it is known and the file has not changed since."""
        state = file.stat()
        match self._known.get(str(file.resolve())):
            case [size, changed, str(sha)] if (size, changed) == (state.st_size, state.st_mtime_ns):
                return sha
        return None

    def digest_of(self, file: Path, on_read: Callable[[int], None]) -> str:
        """The file's SHA-256, computed only where it is new or has changed."""
        state = file.stat()
        sha = self.remembered(file)
        if sha is None:
            sha = file_digest(file, on_read)
            self._known[str(file.resolve())] = [state.st_size, state.st_mtime_ns, sha]
            self._changed = True
        return sha

    def save(self) -> None:
        """Write what is new, whole or not at all."""
        if not self._changed:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(self._known), encoding="utf-8")
            fresh.replace(self._file)
        except OSError:
            return

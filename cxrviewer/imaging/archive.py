"""Films inside a zip archive, read where they lie: a member's path is the archive's path with the member's name below.

Nothing is unpacked to disk. What the archive claims is bounded before a member is inflated.
"""

import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from cxrviewer.errors import NotARadiograph, UnreadableFile
from cxrviewer.imaging.decoders import LIBRARY_ERRORS

MAX_MEMBER_BYTES: Final = 1 << 28
"""A member may not grow beyond this: a few kilobytes can hold gigabytes of zeros."""

_DAMAGED = "the zip archive is damaged; ask for a new copy"
_ZIP_ERRORS: Final[tuple[type[Exception], ...]] = (*LIBRARY_ERRORS, zipfile.BadZipFile, zipfile.LargeZipFile)


def is_archive(path: Path) -> bool:
    """Whether the file is a zip archive, by its name and its first bytes."""
    if path.suffix.lower() != ".zip":
        return False
    try:
        with path.open("rb") as opened:
            return opened.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False


def archive_of(path: Path) -> Path | None:
    """The archive that a member's path leads into; None for a path that leads into none."""
    return next((parent for parent in path.parents if parent.suffix.lower() == ".zip" and parent.is_file()), None)


def members(archive: Path) -> tuple[Path, ...]:
    """The paths of all files in the archive, in the order of names, hidden ones left out. Raises UnreadableFile.

    A name that leads out of the archive is left out too: it cannot be anybody's film.
    """
    names = (info.filename for info in _opened(archive).infolist() if not info.is_dir())
    return tuple(sorted(archive / name for name in names if _is_inside(name)))


def member_content(archive: Path, member: Path, limit: int | None = None) -> bytes:
    """The member's bytes, all or the first ``limit``. Raises UnreadableFile and NotARadiograph."""
    name = member.relative_to(archive).as_posix()
    opened = _opened(archive)
    try:
        info = opened.getinfo(name)
    except KeyError as error:
        raise UnreadableFile("the archive holds no such file; open the archive again") from error
    if info.flag_bits & 1:
        raise NotARadiograph("the archive is encrypted; unpack it with its password and open the folder")
    if limit is None and info.file_size > MAX_MEMBER_BYTES:
        raise UnreadableFile("the file in the archive grows beyond any radiograph; ask where the archive comes from")
    try:
        with opened.open(info) as stream:
            return stream.read(info.file_size if limit is None else limit)
    except MemoryError:
        raise
    except _ZIP_ERRORS as error:
        raise UnreadableFile(_DAMAGED) from error


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and not any(part.startswith(".") for part in parts)


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        status = archive.stat()
        return _directory(archive, status.st_mtime_ns, status.st_size)
    except MemoryError:
        raise
    except FileNotFoundError as error:
        raise UnreadableFile("the archive is no longer there; open it again") from error
    except _ZIP_ERRORS as error:
        raise UnreadableFile(_DAMAGED) from error


@lru_cache(maxsize=1)
def _directory(archive: Path, _changed: int, _size: int) -> zipfile.ZipFile:
    """The archive with its directory read, which for thousands of members takes longer than one of them."""
    return zipfile.ZipFile(archive)

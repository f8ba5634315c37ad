"""A film's bytes, from a file or from a zip archive; says in a sentence why there are none."""

import stat
from pathlib import Path

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.archive import archive_of, member_content
from cxrviewer.imaging.decoders import MAX_FILE_BYTES


def file_content(path: Path) -> bytes:
    """All bytes of the file, at least one. Raises UnreadableFile."""
    archive = archive_of(path)
    content = _regular_file(path) if archive is None else member_content(archive, path)
    if not content:
        raise UnreadableFile("the file is empty; copy it again")
    return content


def _regular_file(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile("this is a folder; name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("this is not a regular file; copy its content into one")
        if status.st_size > MAX_FILE_BYTES:
            raise UnreadableFile("the file is larger than 1 GB, which no radiograph is; check that it is the right one")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile("there is no such file; check the name") from error
    except PermissionError as error:
        raise UnreadableFile("the file may not be read; ask its owner for permission") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise UnreadableFile("the file cannot be opened; check the name and the drive") from error

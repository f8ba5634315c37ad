"""Reads one file into a ``Radiograph``, whatever its format; tells formats apart by content, not by name.

Knows neither how DICOM nor how pictures are laid out: ``dicom_file`` and ``picture`` do.
"""

from pathlib import Path

from cxrviewer.errors import NotARadiograph, UnreadableFile
from cxrviewer.imaging.decoders import LIBRARY_ERRORS, quiet_decoders
from cxrviewer.imaging.dicom_dataset import looks_like_dicom
from cxrviewer.imaging.dicom_file import radiograph_from_dicom
from cxrviewer.imaging.digest import digest_beside
from cxrviewer.imaging.file_content import file_content
from cxrviewer.imaging.picture import looks_like_picture, radiograph_from_picture
from cxrviewer.imaging.radiograph import Radiograph

_KNOWN_STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture or a film"),
    (b"\x1f\x8b", "a gzip archive"),
)


def read_radiograph(path: Path) -> Radiograph:
    """The radiograph in a DICOM, PNG, JPEG or TIFF file, which may lie in a zip archive (``archive``).

    Raises UnreadableFile where the file cannot be opened, is empty or damaged; NotARadiograph where it holds no
    image; UnsupportedPixelData where no decoder knows the image's encoding. The message does not repeat the path.
    """
    content = file_content(path)
    try:
        with quiet_decoders(), digest_beside(content) as digest:
            if looks_like_picture(content):
                return radiograph_from_picture(content, source=path, digest=digest)
            if looks_like_dicom(content):
                return radiograph_from_dicom(content, source=path, digest=digest)
    except MemoryError as error:
        raise UnreadableFile("the image needs more memory than this machine has free; close other programs") from error
    except LIBRARY_ERRORS as error:
        raise UnreadableFile("the file is damaged and cannot be read; ask for a new copy") from error
    raise NotARadiograph(f"this is {_stranger(content)}, not a radiograph; open DICOM, PNG, JPEG or TIFF")


def _stranger(content: bytes) -> str:
    for magic, name in _KNOWN_STRANGERS:
        if content.startswith(magic):
            return name
    start = content[:1024]
    if b"\0" not in start:
        try:
            start.decode()
        except UnicodeDecodeError as error:
            # A character cut at the end of what was looked at is no sign against text.
            if error.start < len(start) - 4:
                return "a file of an unknown kind"
        return "a text file"
    return "a file of an unknown kind"

"""How films are got from a disk, as one value: in this process, or in one with limits. Knows which verbs there are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxrviewer.imaging.containers import Contents, contents_of
from cxrviewer.imaging.decoding_process import DecodingProcess
from cxrviewer.imaging.elements import Element, read_elements
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.reading import read_radiograph


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class FilmFiles:
    """The verbs for files that hold films; by default they run where they are called.

    The window takes those of a ``DecodingProcess``, since it opens whatever is dropped on it and must live on. The
    command line decodes in its own process: it ends with its work, and says in its exit status how that went.
    """

    read: Callable[[Path], Radiograph] = read_radiograph
    contents_of: Callable[[Path], Contents] = contents_of
    elements_of: Callable[[Path], tuple[Element, ...]] = read_elements
    stop: Callable[[], None] = _nothing
    """Ends what is under way, for good."""

    @classmethod
    def through(cls, process: DecodingProcess) -> "FilmFiles":
        """Everything in that process."""
        return cls(process.read, process.contents_of, process.elements_of, process.close)

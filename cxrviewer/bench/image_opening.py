"""How long a film takes to open, by encoding, beside the bare decoder: pydicom's reading and decoding of that file.

Knows encodings and the clock. What ours does beyond the decoder: SHA-256, checks, values made ready for the table.
"""

import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from pydicom import dcmread
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID

from cxrviewer.bench.large_film import ENCODINGS, large_pixels, write_large_film
from cxrviewer.bench.measurement import Measurement
from cxrviewer.errors import CxrViewerError, RadiographError
from cxrviewer.imaging.decoders import LIBRARY_ERRORS, plugin_for, quiet_decoders
from cxrviewer.imaging.reading import read_radiograph

AT_MOST = 1.3
"""How many times the bare decoder's time opening may take."""
_BITS = 12
_TIMES = 5


def measure_opening(films: Path | None, progress: Callable[[int, int], None]) -> list[Measurement]:
    """The synthetic film in every encoding that can be written here; then one file of each encoding in ``films``."""
    found = []
    with tempfile.TemporaryDirectory(prefix="cxrviewer-bench-") as folder:
        pixels = large_pixels(_BITS)
        for place, encoding in enumerate(ENCODINGS):
            path = Path(folder) / "film.dcm"
            write_large_film(path, encoding, pixels, _BITS)
            found.append(_compared(encoding, path, aimed=True))
            progress(place + 1, len(ENCODINGS))
    if films is not None:
        found += [_compared(f"{name}, {path.name}", path, aimed=False) for name, path in _by_encoding(films)]
    return found


def _compared(name: str, path: Path, *, aimed: bool) -> Measurement:
    ours, bare = [], []
    for _ in range(_TIMES):  # in turn, so that what else the machine does meets both
        ours.append(_seconds(lambda: read_radiograph(path)))
        bare.append(_seconds(lambda: _decode(path)))
    mine, other = median(ours) * 1000, median(bare) * 1000
    times = mine / other
    plugin = plugin_for(_syntax(path)) or "pydicom's first choice"
    return Measurement(
        name=f"open {name}",
        ours=round(mine, 1),
        peer=round(other, 1),
        unit="ms",
        ratio=round(other / mine, 2),
        how=f"median of {_TIMES}, {path.stat().st_size / 1e6:.1f} MB, {times:.2f} times the bare decoder; peer: "
        f"dcmread and pixel_array by {plugin}" + (f"; has to be at most {AT_MOST:g} times" if aimed else ""),
        good=not aimed or times <= AT_MOST,
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _decode(path: Path) -> object:
    dataset = dcmread(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pixel_array(dataset, index=0, decoding_plugin=plugin_for(UID(dataset.file_meta.TransferSyntaxUID)))


def _syntax(path: Path) -> UID:
    with quiet_decoders():
        return UID(dcmread(path, stop_before_pixels=True).file_meta.TransferSyntaxUID)


def _by_encoding(folder: Path) -> Iterable[tuple[str, Path]]:
    """The largest readable film of each transfer syntax in a folder."""
    if not folder.is_dir():
        raise CxrViewerError(f"{folder}: there is no such folder; name one with DICOM films")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_size):
        try:
            read_radiograph(path)
            found[_syntax(path).name] = path
        except RadiographError:
            continue  # a folder of films may hold anything
        except LIBRARY_ERRORS:
            continue  # a picture: not DICOM
    return sorted(found.items())

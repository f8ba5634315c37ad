"""How near phantoms come to real films: a sheet to look at, the spectrum of their detail and their grey levels.

Each distance stands beside the same distance between two halves of the real films: nothing can be nearer than that.
Knows films as pictures; nothing of findings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy.stats import wasserstein_distance

from cxrviewer.bench.measurement import Measurement
from cxrviewer.errors import CxrViewerError, RadiographError
from cxrviewer.imaging.grayscale import default_voi, render
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.imaging.scope import ScopeKind, check_scope
from cxrviewer.inference.preprocess import resize_and_crop
from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.case import render as render_phantom
from cxrviewer.phantom.exposure import eight_bits

SIZE = 512
SEED = 31
ON_SHEET, COLUMNS, CELL = 24, 8, 256
_NOT_OURS = frozenset({ScopeKind.NOT_FRONTAL, ScopeKind.LATERAL, ScopeKind.TURNED, ScopeKind.POLARITY})

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A set of films as figures."""

    spectra: npt.NDArray[np.float64]
    """(films, rings) mean log10 power from coarse to fine, each film's own mean taken off."""
    histograms: npt.NDArray[np.float64]
    """(films, 256) share of the pixels at each grey level."""


def look(films: list[Grey]) -> Look:
    """The figures of (SIZE, SIZE) films."""
    return Look(
        np.stack([radial_spectrum(film) for film in films]),
        np.stack([np.bincount(film.ravel(), minlength=256) / film.size for film in films]),
    )


def radial_spectrum(film: Grey) -> npt.NDArray[np.float64]:
    """(rings,) mean log10 power in rings of frequency, 4 cycles a film to a third of the sampling rate."""
    size = film.shape[0]
    window = np.hanning(size)[:, None] * np.hanning(size)[None, :]
    centred = (film - film.mean()) * window
    power = np.abs(np.fft.fftshift(np.fft.fft2(centred))) ** 2
    y, x = np.indices(film.shape) - size // 2
    edges = np.geomspace(4.0, size / 3.0, 25)
    ring = np.digitize(np.hypot(y, x), edges)
    log = np.log10(power + 1e-3)
    rings = np.array([log[ring == number].mean() for number in range(1, len(edges))])
    relative: npt.NDArray[np.float64] = rings - rings.mean()
    return relative


def spectrum_distance(one: Look, other: Look) -> float:
    """Root mean square difference of the mean spectra, in powers of ten."""
    return float(np.sqrt(np.mean((one.spectra.mean(axis=0) - other.spectra.mean(axis=0)) ** 2)))


def grey_distance(one: Look, other: Look) -> float:
    """Earth mover's distance between the mean histograms, in grey levels of 256."""
    levels = np.arange(256)
    return float(wasserstein_distance(levels, levels, one.histograms.mean(axis=0), other.histograms.mean(axis=0)))


def measure_likeness(
    folder: Path, count: int, sheet: Path | None, progress: Callable[[int, int], None]
) -> list[Measurement]:
    """Phantoms beside the frontal films of ``folder``; writes the sheet. Raises CxrViewerError, OSError."""
    real = [film for path in sorted(folder.iterdir()) if (film := _frontal(path)) is not None]
    if len(real) < 4:
        raise CxrViewerError(f"{folder}: holds fewer than four frontal films; name a folder of real radiographs")
    made: list[Grey] = []
    for index in range(count):
        phantom = draw_phantom(SEED, index)
        made.append(eight_bits(render_phantom(phantom, SIZE).pixels, phantom.exposure))
        progress(index + 1, count)
    if sheet is not None:
        contact_sheet(made[:ON_SHEET], real[:ON_SHEET]).save(sheet)
    phantoms, films, halves = look(made), look(real), (look(real[::2]), look(real[1::2]))
    how = f"{count} phantoms, {len(real)} real films; the peer: one half of the real films beside the other"
    return [
        _measurement("spectrum of detail, phantoms from real films", spectrum_distance, phantoms, films, halves, how),
        _measurement("grey levels, phantoms from real films", grey_distance, phantoms, films, halves, how),
    ]


def contact_sheet(phantoms: list[Grey], films: list[Grey]) -> Image.Image:
    """Rows of phantoms above rows of real films."""
    cells = [*phantoms, *films]
    rows = -(-len(phantoms) // COLUMNS) + -(-len(films) // COLUMNS)
    sheet = Image.new("L", (COLUMNS * CELL, rows * CELL))
    first_real = -(-len(phantoms) // COLUMNS) * COLUMNS
    for number, cell in enumerate(cells):
        place = number if number < len(phantoms) else first_real + number - len(phantoms)
        small = Image.fromarray(cell).resize((CELL, CELL), Image.Resampling.LANCZOS)
        sheet.paste(small, (place % COLUMNS * CELL, place // COLUMNS * CELL))
    return sheet


def _frontal(path: Path) -> Grey | None:
    """The film as the viewer shows it, or None for what is no frontal chest or no film."""
    try:
        radiograph = read_radiograph(path)
    except RadiographError:
        return None
    if any(warning.kind in _NOT_OURS for warning in check_scope(radiograph).warnings):
        return None
    return resize_and_crop(render(radiograph, default_voi(radiograph)), SIZE)


def _measurement(
    name: str,
    distance: Callable[[Look, Look], float],
    phantoms: Look,
    films: Look,
    halves: tuple[Look, Look],
    how: str,
) -> Measurement:
    ours, peer = distance(phantoms, films), distance(*halves)
    unit = "powers of ten" if distance is spectrum_distance else "grey levels"
    return Measurement(name=name, ours=ours, peer=peer, unit=unit, ratio=peer / ours if ours else None, how=how)

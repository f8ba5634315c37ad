"""A cached pool of small phantoms on disk, in shards that are made once and read by memory map.

Knows nothing of the network; the truth of a case is drawn again from its seed and number, never stored.
"""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from cxrviewer.phantom.case import Phantom, draw_phantom, render
from cxrviewer.phantom.exposure import eight_bits
from cxrviewer.reporting.findings import Finding

POOL_SIZE = 224
"""Side of a pooled film in pixels; a little more than the network's, so that it can be shifted and turned."""
MASK_SIZE = 28
SHARD = 1000

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Films (n, POOL_SIZE, POOL_SIZE) and masks (n, findings, MASK_SIZE, MASK_SIZE), both 0..255, by shard."""

    seed: int
    shards: tuple[int, ...]
    films: tuple[Bytes, ...]
    masks: tuple[Bytes, ...]

    def __len__(self) -> int:
        return sum(len(films) for films in self.films)

    def phantom(self, position: int) -> Phantom:
        """Who is at that position."""
        return draw_phantom(self.seed, self.shards[position // SHARD] * SHARD + position % SHARD)

    def film(self, position: int) -> Bytes:
        """(POOL_SIZE, POOL_SIZE) uint8, as the film's window shows it."""
        film: Bytes = self.films[position // SHARD][position % SHARD]
        return film

    def mask(self, position: int) -> Bytes:
        """(findings, MASK_SIZE, MASK_SIZE) uint8."""
        mask: Bytes = self.masks[position // SHARD][position % SHARD]
        return mask


def small_film(phantom: Phantom) -> tuple[Bytes, Bytes]:
    """One pooled film and its masks."""
    film = render(phantom, POOL_SIZE)
    masks = np.zeros((len(Finding), MASK_SIZE, MASK_SIZE), dtype=np.uint8)
    for number, finding in enumerate(Finding):
        if finding in film.masks:
            small = Image.fromarray(film.masks[finding].astype(np.float32)).reduce(POOL_SIZE // MASK_SIZE)
            masks[number] = np.clip(np.rint(np.asarray(small) * 255.0), 0, 255)
    return eight_bits(film.pixels, phantom.exposure), masks


def make_shard(folder: Path, seed: int, shard: int, count: int = SHARD) -> None:
    """Make one shard unless it is there; the masks are moved into place last and mark it complete."""
    films_file, masks_file = _files(folder, seed, shard)
    if masks_file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    made = [small_film(draw_phantom(seed, shard * SHARD + number)) for number in range(count)]
    for path, values in ((films_file, [film for film, _ in made]), (masks_file, [mask for _, mask in made])):
        partial = path.with_suffix(".part")
        with partial.open("wb") as stream:
            np.save(stream, np.stack(values))
        partial.replace(path)


def fill_pool(folder: Path, seed: int, shards: int, processes: int, done: Callable[[int, int], None]) -> None:
    """Make the first ``shards`` shards, those that are there left as they are."""
    with multiprocessing.get_context("spawn").Pool(processes) as workers:
        tasks = [(folder, seed, shard) for shard in range(shards)]
        for made, _ in enumerate(workers.imap_unordered(_make, tasks), start=1):
            done(made, shards)


def _make(task: tuple[Path, int, int]) -> None:
    make_shard(*task)


def open_pool(folder: Path, seed: int, limit: int | None = None) -> Pool:
    """Every complete shard of that seed in ``folder``, at most ``limit`` of them."""
    shards = sorted(int(path.stem.split("_")[-1]) for path in folder.glob(f"masks_{seed}_*.npy"))[:limit]
    pairs = [_files(folder, seed, shard) for shard in shards]
    return Pool(
        seed,
        tuple(shards),
        tuple(np.load(films, mmap_mode="r") for films, _ in pairs),
        tuple(np.load(masks, mmap_mode="r") for _, masks in pairs),
    )


def _files(folder: Path, seed: int, shard: int) -> tuple[Path, Path]:
    return folder / f"films_{seed}_{shard:04d}.npy", folder / f"masks_{seed}_{shard:04d}.npy"

"""A cached pool of small phantoms on disk, in shards that are made once and read by memory map.

A shard is films, masks and truths. Some shards hold films on which nothing can be read. Knows nothing of the network.
"""

import json
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from cxrviewer.phantom.case import Phantom, draw_phantom, render
from cxrviewer.phantom.exposure import eight_bits
from cxrviewer.phantom.truth import Truth, truth_as_json, truth_from_json
from cxrviewer.phantom.unreadable import Unreadable, unreadable_film
from cxrviewer.reporting.findings import Finding
from cxrviewer.training.workers import workers

POOL_SIZE = 224
"""Side of a pooled film in pixels; a little more than the network's, so that it can be shifted and turned."""
MASK_SIZE = 28
SHARD = 1000
UNREADABLE = 600
UNREADABLE_SHARD = 9999

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Films (n, POOL_SIZE, POOL_SIZE) and masks (n, findings, MASK_SIZE, MASK_SIZE), both 0..255, by shard."""

    seed: int
    shards: tuple[int, ...]
    films: tuple[Bytes, ...]
    masks: tuple[Bytes, ...]
    truths: tuple[tuple[Truth, ...], ...]

    def __len__(self) -> int:
        return sum(len(films) for films in self.films)

    @property
    def readable(self) -> int:
        """How many films, the first ones, show a chest."""
        return len(self) - (len(self.films[-1]) if self.shards[-1:] == (UNREADABLE_SHARD,) else 0)

    def truth(self, position: int) -> Truth:
        """What is wrong at that position."""
        shard, number = self._place(position)
        return self.truths[shard][number]

    def film(self, position: int) -> Bytes:
        """(POOL_SIZE, POOL_SIZE) uint8, as the film's window shows it."""
        shard, number = self._place(position)
        film: Bytes = self.films[shard][number]
        return film

    def mask(self, position: int) -> Bytes:
        """(findings, MASK_SIZE, MASK_SIZE) uint8."""
        shard, number = self._place(position)
        mask: Bytes = self.masks[shard][number]
        return mask

    def _place(self, position: int) -> tuple[int, int]:
        for shard, films in enumerate(self.films):
            if position < len(films):
                return shard, position
            position -= len(films)
        raise IndexError(position)


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
    """Make one shard unless it is there; the truths are moved into place last and mark it complete."""
    if _files(folder, seed, shard)[-1].exists():
        return
    phantoms = [draw_phantom(seed, shard * SHARD + number) for number in range(count)]
    made = [small_film(phantom) for phantom in phantoms]
    truths = [phantom.truth for phantom in phantoms]
    _keep(folder, seed, shard, [film for film, _ in made], [mask for _, mask in made], truths)


def make_unreadable(folder: Path, seed: int, count: int = UNREADABLE) -> None:
    """Make the shard of films on which nothing can be read, as often of each kind, unless it is there."""
    if _files(folder, seed, UNREADABLE_SHARD)[-1].exists():
        return
    rng = np.random.default_rng((seed, UNREADABLE_SHARD))
    kinds = list(Unreadable)
    films = [unreadable_film(kinds[number % len(kinds)], rng, POOL_SIZE) for number in range(count)]
    masks = [np.zeros((len(Finding), MASK_SIZE, MASK_SIZE), dtype=np.uint8)] * count
    _keep(folder, seed, UNREADABLE_SHARD, films, masks, [Truth((), readable=False)] * count)


def _keep(folder: Path, seed: int, shard: int, films: list[Bytes], masks: list[Bytes], truths: list[Truth]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    films_file, masks_file, truths_file = _files(folder, seed, shard)
    for path, values in ((films_file, films), (masks_file, masks)):
        partial = path.with_suffix(".part")
        with partial.open("wb") as stream:
            np.save(stream, np.stack(values))
        partial.replace(path)
    partial = truths_file.with_suffix(".part")
    partial.write_text(json.dumps([truth_as_json(truth) for truth in truths]), encoding="utf-8")
    partial.replace(truths_file)


def fill_pool(folder: Path, seed: int, shards: int, processes: int, done: Callable[[int, int], None]) -> None:
    """Make the first ``shards`` shards, those that are there left as they are."""
    with workers(processes) as executor:
        making = [executor.submit(make_shard, folder, seed, shard) for shard in range(shards)]
        for made, shard in enumerate(as_completed(making), start=1):
            shard.result()
            done(made, shards)


def open_pool(folder: Path, seed: int, limit: int | None = None) -> Pool:
    """Every complete shard of that seed in ``folder``, at most ``limit`` of them, and the unreadable films last."""
    found = sorted(int(path.stem.split("_")[-1]) for path in folder.glob(f"truths_{seed}_*.json"))
    shards = [shard for shard in found if shard != UNREADABLE_SHARD][:limit]
    shards += [shard for shard in found if shard == UNREADABLE_SHARD]
    files = [_files(folder, seed, shard) for shard in shards]
    return Pool(
        seed,
        tuple(shards),
        tuple(np.load(films, mmap_mode="r") for films, _, _ in files),
        tuple(np.load(masks, mmap_mode="r") for _, masks, _ in files),
        tuple(tuple(map(truth_from_json, json.loads(truths.read_text(encoding="utf-8")))) for _, _, truths in files),
    )


def _files(folder: Path, seed: int, shard: int) -> tuple[Path, Path, Path]:
    name = f"{seed}_{shard:04d}"
    return folder / f"films_{name}.npy", folder / f"masks_{name}.npy", folder / f"truths_{name}.json"

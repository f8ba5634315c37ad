"""The user's own checkpoints on disk: the models folder, folders elsewhere that were added, and what was removed.

Knows folders and names, no tensors and no network.
"""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cxrviewer import paths
from cxrviewer.errors import CheckpointStays, ModelError

SOURCE = "cxrviewer_source.json"
"""Where a fetched checkpoint came from and which licences were accepted, in its own folder."""

_ADDED = "added.json"
_REMOVED = ".removed"


def models_folder() -> Path:
    """Where fetched and quantized checkpoints are kept, each in a folder of its own. Not created here."""
    return paths.data_folder() / "models"


def added_folders() -> tuple[Path, ...]:
    """Folders elsewhere that the user has named, oldest first. A list that cannot be read is an empty one."""
    try:
        named = json.loads((models_folder() / _ADDED).read_bytes())
    except (OSError, ValueError):
        return ()
    return tuple(Path(name) for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def add_folder(folder: Path) -> None:
    """Remember a folder that holds a checkpoint; its files stay where they are. Raises ModelError."""
    folder = folder.expanduser().absolute()
    known = added_folders()
    if folder not in known:
        _write_added((*known, folder))


def forget_folder(folder: Path) -> None:
    """Remember an added folder no more; its files stay. Raises CheckpointStays."""
    _write_added(tuple(known for known in added_folders() if known != folder))


def _write_added(folders: tuple[Path, ...]) -> None:
    file = models_folder() / _ADDED
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps([os.fspath(folder) for folder in folders], indent=1), encoding="utf-8")
        fresh.replace(file)
    except (OSError, UnicodeEncodeError) as error:
        raise CheckpointStays(f"{file} cannot be written; make the folder writable or free some space") from error


@dataclass(frozen=True, slots=True)
class Removed:
    """A checkpoint taken out of sight; its files are whole until ``purge``."""

    name: str
    folder: Path
    """Where it was."""
    kept_at: Path | None
    """Where its files are now; None for an added folder, whose files never moved."""

    @property
    def bytes(self) -> int:
        """What purging it frees."""
        return 0 if self.kept_at is None else _size(self.kept_at)


def is_removable(folder: Path) -> bool:
    """Whether the program may take it away: it lies in the models folder, or was added."""
    folder = folder.absolute()
    return folder.parent == models_folder().absolute() or folder in added_folders()


def remove(folder: Path) -> Removed:
    """Take a checkpoint out of the list: an added one is forgotten, one in the models folder is put aside.

    Raises CheckpointStays for any other, and where the files cannot be moved.
    """
    folder = folder.absolute()
    if folder in added_folders():
        forget_folder(folder)
        return Removed(folder.name, folder, None)
    if folder.parent != models_folder().absolute():
        raise CheckpointStays(
            f"{folder.name} is not in the program's models folder; remove {folder} yourself if you do not need it"
        )
    aside = models_folder() / _REMOVED / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}" / folder.name
    try:
        aside.parent.mkdir(parents=True)
        folder.rename(aside)
    except OSError as error:
        raise CheckpointStays(f"{folder.name} cannot be moved ({error.strerror}); close what uses its files") from error
    return Removed(folder.name, folder, aside)


def removed() -> tuple[Removed, ...]:
    """What can still be restored, the last first."""
    aside = models_folder() / _REMOVED
    stamped = sorted(aside.iterdir(), reverse=True) if aside.is_dir() else []
    inside = [kept for stamp in stamped if stamp.is_dir() for kept in sorted(stamp.iterdir())]
    return tuple(Removed(kept.name, models_folder() / kept.name, kept) for kept in inside)


def restore(gone: Removed) -> None:
    """Put it back. Raises CheckpointStays where its place is taken or its files are gone."""
    if gone.kept_at is None:
        add_folder(gone.folder)
        return
    if gone.folder.exists():
        raise CheckpointStays(f"there is a checkpoint {gone.name} again; remove or rename it first")
    try:
        gone.kept_at.rename(gone.folder)
        gone.kept_at.parent.rmdir()
    except OSError as error:
        raise CheckpointStays(f"{gone.name} cannot be put back ({error.strerror}); fetch or add it again") from error


def purge(gone: Removed) -> None:
    """Free its space for good; it cannot be restored afterwards. Raises CheckpointStays where a file stays."""
    if gone.kept_at is None:
        return
    try:
        shutil.rmtree(gone.kept_at.parent)
    except OSError as error:
        raise CheckpointStays(f"{gone.kept_at} cannot be deleted ({error.strerror}); delete it yourself") from error


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def free_bytes(folder: Path) -> int:
    """Room on the disk that holds, or will hold, this folder. Raises ModelError."""
    place = next((place for place in (folder, *folder.absolute().parents) if place.exists()), folder)
    try:
        return shutil.disk_usage(place).free
    except OSError as error:
        raise ModelError(f"{place} cannot be looked at ({error.strerror}); check the disk") from error

"""The published checkpoint from the Hugging Face Hub onto this disk, whole or not at all; the only road to the network.

Nothing here runs unless a person asked for it and accepted the licences. Only weights, JSON and the tokenizer are
fetched: no pickle, no code. A fetch that was broken off goes on where it stopped.
"""

import errno
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

import httpx2
from huggingface_hub import HfApi, get_session, hf_hub_url, hf_raise_for_status
from huggingface_hub.errors import (
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from cxrviewer import __version__
from cxrviewer.errors import FetchFailed
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.checkpoint_digest import file_digest
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.licences import PUBLISHED
from cxrviewer.inference.manifest import CHECKSUMS, read_manifest, write_manifest
from cxrviewer.inference.models_folder import SOURCE, free_bytes, models_folder

REPOSITORY = "ECOFRI/CXR-LLAVA-v2"
REVISION = "b2224786bb90d54b1e1291171866706cfbb44e2b"
WANTED = ("*.safetensors", "*.json", "tokenizer.model")
_PATIENCE_S = 30.0
_PARTIAL = 206
_AGAIN = "fetch again, it goes on where it stopped"

Progress = Callable[[int, int], None]
"""Told the bytes done and in all."""


class FetchCancelled(Exception):
    """Stopped by its CancelToken. Not an error: what there is stays for the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Which checkpoint to fetch. ``manifest`` has a SHA-256 for every file by name, or is empty: then the hub's own
    checksums are what each file is held against."""

    repository: str = REPOSITORY
    revision: str = REVISION
    manifest: Mapping[str, str]

    @property
    def name(self) -> str:
        """What its folder is called."""
        return self.repository.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a repository and what it must be."""

    name: str
    size: int
    sha256: str | None
    git_sha1: str | None


def fetch(
    published: Published, *, licences_accepted: bool, progress: Progress, cancel: CancelToken | None = None
) -> Path:
    """Fetch into the models folder; the checkpoint's folder.

    Raises FetchFailed with what is wrong and what to do, ModelError where the files fit no checkpoint, FetchCancelled.
    """
    if not licences_accepted:
        names = " and the ".join(licence.name for licence in PUBLISHED)
        raise FetchFailed(f"the checkpoint is under {names}; accept both first")
    folder = models_folder() / published.name
    if folder.exists():
        raise FetchFailed(f"{published.name} is there already; verify it, or remove it and fetch it again")
    partial = models_folder() / ".fetching" / published.name
    try:
        partial.mkdir(parents=True, exist_ok=True)
        files = _listed(published)
        _check_room(files, partial)
        _Fetch(published, files, partial, progress, cancel or CancelToken()).run()
        (partial / SOURCE).write_text(json.dumps(_source(published), indent=1), encoding="utf-8")
        open_checkpoint(partial)
        partial.rename(folder)
    except (httpx2.HTTPError, OSError) as error:
        raise _as_sentence(error, published) from error
    return folder


def _endpoint() -> str:
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def _listed(published: Published) -> list[RemoteFile]:
    """The wanted files of the repository with what each must be. Raises FetchFailed."""
    api = HfApi(endpoint=_endpoint(), token=False, library_name="cxrviewer", library_version=__version__)
    info = api.model_info(published.repository, revision=published.revision, files_metadata=True, timeout=_PATIENCE_S)
    files = [
        RemoteFile(
            sibling.rfilename,
            sibling.size or 0,
            published.manifest.get(sibling.rfilename, sibling.lfs.sha256 if sibling.lfs else None),
            None if sibling.lfs else sibling.blob_id,
        )
        for sibling in info.siblings or ()
        if any(fnmatch(sibling.rfilename, wanted) for wanted in WANTED) and "/" not in sibling.rfilename
    ]
    if not files:
        raise FetchFailed(f"{published.repository} holds no weights as safetensors; name another repository")
    unlisted = [file.name for file in files if published.manifest and file.name not in published.manifest]
    if unlisted:
        raise FetchFailed(f"{unlisted[0]} is not in the manifest; use the manifest of this very revision")
    return files


def _check_room(files: list[RemoteFile], partial: Path) -> None:
    there = sum(path.stat().st_size for path in partial.iterdir())
    needed, free = sum(file.size for file in files) - there, free_bytes(partial)
    if needed > free:
        raise FetchFailed(
            f"{needed / 1e9:.1f} GB are needed and the disk has {free / 1e9:.1f} GB free; "
            "free some space, or name a folder on another disk with CXRVIEWER_DATA"
        )


class _Fetch:
    """One run over the files of one repository."""

    def __init__(
        self, published: Published, files: list[RemoteFile], partial: Path, progress: Progress, cancel: CancelToken
    ) -> None:
        self._published = published
        self._files = files
        self._partial = partial
        self._progress = progress
        self._cancel = cancel
        self._done = 0
        self._total = sum(file.size for file in files)

    def run(self) -> None:
        """Fetch what is not there yet. A file gets its name only once it is what it must be."""
        listing = self._partial / CHECKSUMS
        checksums = read_manifest(listing) if listing.is_file() else {}
        for file in sorted(self._files, key=lambda file: file.size):
            whole, part = self._partial / file.name, self._partial / f"{file.name}.part"
            if not whole.is_file() or file.name not in checksums:
                self._download(file, part)
                checksums[file.name] = _checked(file, part)
                part.replace(whole)
                write_manifest(listing, checksums)
            self._done += file.size
            self._progress(self._done, self._total)

    def _download(self, file: RemoteFile, part: Path) -> None:
        """Append what is missing. A broken connection is taken up again at once, as long as bytes come at all."""
        while True:
            before = part.stat().st_size if part.is_file() else 0
            if before == file.size:
                part.touch()
                return
            try:
                self._stream(file, part, 0 if before > file.size else before)
            except httpx2.TransportError:
                if not part.is_file() or part.stat().st_size <= before:
                    raise

    def _stream(self, file: RemoteFile, part: Path, first: int) -> None:
        url = hf_hub_url(self._published.repository, file.name, revision=self._published.revision, endpoint=_endpoint())
        headers = {"user-agent": f"cxrviewer/{__version__}", "accept-encoding": "identity"}
        if first:
            headers["range"] = f"bytes={first}-"
        with get_session().stream("GET", url, headers=headers, timeout=_PATIENCE_S) as response:
            hf_raise_for_status(response)
            if response.status_code != _PARTIAL:
                first = 0
            with part.open("ab" if first else "wb") as stream:
                done = first
                for block in response.iter_bytes():
                    if self._cancel.cancelled:
                        raise FetchCancelled
                    stream.write(block)
                    done += len(block)
                    self._progress(self._done + min(done, file.size), self._total)
        if done != file.size:
            part.unlink()
            raise FetchFailed(f"{file.name} came with {done} bytes instead of {file.size}; fetch again")


def _checked(file: RemoteFile, part: Path) -> str:
    """The file's SHA-256. Raises FetchFailed where it is not the file it must be; then it is fetched anew."""
    sha256 = file_digest(part)
    expected, ours = file.sha256 or file.git_sha1, sha256
    if file.sha256 is None and file.git_sha1 is not None:
        content = part.read_bytes()  # only small files are no LFS objects
        ours = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    if expected is not None and ours != expected.lower():
        part.unlink()
        raise FetchFailed(
            f"{file.name} is not the file that its checksum names; fetch again, and check the connection if it "
            "happens twice"
        )
    return sha256


def _source(published: Published) -> dict[str, object]:
    return {
        "repository": published.repository,
        "revision": published.revision,
        "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        "licences_accepted": [licence.name for licence in PUBLISHED],
    }


def _as_sentence(error: Exception, published: Published) -> FetchFailed:
    host = _endpoint().partition("://")[2]
    if isinstance(error, RevisionNotFoundError | RepositoryNotFoundError):
        return FetchFailed(f"{host} has no {published.repository} at {published.revision[:12]}; check both names")
    if isinstance(error, HfHubHTTPError):
        return FetchFailed(f"{host} answered with {error.response.status_code}; wait a while and {_AGAIN}")
    if isinstance(error, OfflineModeIsEnabled):
        return FetchFailed("HF_HUB_OFFLINE forbids fetching; unset it and fetch again")
    if isinstance(error, httpx2.HTTPError):
        return FetchFailed(f"{host} cannot be reached ({type(error).__name__}); check the connection and {_AGAIN}")
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return FetchFailed(f"the disk is full; free some space and {_AGAIN}")
    words = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return FetchFailed(f"the files cannot be written ({words}); check {models_folder()} and {_AGAIN}")

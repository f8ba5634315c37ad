"""Whether a checkpoint is what it claims: its checksums, its shapes, its numbers; loads one tensor at a time.

Does not judge what the model writes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from cxrviewer.errors import ModelError
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.checkpoint_digest import file_digest
from cxrviewer.inference.loading import build_empty, check_names_and_shapes, read_tensor
from cxrviewer.inference.manifest import CHECKSUMS, read_manifest
from cxrviewer.inference.tokenizer import Tokenizer


def problems_of(checkpoint: Checkpoint, progress: Callable[[int, int], None]) -> Iterator[str]:
    """Every problem as a sentence; none where the checkpoint is whole."""
    yield from _checksum_problems(checkpoint)
    try:
        tokenizer = Tokenizer(checkpoint)
        network = build_empty(checkpoint)
        tensors = check_names_and_shapes(checkpoint, network)
    except ModelError as error:
        yield str(error)
        return
    vocabulary = int(network.language_model.config.vocab_size)
    if tokenizer.pieces.size > vocabulary:
        yield (
            f"the tokenizer has {tokenizer.pieces.size} pieces and the network {vocabulary}; "
            "the files belong to different checkpoints, fetch them together"
        )
    total, done = sum(tensor.size for tensor in tensors.values()), 0
    for stored in tensors.values():
        try:
            finite = bool(read_tensor(stored).isfinite().all())
        except ModelError as error:
            yield str(error)
            return
        if not finite:
            yield f"{stored.name} holds numbers that are not finite; fetch the checkpoint again"
        done += stored.size
        progress(done, total)


def _checksum_problems(checkpoint: Checkpoint) -> Iterator[str]:
    listing = checkpoint.folder / CHECKSUMS
    if not listing.is_file():
        return
    try:
        listed = read_manifest(listing)
    except ModelError as error:
        yield str(error)
        return
    for name, sha256 in listed.items():
        file = checkpoint.folder / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            yield f"{CHECKSUMS} names {name}, which is outside the folder; do not use this checkpoint"
        elif not file.is_file():
            yield f"{name} is named in {CHECKSUMS} but missing; fetch the checkpoint again"
        elif file_digest(file) != sha256:
            yield f"{name} is not the file that {CHECKSUMS} names; fetch it again"

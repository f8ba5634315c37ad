"""The files that PATH arguments name; knows nothing of what is in them."""

from collections.abc import Iterable, Iterator
from pathlib import Path


def files_named(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, sorted; hidden ones are left out there."""
    for path in paths:
        if path.is_dir():
            inside = (entry for entry in path.rglob("*") if entry.is_file())
            yield from sorted(entry for entry in inside if not _is_hidden(entry.relative_to(path)))
        else:
            yield path


def shown(path: Path) -> str:
    """The path as text that any terminal and JSON can carry: a name that is not UTF-8 shows U+FFFD there."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)

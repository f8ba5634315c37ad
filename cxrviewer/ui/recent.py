"""Which files and folders were opened lately, kept from one start of the program to the next. Opens nothing."""

import contextlib
import json
import logging
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

KEPT = 10

_logger = logging.getLogger(__name__)


class RecentPlaces:
    """The latest first, at most ten. A list that cannot be kept is no reason to disturb anybody: the log says so."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._paths: list[Path] = []

    def keep_in(self, file: Path) -> None:
        """Take over what the file holds, and write each change to it."""
        self._file = file
        self._paths = _read(file)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Those that are still there."""
        return tuple(path for path in self._paths if path.exists())

    def add(self, paths: Iterable[Path]) -> None:
        """These were opened now."""
        new = [path.absolute() for path in paths]
        self._paths = list(dict.fromkeys([*new, *self._paths]))[:KEPT]
        self._write()

    def forget(self) -> None:
        """None was."""
        self._paths = []
        self._write()

    def _write(self) -> None:
        if self._file is None:
            return
        content = json.dumps({"recent": [str(path) for path in self._paths]}, ensure_ascii=False, indent=1)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix=f".{self._file.name}.", dir=self._file.parent)  # for its owner alone
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as opened:
                    opened.write(content)
                Path(name).replace(self._file)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise
        except (OSError, UnicodeEncodeError) as error:
            _logger.warning("what was opened lately is not kept: %s", type(error).__name__)  # a name can be a patient's


def _read(file: Path) -> list[Path]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))["recent"]
        return [Path(each) for each in kept if isinstance(each, str)][:KEPT]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        _logger.warning("what was opened lately cannot be read: %s", type(error).__name__)
        return []

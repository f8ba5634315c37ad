"""Lists of SHA-256 as ``sha256sum`` writes them: one line a file, ``<64 hexadecimal digits>  <name>``.

Blank lines and lines that begin with # are left out. Knows no checkpoint and no network.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from cxrviewer.errors import WeightsCorrupt

CHECKSUMS = "SHA256SUMS"
"""The list that lies in a checkpoint's own folder."""

_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](?:\./)?(\S.*)")


def read_manifest(file: Path) -> dict[str, str]:
    """SHA-256 in small letters by file name. Raises WeightsCorrupt where a line is none of this format."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsCorrupt(f"{file}: the list of checksums cannot be read; check its name") from error
    listed = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            raise WeightsCorrupt(
                f"{file}, line {number}: not a checksum and a file name; write lines as sha256sum does"
            )
        listed[match[2]] = match[1].lower()
    return listed


def write_manifest(file: Path, listed: Mapping[str, str]) -> None:
    """Write the list, by name. Raises OSError."""
    file.write_text("".join(f"{listed[name]}  {name}\n" for name in sorted(listed)), encoding="utf-8")

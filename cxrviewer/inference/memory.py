"""How much memory this process may still take: the machine's, its control group's, its own limit. Needs no torch.

Gives back what a model has left behind, too.
"""

import ctypes
import sys
from pathlib import Path

import psutil

_CGROUP = Path("/sys/fs/cgroup")


def free_bytes(cgroup: Path | None = None) -> int:
    """Bytes that can be allocated now without swapping or being killed."""
    limits = [
        int(psutil.virtual_memory().available),
        _left_in_control_group(cgroup or _own_control_group()),
        _left_in_address_space(),
    ]
    return max(0, min(limit for limit in limits if limit is not None))


def give_back() -> None:
    """Return the memory of what nobody holds any more to the system, the GPU's too.

    glibc keeps freed blocks of up to 32 MB for itself, which are most of a model's in 8 or 4 bits. Nothing is collected
    here: no network is part of a cycle, and this is not the thread on which widgets may be taken apart.
    """
    cuda = getattr(sys.modules.get("torch"), "cuda", None)  # another thread may be importing it
    if cuda is not None and cuda.is_available():
        cuda.empty_cache()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
        if trim is not None:
            trim(0)


def _own_control_group() -> Path:
    """Version 2 only; under version 1 the machine's memory stands alone."""
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="ascii").splitlines()
    except OSError:
        return _CGROUP
    named = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), "")
    return _CGROUP / named


def _left_in_control_group(folder: Path) -> int | None:
    """What the tightest of the group and those above it leaves; files kept in memory are given back when needed."""
    left: list[int] = []
    for group in (folder, *folder.parents):
        try:
            limit = (group / "memory.max").read_text(encoding="ascii").strip()
            used = int((group / "memory.current").read_text(encoding="ascii"))
            words = (group / "memory.stat").read_text(encoding="ascii").split()
            files = int(words[words.index("inactive_file") + 1]) + int(words[words.index("active_file") + 1])
        except (OSError, ValueError, IndexError):
            continue
        if limit != "max":
            left.append(int(limit) - used + files)
    return min(left, default=None)


def _left_in_address_space() -> int | None:
    """What ``ulimit -v`` leaves."""
    if sys.platform == "win32":
        return None
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else int(limit) - int(psutil.Process().memory_info().vms)

"""Whether a folder lies on another computer, where file locks cannot be trusted; knows nothing of databases."""

from pathlib import Path

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "davfs"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.davfs2"}
)


def network_file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """The kind of network file system that ``folder`` lies on (``nfs4``, ``cifs``), or None for a local one.

    Knows Linux's mounts and Windows' ``//server/share``; elsewhere, and where the mounts cannot be read, None.
    """
    if str(folder).startswith("\\\\"):
        return "network share"
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    here = folder.resolve()
    # The longest mount point above the folder wins, and of two on one point the later.
    found = (0, "")
    for line in lines:
        _device, point, kind, *_ = line.split(" ")
        mount = Path(_unescaped(point))
        if here.is_relative_to(mount) and len(mount.parts) >= found[0]:
            found = (len(mount.parts), kind)
    return found[1] if found[1] in _NETWORK else None


def _unescaped(point: str) -> str:
    # The kernel writes these four characters as octal (proc_pid_mounts(5), getmntent(3)).
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point

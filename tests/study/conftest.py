"""A PostgreSQL server of the tests' own: a private cluster on a Unix socket, gone when they end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


def _programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``: Debian keeps them out of the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


@dataclass(frozen=True)
class Cluster:
    """A server that a test may stop and start again."""

    programs: Path
    folder: Path
    user: tuple[str, ...]
    """How to become the user that the server runs as."""

    @property
    def url(self) -> str:
        return f"postgresql://cxr@/postgres?host={self.folder}"

    def control(self, *words: str) -> None:
        subprocess.run(
            [*self.user, self.programs / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", *words],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
        )

    def start(self) -> None:
        self.control("-o", f"-c listen_addresses= -c fsync=off -k {self.folder}", "start")

    def stop(self) -> None:
        self.control("-m", "immediate", "stop")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")
    # Short, because the path of a Unix socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="cxr-pg-"))
    user: tuple[str, ...] = ()
    if os.geteuid() == 0:
        import pwd  # not on Windows

        # The server refuses to run as root.
        names = {entry.pw_name for entry in pwd.getpwall()}
        name = next((name for name in ("postgres", "nobody") if name in names), None)
        if name is None or shutil.which("runuser") is None:
            pytest.skip("PostgreSQL cannot run as root, and there is no other user to run it as")
        shutil.chown(folder, name)
        user = ("runuser", "-u", name, "--")
    made = Cluster(programs, folder, user)
    initdb = [*user, programs / "initdb", "-D", folder / "data", "-U", "cxr", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*initdb, "--no-locale", "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)

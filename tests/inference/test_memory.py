"""What may still be allocated: the smallest of all limits."""

import subprocess
import sys

import pytest

from cxrviewer.inference.memory import free_bytes

MB = 2**20


def control_group(folder, limit: str, *, used: int, files: int):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 1\ninactive_file {files // 2}\nactive_file {files // 2}\n")
    return folder


def test_a_control_group_limits_it(tmp_path):
    group = control_group(tmp_path / "group", str(500 * MB), used=450 * MB, files=20 * MB)
    assert free_bytes(group) == 70 * MB


def test_the_group_above_limits_it_too(tmp_path):
    control_group(tmp_path / "outer", str(90 * MB), used=60 * MB, files=0)
    inner = control_group(tmp_path / "outer" / "inner", "max", used=1, files=0)
    assert free_bytes(inner) == 30 * MB


def test_more_used_than_allowed_is_nothing(tmp_path):
    assert free_bytes(control_group(tmp_path / "group", str(MB), used=2 * MB, files=0)) == 0


def test_without_limits_it_is_the_machine_s(tmp_path):
    assert free_bytes(tmp_path / "no such group") > 10 * MB


@pytest.mark.skipif(sys.platform == "win32", reason="has no ulimit")
def test_a_limited_address_space():
    program = (
        "import resource\n"
        "from pathlib import Path\n"
        "from cxrviewer.inference.memory import free_bytes\n"
        "resource.setrlimit(resource.RLIMIT_AS, (300 * 2**20, -1))\n"
        "print(free_bytes(Path('/no such group')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < 300 * MB

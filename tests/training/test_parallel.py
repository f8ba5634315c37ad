"""Processes that train together know when nobody is left who waits for them."""

import subprocess
import sys
from pathlib import Path

import pytest

# A shell's background jobs ignore SIGINT, with which torch would end the child of a killed parent.
PROGRAM = """
import signal
from torch.multiprocessing.spawn import start_processes
from cxrviewer.training.parallel import is_orphan

def member(rank):
    print("orphan" if is_orphan() else "working", flush=True)
    while not is_orphan():
        pass
    print("orphan", flush=True)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start_processes(member, (), 1, start_method="spawn")
"""


@pytest.mark.slow
def test_a_process_ends_with_the_one_that_was_killed_and_had_started_it(tmp_path: Path) -> None:
    script = tmp_path / "training.py"
    script.write_text(PROGRAM)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "working\n"
        parent.kill()
        # The child holds the pipe: what it says comes, and the end of it only when it has ended.
        assert parent.stdout.read() == "orphan\n"

"""Processes that train or render know when nobody is left who waits for them."""

import subprocess
import sys
from pathlib import Path

import pytest

from cxrviewer.training.workers import workers

# A shell's background jobs ignore SIGINT, with which torch would end the child of a killed parent.
TRAINING = """
import signal
from torch.multiprocessing.spawn import start_processes
from cxrviewer.training.workers import is_orphan

def member(rank):
    print("orphan" if is_orphan() else "working", flush=True)
    while not is_orphan():
        pass
    print("orphan", flush=True)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start_processes(member, (), 1, start_method="spawn")
"""
RENDERING = """
from cxrviewer.training.workers import workers

def film():
    print("working", flush=True)
    while True:
        pass

if __name__ == "__main__":
    with workers(1) as executor:
        executor.submit(film).result()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("program", "last"), [(TRAINING, "orphan\n"), (RENDERING, "")])
def test_a_process_ends_with_the_one_that_was_killed_and_had_started_it(
    program: str, last: str, tmp_path: Path
) -> None:
    script = tmp_path / "program.py"
    script.write_text(program)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "working\n"
        parent.kill()
        # The child holds the pipe: what it says comes, and the end of it only when it has ended.
        assert parent.stdout.read() == last


def test_workers_give_back_what_they_made_and_are_gone() -> None:
    with workers(2) as executor:
        assert list(executor.map(abs, range(-3, 0))) == [3, 2, 1]

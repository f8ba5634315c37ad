import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxrviewer import paths

PROGRAM = """
import json, sys
from pathlib import Path
from cxrviewer.bench.model_window import measure_window
found = measure_window(Path(sys.argv[1]), "the demo shape", 0.4)
print(json.dumps([[one.name, one.ours] for one in found]))
"""


@pytest.mark.slow
def test_the_windows_delay_is_measured_beside_a_checkpoint_of_any_folder(tmp_path: Path) -> None:
    # A process of its own, as the benchmark does it: the window settles how many cores the model takes.
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(paths.bundled_checkpoints() / "demo")],
        env={**os.environ, "CXRVIEWER_DATA": str(tmp_path), "CXRVIEWER_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    (drafting, delay), (idle, other) = json.loads(done.stdout.splitlines()[-1])
    assert drafting.startswith("event-loop delay while the demo shape drafts")
    assert idle.startswith("event-loop delay while nothing is drafted")
    assert delay > 0 < other

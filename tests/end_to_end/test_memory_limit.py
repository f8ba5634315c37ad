"""Too little memory for the model: a sentence by command and in the window, and a smaller model drafts."""

import subprocess
import sys
from pathlib import Path

import pytest

from cxrviewer import paths
from tests.inference.tiny_checkpoint import make_config, write_checkpoint

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to RLIMIT_AS"),
]

# The limit is set once everything is imported, as on a machine whose memory is taken while the program runs; so the
# model is what does not fit, and no library.
LIMITED = """
import resource, sys
from pathlib import Path
import torch, cxrviewer.inference.cxr_llava, transformers.models.llama.modeling_llama
torch.set_num_threads(1)
torch.ones(64, 64) @ torch.ones(64, 64)
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + ROOM, resource.RLIM_INFINITY))
"""

BY_COMMAND = (
    LIMITED.replace("ROOM", "300_000_000") + "from cxrviewer.cli.main import main\nsys.exit(main(sys.argv[1:]))\n"
)

IN_THE_WINDOW = (
    """
import sys
from dataclasses import replace
from PySide6.QtCore import QTimer
from cxrviewer import app
from cxrviewer.settings import Settings
"""
    + LIMITED.replace("ROOM", "600_000_000")  # the window, its threads and the film take their part
    + """
from cxrviewer import app
def drive(window):
    said = []
    def failed(error):
        said.append(str(error))
        if len(said) > 1:
            print("|".join(said))
            window.close()
            return
        app.load_model(window, Settings(), "demo")
    there = set()
    def loaded(identity):
        there.add("model")
        begin()
    def opened(film):
        there.add("film" if film is not None else "")
        begin()
    def begin():
        if {"film", "model"} <= there:
            window.session.write_draft("specific", window.column.draft.sampling())
    def shown(draft):
        if draft is not None:
            print("|".join((*said, draft.text.strip())))
            window.close()
    window.model_failed.connect(failed)
    window._runner.loaded.connect(loaded)
    window.session.film_changed.connect(opened)
    opened(window.session.film)
    window.session.draft_shown.connect(shown)
    return failed, loaded, opened, shown
from pathlib import Path
films = [sorted(app.demo_films().glob("*.dcm"))[0]]
sys.exit(app.run(films, checkpoint=sys.argv[1], keep_layout=False, with_window=drive))
"""
)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 380 MB of weights."""
    config = make_config(
        llama={
            "hidden_size": 1024,
            "intermediate_size": 2816,
            "num_hidden_layers": 7,
            "num_attention_heads": 16,
            "num_key_value_heads": 16,
        }
    )
    return write_checkpoint(tmp_path_factory.mktemp("models") / "big", config=config)


def run(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, timeout=120, check=False
    )


def test_by_command(big):
    film = sorted((paths.resources() / "demo_cases").glob("*.dcm"))[0]
    done = run(BY_COMMAND, "draft", str(film), "--model", str(big), "--quiet", "--device", "cpu", "--dtype", "float32")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "does not fit: float32 on the CPU needs" in line
    assert ";" in line


def test_in_the_window(big):
    done = run(IN_THE_WINDOW, str(big))
    assert done.returncode == 0, done.stderr
    error, text = done.stdout.strip().split("|")
    assert "does not fit: float32 on the CPU needs" in error
    assert text.endswith(".")

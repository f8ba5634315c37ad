import subprocess
import sys

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from cxrviewer import app
from cxrviewer.ui.main_window import MainWindow

shown = []

def look(window: MainWindow) -> None:
    assert window.isVisible()
    shown.append("torch" in sys.modules)
    QTimer.singleShot(0, window.close)

app.load_model = lambda *_: shown.append("torch" in sys.modules)
status = app.run([], keep_layout=False, with_window=look)
assert shown and not any(shown), shown
sys.exit(status)
"""


def test_the_window_is_shown_before_torch_is_imported():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr

import sys

from PySide6.QtWidgets import QLabel

TIMES = 1000


def test_calling_qt_does_not_use_up_the_interpreters_none(qapp):
    """PySide6 6.12.0 drops a reference to None a call below Python 3.12; at none left the interpreter aborts."""
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        label.setText("x")
    assert before - sys.getrefcount(None) < TIMES / 2

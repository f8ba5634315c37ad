import logging

from PySide6.QtCore import qWarning

from cxrviewer.ui.qt_messages import log_qt_messages


def test_qt_speaks_to_the_log(caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("cxrviewer.ui.qt_messages"), "propagate", False)
    logging.getLogger("cxrviewer.ui.qt_messages").addHandler(caplog.handler)
    undo = log_qt_messages()
    try:
        qWarning("something is odd")
        qWarning("This plugin does not support propagateSizeHints()")
    finally:
        undo()
        logging.getLogger("cxrviewer.ui.qt_messages").removeHandler(caplog.handler)
    said = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert said == [("WARNING", "Qt: something is odd")]

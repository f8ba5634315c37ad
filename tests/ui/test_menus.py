"""Menus without a parent go with the window all the same."""

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cxrviewer.ui.menus import kept_by
from tests.factories import make_radiograph
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def menus():
    return {widget for widget in QApplication.allWidgets() if isinstance(widget, QMenu)}


def test_a_closed_window_leaves_no_menu(qtbot, store, films):
    before = menus()
    desk = Desk(qtbot, store, films)
    desk.open(make_radiograph("a.dcm"))
    assert len(menus() - before) >= 7
    desk.end()
    desk.window.shut_down()
    desk.window.deleteLater()
    qtbot.waitUntil(lambda: menus() <= before)


def test_a_menu_that_is_kept_is_no_child(qtbot):
    owner = QWidget()
    menu = kept_by(owner, QMenu())
    gone = []
    menu.destroyed.connect(lambda: gone.append(True))
    assert menu.parent() is None
    assert owner.children() == []
    owner.deleteLater()
    qtbot.waitUntil(lambda: gone == [True])

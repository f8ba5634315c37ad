"""The window comes back where it was, each arrangement of screens for itself, and never out of reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from cxrviewer.ui import layout_memory
from cxrviewer.ui.layout_memory import LayoutMemory, arrangement, onto_screens

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT, RIGHT = QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 1024)


@pytest.mark.parametrize(
    ("window", "there"),
    [
        (QRect(100, 100, 800, 600), QRect(100, 100, 800, 600)),  # where it was
        (QRect(2000, 100, 800, 600), QRect(2000, 100, 800, 600)),  # on the second screen
        (QRect(1900, 50, 800, 600), QRect(1900, 50, 800, 600)),  # across both
        (QRect(5000, 100, 800, 600), QRect(2400, 100, 800, 600)),  # right of all: nearest edge
        (QRect(-900, 200, 800, 600), QRect(0, 200, 800, 600)),
        (QRect(100, -700, 800, 600), QRect(100, 0, 800, 600)),  # above: its title could not be taken
        (QRect(200, 1075, 800, 600), QRect(200, 480, 800, 600)),  # but for a sliver below
        (QRect(9000, 9000, 4000, 3000), QRect(1920, 0, 1280, 1024)),  # larger than any screen
    ],
)
def test_a_window_out_of_reach_comes_to_the_nearest_screen(window, there):
    assert onto_screens(window, [LEFT, RIGHT]) == there


def test_when_the_second_screen_is_taken_away_its_window_comes_to_the_first():
    assert onto_screens(QRect(2000, 100, 800, 600), [LEFT]) == QRect(1120, 100, 800, 600)


@given(st.integers(-9000, 9000), st.integers(-9000, 9000), st.integers(64, 5000), st.integers(64, 5000))
def test_wherever_a_window_was_its_upper_edge_can_be_taken(x, y, width, height):
    there = onto_screens(QRect(x, y, width, height), [LEFT, RIGHT])
    edge = QRect(there.x(), there.y(), there.width(), 64)
    assert any(
        screen.intersected(edge).width() >= 64 and screen.intersected(edge).height() >= 32 for screen in (LEFT, RIGHT)
    )
    assert onto_screens(there, [LEFT, RIGHT]) == there


def test_an_arrangement_is_named_by_sizes_and_places_not_by_order():
    assert arrangement([LEFT, RIGHT]) == arrangement([RIGHT, LEFT])
    assert arrangement([LEFT]) != arrangement([LEFT, RIGHT])
    assert arrangement([LEFT, RIGHT]) != arrangement([LEFT, RIGHT.translated(0, 1080)])


def test_each_arrangement_has_its_own_layout(desk, tmp_path, monkeypatch):
    memory = LayoutMemory(tmp_path / "window.ini", desk.window)
    splitter = desk.window.column.splitter
    for name, sizes in {"draft above": [500, 150], "chat above": [150, 500]}.items():
        monkeypatch.setattr(layout_memory, "arrangement", lambda _screens, name=name: name)
        splitter.setSizes(sizes)
        memory.save()
    draft, chat = splitter.sizes()
    assert draft < chat
    monkeypatch.setattr(layout_memory, "arrangement", lambda _screens: "draft above")
    memory.restore()
    draft, chat = splitter.sizes()
    assert draft > chat


def test_a_window_left_far_outside_is_fetched(desk, tmp_path):
    memory = LayoutMemory(tmp_path / "window.ini", desk.window)
    desk.window.setGeometry(9000, 9000, 640, 560)
    memory.restore()
    screen = desk.window.screen().availableGeometry()
    assert screen.contains(desk.window.geometry().topLeft())

"""With the curtain drawn nothing in the window names the patient: no text, no tooltip, no title, nothing painted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.radiograph import Patient
from tests.factories import make_radiograph
from tests.ui.test_translation import texts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier
NAMES = ("Winter", "Anna", "7731", "winter_anna")


@pytest.fixture
def painted(monkeypatch):
    """Every text that was painted since it was cleared."""
    said: list[str] = []
    draw = QPainter.drawText

    def spy(self, *arguments):
        said.extend(argument for argument in arguments if isinstance(argument, str))
        return draw(self, *arguments)

    monkeypatch.setattr(QPainter, "drawText", spy)
    return said


def named(desk, painted) -> set[str]:
    """Which of the names can be found, on the screen or by a screen reader."""
    painted.clear()
    view = desk.window.worklist
    view.repaint()
    desk.window.film.repaint()
    desk.window.grab()
    said = [text for widget in QApplication.allWidgets() if widget.isVisible() for text in texts(widget)]
    model = desk.window.worklist.model
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    said += [str(model.index(row, 0).data(role)) for row in range(model.rowCount()) for role in roles]
    said += painted
    return {name for name in NAMES if any(name in text for text in said)}


def test_nothing_names_the_patient_behind_the_curtain(desk, painted):
    film = make_radiograph("winter_anna.dcm", patient=Patient(name="Winter^Anna", identifier="7731"))
    trouble = UnreadableFile("winter_anna_2.dcm: not a film; ask for a new copy")
    broken = desk.films.add(trouble, film.source.with_name("winter_anna_2.dcm"))
    desk.open(film)
    desk.window.open_paths([broken])
    desk.until(lambda: "cannot be shown" in desk.window.film.message)
    desk.window.show_error(trouble)
    assert "winter_anna" in named(desk, painted)
    desk.key(Qt.Key.Key_P, CONTROL)
    assert desk.window.curtain.drawn
    assert named(desk, painted) == set()
    desk.previous_film()
    desk.until(lambda: desk.on_screen(film))
    assert named(desk, painted) == set()
    desk.key(Qt.Key.Key_P, CONTROL)
    assert {"Winter", "7731"} <= named(desk, painted)


def test_the_curtain_closes_a_dialog_that_lists_files(desk, qtbot):
    dialog = QFileDialog(desk.window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    assert dialog.isVisible()
    desk.window.curtain.toggle()
    assert not dialog.isVisible()


def test_the_curtain_is_drawn_from_another_window_of_the_program(desk, qtbot):
    desk.key(Qt.Key.Key_Question)
    sheet = desk.window.key_windows.sheet
    qtbot.waitUntil(sheet.isActiveWindow)
    desk.key(Qt.Key.Key_P, CONTROL, widget=sheet.search_field)
    assert desk.window.curtain.drawn


def test_no_window_has_a_patients_name_in_its_title(desk):
    desk.open(make_radiograph("winter_anna.dcm", patient=Patient(name="Winter^Anna", identifier="7731")))
    titles = [widget.windowTitle() for widget in QApplication.topLevelWidgets() if isinstance(widget, QWidget)]
    assert not [title for title in titles for name in NAMES if name in title]

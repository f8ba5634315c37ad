"""Reading in the window: blind, by keys, interrupted and resumed, nothing lost and nothing said too early."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from cxrviewer.errors import StoreError
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.study.protocol import Question, QuestionKind
from cxrviewer.study.study import open_study
from tests.ui.study.conftest import ALT, CTRL

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the off-screen platform has none

SHIFT = Qt.KeyboardModifier.ShiftModifier


def words_of(window: QWidget) -> str:
    """Whatever the window can tell a reader, by eye, pointer or screen reader."""
    words = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        words += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip()]
        match widget:
            case QLabel() | QAbstractButton() | QLineEdit():
                words.append(widget.text())
            case QTextEdit() | QPlainTextEdit():
                words += [widget.toPlainText(), widget.placeholderText()]
            case _:
                pass
    return "\n".join(words)


def test_nothing_in_the_window_names_the_arm_the_case_or_the_file(room) -> None:
    desk = room()
    for _ in range(6):
        shown = words_of(desk.window).replace(desk.column.report, "")
        assert "Report" in shown
        for word in ("model", "reference", "case 0", "case 1", "case 2", "film_0", "draft", "Draft"):
            assert word not in shown, word
        assert desk.window.film.pane.film_canvas.texts.patient_visible is False
        desk.grade(1)


def test_a_study_is_read_by_keys_alone_to_its_end(room) -> None:
    desk = room()
    order = [slot.item for slot in desk.study.blinded.orders["A"]]
    for number in range(6):
        assert desk.column.place == f"{number + 1} of 6"
        desk.grade(number % 4 + 1)
    assert desk.window.message.text.startswith("All 6 reports are read")
    answers = desk.answers()
    assert [answer["item"] for answer in answers] == order
    assert [answer["grade"] for answer in answers] == [1, 2, 3, 4, 1, 2]
    assert [answer["position"] for answer in answers] == list(range(6))


def test_the_report_stands_beside_its_own_film(room) -> None:
    desk = room()
    films = desk.study.blinded.films
    for slot in desk.study.blinded.orders["A"]:
        report = desk.study.blinded.reports[slot.report]
        assert desk.column.report == report.text
        assert desk.window.film.pane.radiograph.digest == films[report.film].sha256
        desk.grade(2)


def test_no_report_is_shown_before_its_film(room) -> None:
    gate = threading.Event()

    def slow(path):
        assert gate.wait(30)
        return read_radiograph(path)

    desk = room(reader=None, read=slow)
    desk.window.begin("A")
    assert desk.column.report == ""
    assert not desk.form.isEnabled()
    desk.key("1", ALT)
    desk.key(Qt.Key.Key_Return)
    assert desk.answers() == []
    gate.set()
    desk.until(lambda: desk.on_screen)
    assert desk.column.report
    assert desk.form.grade is None


def test_the_next_film_is_there_when_the_case_before_is_answered(room) -> None:
    read = []

    def count(path):
        read.append(path)
        return read_radiograph(path)

    desk = room(read=count)
    desk.until(lambda: len(read) == 2)
    second = desk.study.blinded.orders["A"][1]
    desk.until(lambda: len(desk.window._films._kept) == 2)
    desk.key("1")
    desk.key(Qt.Key.Key_Return)
    assert desk.reading.item.identifier == second.item
    assert desk.on_screen  # at once, with no turn of the event loop
    assert read[1].name == desk.reading.item.film.name


def test_the_reader_types_a_name_and_an_unknown_one_is_told_who_reads(room) -> None:
    desk = room(reader=None)
    desk.key(Qt.Key.Key_Return)
    assert "Type your name" in desk.window.readers.problem
    desk.type("Zed")
    desk.key(Qt.Key.Key_Return)
    assert "choose one of: A, B" in desk.window.readers.problem
    desk.window.readers.field.selectAll()
    desk.type("B")
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: desk.on_screen)
    desk.grade(4)
    assert len(desk.answers("B")) == 1
    assert desk.answers("A") == []


def test_interrupted_readers_go_on_at_the_very_case(room) -> None:
    desk = room()
    desk.grade(1)
    desk.grade(2)
    item = desk.reading.item
    desk.key("3")  # chosen, but not given
    desk = room(again=True)
    assert desk.reading.item.identifier == item.identifier
    assert desk.column.report == item.report
    assert desk.form.grade is None
    assert desk.form.state == "Going on where you were"
    assert desk.kinds() == ["opened", "answer", "answer", "closed", "opened"]


def test_digits_choose_in_the_form_and_with_alt_anywhere_but_not_in_the_comment(room) -> None:
    desk = room()
    desk.key("2")
    assert desk.form.grade == 2
    desk.window.film.pane.setFocus()
    desk.key("4")
    assert desk.form.grade == 2
    desk.key("3", ALT)
    assert desk.form.grade == 3
    desk.form.comment_field.setFocus()
    desk.type("4 ribs")
    assert desk.form.grade == 3
    desk.key(Qt.Key.Key_Return)
    assert (desk.answers()[0]["grade"], desk.answers()[0]["comment"]) == (3, "4 ribs")


def test_a_held_enter_answers_one_case(room) -> None:
    desk = room()
    desk.key("1")
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_Return)
    assert len(desk.answers()) == 1
    assert "Choose a grade first" in desk.form.problem


def test_no_grade_looks_preferred_before_one_is_chosen(room) -> None:
    desk = room()
    for _ in range(2):
        assert not any(row.hasFocus() or row.isChecked() for row in desk.form._rows.values())
        desk.grade(3)


def test_a_grade_can_be_clicked(room) -> None:
    desk = room()
    row = desk.form._rows[4]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    QTest.mouseClick(desk.form._save, Qt.MouseButton.LeftButton)
    assert desk.answers()[0]["grade"] == 4


def test_grades_that_need_a_comment_do_not_pass_without(room) -> None:
    desk = room(comment_required_for=(3, 4))
    desk.key("3")
    assert QApplication.focusWidget() is desk.form.comment_field
    desk.key(Qt.Key.Key_Return)
    assert "Grade 3 needs a comment" in desk.form.problem
    assert desk.answers() == []
    desk.type("left, not right")
    desk.key(Qt.Key.Key_Return)
    assert desk.answers()[0]["comment"] == "left, not right"
    desk.grade(1)
    assert len(desk.answers()) == 2


def test_korean_typed_by_an_input_method_is_kept_and_counts_as_input(room, hands) -> None:
    from PySide6.QtGui import QInputMethodEvent

    desk = room()
    hands.turn(5)
    event = QInputMethodEvent()
    event.setCommitString("좌우가 바뀜")
    desk.form.comment_field.setFocus()
    QApplication.sendEvent(desk.form.comment_field, event)
    desk.key("3", ALT)
    desk.key(Qt.Key.Key_Return)
    (answer,) = desk.answers()
    assert answer["comment"] == "좌우가 바뀜"
    assert answer["first_input_at"] == "2026-03-01T09:00:05.000000+00:00"


def test_image_first_hides_the_report_until_enter(room, hands) -> None:
    desk = room(image_first=True)
    assert desk.column.report == ""
    desk.key("1", ALT)
    assert desk.form.grade is None
    hands.turn(4)
    desk.key("I")  # the film has the keys
    assert desk.window.film.pane.inverted
    desk.key(Qt.Key.Key_Return)
    assert desk.column.report
    assert desk.answers() == []
    hands.turn(3)
    desk.grade(1)
    (answer,) = desk.answers()
    assert answer["report_shown_ns"] - answer["shown_ns"] == 4_000_000_000
    assert desk.column.report == ""  # of the next case


def test_further_questions_and_the_guess_are_asked_and_kept(room) -> None:
    questions = (
        Question("invented", "Is anything invented?", QuestionKind.YES_NO, required=True),
        Question("score", "RADPEER", QuestionKind.RADPEER),
        Question("missed", "What was missed?", QuestionKind.TEXT),
    )
    desk = room(questions=questions, guess_arm=True)
    rows = desk.form.question_rows
    desk.key("2")
    desk.key(Qt.Key.Key_Return)
    assert "An answer is missing" in desk.form.problem
    desk.key(Qt.Key.Key_Space)  # the first word of the question that waits has the keys
    assert rows["invented"].value is True
    QTest.mouseClick(rows["invented"].buttons[1], Qt.MouseButton.LeftButton)
    assert rows["invented"].value is False
    QTest.mouseClick(rows["score"].buttons[2], Qt.MouseButton.LeftButton)
    rows["missed"].take_focus()
    desk.type("a rib")
    QTest.mouseClick(desk.form.guess.buttons[0], Qt.MouseButton.LeftButton)
    desk.key(Qt.Key.Key_Return)
    (answer,) = desk.answers()
    assert answer["answers"] == {"invented": False, "score": "2b", "missed": "a rib"}
    assert answer["guessed_arm"] == "model"
    assert rows["invented"].value is None
    assert desk.form.guess.value is None


def test_places_on_the_film_are_pointed_at_and_kept(room) -> None:
    desk = room(questions=(Question("where", "Where is it?", QuestionKind.MARK, required=True),))
    canvas = desk.window.film.pane.film_canvas
    row = desk.form.question_rows["where"]
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton)
    assert row.value is None  # a click is a mark only when it is asked for
    desk.form.focus_pane()
    desk.key("1")
    desk.key(Qt.Key.Key_Return)
    assert "An answer is missing" in desk.form.problem
    desk.key(Qt.Key.Key_Space)  # the question's button has the keys
    voi = canvas.voi
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))  # beside the film
    ((column, line),) = row.value
    film = canvas.radiograph
    assert (round(column), round(line)) == (film.columns // 2, film.rows // 2)
    assert canvas.voi is voi
    desk.key(Qt.Key.Key_Return)
    assert desk.answers()[0]["answers"] == {"where": [[column, line]]}
    assert row.value is None
    assert not row.point.isChecked()


def test_a_choice_is_given_up_by_choosing_it_again(room) -> None:
    desk = room(guess_arm=True)
    for _ in range(2):
        QTest.mouseClick(desk.form.guess.buttons[1], Qt.MouseButton.LeftButton)
    desk.grade(1)
    assert desk.answers()[0]["guessed_arm"] is None


def test_back_shows_what_was_answered_and_keeps_both_answers(room) -> None:
    desk = room(back_allowed=1)
    desk.grade(1, "first")
    desk.grade(2, "second")
    desk.key(Qt.Key.Key_Left, ALT)
    desk.until(lambda: desk.on_screen)
    assert desk.column.place == "2 of 6"
    assert desk.form.grade == 2
    assert desk.form.comment_field.toPlainText() == "second"
    desk.key(Qt.Key.Key_Left, ALT)  # not further than the protocol has it
    assert desk.column.place == "2 of 6"
    desk.grade(4)
    assert desk.column.place == "3 of 6"
    _, before, after = desk.answers()
    assert (before["grade"], after["grade"]) == (2, 4)
    assert after["supersedes"]


def test_forward_leaves_the_earlier_answer(room) -> None:
    desk = room(back_allowed=2)
    desk.grade(1)
    desk.key(Qt.Key.Key_Left, ALT)
    desk.until(lambda: desk.on_screen and desk.column.place == "1 of 6")
    desk.key(Qt.Key.Key_Right, ALT)
    desk.until(lambda: desk.on_screen and desk.column.place == "2 of 6")
    assert desk.form.grade is None
    assert len(desk.answers()) == 1


def test_no_way_back_where_the_protocol_has_none(room) -> None:
    desk = room()
    desk.grade(1)
    assert not desk.column.buttons["back"].isVisible()
    desk.key(Qt.Key.Key_Left, ALT)
    assert desk.column.place == "2 of 6"


def test_a_pause_covers_the_case_and_counts_for_nothing(room, hands) -> None:
    desk = room()
    hands.turn(10)
    desk.key("2")
    desk.key("P", CTRL | SHIFT)
    assert desk.window.page is desk.window.message
    assert "Paused at 1 of 6" in desk.window.message.text
    assert not desk.window.film.isVisible()
    assert not desk.column.isVisible()
    hands.turn(3600)
    desk.key(Qt.Key.Key_Return)
    assert desk.on_screen
    assert desk.form.grade == 2  # what was chosen stays chosen
    hands.turn(5)
    desk.key(Qt.Key.Key_Return)
    (answer,) = desk.answers()
    assert answer["active_ms"] == 15_000
    assert desk.kinds() == ["opened", "paused", "resumed", "answer"]


def test_a_covered_case_cannot_be_graded(room) -> None:
    desk = room()
    desk.key("P", CTRL | SHIFT)
    desk.key("1", ALT)
    desk.key(Qt.Key.Key_Return)  # goes on, answers nothing
    assert desk.answers() == []


def test_idle_time_counts_up_to_the_protocols_limit(room, hands) -> None:
    desk = room(idle_s=30.0)
    hands.turn(10)
    desk.key("1")
    hands.turn(100)
    desk.key("2")
    hands.turn(4)
    desk.key(Qt.Key.Key_Return)
    (answer,) = desk.answers()
    assert answer["active_ms"] == (10 + 30 + 4) * 1000
    assert answer["first_input_at"] == "2026-03-01T09:00:10.000000+00:00"
    assert answer["submitted_at"] == "2026-03-01T09:01:54.000000+00:00"
    assert answer["submitted_ns"] - answer["shown_ns"] == 114_000_000_000


def test_time_in_another_window_does_not_count(room, hands, qtbot) -> None:
    desk = room()
    hands.turn(7)
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    desk.until(lambda: not desk.window.isActiveWindow())
    hands.turn(20)
    with qtbot.waitActive(desk.window):
        other.hide()
        desk.window.activateWindow()
    hands.turn(2)
    desk.grade(1)
    assert desk.answers()[0]["active_ms"] == 9_000


def test_nobody_at_the_screen_pauses_by_itself(room, hands) -> None:
    desk = room()
    for _ in range(119):
        hands.turn(1)
        desk.window._timing.tick()
    assert desk.on_screen
    hands.turn(2)
    desk.window._timing.tick()
    assert "Paused" in desk.window.message.text
    assert desk.kinds()[-1] == "paused"


def test_a_lid_that_was_closed_is_a_pause(room, hands) -> None:
    desk = room()
    desk.window._timing.tick()
    hands.utc = hands.utc.replace(hour=10)  # the monotonic clock stood still, the wall clock did not
    desk.window._timing.tick()
    assert "Paused" in desk.window.message.text


def test_how_the_film_was_looked_at_is_kept(room) -> None:
    desk = room()
    desk.window.film.pane.setFocus()
    desk.key("I")
    desk.key("-")
    desk.key("-")
    desk.key("1", ALT)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: desk.on_screen)
    desk.form.focus_pane()
    desk.grade(1)
    first, second = (answer["display"] for answer in desk.answers())
    assert (first["inverted"], first["inversions"], first["zoom_changes"], first["window_changes"]) == (True, 1, 2, 0)
    assert first["zoom_most"] > first["zoom_least"]
    assert (second["inverted"], second["zoom_changes"], second["window_changes"]) == (False, 0, 0)


def test_saved_is_said_only_after_the_journal_returned(room, monkeypatch) -> None:
    desk = room()
    said = []
    append = desk.study.store.append

    def watched(entries):
        said.append(desk.form.state)
        return append(entries)

    monkeypatch.setattr(desk.study.store, "append", watched)
    desk.grade(1)
    assert said == [""]
    assert desk.form.state.startswith("Saved ")
    desk.key("2")
    assert desk.form.state == ""  # it was the case before


def test_a_full_disk_is_told_and_the_answer_stays_in_the_form(room, monkeypatch) -> None:
    desk = room()
    append = desk.study.store.append

    def full(_entries):
        raise StoreError("study.sqlite: the disk is full, so nothing was saved; free some space and save again")

    monkeypatch.setattr(desk.study.store, "append", full)
    desk.key("4")
    desk.form.comment_field.setFocus()
    desk.type("wrong")
    desk.key(Qt.Key.Key_Return)
    assert "the disk is full" in desk.form.problem
    assert desk.form.state == "Not saved"
    assert (desk.form.grade, desk.form.comment_field.toPlainText()) == (4, "wrong")
    assert desk.column.place == "1 of 6"
    monkeypatch.setattr(desk.study.store, "append", append)
    desk.key(Qt.Key.Key_Return)
    assert [(answer["grade"], answer["comment"]) for answer in desk.answers()] == [(4, "wrong")]
    assert desk.form.problem == ""


def test_an_answer_kept_before_the_failure_is_not_kept_twice(room, monkeypatch) -> None:
    """The row was written, but the answer's way back broke."""
    desk = room()
    append = desk.study.store.append

    def kept_but_lost(entries):
        append(entries)
        raise StoreError("the server went away, so nothing is sure to be saved; try again")

    monkeypatch.setattr(desk.study.store, "append", kept_but_lost)
    desk.key("2")
    desk.key(Qt.Key.Key_Return)
    assert desk.form.state == "Not saved"
    monkeypatch.setattr(desk.study.store, "append", append)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: desk.column.place == "2 of 6")
    assert len(desk.answers()) == 1


def test_a_vanished_database_is_told_at_once(room, expected_warnings) -> None:
    desk = room()
    desk.grade(1)
    (desk.folder / "study.sqlite").unlink()
    desk.key("2")
    desk.key(Qt.Key.Key_Return)
    assert desk.form.state == "Not saved"
    assert "database was moved or deleted" in desk.form.problem
    assert desk.column.place == "2 of 6"


def test_a_film_changed_after_locking_stops_reading_and_is_named(room) -> None:
    desk = room()
    second = desk.study.blinded.orders["A"][1]
    film = desk.study.blinded.films[desk.study.blinded.reports[second.report].film]
    path = desk.study.film_path(film)
    kept = path.read_bytes()
    path.write_bytes(kept + b"x")
    desk.grade(1)
    assert path.name in desk.window.message.text
    assert "changed after the study was locked" in desk.window.message.text
    path.write_bytes(kept)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: desk.on_screen)
    desk.grade(2)
    assert len(desk.answers()) == 2


def test_the_next_sitting_is_told_with_its_day(room) -> None:
    desk = room(days_apart=28.0, separation=1)
    for _ in range(3):
        desk.grade(1)
    assert "come back then" in desk.window.message.text


def test_a_second_window_on_the_same_study_is_told_at_once(room) -> None:
    desk = room()
    with pytest.raises(StoreError, match="another cxrviewer is using"):
        open_study(desk.folder)


def test_training_cases_say_that_they_do_not_count(room) -> None:
    desk = room(training=1)
    assert "does not count" in desk.column._note.text()
    desk.grade(1)
    desk.grade(1)
    assert not desk.column._note.isVisible()


def test_every_part_of_the_case_is_reached_by_tab(room) -> None:
    desk = room(back_allowed=1, guess_arm=True)
    desk.grade(1)
    reached = set()
    for _ in range(40):
        reached.add(QApplication.focusWidget())
        desk.key(Qt.Key.Key_Tab)
    expected = [*desk.form._rows.values(), *desk.form.guess.buttons, desk.form.comment_field, desk.form._save]
    expected += [desk.column._report, desk.column.buttons["back"], desk.column.buttons["pause"]]
    assert set(expected) | {desk.window.film.pane.film_canvas} <= reached

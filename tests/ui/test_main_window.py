import sys

import PySide6
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from cxrviewer.errors import GenerationFailed, OutOfMemory, UnreadableFile, WeightsMissing
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import FinishReason
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.settings import load_settings
from cxrviewer.store.store import Store
from cxrviewer.ui.errors import UnexpectedErrors
from cxrviewer.ui.image.tool_hints import tool_hint
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.session import CaseStatus
from tests.engines import FailingEngine, GatedEngine, GatedLoader, failing_loader
from tests.factories import make_identity, make_radiograph
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ALL = "The heart is normal. The lungs are clear."
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def film():
    return make_radiograph()


@pytest.fixture
def drafted(desk, engine, film):
    """A film with a finished draft on the screen."""
    desk.open(film)
    desk.load(engine)
    desk.finish_draft(engine)
    assert desk.draft.text == ALL
    return desk


def test_with_nothing_open_the_window_says_how_to_open_something(desk):
    assert "No film is open" in desk.window.film.message
    assert "Ctrl+O" in desk.window.film.message
    assert not desk.draft.button.isEnabled()


def test_a_draft_streams_then_stands_with_its_provenance(desk, engine, film):
    desk.open(film)
    desk.load(engine)
    assert desk.draft.button.text() == "Draft"
    desk.draft_it()
    assert desk.draft.button.text() == "Stop"
    engine.release(1)
    desk.until(lambda: desk.draft.text == "The heart ")
    engine.release(3)
    desk.until(lambda: not desk.session.writing)
    assert desk.draft.text == ALL
    assert desk.draft.button.text() == "Draft again"
    assert "example · float32 · cpu" in desk.draft.messages[2].text()
    (kept,) = desk.store.drafts_of(film.digest)
    assert kept.provenance.prompt == prompts.SPECIFIC
    assert engine.requests[0].conversation.turns[0].text == prompts.SPECIFIC


def test_the_status_line_says_what_is_kept_of_the_film(desk, film):
    engine = GatedEngine()
    engine.kept_bytes = 1_500_000
    desk.open(film)
    desk.load(engine)
    desk.finish_draft(engine)
    desk.until(lambda: "example · float32 · cpu · keeps 2 MB of this film" in desk.window.status.text)
    other = GatedEngine(identity=make_identity(name="other"))
    desk.load(other)
    assert "keeps" not in desk.window.status.text


def test_the_words_not_verified_are_always_there(desk, engine, film):
    from PySide6.QtWidgets import QLabel

    def labelled():
        return any(
            label.text() == "AI draft - not verified" and label.isVisible() for label in desk.draft.findChildren(QLabel)
        )

    assert labelled()
    desk.open(film)
    desk.load(engine)
    desk.draft_it()
    assert labelled()
    engine.release(4)
    desk.until(lambda: not desk.session.writing)
    assert labelled()


def test_drafting_again_takes_another_seed_and_keeps_both(drafted, engine, film):
    drafted.finish_draft(engine)
    seeds = [draft.provenance.sampling.seed for draft in drafted.store.drafts_of(film.digest)]
    assert seeds == [0, 1]


def test_a_draft_cut_off_at_the_limit_says_so(desk, film):
    engine = GatedEngine("The heart", finish_reason=FinishReason.LENGTH)
    desk.open(film)
    desk.load(engine)
    desk.finish_draft(engine)
    assert "Cut off at 512 tokens" in desk.draft.messages[2].text()


def test_the_follow_ups_are_one_key_each(drafted, engine):
    for key, question in zip((Qt.Key.Key_D, Qt.Key.Key_T, Qt.Key.Key_X), prompts.FOLLOW_UPS.values(), strict=True):
        drafted.key(key, ALT)
        engine.release(4)
        drafted.until(lambda: not drafted.session.writing)
        assert drafted.chat.turns[-1].question == question
        assert drafted.chat.turns[-1].answer == ALL
    texts = [turn.text for turn in engine.requests[-1].conversation.turns]
    assert texts[:4] == [prompts.SPECIFIC, ALL, prompts.FOLLOW_UPS["Differential"], ALL]
    assert len(texts) == 7


def test_a_question_is_typed_and_sent_with_enter(drafted, engine, film):
    drafted.type(drafted.chat.field, "Is there a fracture?")
    drafted.key(Qt.Key.Key_Return, widget=drafted.chat.field)
    engine.release(4)
    drafted.until(lambda: not drafted.session.writing)
    (draft,) = drafted.store.drafts_of(film.digest)
    (kept,) = drafted.store.exchanges_of(draft.identifier)
    assert (kept.question, kept.answer.text) == ("Is there a fracture?", ALL)
    assert drafted.chat.field.toPlainText() == ""


def test_control_enter_in_the_chat_sends_and_does_not_draft(drafted, engine, film):
    drafted.chat.field.setFocus()
    drafted.type(drafted.chat.field, "Why?")
    drafted.key(Qt.Key.Key_Return, CONTROL, drafted.chat.field)
    engine.release(4)
    drafted.until(lambda: not drafted.session.writing)
    assert len(drafted.store.drafts_of(film.digest)) == 1
    assert drafted.chat.turns[0].question == "Why?"


def test_an_answer_can_be_stopped(drafted, engine):
    drafted.key(Qt.Key.Key_D, ALT)
    engine.release(1)
    drafted.until(lambda: drafted.chat.turns[0].answer == "The heart ")
    assert drafted.chat.button.text() == "Stop"
    drafted.press(drafted.chat.button)
    drafted.until(lambda: not drafted.session.writing)
    assert drafted.chat.turns[0].answer == "The heart"
    assert drafted.chat.button.text() == "Send"
    assert drafted.draft.text == ALL


def test_an_earlier_question_is_edited_and_the_chat_goes_on_from_there(drafted, engine, film):
    for key in (Qt.Key.Key_D, Qt.Key.Key_T):
        drafted.key(key, ALT)
        engine.release(4)
        drafted.until(lambda: not drafted.session.writing)
    drafted.press(drafted.chat.turns[0].edit_button)
    assert drafted.chat.field.toPlainText() == prompts.FOLLOW_UPS["Differential"]
    drafted.type(drafted.chat.field, "And the bones?")  # the old words were selected
    drafted.key(Qt.Key.Key_Return, widget=drafted.chat.field)
    engine.release(4)
    drafted.until(lambda: not drafted.session.writing)
    assert [turn.question for turn in drafted.chat.turns] == ["And the bones?"]
    (draft,) = drafted.store.drafts_of(film.digest)
    assert [exchange.question for exchange in drafted.store.exchanges_of(draft.identifier)] == ["And the bones?"]
    assert [turn.text for turn in engine.requests[-1].conversation.turns] == [prompts.SPECIFIC, ALL, "And the bones?"]


def test_the_chat_opens_only_once_there_is_a_draft(desk, engine, film):
    desk.open(film)
    desk.load(engine)
    assert not desk.chat.button.isEnabled()
    desk.key(Qt.Key.Key_D, ALT)
    desk.type(desk.chat.field, "Why?")
    desk.key(Qt.Key.Key_Return, widget=desk.chat.field)
    assert desk.chat.field.toPlainText() == "Why?"  # waits until it can be asked
    assert engine.requests == []


@pytest.mark.parametrize("hand", ["mouse", "alt key anywhere", "bare key in the form"])
def test_a_grade_is_saved_and_then_says_so(drafted, film, hand):
    if hand == "mouse":
        drafted.press(drafted.rating.rows[Acceptability.MINOR_REVISION])
    elif hand == "alt key anywhere":
        drafted.window.film.pane.setFocus()
        drafted.key(Qt.Key.Key_2, ALT)
    else:
        drafted.rating.rows[Acceptability.ACCEPTABLE].setFocus()
        drafted.key(Qt.Key.Key_2)
    assert drafted.rating.state.startswith("Saved ")
    (draft,) = drafted.store.drafts_of(film.digest)
    kept = drafted.store.latest_rating(draft.identifier, "Dr. Ito")
    assert kept.acceptability is Acceptability.MINOR_REVISION
    assert drafted.rating.rows[Acceptability.MINOR_REVISION].isChecked()
    assert drafted.window.worklist.model.entries[0].status is CaseStatus.RATED


def test_bare_digits_over_the_film_are_windows_not_grades(drafted, film):
    drafted.window.film.pane.setFocus()
    drafted.key(Qt.Key.Key_2)
    (draft,) = drafted.store.drafts_of(film.digest)
    assert drafted.store.ratings_of(draft.identifier) == ()


def test_digits_in_the_comment_are_text(drafted, film):
    drafted.rating.comment_field.setFocus()
    drafted.type(drafted.rating.comment_field, "1 of 2")
    assert drafted.rating.comment_field.text() == "1 of 2"
    (draft,) = drafted.store.drafts_of(film.digest)
    assert drafted.store.ratings_of(draft.identifier) == ()


def test_a_changed_grade_and_a_late_comment_are_new_rows(drafted, film):
    drafted.key(Qt.Key.Key_1, ALT)
    drafted.key(Qt.Key.Key_4, ALT)
    drafted.rating.comment_field.setFocus()
    drafted.type(drafted.rating.comment_field, "misses the effusion")
    drafted.key(Qt.Key.Key_Return)
    (draft,) = drafted.store.drafts_of(film.digest)
    rows = [(rating.acceptability.value, rating.comment) for rating in drafted.store.ratings_of(draft.identifier)]
    assert rows == [(1, ""), (4, ""), (4, "misses the effusion")]


def test_a_comment_typed_after_the_grade_is_kept_when_the_film_changes(desk, engine):
    first, second = make_radiograph("a.dcm"), make_radiograph("b.dcm")
    desk.open(first, second)
    desk.load(engine)
    desk.finish_draft(engine)
    desk.key(Qt.Key.Key_3, ALT)
    desk.rating.comment_field.setFocus()
    desk.type(desk.rating.comment_field, "late")
    desk.next_film()
    (draft,) = desk.store.drafts_of(first.digest)
    assert desk.store.latest_rating(draft.identifier, "Dr. Ito").comment == "late"
    assert desk.rating.comment_field.text() == ""


def test_without_a_name_nothing_is_graded(qtbot, store, films, engine, film):
    desk = Desk(qtbot, store, films, reader="")
    desk.open(film)
    desk.load(engine)
    desk.finish_draft(engine)
    desk.key(Qt.Key.Key_1, ALT)
    (draft,) = store.drafts_of(film.digest)
    assert store.ratings_of(draft.identifier) == ()
    assert "name" in desk.rating.state
    assert QApplication.focusWidget() is desk.rating.reader_field
    desk.type(desk.rating.reader_field, "Dr. Kim")
    desk.key(Qt.Key.Key_1, ALT)
    assert store.latest_rating(draft.identifier, "Dr. Kim").acceptability is Acceptability.ACCEPTABLE
    desk.key(Qt.Key.Key_Return, widget=desk.rating.reader_field)
    assert load_settings(desk.settings_file).reader.name == "Dr. Kim"
    desk.end()


def test_a_grade_that_cannot_be_saved_does_not_say_saved(drafted, store):
    store.close()
    drafted.key(Qt.Key.Key_1, ALT)
    assert drafted.rating.state == "Not saved"
    assert not drafted.rating.rows[Acceptability.ACCEPTABLE].isChecked()
    assert "database is closed" in drafted.window.notice.text


def test_draft_chat_and_grade_are_there_again_after_the_store_was_reopened(qtbot, tmp_path, films, engine, film):
    with Store.open(tmp_path / "again") as store:
        desk = Desk(qtbot, store, films)
        desk.open(film)
        desk.load(engine)
        desk.finish_draft(engine)
        desk.key(Qt.Key.Key_X, ALT)
        engine.release(4)
        desk.until(lambda: not desk.session.writing)
        desk.key(Qt.Key.Key_3, ALT)
        desk.end()
    with Store.open(tmp_path / "again") as store:
        desk = Desk(qtbot, store, films)
        desk.open(film)
        desk.until(lambda: desk.window.worklist.model.entries[0].status is CaseStatus.RATED)
        assert desk.draft.text == ALL
        assert [turn.answer for turn in desk.chat.turns] == [ALL]
        assert desk.rating.rows[Acceptability.MAJOR_REVISION].isChecked()
        assert desk.rating.state.startswith("Saved ")
        desk.end()


def test_one_unreadable_file_leaves_the_others_open(desk):
    good, bad = make_radiograph("good.dcm"), UnreadableFile("the file is empty; copy it again")
    desk.films.add(good)
    path = desk.films.add(bad, good.source.with_name("bad.dcm"))
    desk.window.open_paths([good.source, path])
    desk.until(lambda: desk.on_screen(good))
    entries = desk.window.worklist.model
    desk.until(lambda: entries.entries[1].trouble)
    assert entries.entries[1].trouble == "the file is empty; copy it again"
    desk.next_film()
    desk.until(lambda: "cannot be shown" in desk.window.film.message)
    assert "The file is empty; copy it again" in desk.window.film.message
    assert desk.session.film is None
    desk.previous_film()
    desk.until(lambda: desk.on_screen(good))


def test_a_slow_old_file_never_replaces_a_newer_choice(desk):
    slow, quick = make_radiograph("slow.dcm"), make_radiograph("quick.dcm")
    desk.films.add(slow, gated=True)
    desk.films.add(quick)
    desk.window.open_paths([slow.source, quick.source])
    desk.until(lambda: desk.window.worklist.current == slow.source)
    desk.until(lambda: "Opening" in desk.window.film.message)
    desk.next_film()
    desk.films.release(slow.source)
    desk.until(lambda: desk.on_screen(quick))
    desk.until(lambda: all(entry.digest for entry in desk.window.worklist.model.entries))
    assert desk.on_screen(quick)


def test_a_model_error_is_a_sentence_and_the_old_draft_comes_back(drafted):
    failing = FailingEngine(GenerationFailed("the prompt is too long; ask something shorter"))
    failing._identity = make_identity(name="second")
    drafted.load(failing)
    drafted.draft_it()
    drafted.until(lambda: not drafted.session.writing)
    assert drafted.draft.messages[0].text() == "Failed: the prompt is too long; ask something shorter"
    assert drafted.draft.text == ALL
    drafted.key(Qt.Key.Key_D, ALT)
    drafted.until(lambda: not drafted.session.writing)
    assert drafted.chat.turns == ()


def test_missing_weights_say_what_to_do_and_films_can_still_be_read(desk, film):
    desk.open(film)
    desk.window.load_model(failing_loader(WeightsMissing("there is no checkpoint x; fetch it")))
    desk.until(lambda: "no model" in desk.window.status.text)
    assert desk.draft.messages[1].text() == "No model: there is no checkpoint x; fetch it"
    assert not desk.draft.button.isEnabled()


def test_too_little_memory_is_a_sentence(desk, film):
    desk.open(film)
    desk.window.load_model(failing_loader(OutOfMemory("the model needs more memory; close other programs")))
    desk.until(lambda: "close other programs" in desk.draft.messages[1].text())


def test_loading_shows_bytes(desk, engine):
    loader = GatedLoader(engine)
    desk.window.load_model(loader)
    desk.until(lambda: "loading 10 of 100 MB" in desk.window.status.text)
    loader.release()
    desk.until(lambda: "example · float32 · cpu" in desk.window.status.text)


def test_the_demo_checkpoint_on_a_film_that_is_no_phantom_raises_the_banner(desk):
    real, phantom = make_radiograph("real.dcm"), make_radiograph("phantom.dcm", is_phantom=True)
    engine = GatedEngine(identity=make_identity(is_demo=True))
    desk.open(real, phantom)
    assert not desk.window.banner.isVisible()
    desk.load(engine)
    assert desk.window.banner.isVisible()
    assert "means nothing" in desk.window.banner.text
    desk.next_film()
    desk.until(lambda: desk.on_screen(phantom))
    assert not desk.window.banner.isVisible()


def test_between_two_films_that_are_no_phantoms_the_banner_stays_where_it_is(desk):
    first, second = make_radiograph("a.dcm"), make_radiograph("b.dcm")
    desk.open(first)
    desk.load(GatedEngine(identity=make_identity(is_demo=True)))
    height = desk.window.film.height()
    desk.films.add(second, gated=True)
    desk.window.open_paths([second.source])
    desk.until(lambda: "Opening" in desk.window.film.message)
    assert desk.window.banner.isVisible()
    assert desk.window.film.height() == height
    desk.films.release(second.source)
    desk.until(lambda: desk.on_screen(second))
    assert desk.window.banner.isVisible()


def test_closing_during_a_draft_keeps_what_there_is(desk, engine, film):
    desk.open(film)
    desk.load(engine)
    desk.draft_it()
    engine.release(2)
    desk.until(lambda: desk.draft.text == "The heart is normal. ")
    desk.end()
    (kept,) = desk.store.drafts_of(film.digest)
    assert (kept.text, kept.finish_reason) == ("The heart is normal.", FinishReason.CANCELLED)


def test_closing_during_a_draft_of_a_model_that_writes_on_waits_and_says_so(desk, film):
    engine = GatedEngine(heeds_cancel=False)
    desk.open(film)
    desk.load(engine)
    desk.draft_it()
    engine.release(1)
    desk.until(lambda: desk.draft.text == "The heart ")
    desk.window.close()
    assert desk.window.isVisible()
    assert "finishing" in desk.window.status.text
    engine.release(3)
    desk.until(lambda: not desk.window.isVisible())
    assert desk.store.drafts_of(film.digest)[0].text == ALL


def test_closing_during_a_load_ends_it(desk, engine):
    desk.window.load_model(GatedLoader(engine))
    desk.until(lambda: "loading" in desk.window.status.text)
    desk.end()


def test_a_new_film_takes_the_keys_from_what_it_has_emptied(desk, engine):
    first, second = make_radiograph("a.dcm"), make_radiograph("b.dcm")
    desk.open(first, second)
    desk.load(engine)
    desk.finish_draft(engine)
    desk.rating.comment_field.setFocus()
    desk.next_film()
    desk.until(lambda: desk.on_screen(second))
    assert desk.window.film.isAncestorOf(QApplication.focusWidget())


def test_f6_goes_round_the_panes(drafted):
    drafted.window.film.pane.setFocus()
    seen = []
    for _ in range(4):
        drafted.key(Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        panes = (drafted.window.film, drafted.draft, drafted.chat, drafted.rating)
        seen.append(next(i for i, pane in enumerate(panes) if pane.isAncestorOf(focus)))
    assert seen == [1, 2, 3, 0]


def test_the_curtain_hides_the_patient(desk, film):
    desk.open(film)
    before = desk.window.worklist.grab().toImage()
    desk.window.worklist.set_narrow(narrow=False)
    before = desk.window.worklist.grab().toImage()
    desk.key(Qt.Key.Key_P, CONTROL)
    assert desk.window.worklist.grab().toImage() != before
    desk.key(Qt.Key.Key_P, CONTROL)
    assert desk.window.worklist.grab().toImage() == before


def test_the_worklist_folds_at_small_sizes_and_by_key(desk):
    assert desk.window.worklist.narrow  # 1280 x 800
    desk.window.resize(1920, 1080)
    assert not desk.window.worklist.narrow
    desk.key(Qt.Key.Key_L, CONTROL)
    assert desk.window.worklist.narrow


def test_dropped_files_are_opened(desk, film, tmp_path):
    path = tmp_path / "dropped.dcm"
    desk.films.add(film, path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    # QPoint is deprecated from 6.12 on, QPointF unknown before.
    at = QPointF(400, 300) if PySide6.__version_info__ >= (6, 12) else QPoint(400, 300)
    QApplication.sendEvent(desk.window, QDragEnterEvent(at, *how))
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(400, 300), *how))
    desk.until(lambda: desk.on_screen(film))


def test_an_empty_folder_says_what_can_be_opened(desk, tmp_path):
    desk.window.open_paths([tmp_path])
    desk.until(lambda: "No film was found there" in desk.window.notice.text)


def test_an_unforeseen_error_in_a_slot_is_said_and_logged(desk, logged):
    errors = UnexpectedErrors()
    errors.happened.connect(desk.window.show_error)
    error = KeyError("x")
    errors.install()
    try:
        sys.excepthook(KeyError, error, None)
    finally:
        errors.remove()
    assert "KeyError" in desk.window.notice.text
    assert len(logged("cxrviewer.ui.errors")) == 1


def test_a_patient_with_a_long_korean_name_does_not_widen_anything(desk):
    from cxrviewer.imaging.radiograph import Patient

    name = "Hong^Gildong=洪^吉洞=" + "홍길동" * 40
    film = make_radiograph(patient=Patient(name=name))
    desk.window.resize(1920, 1080)
    widths = desk.window.worklist.width(), desk.window.column.width()
    desk.open(film)
    desk.until(lambda: desk.window.worklist.model.entries[0].patient)
    assert (desk.window.worklist.width(), desk.window.column.width()) == widths


def test_every_control_has_a_name_for_those_who_do_not_see_it(desk):
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit

    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QPlainTextEdit, QLineEdit):
        for control in desk.window.column.findChildren(kind):
            inside = control.parent()
            if isinstance(inside, (QAbstractSpinBox, QComboBox)) or control.objectName().startswith("qt_"):
                continue
            text = control.text() if isinstance(control, QAbstractButton) else ""
            assert control.accessibleName() or text, control


def test_the_status_line_says_what_the_tool_in_the_hand_does(desk):
    desk.open(make_radiograph())
    pane = desk.window.film.pane
    pane.setFocus()
    desk.key("c")
    assert "across the heart" in desk.window.status.text
    desk.key("w")
    assert "drag: window" in desk.window.status.text
    assert all(tool_hint(tool) for tool in Tool)

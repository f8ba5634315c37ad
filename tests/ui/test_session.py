import pytest
from PySide6.QtCore import Qt

from cxrviewer.reporting.draft import FinishReason
from tests.engines import GatedEngine, GatedLoader
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ALL = "The heart is normal. The lungs are clear."


@pytest.fixture
def two_patients():
    return make_radiograph("a.dcm"), make_radiograph("b.dcm")


def everything_shown(desk):
    turns = [text for turn in desk.chat.turns for text in (turn.question, turn.answer)]
    return " ".join([desk.draft.text, *turns])


@pytest.mark.parametrize("heeds_cancel", [True, False], ids=["a model that stops", "a model that writes on"])
def test_late_chunks_of_an_old_request_never_reach_another_patients_film(desk, two_patients, heeds_cancel):
    ann, bob = two_patients
    old = GatedEngine(heeds_cancel=heeds_cancel)
    desk.open(ann, bob)
    desk.load(old)
    desk.draft_it()
    old.release(2)
    desk.until(lambda: desk.draft.text == "The heart is normal. ")

    shown = []
    desk.next_film()
    assert desk.draft.text == ""  # at once, not when the next film has been read
    desk.session.draft_grew.connect(lambda *args: shown.append(args))
    desk.until(lambda: desk.on_screen(bob))
    old.release(2)
    desk.until(lambda: desk.store.drafts_of(ann.digest))

    assert everything_shown(desk) == ""
    assert shown == []
    assert desk.session.draft is None
    assert desk.store.drafts_of(bob.digest) == ()
    (kept,) = desk.store.drafts_of(ann.digest)
    assert kept.provenance.radiograph_digest == ann.digest
    if heeds_cancel:
        assert (kept.text, kept.finish_reason) == ("The heart is normal.", FinishReason.CANCELLED)
    else:
        assert (kept.text, kept.finish_reason) == (ALL, FinishReason.STOP)


def test_a_draft_of_the_new_film_follows_a_late_one_of_the_old(desk, two_patients):
    ann, bob = two_patients
    engine = GatedEngine(heeds_cancel=False)
    desk.open(ann, bob)
    desk.load(engine)
    desk.draft_it()
    engine.release(1)
    desk.until(lambda: desk.draft.text != "")
    desk.next_film()
    desk.until(lambda: desk.on_screen(bob))
    desk.draft_it()  # waits behind the old request
    engine.release(3)
    desk.until(lambda: desk.store.drafts_of(ann.digest))
    assert desk.draft.text == ""
    engine.release(1)
    desk.until(lambda: desk.draft.text == "The heart ")
    engine.release(3)
    desk.until(lambda: not desk.session.writing)
    assert [draft.text for draft in desk.store.drafts_of(bob.digest)] == [ALL]
    assert [request.radiograph for request in engine.requests] == [ann, bob]


def test_a_late_answer_never_reaches_another_patients_film(desk, two_patients):
    ann, bob = two_patients
    engine = GatedEngine(heeds_cancel=False)
    desk.open(ann, bob)
    desk.load(engine)
    desk.finish_draft(engine)
    desk.key(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    engine.release(1)
    desk.until(lambda: desk.chat.turns and desk.chat.turns[0].answer == "The heart ")
    desk.next_film()
    assert everything_shown(desk) == ""
    desk.until(lambda: desk.on_screen(bob))
    engine.release(3)
    (draft,) = desk.store.drafts_of(ann.digest)
    desk.until(lambda: desk.store.exchanges_of(draft.identifier))
    assert everything_shown(desk) == ""
    assert desk.store.exchanges_of(draft.identifier)[0].answer.text == ALL
    desk.previous_film()
    desk.until(lambda: desk.on_screen(ann))
    assert desk.draft.text == ALL
    assert desk.chat.turns[0].answer == ALL


def test_a_draft_asked_for_before_a_late_load_never_reaches_another_patients_film(desk, two_patients):
    ann, bob = two_patients
    engine = GatedEngine()
    loader = GatedLoader(engine)
    desk.open(ann, bob)
    desk.window.load_model(loader)
    desk.draft_it()
    assert desk.session.writing
    desk.next_film()
    desk.until(lambda: desk.on_screen(bob))
    loader.release()
    desk.until(lambda: "example" in desk.window.status.text)
    desk.finish_draft(engine)
    assert [request.radiograph for request in engine.requests] == [bob]
    assert desk.store.drafts_of(ann.digest) == ()


def test_coming_back_while_the_old_draft_still_ends_shows_what_is_kept(desk, two_patients):
    ann, bob = two_patients
    engine = GatedEngine(heeds_cancel=False)
    desk.open(ann, bob)
    desk.load(engine)
    desk.draft_it()
    engine.release(1)
    desk.until(lambda: desk.draft.text != "")
    desk.next_film()
    desk.until(lambda: desk.on_screen(bob))
    desk.previous_film()
    desk.until(lambda: desk.on_screen(ann))
    assert desk.draft.text == ""
    engine.release(3)
    desk.until(lambda: desk.draft.text == ALL)
    assert desk.store.drafts_of(ann.digest)[0].text == ALL


def test_a_stopped_draft_is_kept_as_stopped(desk, engine):
    film = make_radiograph()
    desk.open(film)
    desk.load(engine)
    desk.draft_it()
    engine.release(2)
    desk.until(lambda: desk.draft.text == "The heart is normal. ")
    desk.key(Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: not desk.session.writing)
    assert desk.draft.text == "The heart is normal."
    assert "not complete" in desk.draft.messages[2].text()
    (kept,) = desk.store.drafts_of(film.digest)
    assert kept.finish_reason is FinishReason.CANCELLED


def test_a_draft_stopped_before_its_first_word_brings_the_old_one_back(desk, engine):
    film = make_radiograph()
    desk.open(film)
    desk.load(engine)
    desk.finish_draft(engine)
    desk.draft_it()
    desk.until(lambda: len(engine.requests) == 2)
    assert desk.draft.text == ""
    desk.press(desk.draft.button)  # says Stop now
    desk.until(lambda: not desk.session.writing)
    assert desk.draft.text == ALL
    assert len(desk.store.drafts_of(film.digest)) == 1

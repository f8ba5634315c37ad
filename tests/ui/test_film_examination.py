"""The film on the screen looked at in the background; what the draft panel says of its scope."""

import numpy as np
import pytest

from cxrviewer import paths
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.imaging.scope import check_scope
from cxrviewer.ui import film_examination
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(scope="module")
def phantom():
    return read_radiograph(paths.resources() / "demo_cases" / "case_2.dcm")


def test_the_reasons_stand_in_the_draft_panel_before_a_draft(desk, engine):
    film = make_radiograph()
    desk.open(film)
    notes = desk.draft.scope
    desk.until(notes.isVisible)
    assert notes.words == tuple(warning.reason for warning in check_scope(film).warnings)
    assert notes.words[0].startswith("Not recognised as a frontal chest")
    assert notes.accessibleDescription().startswith(notes.words[0])
    desk.load(engine)
    assert desk.draft.button.isEnabled()  # a warning forbids nothing
    desk.finish_draft(engine)
    assert notes.isVisible()


def test_a_film_in_scope_has_nothing_said(desk, phantom):
    desk.open(phantom)
    desk.until(lambda: desk.window.examination.scope is not None)
    assert not desk.draft.scope.isVisible()


def test_what_was_said_goes_with_its_film(desk, phantom):
    strange = make_radiograph(pixels=np.zeros((64, 64), np.uint16))
    desk.open(strange, phantom)
    desk.until(desk.draft.scope.isVisible)
    late = strange, desk.window.examination.scope
    desk.next_film()
    assert not desk.draft.scope.isVisible()
    desk.until(lambda: desk.on_screen(phantom))
    desk.window.examination._take_scope(*late)  # as if the worker had been slow
    desk.until(lambda: desk.window.examination.scope is not None)
    assert desk.draft.scope.words == ()


def test_a_check_that_fails_is_logged_and_claims_nothing(desk, phantom, monkeypatch, expected_warnings):
    def fail(_film):
        raise ArithmeticError("no")

    monkeypatch.setattr(film_examination, "check_scope", fail)
    desk.open(phantom)
    desk.until(lambda: any("scope" in record.getMessage() for record in expected_warnings))
    assert desk.window.examination.scope is None
    assert not desk.draft.scope.isVisible()

"""The table of actions: sound, and every line of it bound in some window."""

import pytest

from cxrviewer.ui.keys.actions import ACTIONS, GROUPS, Scope, heard_together
from cxrviewer.ui.keys.controls import PROFILE_NAMES, check, profile_controls

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_in_no_profile_has_a_key_two_actions_or_an_action_no_key(profile):
    keys = profile_controls(profile).keys
    check(keys)
    assert set(keys) == set(ACTIONS)
    assert all(keys.values())


def test_every_action_has_a_heading_and_words_of_its_own():
    assert {action.group for action in ACTIONS.values()} == set(GROUPS)
    words = [action.words for action in ACTIONS.values()]
    assert len(set(words)) == len(words)


def test_only_a_film_or_a_form_hears_a_lone_letter_or_digit():
    for action in ACTIONS.values():
        if action.scope not in (Scope.IMAGE, Scope.FORM):
            assert not [key for key in action.keys if len(key) == 1 and key.isalnum()], action.identifier


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (Scope.IMAGE, Scope.IMAGE, True),
        (Scope.IMAGE, Scope.WINDOW, True),
        (Scope.STUDY, Scope.IMAGE, True),
        (Scope.BOTH, Scope.FORM, True),
        (Scope.WINDOW, Scope.STUDY, False),
        (Scope.FORM, Scope.IMAGE, False),
    ],
)
def test_which_scopes_share_their_keys(first, second, together):
    assert heard_together(first, second) is together


def test_every_action_has_a_verb_in_the_window_or_in_the_study(desk):
    from cxrviewer.ui.keys.action_map import ActionMap

    bound = {name for verbs in desk.window.findChildren(ActionMap) for name in verbs.bound}
    here = {name for name, action in ACTIONS.items() if action.scope is not Scope.STUDY}
    assert bound == here

"""Every action that has a key: one line each. Knows words and default keys; the verbs are bound elsewhere.

To add one, add a line to ``ACTIONS`` and bind a verb to its identifier with the ``ActionMap`` of the pane or the window
that it belongs to. The part of the identifier before the dot is its heading on the sheet of keys.
"""

import enum
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "keys"


class Scope(enum.Enum):
    """Where a key is heard."""

    IMAGE = "image"
    """In an image pane that has the keys; only here may a letter stand alone, since nobody types into a film."""
    FORM = "form"
    """In a form of grades that has the keys."""
    WINDOW = "window"
    """Anywhere in the main window."""
    STUDY = "study"
    """Anywhere in the window of a reader study."""
    BOTH = "both"
    """Anywhere in either window."""
    EVERYWHERE = "everywhere"
    """In any window of the program, its dialogs too."""


_APART = ({Scope.WINDOW, Scope.STUDY}, {Scope.IMAGE, Scope.FORM})
"""Scopes that are never heard at the same time."""


def heard_together(first: Scope, second: Scope) -> bool:
    """Whether one key cannot serve both scopes."""
    return {first, second} not in _APART


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does. ``words`` are English; ``words_of`` translates them.

    With ``repeats`` a key that is held down does it again and again. With ``holds`` the verb takes one bool: True when
    the key goes down and False when it comes up.
    """

    identifier: str
    scope: Scope
    words: str
    keys: tuple[str, ...]
    repeats: bool = False
    holds: bool = False

    @property
    def group(self) -> str:
        """The identifier of its heading."""
        return self.identifier.partition(".")[0]


GROUPS: dict[str, str] = {
    "image": str(QT_TRANSLATE_NOOP("keys", "Film")),
    "tool": str(QT_TRANSLATE_NOOP("keys", "Tools")),
    "preset": str(QT_TRANSLATE_NOOP("keys", "Windows and lookup tables")),
    "compare": str(QT_TRANSLATE_NOOP("keys", "Prior film")),
    "films": str(QT_TRANSLATE_NOOP("keys", "Films")),
    "draft": str(QT_TRANSLATE_NOOP("keys", "Draft and chat")),
    "grade": str(QT_TRANSLATE_NOOP("keys", "Grade")),
    "window": str(QT_TRANSLATE_NOOP("keys", "Window")),
    "study": str(QT_TRANSLATE_NOOP("keys", "Reader study")),
}
"""Headings of the sheet in their order."""


def _action(
    identifier: str, scope: Scope, words: object, *keys: str, repeats: bool = False, holds: bool = False
) -> Action:
    return Action(identifier, scope, str(words), keys, repeats, holds)


_ALL = (
    _action("image.invert", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "exchange black and white"), "I"),
    _action("image.fit", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "show the whole film"), "F"),
    _action(
        "image.one_to_one", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "one film pixel on one screen pixel"), "Shift+F"
    ),
    _action("image.more", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "further tools"), "F10"),
    _action("image.give_up", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "drop what is being drawn; as first shown"), "Esc"),
    _action("image.undo", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "take back the last step"), "Ctrl+Z", repeats=True),
    _action("image.redo", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "do again"), "Ctrl+Shift+Z", "Ctrl+Y", repeats=True),
    _action("image.delete", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "delete what is selected"), "Del", "Backspace"),
    _action("image.next_annotation", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "select the next annotation"), "K"),
    _action("image.edit_text", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "edit the selected note"), "F4"),
    _action("image.histogram", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "histogram of the selected region"), "Shift+H"),
    _action("image.turn_left", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "turn left"), "[", "Shift+L"),
    _action("image.turn_right", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "turn right"), "]", "Shift+R"),
    _action("image.flip_horizontally", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "flip left and right"), "H"),
    _action("image.flip_vertically", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "flip top and bottom"), "Shift+V", "V"),
    _action("image.letters", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "letters of the patient's sides"), "D"),
    _action("image.magnifier", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "held: a lens, twice as close"), "G", holds=True),
    _action(
        "image.squares", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "above 1:1: pixels smooth or as squares"), "Shift+N"
    ),
    _action("image.true_size", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "as large as it is"), "Shift+U"),
    _action("image.scale_bar", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "scale bar"), "U"),
    _action("image.overlays", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "overlays of the file"), "Shift+O"),
    _action("image.shutter", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "what lies beneath the shutter"), "Shift+C"),
    _action("image.model_view", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "what the model sees"), "M"),
    _action("image.picture", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "save the film as a picture"), "Ctrl+Shift+E"),
    _action("image.closer", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "closer"), "+", "=", repeats=True),
    _action("image.farther", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "farther"), "-", repeats=True),
    _action("image.left", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "look further left"), "Left", repeats=True),
    _action("image.right", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "look further right"), "Right", repeats=True),
    _action("image.up", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "look further up"), "Up", repeats=True),
    _action("image.down", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "look further down"), "Down", repeats=True),
    _action("tool.window", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window and level"), "W"),
    _action("tool.pan", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "move the film"), "P"),
    _action("tool.zoom", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "zoom"), "Z"),
    _action("tool.region", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window of a rectangle"), "R"),
    _action("tool.pan_held", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "held: move by left drag"), "Space", holds=True),
    _action("tool.length", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "length"), "L"),
    _action("tool.angle", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "angle"), "A"),
    _action("tool.cobb", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "Cobb angle"), "Shift+A"),
    _action("tool.cardiothoracic", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "cardiothoracic ratio"), "C"),
    _action("tool.probe", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "values under the pointer"), "O"),
    _action("tool.ellipse", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "mean and area of an ellipse"), "E"),
    _action("tool.rectangle", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "mean and area of a rectangle"), "Shift+E"),
    _action("tool.text", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "note on the film"), "T"),
    _action("tool.arrow", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "arrow"), "Shift+T"),
    _action("preset.0", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "automatic window"), "0"),
    _action("preset.1", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window as the film asks"), "1"),
    _action("preset.2", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 2 of the list"), "2"),
    _action("preset.3", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 3 of the list"), "3"),
    _action("preset.4", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 4 of the list"), "4"),
    _action("preset.5", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 5 of the list"), "5"),
    _action("preset.6", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 6 of the list"), "6"),
    _action("preset.7", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 7 of the list"), "7"),
    _action("preset.8", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 8 of the list"), "8"),
    _action("preset.9", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "window 9 of the list"), "9"),
    _action(
        "compare.next", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "prior film beside this one; the one before it"), "."
    ),
    _action("compare.choose", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "choose the prior film"), "Shift+X"),
    _action("compare.close", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "this film alone"), ","),
    _action("compare.link", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "move both together, or each alone"), "X"),
    _action("compare.swap", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "exchange their places"), "S"),
    _action("compare.blink", Scope.IMAGE, QT_TRANSLATE_NOOP("keys", "prior film in this one's place"), "B", holds=True),
    _action("films.before", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "film before"), "PgUp", repeats=True),
    _action("films.after", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "film after"), "PgDown", repeats=True),
    _action("films.open", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "open files"), "Ctrl+O"),
    _action("films.open_folder", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "open a folder"), "Ctrl+Shift+O"),
    _action("films.tags", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "all tags of the film"), "Ctrl+T"),
    _action("films.recent", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "open what was opened lately"), "Ctrl+R"),
    _action("films.search", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "search the films"), "Ctrl+F"),
    _action("films.table", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "films as a table"), "Ctrl+Shift+L"),
    _action("films.fold", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "fold the list of films"), "Ctrl+L"),
    _action(
        "draft.write", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "draft; send in the chat"), "Ctrl+Return", "Ctrl+Enter"
    ),
    _action("draft.stop", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "stop writing"), "Ctrl+."),
    _action("draft.differential", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "ask for differential diagnoses"), "Alt+D"),
    _action("draft.alternative", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "ask for an alternative"), "Alt+T"),
    _action("draft.examination", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "ask for further examinations"), "Alt+X"),
    _action("grade.1", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "grade 1"), "Alt+1"),
    _action("grade.2", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "grade 2"), "Alt+2"),
    _action("grade.3", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "grade 3"), "Alt+3"),
    _action("grade.4", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "grade 4"), "Alt+4"),
    _action("grade.form_1", Scope.FORM, QT_TRANSLATE_NOOP("keys", "grade 1, within the form"), "1"),
    _action("grade.form_2", Scope.FORM, QT_TRANSLATE_NOOP("keys", "grade 2, within the form"), "2"),
    _action("grade.form_3", Scope.FORM, QT_TRANSLATE_NOOP("keys", "grade 3, within the form"), "3"),
    _action("grade.form_4", Scope.FORM, QT_TRANSLATE_NOOP("keys", "grade 4, within the form"), "4"),
    _action("window.next_pane", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "next pane"), "F6", repeats=True),
    _action("window.previous_pane", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "pane before"), "Shift+F6", repeats=True),
    _action("window.curtain", Scope.EVERYWHERE, QT_TRANSLATE_NOOP("keys", "hide what names the patient"), "Ctrl+P"),
    _action("window.full_screen", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "full screen"), "F11"),
    _action("window.models", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "models on this machine"), "Ctrl+M"),
    _action("window.display", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "display calibration"), "Ctrl+Shift+D"),
    _action("window.study", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "reader studies"), "Ctrl+Shift+S"),
    _action("window.keys", Scope.BOTH, QT_TRANSLATE_NOOP("keys", "all keys"), "?"),
    _action("window.change_keys", Scope.WINDOW, QT_TRANSLATE_NOOP("keys", "change keys and mouse"), "Ctrl+,"),
    _action(
        "study.enter",
        Scope.STUDY,
        QT_TRANSLATE_NOOP("keys", "show the report; save and go on"),
        "Return",
        "Enter",
        "Ctrl+Return",
        "Ctrl+Enter",
    ),
    _action("study.pause", Scope.STUDY, QT_TRANSLATE_NOOP("keys", "pause"), "Ctrl+Shift+P"),
    _action("study.back", Scope.STUDY, QT_TRANSLATE_NOOP("keys", "case before"), "Alt+Left"),
    _action("study.forward", Scope.STUDY, QT_TRANSLATE_NOOP("keys", "case after"), "Alt+Right"),
)

ACTIONS: dict[str, Action] = {action.identifier: action for action in _ALL}
"""All actions by identifier, in the order of the sheet."""


def words_of(action: Action) -> str:
    """What the action does, in the reader's language."""
    return QCoreApplication.translate(_CONTEXT, action.words)


def group_words(group: str) -> str:
    """A heading, in the reader's language."""
    return QCoreApplication.translate(_CONTEXT, GROUPS[group])

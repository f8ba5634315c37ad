"""The window in which keys and mouse buttons are changed; what is changed holds at once. Knows no verb."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cxrviewer.errors import SettingsError
from cxrviewer.ui.keys.actions import ACTIONS, words_of
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.keys.controls import PROFILE_NAMES, Controls, profile_controls, rivals
from cxrviewer.ui.keys.controls_file import read_controls, write_controls
from cxrviewer.ui.keys.key_list import KeyList
from cxrviewer.ui.keys.key_names import readable
from cxrviewer.ui.keys.mouse_grid import MouseGrid
from cxrviewer.ui.labels import Choice, label

_SIZE = (900, 730)


class KeyEditor(QDialog):
    """Profile, keys, mouse; every change can be taken back with Ctrl+Z."""

    def __init__(self, bindings: KeyBindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change keys and mouse"))
        self._bindings = bindings
        self._before: list[Controls] = []
        self._adding = False
        self._taking = ""  # a key that is another action's, until Enter takes it
        self.profile = self._make_profiles()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search keys and actions"))
        self.search.setClearButtonEnabled(True)
        self.list = KeyList()
        self.mouse = MouseGrid(bindings.controls)
        self.words = label("", "secondary", wrap=True)
        self.words.setAccessibleName(self.tr("What happens"))
        self.words.setMinimumHeight(2 * self.words.fontMetrics().lineSpacing())
        self._lay_out()
        self.search.textChanged.connect(self.list.seek)
        self.list.chosen.connect(self._leave)
        self.list.change_asked.connect(self.change)
        self.list.remove_asked.connect(self.remove)
        self.list.caught.connect(self._caught)
        self.mouse.changed.connect(self._take)
        bindings.changed.connect(self._refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self.undo)
        self._refresh()
        self._leave()

    # What the reader does

    def change(self) -> None:
        """Wait for the key that is to be the only one of the chosen action."""
        self._wait(adding=False)

    def add(self) -> None:
        """Wait for one more key of the chosen action."""
        self._wait(adding=True)

    def remove(self) -> None:
        """Leave the chosen action without a key."""
        if self.list.current:
            self._take_keys({self.list.current: ()})

    def reset(self) -> None:
        """Give the chosen action its profile's keys."""
        if self.list.current:
            self._offer(self.list.current, profile_controls(self._bindings.controls.profile).keys[self.list.current])

    def reset_all(self) -> None:
        """Everything as the profile has it."""
        self._take(profile_controls(self._bindings.controls.profile))

    def undo(self) -> None:
        """Take back the last change."""
        if self._before:
            controls = self._before.pop()
            self._bindings.set_controls(controls)
            self._say(self.tr("Taken back."))

    def export_to(self, path: Path) -> None:
        """Write all keys and buttons to a file."""
        self._say(self.tr("Written to {name}.").format(name=path.name), write_controls, self._bindings.controls, path)

    def import_from(self, path: Path) -> None:
        """Take keys and buttons from a file; a file with a mistake changes nothing."""

        def take() -> None:
            self._take(read_controls(path))

        self._say(self.tr("Taken from {name}.").format(name=path.name), take)

    # Catching a key

    def _wait(self, *, adding: bool) -> None:
        if not self.list.current:
            return
        self._adding, self._taking, self.list.catching = adding, "", True
        self.list.setFocus()
        words = words_of(ACTIONS[self.list.current])
        self._say(self.tr("Press the key for '{words}'. Esc leaves it as it is.").format(words=words))

    def _leave(self) -> None:
        self.list.catching, self._taking = False, ""
        self._say(self.tr("Enter changes the key of a line, Del removes it, Ctrl+Z takes a change back."))

    def _caught(self, key: str) -> None:
        if key == "Esc":
            self._leave()
        elif self._taking and key in ("Return", "Enter"):
            self._offer(self.list.current, self._with(self._taking), take=True)
        else:
            self._taking = ""
            self._offer(self.list.current, self._with(key))

    def _with(self, key: str) -> tuple[str, ...]:
        return (*self._bindings.keys_of(self.list.current), key) if self._adding else (key,)

    def _offer(self, identifier: str, keys: tuple[str, ...], *, take: bool = False) -> None:
        """Take the keys where they are free; else say whose they are, and take them once Enter says so."""
        owned = {key: its for key in keys if (its := rivals(self._bindings.controls.keys, identifier, key))}
        if owned and not take:
            key, owners = next(iter(owned.items()))
            words = ", ".join(f"'{words_of(ACTIONS[owner])}'" for owner in owners)
            self._taking, self.list.catching = key, True
            self.list.setFocus()
            self._say(
                self.tr("{key} is the key for {words}. Enter takes it from there, Esc leaves it.").format(
                    key=readable([key]), words=words
                )
            )
            return
        changed = {identifier: keys}
        for key, owners in owned.items():
            for owner in owners:
                its = changed.get(owner, self._bindings.keys_of(owner))
                changed[owner] = tuple(other for other in its if other != key)
        self._leave()
        self._take_keys(changed)

    # What changes

    def _take_keys(self, keys: dict[str, tuple[str, ...]]) -> None:
        controls = self._bindings.controls
        self._take(replace(controls, keys={**controls.keys, **keys}))

    def _take(self, controls: Controls) -> None:
        before = self._bindings.controls
        if controls != before:
            self._bindings.set_controls(controls)
            self._before.append(before)

    def _refresh(self) -> None:
        controls = self._bindings.controls
        self.list.show_controls(controls)
        self.mouse.show_controls(controls)
        self.profile.setCurrentIndex(self.profile.findData(controls.profile))

    def _say(self, words: str, verb: Callable[..., object] | None = None, *arguments: object) -> None:
        """Show these words, or why the verb could not be done."""
        role = "key" if self.list.catching else "secondary"
        try:
            if verb is not None:
                verb(*arguments)
        except SettingsError as error:
            words, role = str(error), "error"
        self.words.setText(words)
        self.words.setProperty("role", role)
        self.words.style().polish(self.words)

    def _choose_profile(self) -> None:
        self._leave()
        self._take(profile_controls(str(self.profile.currentData())))

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Write keys and mouse"), "cxrviewer-keys.json", "*.json")
        if name:
            self.export_to(Path(name))

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Keys and mouse from a file"), "", "*.json")
        if name:
            self.import_from(Path(name))

    # Layout

    def _make_profiles(self) -> Choice:
        box = Choice()
        for name, words in PROFILE_NAMES.items():
            box.addItem(words, name)
        box.setAccessibleName(self.tr("Profile"))
        box.setToolTip(self.tr("Keys and mouse as in another viewer"))
        box.activated.connect(self._choose_profile)
        return box

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(self.tr("Profile"), "secondary"))
        top.addWidget(self.profile)
        top.addWidget(self.search, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, tip, verb in (
            (self.tr("Change key"), self.tr("Press another key (Enter)"), self.change),
            (self.tr("Add key"), self.tr("Press one more key"), self.add),
            (self.tr("Remove keys"), self.tr("Leave this action without a key (Del)"), self.remove),
            (self.tr("Reset"), self.tr("This action's keys as in the profile"), self.reset),
            (self.tr("Reset all"), self.tr("All keys and buttons as in the profile"), self.reset_all),
            (self.tr("Undo"), self.tr("Take back the last change (Ctrl+Z)"), self.undo),
            (self.tr("Import"), self.tr("Keys and mouse from a JSON file"), self._ask_import),
            (self.tr("Export"), self.tr("Keys and mouse to a JSON file"), self._ask_export),
        ):
            button = QPushButton(words)
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, verb=verb: verb())
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.words, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)
        layout.addWidget(label(self.tr("Mouse over the film"), "heading"))
        layout.addWidget(self.mouse)
        self.resize(*_SIZE)

"""Keys and mouse as they were left, from one run to the next; knows the file, not what the keys do."""

from pathlib import Path

from cxrviewer.errors import SettingsError
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.keys.controls_file import read_controls, write_controls


def kept_bindings(file: Path) -> tuple[KeyBindings, SettingsError | None]:
    """The bindings in a file, kept again at each change; the default ones, and why, where it cannot be read."""
    bindings = KeyBindings()
    trouble = None
    try:
        if file.exists():
            bindings.set_controls(read_controls(file))
    except SettingsError as error:
        trouble = error

    def keep() -> None:
        try:
            write_controls(bindings.controls, file)
        except SettingsError as error:
            bindings.keeping_failed.emit(error)

    bindings.changed.connect(keep)
    return bindings, trouble

"""What a reader chooses in the window of models, kept in the settings; loading it is somebody else's."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cxrviewer.errors import ModelError, SettingsError
from cxrviewer.inference.checkpoint import Checkpoint, resolve
from cxrviewer.settings import Settings, load_settings, save_settings
from cxrviewer.ui.inference_runner import InferenceRunner
from cxrviewer.ui.main_window import MainWindow
from cxrviewer.ui.models.door import ModelsDoor


def open_models_from(
    window: MainWindow, runner: InferenceRunner, settings_file: Path, load: Callable[[Settings], object]
) -> None:
    """The window of models behind the viewer's; what is chosen there is written to the settings, then loaded."""

    def default() -> str:
        try:
            return load_settings(settings_file).model.checkpoint
        except SettingsError as error:
            window.show_error(error)
            return Settings().model.checkpoint

    def choose(checkpoint: Checkpoint) -> None:
        named = checkpoint.name if _folder_of(checkpoint.name) == checkpoint.folder else str(checkpoint.folder)
        try:
            current = load_settings(settings_file)
            chosen = replace(current, model=replace(current.model, checkpoint=named))
            save_settings(chosen, settings_file)
        except SettingsError as error:
            window.show_error(error)
            return
        door.look_again()
        load(chosen)

    door = ModelsDoor(window, default=default)
    door.default_chosen.connect(choose)
    window.models_asked.connect(door.open)
    runner.loaded.connect(door.look_again)
    window.closed.connect(door.close)


def _folder_of(name: str) -> Path | None:
    try:
        return resolve(name).folder
    except ModelError:
        return None

"""Where the program's own files and the user's files are; knows no file's contents.

``resources/`` and ``model_weights/`` stand at the top of the source tree. In a built wheel the same folders lie
inside the package, so that an installation anywhere finds them.
"""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _program_folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def resources() -> Path:
    """Theme, icons and other files shown or installed by the program."""
    return _program_folder("resources")


def bundled_checkpoints() -> Path:
    """The checkpoints that come with the program."""
    return _program_folder("model_weights")


def data_folder() -> Path:
    """The user's cases, drafts and ratings; ``CXRVIEWER_DATA`` overrides it. Not created here."""
    override = os.environ.get("CXRVIEWER_DATA")
    return Path(override) if override else Path(platformdirs.user_data_dir("cxrviewer", appauthor=False))


def config_folder() -> Path:
    """The user's settings; ``CXRVIEWER_CONFIG`` overrides it. Not created here."""
    override = os.environ.get("CXRVIEWER_CONFIG")
    return Path(override) if override else Path(platformdirs.user_config_dir("cxrviewer", appauthor=False))


def log_folder() -> Path:
    """Log files; ``CXRVIEWER_DATA`` overrides it together with the data. Not created here."""
    if os.environ.get("CXRVIEWER_DATA"):
        return data_folder() / "logs"
    return Path(platformdirs.user_log_dir("cxrviewer", appauthor=False))

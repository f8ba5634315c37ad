"""What the person may choose, and the TOML file it is kept in: knows every key, its default and its limits.

Knows nothing of what the values do; the rooms that receive them do. Read once at the start and passed on as values.
"""

import dataclasses
import math
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from cxrviewer import paths
from cxrviewer.errors import SettingsError


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """Who rates."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which checkpoint drafts, in which precision and where."""

    checkpoint: str = "demo"
    """A name that ``cxrviewer model list`` shows, or a folder."""
    dtype: str = "auto"
    device: str = "auto"


@dataclass(frozen=True, slots=True)
class DraftingSettings:
    """How a report is drafted; the defaults are the published model's."""

    prompt: str = "specific"
    temperature: float = 0.2
    top_p: float = 0.8
    seed: int = 0
    max_new_tokens: int = 512


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How the window looks."""

    text_size: int = 15
    """Of ordinary text; headings follow it."""
    language: str = "auto"
    """Of the window; "auto" is the system's, as far as the window speaks it."""
    pixel_pitch_mm: float = 0.0
    """Millimetres from one pixel of the screen to the next, as somebody measured it; 0 believes the screen."""


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """How one screen was calibrated. Luminances are in cd/m2."""

    method: str = "none"
    """Which of the rest counts: none, elsewhere (by the screen itself), gamma or measured."""
    darkest: float = 0.3
    brightest: float = 300.0
    gamma: float = 2.2
    ambient: float = 0.0
    """What the room's light adds at the screen."""
    measured: tuple[float, ...] = ()
    """At evenly spaced driving levels, 0 first and 255 last."""
    date: str = ""
    """Of the calibration, as yyyy-mm-dd."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by topic; each topic is a table of the file."""

    reader: ReaderSettings = field(default_factory=ReaderSettings)
    model: ModelSettings = field(default_factory=ModelSettings)
    drafting: DraftingSettings = field(default_factory=DraftingSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    displays: Mapping[str, DisplaySettings] = field(default_factory=dict)
    """By the screen's name: a table within the table."""


_METHODS = ("none", "elsewhere", "gamma", "measured")

# What a value must be beyond its type, in words for the message. NaN fails every comparison, as it should.
_LIMITS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "model.checkpoint": (lambda value: bool(value.strip()), "not empty"),
    "model.dtype": (lambda value: bool(value.strip()), "not empty"),
    "model.device": (lambda value: bool(value.strip()), "not empty"),
    "drafting.prompt": (lambda value: bool(value.strip()), "not empty"),
    "drafting.temperature": (lambda value: 0 <= value < math.inf, "at least 0"),
    "drafting.top_p": (lambda value: 0 < value <= 1, "above 0 and at most 1"),
    "drafting.seed": (lambda value: 0 <= value < 2**63, "at least 0 and below 2^63"),
    "drafting.max_new_tokens": (lambda value: 1 <= value <= 2048, "from 1 to 2048"),
    "displays.method": (
        lambda value: value in ("none", "elsewhere", "gamma", "measured"),
        "none, elsewhere, gamma or measured",
    ),
    "displays.darkest": (lambda value: 0 < value < 4000, "above 0 and below 4000"),
    "displays.brightest": (lambda value: 0 < value < 4000, "above 0 and below 4000"),
    "displays.gamma": (lambda value: 0.5 <= value <= 5, "from 0.5 to 5"),
    "displays.ambient": (lambda value: 0 <= value < 1000, "at least 0 and below 1000"),
    "displays.measured": (lambda value: all(0 < one < 4000 for one in value), "numbers above 0 and below 4000"),
    "window.text_size": (lambda value: 8 <= value <= 40, "from 8 to 40"),
    "window.language": (lambda value: value in ("auto", "en", "ko"), "'auto', 'en' or 'ko'"),
    "window.pixel_pitch_mm": (lambda value: value == 0 or 0.05 <= value <= 1, "0, or from 0.05 to 1"),
}

_TYPE_WORDS = {str: "a text in quotes", int: "a whole number", float: "a number", tuple: "a list of numbers"}

_DISPLAYS = "displays"


def settings_file() -> Path:
    """Where the person's settings are kept."""
    return paths.config_folder() / "settings.toml"


def load_settings(path: Path) -> Settings:
    """The settings in ``path``; what the file leaves out has its default, and so has all where there is no file.

    Raises SettingsError where the file cannot be read, is not TOML, or holds an unknown key or a bad value.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(
            f"{path}: the settings cannot be read ({error.strerror}); make the file readable or remove it"
        ) from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise SettingsError(f"{path}: not valid TOML ({error}); correct the line or remove the file") from error
    topics = {topic.name: type(getattr(Settings(), topic.name)) for topic in dataclasses.fields(Settings)}
    chosen: dict[str, Any] = {}
    for name, values in table.items():
        if name not in topics:
            raise _unknown(path, name, list(topics))
        if not isinstance(values, dict):
            raise SettingsError(f"{path}: '{name}' must be a table; write [{name}] and its keys below it")
        if name == _DISPLAYS:
            chosen[name] = _read_displays(path, values)
        else:
            chosen[name] = _read_topic(path, name, topics[name], values)
    return Settings(**chosen)


def save_settings(settings: Settings, path: Path) -> None:
    """Write all settings to ``path``: the old file stays whole until the new one is on disk.

    Raises SettingsError where a value is out of its limits or the file cannot be written.
    """
    table = dataclasses.asdict(settings)
    tables = [(topic, values) for topic, values in table.items() if topic != _DISPLAYS]
    tables += [(_DISPLAYS, values) for values in table[_DISPLAYS].values()]
    for topic, values in tables:
        for key, value in values.items():
            _check(path, f"{topic}.{key}", value)
    target = path.resolve()  # a settings file may be a link into someone's collection of them
    try:
        content = tomli_w.dumps(table).encode("utf-8")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _replace(target, content)
    except UnicodeEncodeError as error:
        raise SettingsError(f"{path}: a text holds half a character; type it again") from error
    except OSError as error:
        raise SettingsError(
            f"{path}: the settings cannot be written ({error.strerror}); make the folder writable or free some space"
        ) from error


def _read_displays(path: Path, tables: dict[str, Any]) -> dict[str, object]:
    """Each screen's table; its keys are named without the screen, whose name is no one's business in a log."""
    for values in tables.values():
        if not isinstance(values, dict):
            raise SettingsError(
                f"{path}: '{_DISPLAYS}' must hold a table for each screen; write [{_DISPLAYS}.\"its name\"]"
            )
    return {screen: _read_topic(path, _DISPLAYS, DisplaySettings, values) for screen, values in tables.items()}


def _read_topic(path: Path, topic: str, kind: type[Any], values: dict[str, Any]) -> object:
    defaults = kind()
    types = {entry.name: type(getattr(defaults, entry.name)) for entry in dataclasses.fields(kind)}
    chosen: dict[str, Any] = {}
    for key, given in values.items():
        name = f"{topic}.{key}"
        if key not in types:
            raise _unknown(path, name, [f"{topic}.{known}" for known in types])
        wanted = types[key]
        value = float(given) if wanted is float and type(given) is int else given
        if wanted is tuple and isinstance(given, list) and all(type(one) in (int, float) for one in given):
            value = tuple(float(one) for one in given)
        if type(value) is not wanted:  # exactly: in Python a bool is an int
            raise SettingsError(f"{path}: '{name}' must be {_TYPE_WORDS[wanted]}; correct it or remove the line")
        _check(path, name, value)
        chosen[key] = value
    return kind(**chosen)


def _check(path: Path, name: str, value: object) -> None:
    holds, words = _LIMITS.get(name, (lambda _: True, ""))
    if not holds(value):
        raise SettingsError(f"{path}: '{name}' must be {words}, not {value!r}; correct it or remove the line")


def _unknown(path: Path, name: str, known: list[str]) -> SettingsError:
    return SettingsError(f"{path}: unknown key '{name}'; remove it or use one of {', '.join(known)}")


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        # The new name is durable only once the folder is.
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

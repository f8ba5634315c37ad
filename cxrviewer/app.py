"""Puts the window together: settings, log, store, window, and only then the model. Nothing else builds these objects.

Imports no torch: the worker does, after the window is shown. Knows no command line.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from cxrviewer import __version__, logs, paths
from cxrviewer.errors import ModelError, SettingsError, StudyError
from cxrviewer.imaging.decoding_process import DecodingProcess
from cxrviewer.imaging.film_files import FilmFiles
from cxrviewer.inference.checkpoint import Checkpoint, resolve
from cxrviewer.inference.engine import CancelToken, EngineLoader, LoadProgress, ReportEngine
from cxrviewer.reporting.draft import Sampling
from cxrviewer.settings import Settings, load_settings, save_settings
from cxrviewer.store.store import Store
from cxrviewer.study.study import open_study
from cxrviewer.ui.calibration.displays import Displays
from cxrviewer.ui.calibration.door import CalibrationDoor
from cxrviewer.ui.calibration.screen_follower import ScreenFollower
from cxrviewer.ui.errors import UnexpectedErrors
from cxrviewer.ui.garbage import MainThreadCollector
from cxrviewer.ui.inference_runner import InferenceRunner
from cxrviewer.ui.keys.kept import kept_bindings
from cxrviewer.ui.layout_memory import LayoutMemory
from cxrviewer.ui.main_window import MainWindow
from cxrviewer.ui.models.choice import open_models_from
from cxrviewer.ui.qt_messages import log_qt_messages
from cxrviewer.ui.radiograph_reader import RadiographReader
from cxrviewer.ui.reading_column import ReadingColumn
from cxrviewer.ui.session import Session
from cxrviewer.ui.study.door import StudyDoor
from cxrviewer.ui.study.window import StudyWindow
from cxrviewer.ui.tags.film_tags import FilmTags
from cxrviewer.ui.theme import apply_theme, load_theme
from cxrviewer.ui.translation import install_language

_logger = logging.getLogger(__name__)

_DIRECT = FilmFiles()

AnyWindow = TypeVar("AnyWindow", MainWindow, StudyWindow)


def run(
    films: Sequence[Path] = (),
    *,
    checkpoint: str | None = None,
    keep_layout: bool = True,
    with_window: Callable[[MainWindow], object] | None = None,
) -> int:
    """Open the window on these files and folders and stay until it is closed; gives the exit status.

    ``checkpoint`` is a name or a folder in place of the settings'. ``with_window`` is called once with the window,
    shown and with its model on the way; what it returns is kept alive as long as the window.

    Raises SettingsError and StoreError, before anything is shown.
    """
    settings_file = paths.config_folder() / "settings.toml"
    settings = load_settings(settings_file)
    with _logging(), Store.open(paths.data_folder()) as store, closing(DecodingProcess()) as decoder:
        application = _application()
        window = build_window(application, store, settings, settings_file, files=FilmFiles.through(decoder))
        layout = LayoutMemory(paths.config_folder() / "window.ini", window) if keep_layout else None
        if layout is not None:
            layout.restore()
            window.closed.connect(layout.save)
        window.show()
        if films:
            window.open_paths(films)
        # The first picture of the window before anything heavy begins.
        QTimer.singleShot(0, lambda: load_model(window, settings, checkpoint))
        return _stay(application, window, with_window)


def read_study(
    folder: Path, reader: str | None = None, *, with_window: Callable[[StudyWindow], object] | None = None
) -> int:
    """Open the study in ``folder`` for reading and stay until its window is closed; gives the exit status.

    With ``reader`` reading begins at once. ``with_window`` is called once with the window, shown; what it returns is
    kept alive as long as the window. Neither the films and drafts of the viewer nor a model is touched.

    Raises SettingsError, StudyError and StoreError, before anything is shown.
    """
    settings = load_settings(paths.config_folder() / "settings.toml")
    with _logging(), open_study(folder) as study, closing(DecodingProcess()) as decoder:
        if reader is not None and reader not in study.protocol.readers:
            known = ", ".join(study.protocol.readers)
            raise StudyError(f"the study has no reader {reader!r}; choose one of: {known}")
        application = _application()
        install_language(application, settings.window.language)
        apply_theme(application, theme := load_theme(text_size=settings.window.text_size))
        window = StudyWindow(study, theme, suggested_reader=settings.reader.name, read=decoder.read)
        ScreenFollower(window, lambda: settings.displays)
        window.showMaximized()
        if reader is not None:
            window.begin(reader)
        return _stay(application, window, with_window)


@contextmanager
def _logging() -> Iterator[None]:
    """The program's log and Qt's, from here to the end."""
    undo_logs = logs.configure(paths.log_folder())
    undo_qt_messages = log_qt_messages()
    try:
        yield
    finally:
        undo_qt_messages()
        undo_logs()


def _stay(
    application: QApplication,
    window: AnyWindow,
    with_window: Callable[[AnyWindow], object] | None,
) -> int:
    """Run until the window is closed; what nobody foresaw is shown in it."""
    window.closed.connect(application.quit)
    errors = UnexpectedErrors()
    errors.happened.connect(window.show_error)  # a bound method: Qt calls it on the main thread
    errors.install()
    collector = MainThreadCollector(application)
    if isinstance(window, MainWindow):
        window.model_loaded.connect(collector.spare_what_will_stay)
    kept = None if with_window is None else with_window(window)
    try:
        return application.exec()
    finally:
        errors.remove()
        window.shut_down()
        collector.stop()
        del kept


def _application() -> QApplication:
    application = QApplication.instance() or QApplication(["cxrviewer"])
    assert isinstance(application, QApplication)
    application.setApplicationName("cxrviewer")
    application.setApplicationVersion(__version__)
    # The system's own file dialogs can be white; Qt's wear the theme.
    application.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    application.setQuitOnLastWindowClosed(False)  # the window says when it has closed
    return application


def build_window(
    application: QApplication,
    store: Store,
    settings: Settings,
    settings_file: Path,
    *,
    files: FilmFiles = _DIRECT,
) -> MainWindow:
    """The window with all that it needs, not shown yet and with no model."""
    install_language(application, settings.window.language)
    theme = load_theme(text_size=settings.window.text_size)
    apply_theme(application, theme)
    runner = InferenceRunner()
    reader = RadiographReader(read=files.read, contents_of=files.contents_of, stop=files.stop)
    session = Session(store, runner)
    drafting = settings.drafting
    bindings, key_trouble = kept_bindings(settings_file.parent / "keys.json")
    column = ReadingColumn(
        theme,
        prompt=drafting.prompt,
        sampling=Sampling(
            temperature=drafting.temperature,
            top_p=drafting.top_p,
            seed=drafting.seed,
            max_new_tokens=drafting.max_new_tokens,
        ),
        reader=settings.reader.name,
        bindings=bindings,
    )
    demo = demo_films()
    window = MainWindow(
        theme, column, session, runner, reader, demo_films=demo if demo.is_dir() else None, bindings=bindings
    )

    window.opening.recent.keep_in(settings_file.parent / "recent.json")
    for pane in (window.film.pane, window.comparison.prior):
        pane.physical_size.set_pixel_pitch(settings.window.pixel_pitch_mm)
        pane.annotations.keep_in(store)
        pane.annotations.trouble.connect(window.show_error)

    tags = FilmTags(theme, files.elements_of, window)
    session.film_changed.connect(tags.show_film)
    window.film.patient_texts_changed.connect(tags.set_patient_texts_visible)
    window.verbs.bind({"films.tags": tags.show})
    window.closed.connect(tags.close)

    def keep_reader(name: str) -> None:
        try:
            current = load_settings(settings_file)
            save_settings(replace(current, reader=replace(current.reader, name=name)), settings_file)
        except SettingsError as error:
            window.show_error(error)

    column.rating.reader_changed.connect(keep_reader)
    bindings.keeping_failed.connect(window.show_error)
    if key_trouble is not None:
        window.show_error(key_trouble)
    displays = Displays(settings_file, settings.displays, window)
    displays.trouble.connect(window.show_error)
    CalibrationDoor(theme, window, load=displays.all, save=displays.keep)
    door = StudyDoor(theme, window, bindings, reader=lambda: column.rating.reader, read=files.read)
    window.study_asked.connect(door.show_menu)
    window.closed.connect(door.close_all)
    door.trouble.connect(window.show_error)
    open_models_from(window, runner, settings_file, lambda chosen: load_model(window, chosen))
    door.opened.connect(lambda opened: ScreenFollower(opened, displays.all))
    return window


def demo_films() -> Path:
    """The synthetic films that come with the program."""
    return paths.resources() / "demo_cases"


def load_model(window: MainWindow, settings: Settings, checkpoint: str | None = None) -> None:
    """Begin to load the model that the settings, or ``checkpoint``, name; the window says how it goes."""
    try:
        found = resolve(checkpoint or settings.model.checkpoint)
    except ModelError as error:
        window.model_missing(error)
        return
    _leave_a_core_to_the_window()
    window.load_model(engine_loader(found, settings))


def engine_loader(checkpoint: Checkpoint, settings: Settings) -> EngineLoader:
    """What loads this checkpoint; torch is imported when it is called, on the worker."""

    def load(progress: LoadProgress, cancel: CancelToken) -> ReportEngine:
        from cxrviewer.inference.cxr_llava import load_engine

        return load_engine(
            checkpoint, dtype=settings.model.dtype, device=settings.model.device, progress=progress, cancel=cancel
        )

    return load


def _leave_a_core_to_the_window() -> None:
    """Torch reads this when it is imported. With all cores taken, each move of the mouse would wait for a token."""
    if "torch" not in sys.modules:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
        os.environ.setdefault("OMP_NUM_THREADS", str(max(1, cores - 1)))

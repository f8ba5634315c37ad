"""The window: lays out its parts and wires them. Signals come up to it, calls go down; it decides nothing itself."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from cxrviewer.errors import CxrViewerError
from cxrviewer.inference.engine import EngineLoader
from cxrviewer.reporting.draft import ModelIdentity
from cxrviewer.ui.bars import Banner, NoticeBar
from cxrviewer.ui.column_wiring import ColumnWiring
from cxrviewer.ui.compare.comparison import Comparison
from cxrviewer.ui.draft.panel import ModelState
from cxrviewer.ui.errors import show_error
from cxrviewer.ui.file_asking import FileAsking
from cxrviewer.ui.film_area import FilmArea
from cxrviewer.ui.film_examination import FilmExamination
from cxrviewer.ui.film_opening import FilmOpening
from cxrviewer.ui.film_picture import PictureTaking
from cxrviewer.ui.image.tool_hints import tool_hint
from cxrviewer.ui.inference_runner import InferenceRunner
from cxrviewer.ui.keys import windows as key_windows
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.model_view.model_view import ModelView
from cxrviewer.ui.panes import Pane, focus_next, focused_pane
from cxrviewer.ui.privacy_curtain import PrivacyCurtain
from cxrviewer.ui.radiograph_reader import RadiographReader
from cxrviewer.ui.reading_column import ReadingColumn
from cxrviewer.ui.session import Session
from cxrviewer.ui.status_line import StatusLine
from cxrviewer.ui.theme import Theme
from cxrviewer.ui.worklist.panel import Worklist

_WIDE = 1400
"""Below this width the worklist is a strip, unless the reader unfolds it."""


class MainWindow(QMainWindow):
    """Worklist, film, reading column, status line.

    Signals:
        model_loaded: a model is ready; without argument.
        model_failed: the CxrViewerError why there is no model.
        models_asked: the reader wants to see, choose or fetch models.
        study_asked: the reader wants to read, design or evaluate a reader study.
        closed: the window has gone and nothing runs any more.
    """

    model_loaded = Signal()
    model_failed = Signal(object)
    models_asked = Signal()
    study_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        column: ReadingColumn,
        session: Session,
        runner: InferenceRunner,
        reader: RadiographReader,
        *,
        demo_films: Path | None = None,
        bindings: KeyBindings | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("cxrviewer")  # never a patient: titles appear in task bars and on shared screens
        self._runner, self._reader, self.session, self.column = runner, reader, session, column
        self._identity: ModelIdentity | None = None
        self._closing = False
        self._fold_chosen = False
        self.verbs = ActionMap(self, bindings or KeyBindings())
        """What the window's keys do; parts that are joined to it bind theirs here."""
        self.notice = NoticeBar()
        self.banner = Banner()
        self.worklist = Worklist(theme)
        self.film = FilmArea(theme, has_demo=demo_films is not None, bindings=bindings)
        self.status = StatusLine()
        self.files = FileAsking(self, demo_films)
        self.curtain = PrivacyCurtain(self)
        self.key_windows = key_windows.KeyWindows(self.verbs, key_windows.MAIN, self)
        self.opening = FilmOpening(reader, self.worklist, self.film, session, self)
        self.examination = FilmExamination(self)
        self.model_view = ModelView(self.film.pane, self.examination, runner, session, self)
        self.comparison = Comparison(self.film, self.worklist, reader, self.examination, session)
        self.wiring = ColumnWiring(session, column, self)
        self.pictures = PictureTaking(self.film.pane, self.notice, self)
        self._lay_out(theme)
        self._panes = (
            Pane(self.film, self.film.take_focus, lambda: tool_hint(self.film.pane.tool)),
            Pane(column.draft, column.draft.focus_pane, self.tr("Ctrl+Enter draft · Ctrl+. stop · F6 next · ? keys")),
            Pane(column.chat, column.chat.focus_pane, self.tr("Enter send · Alt+D differential · F6 next")),
            Pane(column.rating, column.rating.focus_pane, self.tr("1-4 grade · Alt+1-4 anywhere · F6 next")),
        )
        self._wire_files()
        self._wire_model()
        self._wire_session()
        self._wire_curtain()
        self._bind_keys()
        self._show_hint()
        self.film.pane.setFocus()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders to the worklist and show the first of them."""
        self.opening.open_paths(paths)

    def show_error(self, error: BaseException) -> None:
        """Say what is wrong and what to do."""
        show_error(self.notice, error)

    def load_model(self, loader: EngineLoader) -> None:
        """Begin to load a model; the status line says how it goes."""
        self._identity = None
        self.column.draft.set_model(ModelState.LOADING)
        self._runner.load(loader)

    def splitters(self) -> dict[str, QSplitter]:
        """What the reader can drag apart, by a name that does not change."""
        return {"parts": self.splitter, "column": self.column.splitter}

    def shut_down(self) -> None:
        """End all threads, however the window went; twice is no error."""
        self._runner.close()
        self._reader.close()
        self.examination.close()

    def _lay_out(self, theme: Theme) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.film)
        self.splitter.addWidget(self.column)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([1200, theme.sizes["column"]])
        parts = QHBoxLayout()
        parts.setSpacing(0)
        parts.addWidget(self.worklist)
        parts.addWidget(self.splitter, 1)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for bar in (self.notice, self.banner):
            layout.addWidget(bar)
        layout.addLayout(parts, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(central)

    def _wire_files(self) -> None:
        self.opening.leaving.connect(self.column.rating.flush)
        self.opening.trouble.connect(self.show_error)
        self.comparison.trouble.connect(self.show_error)
        self.worklist.open_menu.key_of = self.verbs.bindings.text
        self.worklist.open_menu.files_asked.connect(self.files.ask_files)
        self.worklist.open_menu.folder_asked.connect(self.files.ask_folder)
        self.files.paths_chosen.connect(self.open_paths)
        self.film.pane.step_asked.connect(self.worklist.step)
        self.worklist.study_asked.connect(self.study_asked)
        self.film.files_asked.connect(self.files.ask_files)
        self.film.folder_asked.connect(self.files.ask_folder)
        self.film.demo_asked.connect(self.files.choose_demo)

    def _wire_model(self) -> None:
        self._runner.loading.connect(self.status.set_loading)
        self._runner.loaded.connect(self._model_ready)
        self._runner.load_failed.connect(self.model_missing)
        self._runner.idle.connect(self._perhaps_close)
        for ended in (self._runner.finished, self._runner.cancelled):
            ended.connect(self.status.set_kept)
        self.status.models_asked.connect(self.models_asked)
        self.column.draft.models_asked.connect(self.models_asked)

    def _wire_session(self) -> None:
        self.session.film_changed.connect(self._update_banner)
        self.session.status_changed.connect(self.worklist.model.set_status)
        self.session.trouble.connect(self.show_error)
        self.session.writing_changed.connect(lambda: self.status.set_writing(writing=self.session.writing))
        self.examination.scope_changed.connect(self.column.draft.scope.show_scope)

    def _wire_curtain(self) -> None:
        for follow in (
            self.worklist.set_curtain,
            self.film.set_curtain,
            self.notice.set_curtain,
            self.status.set_curtain,
        ):
            self.curtain.changed.connect(follow)

    def _bind_keys(self) -> None:
        self.verbs.bind(
            {
                "draft.write": self.wiring.draft_or_send,
                "draft.stop": self.session.stop,
                "films.before": lambda: self.worklist.step(-1),
                "films.after": lambda: self.worklist.step(1),
                "films.recent": self.worklist.open_menu.show_menu,
                "films.open": self.files.ask_files,
                "films.open_folder": self.files.ask_folder,
                "films.fold": self._fold,
                "films.table": self.worklist.toggle_table,
                "films.search": self.worklist.seek,
                "window.next_pane": lambda: focus_next(self._panes),
                "window.previous_pane": lambda: focus_next(self._panes, -1),
                "window.models": self.models_asked.emit,
                "window.study": self.study_asked.emit,
                "window.curtain": self.curtain.toggle,
                "image.picture": self.pictures.ask,
                "window.full_screen": self._toggle_full_screen,
            }
        )
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._show_hint)
        self.film.pane.tool_changed.connect(self._show_hint)

    # Model

    def _model_ready(self, identity: ModelIdentity) -> None:
        self._identity = identity
        self.status.set_model(identity)
        self.column.draft.set_model(ModelState.READY, identity.name)
        self.column.chat.set_model_ready(ready=True)
        self._update_banner()
        self.model_loaded.emit()

    def model_missing(self, error: CxrViewerError) -> None:
        """There is no model, and why; films can be read and graded all the same."""
        self.status.set_no_model()
        self.column.draft.set_model(ModelState.MISSING, str(error))
        self.column.chat.set_model_ready(ready=False)
        self.model_failed.emit(error)

    def _update_banner(self) -> None:
        film = self.session.film
        demo = self._identity is not None and self._identity.is_demo
        # Between two films it stays as it is: gone and back again, it would push film and list down at each step.
        if film is not None or not demo:
            self.banner.setVisible(demo and film is not None and not film.is_phantom)

    # The window itself

    def _show_hint(self) -> None:
        index = focused_pane(self._panes)
        self.status.set_hint(self._panes[max(0, index)].words)

    def _fold(self) -> None:
        self._fold_chosen = True
        self.worklist.set_narrow(narrow=not self.worklist.narrow)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A narrow window leaves the room to the film."""
        super().resizeEvent(event)
        if not self._fold_chosen:
            self.worklist.set_narrow(narrow=self.width() < _WIDE)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Close as soon as the model has stopped; until then say so, and stay."""
        if not self._closing:
            self._closing = True
            self.column.rating.flush()
            self._runner.finish()
        if self._runner.busy:
            self.status.set_finishing()
            event.ignore()
            return
        self.shut_down()
        super().closeEvent(event)
        self.closed.emit()

    def _perhaps_close(self) -> None:
        if self._closing:
            self.close()

"""The window: lays out its parts and wires them. Signals come up to it, calls go down; it decides nothing itself."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from cxrviewer.errors import CxrViewerError
from cxrviewer.inference.engine import EngineLoader
from cxrviewer.reporting.draft import Draft, ModelIdentity
from cxrviewer.ui.bars import Banner, NoticeBar
from cxrviewer.ui.compare.comparison import Comparison
from cxrviewer.ui.draft.panel import ModelState
from cxrviewer.ui.errors import show_error
from cxrviewer.ui.film_area import FilmArea
from cxrviewer.ui.film_examination import FilmExamination
from cxrviewer.ui.film_opening import FilmOpening
from cxrviewer.ui.image.tool_hints import tool_hint
from cxrviewer.ui.inference_runner import InferenceRunner
from cxrviewer.ui.keys import windows as key_windows
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.model_view.model_view import ModelView
from cxrviewer.ui.panes import Pane, focus_next, focused_pane
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
        model_failed: the CxrViewerError why there is no model.
        models_asked: the reader wants to see, choose or fetch models.
        study_asked: the reader wants to read, design or evaluate a reader study.
        closed: the window has gone and nothing runs any more.
    """

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
        self.setAcceptDrops(True)
        self._runner, self._reader, self.session, self.column = runner, reader, session, column
        self._demo_films = demo_films
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
        self.key_windows = key_windows.KeyWindows(self.verbs, key_windows.MAIN, self)
        self.opening = FilmOpening(reader, self.worklist, self.film, session, self)
        self.examination = FilmExamination(self)
        self.model_view = ModelView(self.film.pane, self.examination, runner, session, self)
        self.comparison = Comparison(self.film, self.worklist, reader, self.examination, session)
        self._lay_out(theme)
        self._panes = (
            Pane(self.film, self.film.take_focus, lambda: tool_hint(self.film.pane.tool)),
            Pane(column.draft, column.draft.focus_pane, self.tr("Ctrl+Enter draft · Ctrl+. stop · F6 next · ? keys")),
            Pane(column.chat, column.chat.focus_pane, self.tr("Enter send · Alt+D differential · F6 next")),
            Pane(column.rating, column.rating.focus_pane, self.tr("1-4 grade · Alt+1-4 anywhere · F6 next")),
        )
        self._wire_files()
        self._wire_model()
        self._wire_panels()
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
        self.worklist.open_menu.files_asked.connect(self._ask_files)
        self.worklist.open_menu.folder_asked.connect(self._ask_folder)
        self.film.pane.step_asked.connect(self.worklist.step)
        self.worklist.study_asked.connect(self.study_asked)
        self.film.files_asked.connect(self._ask_files)
        self.film.folder_asked.connect(self._ask_folder)
        self.film.demo_asked.connect(self._open_demo)

    def _wire_model(self) -> None:
        self._runner.loading.connect(self.status.set_loading)
        self._runner.loaded.connect(self._model_loaded)
        self._runner.load_failed.connect(self.model_missing)
        self._runner.idle.connect(self._perhaps_close)
        for ended in (self._runner.finished, self._runner.cancelled):
            ended.connect(self.status.set_kept)
        self.status.models_asked.connect(self.models_asked)
        self.column.draft.models_asked.connect(self.models_asked)

    def _wire_panels(self) -> None:
        session, draft, chat, rating = self.session, self.column.draft, self.column.chat, self.column.rating
        session.film_changed.connect(draft.set_film)
        session.film_changed.connect(self._update_banner)
        session.draft_shown.connect(draft.show_draft)
        session.draft_shown.connect(chat.set_draft)
        session.draft_shown.connect(self._show_rating)
        session.chat_shown.connect(chat.show_exchanges)
        session.draft_begun.connect(self._draft_begun)
        session.draft_grew.connect(draft.grow)
        session.draft_failed.connect(draft.fail)
        session.answer_begun.connect(chat.begin)
        session.answer_grew.connect(chat.grow)
        session.answer_failed.connect(chat.fail)
        session.status_changed.connect(self.worklist.model.set_status)
        session.rating_saved.connect(rating.show_saved)
        session.trouble.connect(self.show_error)
        session.writing_changed.connect(self._writing_changed)
        self.examination.scope_changed.connect(draft.scope.show_scope)
        draft.draft_asked.connect(session.write_draft)
        draft.stop_asked.connect(session.stop)
        chat.asked.connect(self._asked)
        chat.stop_asked.connect(session.stop)
        rating.rated.connect(session.rate)
        rating.reader_changed.connect(lambda: self._show_rating(session.draft))

    def _bind_keys(self) -> None:
        self.verbs.bind(
            {
                "draft.write": self._draft_or_send,
                "draft.stop": self.session.stop,
                "films.before": lambda: self.worklist.step(-1),
                "films.after": lambda: self.worklist.step(1),
                "films.open": self._ask_files,
                "films.open_folder": self._ask_folder,
                "films.recent": self.worklist.open_menu.show_menu,
                "films.fold": self._fold,
                "films.table": self.worklist.toggle_table,
                "films.search": self.worklist.seek,
                "window.next_pane": lambda: focus_next(self._panes),
                "window.previous_pane": lambda: focus_next(self._panes, -1),
                "window.models": self.models_asked.emit,
                "window.study": self.study_asked.emit,
                "window.curtain": self._draw_curtain,
                "window.full_screen": self._toggle_full_screen,
            }
        )
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._show_hint)
        self.film.pane.tool_changed.connect(self._show_hint)

    # Files

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open films"))
        if names:
            self.open_paths([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Open a folder of films"))
        if name:
            self.open_paths([Path(name)])

    def _open_demo(self) -> None:
        if self._demo_films is not None:
            self.open_paths([self._demo_films])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files and folders may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open what was dropped."""
        self.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    # Model

    def _model_loaded(self, identity: ModelIdentity) -> None:
        self._identity = identity
        self.status.set_model(identity)
        self.column.draft.set_model(ModelState.READY, identity.name)
        self.column.chat.set_model_ready(ready=True)
        self._update_banner()

    def model_missing(self, error: CxrViewerError) -> None:
        """There is no model, and why; films can be read and graded all the same."""
        self.status.set_no_model()
        self.column.draft.set_model(ModelState.MISSING, str(error))
        self.column.chat.set_model_ready(ready=False)
        self.model_failed.emit(error)

    def _update_banner(self) -> None:
        film = self.session.film
        demo = self._identity is not None and self._identity.is_demo
        self.banner.setVisible(demo and film is not None and not film.is_phantom)

    # Panels

    def _draft_begun(self, identifier: str) -> None:
        self.column.rating.flush()
        self.column.draft.begin(identifier)
        self.column.chat.set_draft(None)
        self.column.chat.show_exchanges(())
        self.column.rating.show_draft(None, None)

    def _writing_changed(self) -> None:
        for part in (self.column.draft, self.column.chat, self.status):
            part.set_writing(writing=self.session.writing)

    def _asked(self, question: str, position: int) -> None:
        self.session.ask(question, self.column.draft.sampling(), position)

    def _show_rating(self, draft: Draft | None) -> None:
        self.column.rating.show_draft(draft, self.session.latest_rating(self.column.rating.reader))

    def _draft_or_send(self) -> None:
        if self.column.chat.has_input_focus:
            self.column.chat.send()
        else:
            self.column.draft.ask()

    # The window itself

    def _show_hint(self) -> None:
        index = focused_pane(self._panes)
        self.status.set_hint(self._panes[max(0, index)].words)

    def _fold(self) -> None:
        self._fold_chosen = True
        self.worklist.set_narrow(narrow=not self.worklist.narrow)

    def _draw_curtain(self) -> None:
        self.worklist.set_curtain(drawn=not self.worklist.curtain)
        self.film.set_patient_texts_visible(not self.worklist.curtain)

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

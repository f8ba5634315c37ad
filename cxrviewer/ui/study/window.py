"""The window of a reader study: film, report, form, and the pages that stand in their place. Lays out and wires.

Nothing in it names an arm, a case or another reader's answer: it gets none of them.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.study.answer import Answer, Item
from cxrviewer.study.session import Progress
from cxrviewer.study.study import Study
from cxrviewer.ui.bars import NoticeBar
from cxrviewer.ui.errors import show_error
from cxrviewer.ui.film_area import FilmArea
from cxrviewer.ui.keys import windows as key_windows
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.labels import ElidedLabel, label
from cxrviewer.ui.panes import Pane, focus_next
from cxrviewer.ui.study.clock import Clock
from cxrviewer.ui.study.film_marks import FilmMarks
from cxrviewer.ui.study.films_ahead import FilmsAhead
from cxrviewer.ui.study.looking import Looking
from cxrviewer.ui.study.mark_questions import MarkQuestions
from cxrviewer.ui.study.message_page import MessagePage
from cxrviewer.ui.study.reader_page import ReaderPage
from cxrviewer.ui.study.reading import Reading
from cxrviewer.ui.study.reading_time import ReadingTime
from cxrviewer.ui.study.report_column import ReportColumn
from cxrviewer.ui.theme import Theme

_QUIET_MS = 150
"""How long a film may take before the window says that it is being opened."""


class StudyWindow(QMainWindow):
    """One study, one reader. Closing it closes the study.

    Signals:
        closed: the window has gone, the study is closed and no thread runs.
    """

    closed = Signal()

    def __init__(
        self,
        study: Study,
        theme: Theme,
        *,
        suggested_reader: str = "",
        clock: Clock | None = None,
        bindings: KeyBindings | None = None,
        read: Callable[[Path], Radiograph] = read_radiograph,
    ) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("cxrviewer: reader study"))
        self._study, self._clock = study, clock or Clock()
        self._is_open = True
        bindings = bindings or KeyBindings()
        self._films = FilmsAhead(self, read=read)
        self._timing = ReadingTime(self._clock, study.protocol.idle_s, self)
        self.reading: Reading | None = None
        self.notice = NoticeBar()
        self.film = FilmArea(theme, has_demo=False, bindings=bindings)
        self.film.pane.set_patient_texts_visible(False)
        self._looking = Looking(self.film.pane, self)
        self.column = ReportColumn(theme, study.protocol, bindings)
        sheet = FilmMarks(self.film.pane.film_canvas, theme.colour("text"), theme.colour("surround"))
        self._marks = MarkQuestions(self.column.form.mark_rows, sheet, self)
        self.message = MessagePage()
        self.readers = ReaderPage(study.folder.name, study.protocol.readers, suggested_reader)
        self._place = label(study.folder.name, "secondary")
        self._hint = ElidedLabel()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lay_out(theme)
        self._panes = (
            Pane(self.column.form, self.column.form.focus_pane, ""),
            Pane(self.film, self.film.pane.setFocus, ""),
            Pane(self.column, self.column.focus_report, ""),
        )
        self._slow = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._slow.timeout.connect(self._say_opening)
        self.readers.chosen.connect(self.begin)
        self.message.chosen.connect(self._message_answered)
        self.column.form.submitted.connect(self._submit)
        self.column.form.changed.connect(self._form_changed)
        self.column.report_asked.connect(self._show_report)
        self.column.pause_asked.connect(self.pause)
        self.column.back_asked.connect(self._back)
        self.column.forward_asked.connect(self._forward)
        verbs = ActionMap(self, bindings)
        verbs.bind(self._verbs())
        key_windows.KeyWindows(verbs, key_windows.STUDY, self)
        self._pages.setCurrentWidget(self.readers)
        self.readers.take_focus()

    def begin(self, reader: str) -> None:
        """Read as this reader, from where they were; the page says so where that cannot be."""
        try:
            session = self._study.session(reader)
        except CxrViewerError as error:
            self.readers.say_problem(str(error))
            return
        reading = Reading(
            self._study,
            session,
            self._films,
            self._timing,
            self._clock,
            looked_at=self._looking.summary,
            parent=self,
        )
        self.reading = reading
        reading.preparing.connect(self._preparing)
        reading.shown.connect(self._shown)
        reading.report_asked_for.connect(self.column.show_report)
        reading.saved.connect(self._saved)
        reading.refused.connect(self._refused)
        reading.stopped.connect(self._stopped)
        reading.finished.connect(self._finished)
        reading.paused.connect(self._paused)
        reading.resumed.connect(self._resumed)
        reading.trouble.connect(self._trouble)
        self._place.setText(f"{self._study.folder.name} · {reader}")
        if 0 < reading.progress.done < reading.progress.of:
            self.column.form.say_state(self.tr("Going on where you were"))
        reading.advance()

    def pause(self) -> None:
        """Cover the case."""
        if self.reading is not None:
            self.reading.pause()

    @property
    def page(self) -> QWidget | None:
        """What the window shows."""
        return self._pages.currentWidget()

    @property
    def hint(self) -> str:
        """The keys that the bottom line names."""
        return self._hint.text()

    def show_error(self, error: BaseException) -> None:
        """Say what is wrong and what to do."""
        show_error(self.notice, error)

    def shut_down(self) -> None:
        """Close session, study and thread, however the window went; twice is no error."""
        if self._is_open:
            self._is_open = False
            if self.reading is not None:
                self.reading.close()
            self._films.close()
            self._study.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """What was saved is saved; the case on the screen comes again."""
        self.shut_down()
        super().closeEvent(event)
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Input passes once through the window itself, whichever widget it is for."""
        super().showEvent(event)
        handle = self.windowHandle()
        handle.removeEventFilter(self._timing)
        handle.installEventFilter(self._timing)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """While another window has the keys, nothing counts as reading."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._is_open:
            self._timing.set_focused(focused=self.isActiveWindow())

    # What the reading says

    def _preparing(self, item: Item) -> None:
        assert self.reading is not None
        self.film.show_opening("")
        self.column.show_nothing()
        self.column.show_place(item, self.reading.progress.done)
        self._pages.setCurrentWidget(self._case)
        self._slow.start()

    def _shown(self, item: Item, film: Radiograph, earlier: Answer | None) -> None:
        assert self.reading is not None
        self._slow.stop()
        self.film.show_film(film)
        hidden = self.reading.report_hidden
        self.column.show_case(item, earlier, with_report=not hidden)
        self.column.set_steps(back=self.reading.can_go_back, forward=earlier is not None)
        if earlier is not None:
            self.column.form.say_state(self.tr("Answered before; a new answer is kept beside the old"))
        self._marks.show_places()
        self._looking.begin()
        self._focus_case()
        self._show_hint()

    def _saved(self, _progress: Progress, moment: datetime) -> None:
        self.notice.hide()
        self.column.form.say_state(self.tr("Saved {time}").format(time=f"{moment.astimezone():%H:%M:%S}"), "verified")

    def _refused(self, error: CxrViewerError) -> None:
        sentence = str(error)
        self.column.form.say_state(self.tr("Not saved"), "error")
        self.column.form.say_problem(sentence[:1].upper() + sentence[1:])

    def _stopped(self, error: CxrViewerError) -> None:
        self._slow.stop()
        words = self.tr("{reason}. What you answered is kept. Tell the study's coordinator.").format(reason=error)
        buttons = {"again": self.tr("Try again"), "close": self.tr("Close")}
        self._say(self.tr("Reading cannot go on"), words, buttons)

    def _finished(self) -> None:
        assert self.reading is not None
        buttons = {"close": self.tr("Close")}
        if self.reading.can_go_back:
            buttons["back"] = self.tr("Back to the last case")
        self._say(
            self.tr("All {of} reports are read").format(of=self.reading.progress.of),
            self.tr("Every answer is kept. Thank you for reading."),
            buttons,
        )

    def _paused(self, progress: Progress) -> None:
        assert self.reading is not None
        item = self.reading.item
        position = progress.done + 1 if item is None else item.position + 1
        self._say(
            self.tr("Paused at {position} of {of}").format(position=position, of=progress.of),
            self.tr("Film and report are covered, and the time does not count. Press Enter to go on."),
            {"resume": self.tr("Go on"), "close": self.tr("Close the study")},
        )

    def _resumed(self) -> None:
        self._pages.setCurrentWidget(self._case)
        self._focus_case()
        self._show_hint()

    def _trouble(self, error: CxrViewerError) -> None:
        show_error(self.notice, error)

    # What the reader does

    def _enter(self) -> None:
        if self.page is self.readers:
            self.readers.give_name()
        elif self.page is self.message:
            self.message.press_first()
        elif self.reading is not None and self.reading.report_hidden:
            self._show_report()
        else:
            self._submit()

    def _submit(self) -> None:
        if self.reading is None or not self.column.form.isEnabled():
            return
        reply = self.column.form.reply()
        if reply is not None:
            self.reading.submit(reply)

    def _form_changed(self) -> None:
        self._marks.show_places()
        self.column.form.say_state("")  # "Saved" was the case before
        self._timing.input()  # an input method's keys pass by the window

    def _show_report(self) -> None:
        if self.reading is not None:
            self.reading.show_report()
            self._show_hint()

    def _back(self) -> None:
        if self.reading is not None and self.reading.can_go_back and not self.reading.is_paused:
            self.reading.back()

    def _forward(self) -> None:
        if self.reading is not None and not self.reading.is_paused:
            self.reading.forward()

    def _message_answered(self, name: str) -> None:
        if name == "close":
            self.close()
        elif self.reading is not None:
            {"again": self.reading.advance, "back": self.reading.back, "resume": self.reading.resume}[name]()

    def _say(self, title: str, words: str, buttons: dict[str, str]) -> None:
        self.message.say(title, words, buttons)
        self._pages.setCurrentWidget(self.message)
        self.message.take_focus()
        self._show_hint()

    def _say_opening(self) -> None:
        self.film.show_opening(self.tr("the film"))

    def _focus_case(self) -> None:
        if self.column.form.isEnabled():
            self.column.form.focus_pane()
        else:
            self.film.pane.setFocus()

    def _show_hint(self) -> None:
        hint = ""
        if self.page is self._case and self.reading is not None:
            if self.reading.report_hidden:
                hint = self.tr("Enter shows the report · I invert · F fit · Ctrl+Shift+P pause")
            else:
                hint = self.tr("1-4 grade · Alt+1-4 anywhere · Enter saves and goes on · F6 film · Ctrl+Shift+P pause")
        self._hint.setText(hint)

    def _verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "study.enter": self._enter,
            "study.pause": self.pause,
            "study.back": self._back,
            "study.forward": self._forward,
            "window.next_pane": lambda: focus_next(self._panes),
            "window.previous_pane": lambda: focus_next(self._panes, -1),
            "window.full_screen": lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen),
        }

    def _lay_out(self, theme: Theme) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.film)
        self.splitter.addWidget(self.column)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([1200, theme.sizes["column"]])
        self._case = self.splitter
        self._pages = QStackedWidget()
        for page in (self._case, self.message, self.readers):
            self._pages.addWidget(page)
        line = QWidget()
        line.setObjectName("statusLine")
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(16)
        row.addWidget(self._place)
        row.addWidget(self._hint, 1)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self._pages, 1)
        layout.addWidget(line)
        self.setCentralWidget(central)

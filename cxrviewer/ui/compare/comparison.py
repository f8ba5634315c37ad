"""A prior film beside the one that is read: chosen, shown, tied to it and taken away with it.

The current film stays what it is: drafts, answers and grades belong to it alone, whatever stands beside it. What is
drawn on the prior film is kept under the prior film. Knows panes, list and reader; knows neither model nor draft.
"""

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog

from cxrviewer.errors import CxrViewerError, RadiographError
from cxrviewer.imaging.lung_fields import ChestLikeness
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.same_patient import SamePatient, same_patient
from cxrviewer.imaging.scope import FRONTAL
from cxrviewer.ui.compare.blink import Blink
from cxrviewer.ui.compare.candidates import Candidates, candidates
from cxrviewer.ui.compare.linking import Linking
from cxrviewer.ui.compare.prior_menu import PriorMenu
from cxrviewer.ui.compare.tie import tie_of_fields, tie_of_frames
from cxrviewer.ui.film_area import FilmArea
from cxrviewer.ui.film_examination import FilmExamination
from cxrviewer.ui.image.view_state import Film
from cxrviewer.ui.menus import kept_by
from cxrviewer.ui.radiograph_reader import RadiographReader
from cxrviewer.ui.session import Session
from cxrviewer.ui.worklist.entry import readable_date
from cxrviewer.ui.worklist.panel import Worklist


class Comparison(QObject):
    """Joins the film area with a second pane.

    Signals:
        trouble: the CxrViewerError why a film cannot stand beside.
        prior_changed: the Radiograph beside the current film, or None.
    """

    trouble = Signal(object)
    prior_changed = Signal(object)

    def __init__(
        self,
        film: FilmArea,
        worklist: Worklist,
        reader: RadiographReader,
        examination: FilmExamination,
        session: Session,
    ) -> None:
        super().__init__(film)
        self._film, self._worklist, self._reader = film, worklist, reader
        self._examination, self._session = examination, session
        self._current = film.pane.film_canvas
        self.prior = film.new_pane()
        """The pane of the prior film; its tools draw on the prior film."""
        self.prior.film_canvas.setAccessibleName(self.tr("Prior radiograph"))
        self.prior.set_strip_visible(visible=False)
        self.prior.hide()
        self.prior.setParent(film)  # or it would outlive the window
        self.linking = Linking(self._current, self.prior.film_canvas, self)
        self.blink = Blink(self._current, self.prior.film_canvas, self.linking, film.palette_of_films)
        self._menu = kept_by(self, PriorMenu())
        self._awaited: int | None = None
        self._path: Path | None = None
        self._likeness: ChestLikeness | None = None
        self._current.radiograph_changed.connect(self.close)
        self.linking.linked_changed.connect(self._refresh_badges)
        reader.beside_opened.connect(self._opened)
        reader.beside_failed.connect(self._failed)
        examination.beside_looked_at.connect(self._looked_at)
        examination.scope_changed.connect(self._lay_lungs_on_lungs)
        film.patient_texts_changed.connect(self._patient_texts_changed)
        film.pane.tool_changed.connect(self.prior.set_tool)
        self.prior.step_asked.connect(worklist.step)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.chosen.connect(self.open)
        self._menu.file_asked.connect(self._ask_file)
        film.pane.add_menu(self.tr("Prior"), self.tr("A film beside this one"), self._menu, "compare.next")
        for pane in (film.pane, self.prior):
            pane.verbs.bind(
                {
                    "compare.next": self.open_next,
                    "compare.choose": self.choose,
                    "compare.close": self.close,
                    "compare.link": self.linking.toggle,
                    "compare.swap": film.swap,
                }
            )
            pane.verbs.bind_held("compare.blink", self.blink.show)

    @property
    def film(self) -> Radiograph | None:
        """The film beside the current one."""
        return self.prior.radiograph

    def open(self, path: Path) -> None:
        """Read this film and show it beside the current one."""
        if self._current.radiograph is not None:
            self._path = path
            self._awaited = self._reader.read_beside(path)

    def open_next(self) -> None:
        """The latest film of the same patient, then the one before it; where there is none, the reader chooses."""
        found = self._candidates()
        entry = None if found is None else found.next_after(self._path)
        if entry is not None:
            self.open(entry.path)
        elif found is not None:
            self.choose()

    def choose(self) -> None:
        """Offer the films that can stand beside."""
        if self._current.radiograph is not None:
            self._menu.popup(self._current.mapToGlobal(QPoint(8, 8)))

    def close(self) -> None:
        """The current film alone."""
        self._awaited = self._path = self._likeness = None
        if self.film is None:
            return
        self.linking.end()
        self.blink.end()
        had_keys = self.prior.film_canvas.hasFocus()
        self.prior.show_radiograph(None)
        self._film.put_alone()
        self._refresh_badges()
        if had_keys:
            self._film.take_focus()
        self.prior_changed.emit(None)

    # What the reader of files says

    def _opened(self, number: int, prior: Radiograph) -> None:
        current = self._current.radiograph
        if number != self._awaited or current is None:
            return
        self._awaited = None
        if prior.digest == current.digest:
            self.trouble.emit(
                RadiographError(self.tr("this is the film on the screen; choose another to compare with"))
            )
            return
        self.linking.end()
        self.blink.end()
        self._session.record(prior)
        self.prior.show_radiograph(prior)
        if not self.prior.isVisibleTo(self._film):
            self._film.put_beside(self.prior)
        self.prior.set_tool(self._film.pane.tool)
        self._likeness = None
        self.linking.begin(tie_of_frames(_size(current), _size(prior)))
        self._examination.look_beside(prior)
        self._refresh_badges()
        self.prior_changed.emit(prior)

    def _failed(self, number: int, error: CxrViewerError) -> None:
        if number == self._awaited:
            self._awaited = None
            self.trouble.emit(error)

    # Where the lungs are

    def _looked_at(self, film: Radiograph, likeness: ChestLikeness) -> None:
        if film is self.film:
            self._likeness = likeness
            self._lay_lungs_on_lungs()

    def _lay_lungs_on_lungs(self) -> None:
        """As soon as they are known on both films; where they are not, the frames stay on one another."""
        scope, other = self._examination.scope, self._likeness
        if scope is None or other is None or min(scope.likeness.upright, other.upright) < FRONTAL:
            return
        self.linking.lay_on(tie_of_fields(scope.likeness.lung_fields, other.lung_fields))

    # What stands on the films

    def _refresh_badges(self) -> None:
        current, prior = self._current.radiograph, self.film
        words = whose = own = ""
        if current is not None and prior is not None:
            own = self.tr("CURRENT · {date}").format(date=self._date(current))
            words = self.tr("PRIOR · {date}").format(date=self._date(prior))
            if current.study.date and prior.study.date > current.study.date:
                words = self.tr("{prior}, later than the current film").format(prior=words)
            if not self.linking.linked:
                words = self.tr("{prior}, not linked").format(prior=words)
            whose = {
                SamePatient.YES: "",
                SamePatient.NO: self.tr("ANOTHER PATIENT than on the current film"),
                SamePatient.UNKNOWN: self.tr("Patient not certain: not stated on both films"),
            }[same_patient(current.patient, prior.patient)]
        self._current.set_badge("time", own)
        for canvas in (self.prior.film_canvas, self.blink.cover):
            canvas.set_badge("time", words)
            canvas.set_badge("patient", whose)

    def _date(self, film: Radiograph) -> str:
        return readable_date(film.study.date) or self.tr("no date")

    def _patient_texts_changed(self, visible: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        self._menu.curtain = not visible
        self.blink.cover.texts.set_patient_visible(visible=visible)

    # The menu

    def _candidates(self) -> Candidates | None:
        current, path = self._current.radiograph, self._worklist.current
        if current is None or path is None:
            return None
        return candidates(current, path, self._worklist.model.entries)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._film, self.tr("Open a film beside this one"))
        if name:
            self.open(Path(name))

    def _fill_menu(self) -> None:
        found = self._candidates() or Candidates((), ())
        if self.film is None:
            self._menu.fill(found, ())
            return
        key_of = self._film.pane.verbs.bindings.text
        link = self.tr("Move each alone") if self.linking.linked else self.tr("Move both together")
        verbs = (
            (link, "compare.link", self.linking.toggle),
            (self.tr("Exchange places"), "compare.swap", self._film.swap),
            (self.tr("This film alone"), "compare.close", self.close),
        )
        self._menu.fill(found, tuple((f"{words}\t{key_of(action)}", verb) for words, action, verb in verbs))


def _size(film: Radiograph) -> Film:
    return Film(film.columns, film.rows)

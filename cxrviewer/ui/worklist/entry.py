"""One film of the worklist: what is known of it, and in which words it is shown, sought and sorted. Knows no widget."""

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QImage

from cxrviewer.imaging.radiograph import Patient
from cxrviewer.ui.session import CaseStatus

_STATUS: dict[CaseStatus, str] = {
    CaseStatus.UNREAD: str(QT_TRANSLATE_NOOP("worklist", "unread")),
    CaseStatus.DRAFTED: str(QT_TRANSLATE_NOOP("worklist", "drafted")),
    CaseStatus.RATED: str(QT_TRANSLATE_NOOP("worklist", "graded")),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One film of the list. ``digest`` is empty until the file was read; ``trouble`` says why it cannot be."""

    path: Path
    digest: str = ""
    patient: str = ""
    study_date: str = ""
    thumbnail: QImage | None = None
    status: CaseStatus = CaseStatus.UNREAD
    trouble: str = ""
    person: Patient = field(default_factory=Patient)
    """Who is on it, as the file says."""
    description: str = ""
    """Of the study."""
    view: str = ""
    """The View Position as the file says it."""

    @property
    def status_words(self) -> str:
        """How far it has come; empty until the file was read."""
        if self.trouble:
            return QCoreApplication.translate("worklist", "unreadable")
        return QCoreApplication.translate("worklist", _STATUS[self.status]) if self.digest else ""

    @property
    def place(self) -> str:
        """The file's name; within a zip archive, the archive's before it."""
        parts = self.path.parts
        archives = [number for number, part in enumerate(parts[:-1]) if PurePath(part).suffix.lower() == ".zip"]
        return " › ".join((parts[archives[-1]], "/".join(parts[archives[-1] + 1 :]))) if archives else self.path.name

    def sought_in(self, *, named: bool) -> str:
        """All words by which it can be found, folded; without what can name the patient unless ``named``."""
        words = [self.status_words, self.description, self.view, self.trouble]
        if named:
            date = self.study_date
            # Korean and Chinese names are written in one piece.
            words += [
                self.patient,
                self.patient.replace(" ", ""),
                self.person.identifier,
                date,
                readable_date(date),
                self.place,
            ]
        return folded("\n".join(words))


def folded(text: str) -> str:
    """Without case, and with Hangul composed: some systems keep the names of files in pieces."""
    return unicodedata.normalize("NFC", text).casefold()


def readable_date(date: str) -> str:
    """A DICOM date with its parts apart; anything else as it stands."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 and date.isdigit() else date


def readable_name(name: str) -> str:
    """A DICOM person name as it is read: ``Hong^Gildong=洪^吉洞=홍^길동`` is ``Hong Gildong 홍 길동`` (PS3.5 6.2.1.1).

    Without phonetic characters the ideographic ones stand in their place.
    """
    alphabetic, _, rest = name.partition("=")
    phonetic = rest.strip("=").rpartition("=")[2]
    return " ".join(" ".join(filter(None, (alphabetic, phonetic))).replace("^", " ").split())

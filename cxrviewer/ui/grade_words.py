"""The four grades in the reader's language. Knows the paper's words, which are the English ones."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from cxrviewer.reporting.rating import Acceptability

_PAPERS = (
    QT_TRANSLATE_NOOP("grade", "totally acceptable without any revision"),
    QT_TRANSLATE_NOOP("grade", "acceptable with minor revision"),
    QT_TRANSLATE_NOOP("grade", "acceptable with major revision"),
    QT_TRANSLATE_NOOP("grade", "unacceptable"),
)
"""``Acceptability.label`` once more, where the translation tools find it."""


def grade_words(grade: Acceptability) -> str:
    """A grade as it is shown."""
    return QCoreApplication.translate("grade", grade.label)

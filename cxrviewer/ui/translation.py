"""The language of the window: finds the texts in ``resources/translations`` and puts them on before any is read.

Knows languages; knows no text.
"""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from cxrviewer import paths

SOURCE = "en"
"""The language that the texts are written in."""


def install_language(application: QApplication, language: str) -> str:
    """Speak ``language`` from now on, or with "auto" the first one of the system's that is spoken; gives its code."""
    wanted = [language] if language != "auto" else [code.partition("-")[0] for code in QLocale.system().uiLanguages()]
    spoken = next((code for code in wanted if code == SOURCE or _file(code).is_file()), SOURCE)
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    if spoken != SOURCE:
        # Qt's own words, such as those of a file dialog, come with Qt.
        qts = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{spoken}.qm"
        for file in (qts, _file(spoken)):
            translator = QTranslator(application)
            if translator.load(str(file)):
                application.installTranslator(translator)
    return spoken


def _file(code: str) -> Path:
    return paths.resources() / "translations" / f"cxrviewer_{code}.qm"

"""The texts of the window: all translatable, all translated, and on the screen in the language chosen."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from cxrviewer import app
from cxrviewer.imaging.film_files import FilmFiles
from cxrviewer.reporting import prompts
from cxrviewer.settings import Settings, WindowSettings
from cxrviewer.ui.keys.editor import KeyEditor
from cxrviewer.ui.keys.sheet import KeySheet
from cxrviewer.ui.keys.windows import MAIN
from cxrviewer.ui.study.design_window import DesignWindow
from cxrviewer.ui.translation import install_language

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "resources" / "translations"
SHOWN_BY = (
    "QAction QCheckBox QLabel QMenu QPushButton QRadioButton QToolButton ElidedLabel addAction addItem addMenu addTab "
    "addRow drawText getExistingDirectory getOpenFileName getOpenFileNames getSaveFileName label plain_button say "
    "setAccessibleDescription setAccessibleName setHeaderLabels setPlaceholderText setStatusTip setText setTitle "
    "setToolTip setWindowTitle set_badge set_empty_text set_hint"
)
CALLS = frozenset(SHOWN_BY.split())
NO_WORDS = re.compile(
    r"(cxrviewer-keys\.json|\*\.\w+|cxrviewer|Ctrl|Shift|Alt|SHA-256|DICOM|Weasis|Horos|PACS / OHIF|AI|JSON)"
)
KEYS = re.compile(r"[^a-z]*((Del|Space|Esc|PgUp|PgDown|Left|Right|Up|Down|Backspace|Return|Enter)[^a-z]*)*")
NAMES_OF_ROLES = {"label", "plain_button", "ElidedLabel", "set_badge"}  # their later arguments are no texts


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What ``make translations`` would make of the sources as they are."""
    folder = tmp_path_factory.mktemp("translations")
    subprocess.run(
        [sys.executable, ROOT / "installer" / "translations.py", "--into", folder], check=False, capture_output=True
    )
    return folder


def messages(file: Path) -> list[tuple[str, str]]:
    return [(m.findtext("source"), m.findtext("translation")) for m in ElementTree.parse(file).iter("message")]


def test_the_translations_are_those_of_the_sources_as_they_are(collected):
    kept, new = TEXTS / "cxrviewer_ko.ts", collected / "cxrviewer_ko.ts"
    assert {source for source, _ in messages(new)} == {source for source, _ in messages(kept)}, "run make translations"
    assert new.read_text() == kept.read_text(), "run make translations"


def test_what_the_window_reads_is_what_was_translated(collected):
    assert (collected / "cxrviewer_ko.qm").read_bytes() == (TEXTS / "cxrviewer_ko.qm").read_bytes()


def test_every_text_has_a_translation_with_the_same_places_to_fill():
    for source, translation in messages(TEXTS / "cxrviewer_ko.ts"):
        assert translation, source
        assert sorted(re.findall(r"\{\w*\}", source)) == sorted(re.findall(r"\{\w*\}", translation)), source


def literal_words(node: ast.expr) -> str:
    """The words written out in an expression, but for those within a call: what is passed to tr is no literal."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return " ".join(literal_words(part) for part in parts if isinstance(part, ast.Constant))
        case ast.BinOp(left=left, right=right):
            return f"{literal_words(left)} {literal_words(right)}"
        case ast.IfExp(body=body, orelse=orelse):
            return f"{literal_words(body)} {literal_words(orelse)}"
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return " ".join(map(literal_words, parts))
        case ast.Call(func=ast.Attribute(attr="format" | "join", value=value)):
            return literal_words(value)
        case _:
            return ""


def test_no_text_is_shown_that_cannot_be_translated():
    found = []
    for module in sorted((ROOT / "cxrviewer" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in CALLS:
                continue
            arguments = node.args[:1] if name in NAMES_OF_ROLES - {"set_badge", "plain_button"} else node.args
            words = " ".join(map(literal_words, arguments[1:] if name == "set_badge" else arguments))
            if re.search(r"[^\W\d_]{2}", NO_WORDS.sub("", words)):
                found.append(f"{module.relative_to(ROOT)}:{node.lineno}: {words!r}")
    assert found == []


class Marked(QTranslator):
    """A language in which every text stands in brackets."""

    def translate(self, _context, source, _disambiguation=None, _n=-1):
        return f"⟦{source}⟧"

    def isEmpty(self):  # noqa: N802
        return False


def texts(widget: QWidget) -> list[str]:
    """All that a widget says itself."""
    said = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
    match widget:
        case QComboBox():
            said += [widget.itemText(index) for index in range(widget.count())]
        case QLabel() | QAbstractButton():
            said.append(widget.text())
        case QLineEdit() | QPlainTextEdit():
            said.append(widget.placeholderText())
    return [*said, *(action.text() for action in widget.actions())]


def test_in_another_language_no_word_of_this_one_is_left(qtbot, store, films, tmp_path):
    application = QApplication.instance()
    marked = Marked()
    application.installTranslator(marked)
    try:
        windows = [
            app.build_window(
                application, store, Settings(), tmp_path / "settings.toml", files=FilmFiles(read=films.read)
            ),
            DesignWindow(),
        ]
        bindings = windows[0].verbs.bindings
        sheet = KeySheet(bindings, MAIN, can_change=True)
        sheet.show()
        windows += [KeyEditor(bindings), sheet]
        left = [
            (type(widget).__name__, text)
            for window in windows
            for widget in (window, *window.findChildren(QWidget))
            for text in texts(widget)
            if re.search(r"[^\W\d_]{2}", NO_WORDS.sub("", re.sub(r"⟦.*?⟧", "", text, flags=re.S)))
        ]
    finally:
        application.removeTranslator(marked)
        windows[0].shut_down()
        for window in windows:
            window.deleteLater()
    sent = {*prompts.PROMPTS.values(), *prompts.FOLLOW_UPS.values()}  # to the model, in the papers' own words
    left = [(kind, text) for kind, text in left if not any(prompt in text for prompt in sent)]
    assert [(kind, text) for kind, text in left if not KEYS.fullmatch(text)] == []


def test_korean_is_spoken_when_it_is_chosen(qtbot, store, films, tmp_path):
    application = QApplication.instance()
    settings = Settings(window=WindowSettings(language="ko"))
    try:
        window = app.build_window(
            application, store, settings, tmp_path / "settings.toml", files=FilmFiles(read=films.read)
        )
        assert "영상이 없습니다" in window.film.message
        assert window.column.draft.button.text() == "초안 작성"
        window.shut_down()
        window.deleteLater()
    finally:
        install_language(application, "en")
    assert QCoreApplication.translate("FilmArea", "No film is open") == "No film is open"


def test_an_unknown_language_of_the_system_is_english():
    assert install_language(QApplication.instance(), "auto") == "en"

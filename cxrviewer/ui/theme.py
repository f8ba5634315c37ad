"""How the window looks: reads the tokens of ``resources/theme.toml`` and puts them on before anything is shown.

Knows colours, sizes and typefaces; knows no widget by name.
"""

import string
import tomllib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from cxrviewer import paths

_FALLBACK_FONTS = ("NanumBarunGothic.ttf",)
_FALLBACK_FAMILY = "NanumBarunGothic"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb`` and sizes in pixels, each by its name in the file."""

    colours: dict[str, str]
    sizes: dict[str, int]
    line_height: float
    style_sheet: str

    def colour(self, name: str) -> QColor:
        """The colour of that name."""
        return QColor(self.colours[name])


def load_theme(folder: Path | None = None, *, text_size: int | None = None) -> Theme:
    """The theme in ``folder`` (the program's own), its text in the reader's size."""
    folder = paths.resources() if folder is None else folder
    tokens = tomllib.loads((folder / "theme.toml").read_text(encoding="utf-8"))
    colours: dict[str, str] = tokens["colour"]
    sizes: dict[str, int] = tokens["size"]
    if text_size is not None:
        sizes["label"] = max(9, round(sizes["label"] * text_size / sizes["text"]))
        sizes["text"] = text_size
    sizes["small"] = (sizes["text"] + sizes["label"]) // 2
    sizes["title"] = round(sizes["text"] * 1.3)
    template = string.Template((folder / "theme.qss").read_text(encoding="utf-8"))
    sheet = template.substitute(colours, **{f"{name}_px": f"{size}px" for name, size in sizes.items()})
    return Theme(colours, sizes, float(tokens["line"]["height"]), sheet)


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Style, palette, typeface and style sheet: all before the first window, so that nothing flashes white."""
    application.setStyle("Fusion")
    application.setPalette(_palette(theme))
    application.setFont(_font(theme))
    application.setStyleSheet(theme.style_sheet)


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "field",
        QPalette.ColorRole.AlternateBase: "panel",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "secondary",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "error",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "text",
        QPalette.ColorRole.ToolTipBase: "panel",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Light: "pressed",
        QPalette.ColorRole.Midlight: "raised",
        QPalette.ColorRole.Mid: "hairline",
        QPalette.ColorRole.Dark: "window",
        QPalette.ColorRole.Shadow: "surround",
        QPalette.ColorRole.Link: "focus",
        QPalette.ColorRole.Accent: "focus",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, theme.colour(name))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("disabled"))
    return palette


def _font(theme: Theme) -> QFont:
    """The system's typeface, and the bundled one where a character or the typeface itself is missing."""
    for name in _FALLBACK_FONTS:
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name))
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setFamilies([font.family(), _FALLBACK_FAMILY])
    font.setPixelSize(theme.sizes["text"])
    return font

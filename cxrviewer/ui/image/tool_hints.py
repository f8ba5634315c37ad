"""One line that says what the hand can do with the tool it has. Knows words; knows no widget."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from cxrviewer.ui.image.tools import Tool

_CONTEXT = "tool_hints"

_HINTS: dict[Tool, object] = {
    Tool.WINDOW: QT_TRANSLATE_NOOP("tool_hints", "drag: window · wheel: zoom · I invert · ? keys"),
    Tool.PAN: QT_TRANSLATE_NOOP("tool_hints", "drag: move the film · ? keys"),
    Tool.ZOOM: QT_TRANSLATE_NOOP("tool_hints", "drag up: closer · ? keys"),
    Tool.REGION: QT_TRANSLATE_NOOP("tool_hints", "drag a rectangle: the window that suits it"),
    Tool.PROBE: QT_TRANSLATE_NOOP("tool_hints", "point: values · click: keep them"),
    Tool.RECTANGLE: QT_TRANSLATE_NOOP("tool_hints", "drag a rectangle: mean, deviation, area"),
    Tool.ELLIPSE: QT_TRANSLATE_NOOP("tool_hints", "drag an ellipse: mean, deviation, area"),
    Tool.LENGTH: QT_TRANSLATE_NOOP("tool_hints", "drag from end to end"),
    Tool.ANGLE: QT_TRANSLATE_NOOP("tool_hints", "drag along one arm, click at the end of the other"),
    Tool.COBB: QT_TRANSLATE_NOOP("tool_hints", "drag along one endplate, then along the other"),
    Tool.CARDIOTHORACIC: QT_TRANSLATE_NOOP(
        "tool_hints", "drag across the heart, then across the inner thorax; tilt the midline by its ends"
    ),
    Tool.ARROW: QT_TRANSLATE_NOOP("tool_hints", "drag from what is meant, then type"),
    Tool.TEXT: QT_TRANSLATE_NOOP("tool_hints", "click, then type; Enter keeps"),
}


def tool_hint(tool: Tool) -> str:
    """The line for this tool, in the reader's language."""
    return QCoreApplication.translate(_CONTEXT, str(_HINTS[tool]))

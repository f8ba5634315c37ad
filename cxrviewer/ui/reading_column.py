"""The column at the right: draft above chat above grade. Lays out; knows nothing of what passes between them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from cxrviewer.reporting.draft import Sampling
from cxrviewer.ui.chat.panel import ChatPanel
from cxrviewer.ui.draft.panel import DraftPanel
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.labels import rule
from cxrviewer.ui.rating.form import RatingForm
from cxrviewer.ui.theme import Theme


class ReadingColumn(QWidget):
    """The three panels; draft and chat share the height as the reader likes."""

    def __init__(
        self,
        theme: Theme,
        *,
        prompt: str,
        sampling: Sampling,
        reader: str,
        bindings: KeyBindings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        bindings = bindings or KeyBindings()
        self.setObjectName("column")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(theme.sizes["column_least"])
        self.draft = DraftPanel(prompt, sampling, theme.line_height)
        self.chat = ChatPanel(theme.line_height, bindings)
        self.rating = RatingForm(reader, bindings)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.draft)
        self.splitter.addWidget(self.chat)
        self.splitter.setSizes([360, 300])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(rule())
        layout.addWidget(self.rating)

"""Before the published checkpoint is fetched: what it is, its two licences, and a tick that they are accepted.

Knows words; fetches nothing.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxrviewer.inference.licences import PUBLISHED
from cxrviewer.ui.labels import label
from cxrviewer.ui.tick import Tick


class FetchPage(QWidget):
    """The licences, the tick, and two buttons.

    Signals:
        fetch_asked: both licences are accepted and fetching is to begin.
        left: back to the list.
    """

    fetch_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = Tick(self.tr("I accept both licences"))
        self.fetch = QPushButton(self.tr("Fetch"))
        self.back = QPushButton(self.tr("Back"))
        for button in (self.fetch, self.back):
            button.setAutoDefault(False)
        self.fetch.setEnabled(False)
        self.tick.toggled.connect(self.fetch.setEnabled)
        self.fetch.clicked.connect(self.fetch_asked)
        self.back.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label(self.tr("Fetch CXR-LLaVA-v2"), "title"))
        layout.addWidget(
            label(
                self.tr(
                    "The published checkpoint, 14.1 GB, from huggingface.co. Only weights, JSON and the tokenizer "
                    "come; what is broken off goes on next time. Research use only; not a medical device."
                ),
                "secondary",
                wrap=True,
            )
        )
        for licence in PUBLISHED:
            layout.addSpacing(10)
            layout.addWidget(label(licence.name, "strong"))
            layout.addWidget(label(licence.summary, "cell", wrap=True))
            link = label(licence.link, "secondary")
            link.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            link.setAccessibleName(self.tr("Full text of the {name}").format(name=licence.name))
            layout.addWidget(link)
        layout.addSpacing(14)
        layout.addWidget(self.tick)
        layout.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.fetch)
        layout.addLayout(row)

    def begin(self) -> None:
        """Shown anew: nothing is accepted yet."""
        self.tick.setChecked(False)
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

"""A row of words: a label, a value, and what can be done with it.

Promises: label and value stand where those of a fact stand, so that both kinds make one column; neither is ever cut:
what has no room on a line goes on below it, the path of a file too; a reader hears them as one. May not know: what they
are about.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.facts import LABEL_CHARS
from onetool_desktop.ui.widgets.text import Paragraph, Voice


class Row(QWidget):
    """One row."""

    def __init__(self, label: str, value: str, *, look: Look, buttons: Sequence[Button] = ()) -> None:
        super().__init__()
        self.setAccessibleName(f"{label}: {value}")
        step = look.measures.step
        name = Paragraph(label, look=look, voice=Voice.QUIET)
        name.setFixedWidth(look.measures.char * LABEL_CHARS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, step(0.5), 0, step(0.5))
        layout.setSpacing(0)
        layout.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        layout.addSpacing(step(2))
        layout.addWidget(Paragraph(_breaking(value), look=look), 1)
        for button in buttons:
            layout.addSpacing(step(1))
            layout.addWidget(button)


def _breaking(value: str) -> str:
    """The value with places where a line may end behind each folder of a path."""
    return value.replace("/", "/\u200b").replace("\\", "\\\u200b")

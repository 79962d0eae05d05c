"""One thing that needs attention: what it is, why, what was typed, and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out. `sure` asks for a second press, with these words, before it is done."""

    label: str
    icon: str
    do: Callable[[], None]
    primary: bool = False
    sure: str = ""


class Card(QWidget):
    """Shows one."""

    def __init__(
        self,
        *,
        title: str,
        when: str,
        reason: str,
        lines: Sequence[str],
        remedies: Sequence[Remedy],
        icon: str,
        tone: Tone,
        look: Look,
    ) -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self._tone = tone
        step = look.measures.step
        self.setAccessibleName(f"{title}. {reason}")
        head = QHBoxLayout()
        head.setSpacing(step(3))
        head.addWidget(Text(title, look=look, voice=Voice.STRONG), 1)
        head.addWidget(Text(when, look=look, voice=Voice.CAPTION))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.measures.icon + step(3), step(3), 0, step(4))
        layout.setSpacing(step(1.5))
        layout.addLayout(head)
        layout.addWidget(Paragraph(reason, look=look))
        for line in lines:
            layout.addWidget(Text(line, look=look, voice=Voice.QUIET))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, step(1), 0, 0)
        buttons.setSpacing(step(1))
        self.buttons = [self._button(remedy) for remedy in remedies]
        for button in self.buttons:
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget: the state's icon, and a hairline below."""
        del event
        painter = QPainter(self)
        top = self._look.measures.step(3)
        painter.drawPixmap(
            0, top + 1, self._look.pixmap(self._icon, colour=self._look.tone(self._tone), on=self)
        )
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.colours.line)

    def _button(self, remedy: Remedy) -> Button:
        icon = "" if remedy.primary else remedy.icon
        button = Button(remedy.label, look=self._look, icon=icon, primary=remedy.primary)

        def pressed() -> None:
            if remedy.sure and button.text() != remedy.sure:
                button.setText(remedy.sure)
                button.setAccessibleName(remedy.sure)
                button.updateGeometry()
                return
            remedy.do()

        button.clicked.connect(pressed)
        return button

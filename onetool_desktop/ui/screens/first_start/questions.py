"""One question at a time: a field, what it is for, and the way on; each may be skipped.

Promises: Enter goes on, Esc goes back and puts the panel away from the first; what was typed stays through all of it;
what is refused leads back to its question with the reason beside it. May not know: what the answers make.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice


def _anything(_text: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its key in the answer, its words, what it is for; `wrong` says why an answer cannot stand,
    `understood` what it is taken for while it is typed.
    """

    key: str
    words: str
    hint: str
    limit: int
    wrong: Callable[[str], str] = _anything
    understood: Callable[[str], str] = _anything


class Questions(Overlay):
    """Asks one after the other; `given` tells the answers, empty ones for what was skipped."""

    given = Signal(dict)

    def __init__(self, questions: Sequence[Question], *, button: str, look: Look, window: QWidget) -> None:
        super().__init__(look=look, name=_("New business"), window=window)
        self._questions = tuple(questions)
        self._button = button
        self._given = False
        self.edits: dict[str, QLineEdit] = {}
        self.echoes: dict[str, Text] = {}
        self._problems: dict[str, Paragraph] = {}
        self._pages = QStackedWidget()
        for at, question in enumerate(self._questions):
            self._pages.addWidget(self._page(at, question))
        self.on = Button("", look=look, icon="forward", primary=True)
        self.on.clicked.connect(self.go_on)
        self.skip = Button(_("Skip"), look=look)
        self.skip.clicked.connect(self._skip)
        self.back = Button(_("Back"), look=look, icon="back")
        self.back.clicked.connect(self.go_back)
        self._lay_out()

    def open(self) -> None:
        """Opens at the question where one was."""
        self._given = False
        self._show(self._pages.currentIndex())
        self.open_at(self._middle, focus=self._edit)

    def turn_to(self, key: str) -> None:
        """Shows one of the questions."""
        self._show([question.key for question in self._questions].index(key))

    def fill(self, answers: Mapping[str, str]) -> None:
        """Suggests answers."""
        for key, text in answers.items():
            self.edits[key].setText(text)

    def refuse(self, sentence: str, field: str = "") -> None:
        """Leads back to a question, or stays at the last, and says why its answer cannot stand."""
        keys = [question.key for question in self._questions]
        self._show(keys.index(field) if field in keys else len(keys) - 1)
        self.open()
        self._complain(sentence)

    @property
    def is_last_used(self) -> bool:
        """Whether answers were given that have not been taken yet."""
        return self._given

    def go_on(self) -> None:
        """To the next question, or done."""
        question = self._questions[self._pages.currentIndex()]
        sentence = question.wrong(self._edit.text())
        self._complain(sentence)
        if sentence:
            return
        if self._pages.currentIndex() < len(self._questions) - 1:
            self._show(self._pages.currentIndex() + 1)
            self._edit.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.close_overlay()
        self._given = True
        self.given.emit({key: edit.text().strip() for key, edit in self.edits.items()})

    def go_back(self) -> None:
        """To the question before; from the first one the panel is put away."""
        at = self._pages.currentIndex()
        if at == 0:
            self.close_overlay()
            return
        self._show(at - 1)
        self._edit.setFocus(Qt.FocusReason.BacktabFocusReason)

    def sizeHint(self) -> QSize:
        """Overrides QWidget: one size for every question, so that nothing jumps, unless a refusal needs more."""
        measures, layout = self.look.measures, self.layout()
        width = min(measures.char * 66, self.window().width() - 40)
        needed = layout.totalHeightForWidth(width) if layout is not None else 0
        return QSize(width, max(needed, measures.line * 9 + measures.control * 2))

    @property
    def _edit(self) -> QLineEdit:
        return self.edits[self._questions[self._pages.currentIndex()].key]

    def _page(self, at: int, question: Question) -> QWidget:
        look, step = self.look, self.look.measures.step
        box = Field(question.words, look=look)
        box.edit.setMaxLength(question.limit)
        box.edit.setAccessibleDescription(question.hint)
        box.edit.entered.connect(self.go_on)
        box.edit.escaped.connect(self.go_back)
        problem = Paragraph("", look=look, voice=Voice.CAPTION)
        problem.paint_tone(Tone.BAD)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        of = _("{at} of {all}").format(at=at + 1, all=len(self._questions))
        layout.addWidget(Text(of, look=look, voice=Voice.CAPTION))
        layout.addWidget(Text(question.words, look=look, voice=Voice.SECTION))
        layout.addWidget(box)
        if question.understood is not _anything:
            layout.addWidget(self._echo(box.edit, question))
        layout.addWidget(Paragraph(question.hint, look=look, voice=Voice.CAPTION))
        layout.addWidget(problem)
        layout.addStretch(1)
        self.edits[question.key], self._problems[question.key] = box.edit, problem
        return page

    def _echo(self, edit: QLineEdit, question: Question) -> Text:
        """What an answer is taken for, told with every key."""
        echo = Text("", look=self.look, voice=Voice.STRONG)

        def tell(text: str) -> None:
            echo.setText(question.understood(text))

        edit.textChanged.connect(tell)
        self.echoes[question.key] = echo
        return echo

    def _lay_out(self) -> None:
        step = self.look.measures.step
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(5), step(6), step(4))
        layout.setSpacing(step(2))
        layout.addWidget(self._pages, 1)
        layout.addLayout(buttons)

    def _skip(self) -> None:
        self._edit.clear()
        self.go_on()

    def _show(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        words = self._button if at == len(self._questions) - 1 else _("Go on")
        self.on.setText(words)
        self.on.setAccessibleName(words)
        self.on.updateGeometry()

    def _complain(self, sentence: str) -> None:
        question = self._questions[self._pages.currentIndex()]
        self._problems[question.key].setText(sentence)
        page = self._pages.currentWidget()
        if page is not None:
            page.updateGeometry()  # at once: a layout within a layout tells only later that it needs more room
        self._pages.updateGeometry()
        self.adjustSize()
        self._edit.setAccessibleDescription(sentence or question.hint)

    def _middle(self) -> QPoint:
        window = self.window()
        return QPoint((window.width() - self.width()) // 2, max((window.height() - self.height()) // 3, 8))

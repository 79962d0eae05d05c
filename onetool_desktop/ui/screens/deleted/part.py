"""One delete on the screen: what it was, the way back, and what the record said, to be read and not changed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries.deleted import Deleted
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.rows import Row
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice


class DeletedPart(QWidget):
    """Shows one."""

    back = Signal(object)  # a Deleted
    unfolded = Signal(object)  # a Deleted

    def __init__(self, one: Deleted, *, title: str, remark: str, look: Look) -> None:
        super().__init__()
        self.one, self._look = one, look
        self.remark = Paragraph("", look=look, voice=Voice.CAPTION)
        self.bring_back = Button(_("Bring back"), look=look, icon="undo")
        self.show_it = Button(_("Show"), look=look, icon="chevron-down")
        self.bring_back.setAccessibleName(_("Bring back {what}").format(what=title))
        self.show_it.setAccessibleName(_("Show what {what} said").format(what=title))
        self.bring_back.clicked.connect(lambda: self.back.emit(one))
        self.show_it.clicked.connect(self._unfold)
        self._values = QWidget()
        self._values.hide()
        self._lay_out(title)
        self.say(remark)

    def say(self, remark: str) -> None:
        """Says when and by whom."""
        self.remark.setText(remark)

    def show_values(self, values: Sequence[tuple[str, str]]) -> None:
        """Shows what the record said."""
        layout = QVBoxLayout(self._values)
        layout.setContentsMargins(0, self._look.measures.step(1), 0, self._look.measures.step(2))
        layout.setSpacing(0)
        for label, value in values:
            layout.addWidget(Row(label, value, look=self._look))
        if not values:
            layout.addWidget(Text(_("It was empty."), look=self._look, voice=Voice.QUIET))
        self._values.show()

    @property
    def values(self) -> list[str]:
        """What is shown of the record: *Label: value*."""
        return [row.accessibleName() for row in self._values.findChildren(Row)]

    def _unfold(self) -> None:
        if self._values.layout() is None:
            self.unfolded.emit(self.one)
        else:
            self._values.setVisible(not self._values.isVisible())

    def _lay_out(self, title: str) -> None:
        step = self._look.measures.step
        words = QVBoxLayout()
        words.setSpacing(step(0.5))
        words.addWidget(Text(title, look=self._look, voice=Voice.STRONG))
        words.addWidget(self.remark)
        line = QHBoxLayout()
        line.setSpacing(step(1))
        line.addLayout(words, 1)
        for button in (self.show_it, self.bring_back):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, step(1.5), 0, step(1.5))
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._values)

"""Asks for a word to be typed before something that nothing can take back; never a dialog.

Promises: only the word itself does it, whatever its case; anything else stays typed with the reason. May not know: what
is done.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_TYPED = Ask("word", Field(name="word", kind=Kind.TEXT, label=N_("Type it here"), limit=60), needed=True)


class TypedConfirm(FormPanel):
    """`confirmed` tells that the word was typed."""

    confirmed = Signal()

    def __init__(self, title: str, *, look: Look, window: QWidget) -> None:
        super().__init__(title, asks=(_TYPED,), button=title, look=look, window=window)
        self._word = ""
        self.given.connect(self._judge)

    def open_for(self, word: str, sentence: str) -> None:
        """Opens empty; `sentence` says what will happen and which word to type."""
        self._word = word
        self.clear()
        self.explain(sentence)
        self.open()

    def why_it_stays(self) -> str:
        """Overrides TypedPanel."""
        return _("Nothing was done yet. Go on, or press Esc to put it away.")

    def _judge(self, values: dict[str, str]) -> None:
        if values["word"].strip().casefold() == self._word.casefold():
            self.clear()
            self.confirmed.emit()
        else:
            self.refuse(_("This is not it. Type {word}, or press Esc.").format(word=self._word), "word")

"""The panel where this computer has nowhere to keep a key: why that stands in the way, and what the choices are.

Promises: every sentence is shown whole; nothing was begun, and what was chosen goes on once a keyring is there. May not
know: which keyring, what was chosen.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.platform.keyring_store import SecretsUnavailableError
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.first_start.ways import Way
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Paragraph, Voice


class NoKeyring(Overlay):
    """Says it; `sample` goes on without a keyring."""

    sample = Signal()

    def __init__(self, *, sample: bool, look: Look, window: QWidget) -> None:
        super().__init__(look=look, name=_("No keyring"), window=window)
        self._again: Callable[[], None] | None = None
        self.reason = Paragraph("", look=look, voice=Voice.SECTION)
        self.remedy = Paragraph("", look=look)
        self.try_again = Way(
            _("Try again"),
            _("Once the keyring is there, this goes on with what you chose."),
            icon="retry",
            look=look,
        )
        self.look_around = Way(
            _("Look around in a sample business"),
            _("It is made up, so it needs no key. Nothing of your own belongs in it."),
            icon="sample",
            look=look,
        )
        self.look_around.setVisible(sample)
        self.try_again.clicked.connect(self._try_again)
        self.look_around.clicked.connect(self._look_around)
        self._lay_out()

    def tell(self, error: SecretsUnavailableError, again: Callable[[], None]) -> None:
        """Opens with what is wrong with the keyring; `again` does what could not be done."""
        self._again = again
        self.reason.setText(error.happened)
        self.remedy.setText(error.next_step)
        self.setAccessibleDescription(str(error))
        self.try_again.setAccessibleDescription(f"{error.happened} {error.next_step}")  # heard where one is
        self.open_at(self.upper_middle, focus=self.try_again)

    def sizeHint(self) -> QSize:
        """Overrides QWidget: as high as its sentences need."""
        measures, layout = self.look.measures, self.layout()
        width = min(measures.char * 78 + measures.step(12), self.window().width() - measures.step(4))
        return QSize(width, layout.totalHeightForWidth(width) if layout is not None else 0)

    def _lay_out(self) -> None:
        look, step = self.look, self.look.measures.step
        why = _(
            "All that you enter is sealed on this computer, and the keyring of the system keeps the key; it is never "
            "written down in clear. Windows and macOS bring a keyring along; on Linux it is GNOME Keyring or KWallet. "
            "Nothing was changed."
        )
        away = Button(_("Not now"), look=look)
        away.clicked.connect(self.close_overlay)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(away)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(5), step(6), step(4))
        layout.setSpacing(step(3))
        layout.addWidget(self.reason)
        layout.addWidget(self.remedy)
        layout.addWidget(Paragraph(why, look=look, voice=Voice.QUIET))
        layout.addWidget(self.try_again)
        layout.addWidget(self.look_around)
        layout.addLayout(buttons)

    def _try_again(self) -> None:
        self.close_overlay()
        if self._again is not None:
            self._again()

    def _look_around(self) -> None:
        self.close_overlay()
        self.sample.emit()

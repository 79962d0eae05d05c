"""Files and photos in a panel over a screen that has no room of its own for them, and the action that opens it.

Promises: it shows the files of the record it was opened for and follows what changes. May not know: which screen.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.screens.files.panel import FilesPanel
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.buttons import IconButton
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Text, Voice


def files_action(scope: str) -> ActionSpec:
    """The action, for a screen of that scope."""
    return ActionSpec(
        id=f"{scope}.files",
        label=N_("Files and photos"),
        icon="note",
        scope=scope,
        words=N_("pictures attachments documents add"),
        why_not=_here,
    )


class FilesOverlay(Overlay):
    """The files of one record at a time; `home` is the reference of a file that leads to it."""

    lets_keys_through = True

    said = Signal(str, bool)

    def __init__(self, work: Workplace, *, home: str, window: QWidget) -> None:
        super().__init__(look=work.look, name=_("Files and photos"), window=window)
        self.files = FilesPanel(work, home=home)
        self.files.said.connect(self.said)
        self._title = Text("", look=work.look, voice=Voice.TITLE)
        close = IconButton(_("Close"), icon="close", look=work.look)
        close.clicked.connect(self.close_overlay)
        step = work.look.measures.step
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(4), step(4), step(4))
        layout.setSpacing(step(3))
        layout.addLayout(head)
        layout.addWidget(self.files, 1)
        layout.addStretch(0)
        work.bus.changed.connect(self._follow)

    def open_for(self, record_id: str, title: str) -> None:
        """Opens with the files of a record, under its name."""
        self._title.setText(title)
        self.files.show_of(record_id)
        self.open_at(self.upper_middle, focus=self.files.add_button)

    def sizeHint(self) -> QSize:
        """Overrides QWidget: one size, so that nothing jumps when the first file comes."""
        page = self.parentWidget() or self.window()
        return QSize(min(self.look.measures.char * 92, page.width() - 40), round(page.height() * 0.6))

    def _follow(self, changes: Changes) -> None:
        if self.isVisible():
            self.files.apply(changes)


def _here(context: Context) -> str:
    return "" if context.ids else _("There is no record here.")

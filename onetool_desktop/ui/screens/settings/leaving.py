"""Takes the open business back from its cloud: everything comes to this computer, then it stands alone.

Promises: one press only asks; what is fetched stays fetched, so that what was cut off goes on where it stopped; the
window works meanwhile, and nothing changes before all is here. May not know: what is fetched, how it is ended.
"""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.store.transfers import missing_files
from onetool_desktop.ui.runtime.computer import Leaving
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.sure_button import SureButton
from onetool_desktop.ui.widgets.text import Paragraph, Voice


class LeavingPart(QWidget):
    """The way out, with how far it has come."""

    def __init__(self, work: Workplace, leaving: Leaving) -> None:
        super().__init__()
        self._work, self._leaving = work, leaving
        self._waits_for_files = False
        self.leave = SureButton(
            _("Leave the cloud…"),
            sure=_("Yes, take everything along and leave"),
            look=work.look,
            icon="computer",
        )
        self.leave.confirmed.connect(self._begin)
        words = _(
            "Takes this business back to this computer alone, with all files and history; its numbers go on. Others "
            "keep working at the cloud with what is there."
        )
        self.said = Paragraph("", look=work.look)
        self.said.hide()
        line = QHBoxLayout()
        line.addWidget(self.leave)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, work.look.measures.step(2), 0, 0)
        layout.addLayout(line)
        layout.addWidget(Paragraph(words, look=work.look, voice=Voice.CAPTION))
        layout.addWidget(self.said)

    def apply(self, changes: Changes) -> None:
        """A file may have come that was waited for."""
        if self._waits_for_files and "attachments" in changes.collections:
            self._wait_for_files()

    def _begin(self) -> None:
        self.leave.setEnabled(False)
        try:
            self._leaving.check()
        except Exception as error:  # noqa: BLE001 - it is said where it was asked
            self._failed(error)
            return
        self._say(_("Fetching what is not on this computer yet. You can go on working."))
        self._fetch()

    def _fetch(self) -> None:
        self._work.operations.ask(self, self._leaving.fetch, then=self._fetched, failed=self._failed)

    def _fetched(self, all_of_it: bool) -> None:
        self._wait_for_files() if all_of_it else self._fetch()

    def _wait_for_files(self) -> None:
        replica = self._work.replica
        count = len(missing_files(replica.reads().db, replica.blobs.has))
        self._waits_for_files = bool(count)
        if count:
            words = ngettext("{count} file is still to come.", "{count} files are still to come.", count)
            self._say(words.format(count=count))
            return
        self._say(_("Everything is here. Comparing with the cloud…"))
        self._work.operations.write(
            self, self._leaving.end, then=lambda _answer: self._leaving.left(), failed=self._failed
        )

    def _failed(self, error: BaseException) -> None:
        self._waits_for_files = False
        self.leave.setEnabled(True)
        self._say(told(error).text)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

"""Takes the open business back from its cloud: everything comes to this computer, then it stands alone.

Promises: one press only asks; what is fetched stays fetched, so that what was cut off goes on where it stopped; the
window works meanwhile, and nothing changes before all is here. Files that the cloud was asked for in vain are named
with their records, and are tried again, or let go by two presses more. May not know: what is fetched, how it is ended.
"""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.store.queries.files import LostFile, lost_files
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transfers import fetched_in_vain, missing_files
from onetool_desktop.ui.runtime.computer import Leaving
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.attention.words import title_of
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.sure_button import SureButton
from onetool_desktop.ui.widgets.text import Paragraph, Voice

_NAMED = 8


class LeavingPart(QWidget):
    """The way out, with how far it has come."""

    def __init__(self, work: Workplace, leaving: Leaving) -> None:
        super().__init__()
        self._work, self._leaving = work, leaving
        self._waits_for_files = False
        self._asked = Generation()
        self._lost: tuple[LostFile, ...] = ()
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
        self.without = SureButton(
            _("Leave without these files…"),
            sure=_("Yes, leave and let these files go"),
            look=work.look,
            icon="discard",
        )
        self.without.confirmed.connect(self._leave_without)
        self.without.hide()
        line, last = QHBoxLayout(), QHBoxLayout()
        for at, button in ((line, self.leave), (last, self.without)):
            at.addWidget(button)
            at.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, work.look.measures.step(2), 0, 0)
        layout.addLayout(line)
        layout.addWidget(Paragraph(words, look=work.look, voice=Voice.CAPTION))
        layout.addWidget(self.said)
        layout.addLayout(last)

    def apply(self, changes: Changes) -> None:
        """A file may have come that was waited for."""
        if self._waits_for_files and "attachments" in changes.collections:
            self._wait_for_files()

    def _begin(self) -> None:
        self.leave.setEnabled(False)
        self.without.hide()
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
        replica, current = self._work.replica, self._asked.next()
        self._work.operations.read(
            self,
            partial(_files_to_come, replica),
            then=self._show_files,
            failed=self._failed,
            current=current,
        )

    def _show_files(self, found: tuple[int, Sequence[LostFile]]) -> None:
        count, lost = found
        self._waits_for_files = bool(count)
        self.without.setVisible(bool(lost) and not count)
        if count:
            words = ngettext("{count} file is still to come.", "{count} files are still to come.", count)
            self._say(words.format(count=count))
        elif lost:
            self._lost = tuple(lost)
            self.leave.setEnabled(True)
            self._say(self._lost_words(lost))
        else:
            self._end(())

    def _lost_words(self, lost: Sequence[LostFile]) -> str:
        """Each by its record and name with the reason, and what can be done."""
        reads = self._work.replica.reads()
        lines = [
            " · ".join(
                filter(None, (file.name, title_of(reads, file.c, file.record) if file.c else "", file.words))
            )
            for file in lost[:_NAMED]
        ]
        if len(lost) > _NAMED:
            lines.append(_("and {count} more").format(count=len(lost) - _NAMED))
        head = ngettext(
            "Everything else is here, but the cloud cannot give {count} file:",
            "Everything else is here, but the cloud cannot give {count} files:",
            len(lost),
        )
        last = _(
            "Ask whoever runs the cloud for what is missing and leave then: it is tried again. Or leave without; the "
            "records stay, and so does what the cloud has."
        )
        return "\n".join([head.format(count=len(lost)), *lines, last])

    def _leave_without(self) -> None:
        self.leave.setEnabled(False)
        self.without.hide()
        self._end([file.id for file in self._lost])

    def _end(self, without: Collection[str]) -> None:
        self._waits_for_files = False
        self._say(
            _("Comparing with the cloud…") if without else _("Everything is here. Comparing with the cloud…")
        )
        self._work.operations.write(
            self,
            partial(self._leaving.end, without),
            then=lambda _answer: self._leaving.left(),
            failed=self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        self._waits_for_files = False
        self.leave.setEnabled(True)
        self._say(told(error).text)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()


def _files_to_come(replica: Replica) -> tuple[int, Sequence[LostFile]]:
    """How many files are still to come, and which never will; looks at each on the disk."""
    db = replica.reads().db
    missing, in_vain = missing_files(db, replica.blobs.has), fetched_in_vain(db)
    coming = {one.id for one in missing if (one.id, one.sha) not in in_vain}
    rows = {one.id for one in missing}
    lost = [file for file in lost_files(db) if file.id in rows - coming]
    return len(rows) - len(lost), lost

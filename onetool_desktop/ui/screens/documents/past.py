"""What hangs on a document beside its lines: edits of this person that lost, its history, its files.

Promises: notices about the document and about its lines stand above its grid; what cannot be put back says why. May not
know: the grid, how a history is read.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from onetool_desktop.domain.ids import NoticeId
from onetool_desktop.services import notices
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.files.overlay import FilesOverlay
from onetool_desktop.ui.screens.history_panel import HistoryPanel
from onetool_desktop.ui.screens.lost_edits import lost_edits_among, open_notices
from onetool_desktop.ui.widgets.lost_edit import LostEdits

if TYPE_CHECKING:
    from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace

_LINES = {"quotes": ("quoteLineItems", "quoteId"), "invoices": ("invoiceLineItems", "invoiceId")}


class DocumentPast:
    """The past and the files of whichever document the workplace shows."""

    def __init__(self, place: "DocumentWorkplace") -> None:
        self._place = place
        self._panel: HistoryPanel | None = None
        self._files: FilesOverlay | None = None
        self.lost = LostEdits(look=place.work.look)
        self.lost.put_back.connect(partial(self._answer, _put_back))
        self.lost.keep.connect(partial(self._answer, _keep))

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What the actions do."""
        scope = self._place.scope
        return {f"{scope}.history": self.open_history, f"{scope}.files": self.open_files}

    def open_files(self) -> None:
        """Opens the files of the document."""
        place = self._place
        if self._files is None:
            self._files = FilesOverlay(place.work, home=_LINES[place.collection][1], window=place)
            self._files.said.connect(place.said)
        self._files.open_for(place.document, place.title)

    def open_history(self) -> None:
        """Opens the history of the document and its lines."""
        if self._panel is None:
            self._panel = HistoryPanel(self._place.work, window=self._place)
        self._panel.open_for(self._place.collection, self._place.document)

    def refresh(self) -> None:
        """Shows the edits that lost as they are now."""
        work, c, document = self._place.work, self._place.collection, self._place.document
        reads = work.replica.reads()
        if not open_notices(work, reads):
            self.lost.show_lost(())
            return
        lines_of, parent = _LINES[c]
        rows = {(c, document)} | {(lines_of, row.id) for row in reads.children(lines_of, parent, document)}
        self.lost.show_lost(lost_edits_among(work, reads, rows))

    def _answer(self, answer: Callable[[Replica, NoticeId], Saved], notice: str) -> None:
        work = self._place.work
        work.operations.write(
            self._place,
            lambda: answer(work.replica, NoticeId(notice)),
            then=lambda saved: work.undo.remember(saved.undo),
        )


def _put_back(replica: Replica, notice: NoticeId) -> Saved:
    return notices.put_mine_back(replica, id=notice)


def _keep(replica: Replica, notice: NoticeId) -> Saved:
    return notices.keep_theirs(replica, id=notice)

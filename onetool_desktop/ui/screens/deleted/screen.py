"""Recently deleted: the deletes of the last 90 days, each with the way back.

Promises: the list is a page of SQL, newest first, further ones on demand; what stands here keeps its place while
others come and go; bringing back is an action like any other and can be undone; a record is opened to be read only.
May not know: how a delete is brought back.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.changes.values import RowKey
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.past import Write
from onetool_desktop.store.queries import deleted
from onetool_desktop.store.queries.deleted import Deleted
from onetool_desktop.ui.screens.attention.words import place_of, title_of
from onetool_desktop.ui.screens.deleted.part import DeletedPart
from onetool_desktop.ui.screens.deleted.words import deleted_by, values_of, when_and_who
from onetool_desktop.ui.screens.screen import Screen, Workplace
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.empty_state import EmptyState
from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.text import Paragraph, Voice

SECTION = "deleted"
_PAGE = 50


def deleted_screen(work: Workplace) -> "DeletedScreen":
    """The screen."""
    return DeletedScreen(work)


class DeletedScreen(Screen):
    """Everything deleted lately."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work, title=_("Recently deleted"))
        self.parts: dict[str, DeletedPart] = {}
        self._shown = _PAGE
        self._names: dict[str, str] = {}  # who deleted what, as the cloud told
        self.more = Button(_("Show more"), look=work.look)
        self.more.clicked.connect(self._show_more)
        self._empty = EmptyState(look=work.look, icon="check-circle")
        self._empty.say(
            _("Nothing was deleted lately"),
            _("What is deleted stands here for 90 days and can be brought back with all that went with it."),
            offer=False,
        )
        self._list = QVBoxLayout()
        self._stack = QStackedWidget()
        self._lay_out()
        self.bind((), {})
        work.bus.changed.connect(self._changed)
        self._read()

    def focus_start(self) -> None:
        """Overrides Screen: the newest delete's way back has the keyboard."""
        first = next(iter(self.parts.values()), None)
        (first.bring_back if first is not None else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: object) -> None:
        """Overrides QWidget: what is shown is what is there now."""
        del event
        self._read()

    def _read(self) -> None:
        replica, most = self.work.replica, self._shown + 1
        self.work.operations.read(
            self,
            lambda: deleted.recently(replica.reads().db, now_ms=replica.clock.now_ms(), limit=most),
            then=self._show,
        )

    def _show(self, found: Sequence[Deleted]) -> None:
        listed = found[: self._shown]
        reads, there = self.work.replica.reads(), {one.gid for one in listed}
        for gid in [gid for gid in self.parts if gid not in there]:
            part = self.parts.pop(gid)
            part.hide()
            part.deleteLater()
        for at, one in enumerate(listed):
            if one.gid not in self.parts:
                title = title_of(reads, one.c, one.id)
                remark = when_and_who(self.work, one, self._names.get(one.gid, ""))
                self.parts[one.gid] = part = DeletedPart(one, title=title, remark=remark, look=self.work.look)
                part.back.connect(self._bring_back)
                part.unfolded.connect(self._unfold)
                self._list.insertWidget(at, part)
        self.parts = {one.gid: self.parts[one.gid] for one in listed}
        self.more.setVisible(len(found) > self._shown)
        self._stack.setCurrentIndex(0 if listed else 1)

    def _show_more(self) -> None:
        self._shown += _PAGE
        self._read()

    def _changed(self, changes: Changes) -> None:
        del changes
        if self.isVisible():
            self._read()

    def _bring_back(self, one: Deleted) -> None:
        call = partial(records.restore, self.work.replica, c=one.c, id=one.id, gid=one.gid)
        self.work.operations.write(self, call, then=partial(self._back, one))

    def _back(self, one: Deleted, saved: Saved) -> None:
        self.work.undo.remember(saved.undo)
        reads = self.work.replica.reads()
        words = _("Brought back: {what}.").format(what=title_of(reads, one.c, one.id))
        place = place_of(reads, one.c, one.id)
        if place is None:
            self.said.emit(words, saved.undo is not None)
        else:
            self.offered.emit(words, _("Open"), partial(self.go.emit, place))

    def _unfold(self, one: Deleted) -> None:
        self.parts[one.gid].show_values(values_of(self.work, self.work.replica.reads(), one))
        past = self.work.past
        if past is not None and not one.here and one.gid not in self._names:
            key = (one.c, one.id)
            self.work.operations.ask(
                self, lambda: past([key]), then=partial(self._name, one), failed=lambda _error: None
            )

    def _name(self, one: Deleted, found: Mapping[RowKey, Sequence[Write]]) -> None:
        name = deleted_by(self.work, self.work.replica.reads(), one, found.get((one.c, one.id), ()))
        if name and one.gid in self.parts:
            self._names[one.gid] = name
            self.parts[one.gid].say(when_and_who(self.work, one, name))

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        older = (
            _("What was deleted longer ago, or before this computer knew it, only the cloud still knows.")
            if self.work.replica.identity.connected
            else _("What was deleted longer ago stands in the history of what it belonged to.")
        )
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, step(3), 0)
        column.addLayout(self._list)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(step(2))
        column.addWidget(Paragraph(older, look=look, voice=Voice.CAPTION))
        column.addStretch(1)
        self._stack.addWidget(scrolling(inner, look=look))
        self._stack.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(5), step(6), step(2))
        page.setSpacing(step(2))
        page.addWidget(Heading(_("Recently deleted"), look=look))
        page.addWidget(self._stack, 1)

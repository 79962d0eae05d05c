"""The screen: changes the cloud did not take, then edits that lost.

Promises: nothing typed is lost here without a second press and without a way to copy it first; a card goes when its
cause is gone, the others keep their place. May not know: how a group is tried again or discarded.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.changes.values import Row
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.ids import NoticeId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import attention
from onetool_desktop.services import notices as verbs
from onetool_desktop.store.attention import Item
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.attention.cards import Card, Remedy
from onetool_desktop.ui.screens.attention.stuck_files import cards_of_files
from onetool_desktop.ui.screens.attention.words import (
    everything_in,
    place_of,
    subject_of,
    title_of,
    values_of,
)
from onetool_desktop.ui.screens.lost_edits import describe, open_notices
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.widgets.empty_state import EmptyState
from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.scrolling import scrolling

SECTION = "attention"
_SHOWN = 50
_NO_UNDO = False


def attention_screen(work: Workplace) -> "AttentionScreen":
    """The screen."""
    return AttentionScreen(work)


class AttentionScreen(Screen):
    """Everything that waits for a person."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work, title=_("Needs attention"))
        look, step = work.look, work.look.measures.step
        self._cards: dict[str, Card] = {}
        self._empty = EmptyState(look=look, icon="check-circle")
        self._empty.say(
            _("Nothing needs you"),
            _("Changes the cloud could not take, and edits of yours that lost to a colleague's, wait here."),
            offer=False,
        )
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, step(3), 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        scroll = scrolling(inner, look=look)
        self._stack = QStackedWidget()
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(5), step(6), step(2))
        page.setSpacing(step(2))
        page.addWidget(Heading(_("Needs attention"), look=look))
        page.addWidget(self._stack, 1)
        self.bind((), {})
        work.bus.changed.connect(self._changed)
        self._show()

    def focus_start(self) -> None:
        """Overrides Screen: the first remedy has the keyboard."""
        for card in self._cards.values():
            card.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.setFocus()

    def showEvent(self, event: object) -> None:
        """Overrides QWidget: what is shown is what is there now."""
        del event
        self._show()

    def _changed(self, changes: Changes) -> None:
        del changes
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        reads = self.work.replica.reads()
        makers: dict[str, Callable[[], Card]] = {}
        for item in attention.waiting(self.work.replica)[:_SHOWN]:
            makers[item.gid] = lambda item=item: self._refused(item)
        makers |= cards_of_files(self, most=_SHOWN)
        for notice in open_notices(self.work, reads)[:_SHOWN]:
            makers[notice.id] = lambda notice=notice: self._lost(notice)
        for key in [key for key in self._cards if key not in makers]:
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        for key, make in makers.items():
            if key not in self._cards:
                self._cards[key] = make()
                self._list.insertWidget(self._list.count() - 1, self._cards[key])
        self._stack.setCurrentIndex(0 if self._cards else 1)

    def _refused(self, item: Item) -> Card:
        reads, replica = self.work.replica.reads(), self.work.replica
        values = values_of(item.group)
        lines = [
            *values.lines,
            *([_("and {more} more values").format(more=values.more)] if values.more else []),
        ]
        subject = subject_of(reads, item.group)
        again = self._again_remedy(item)
        copy = Remedy(_("Copy what was typed"), "copy", lambda: self._copy(item))
        drop = Remedy(
            _("Discard…"),
            "discard",
            lambda: self._do(lambda: attention.discard(replica, gid=item.gid)),
            sure=_("Discard for good"),
        )
        return Card(
            title=f"{item.label} · {subject}" if subject else item.label,
            when=self.work.formats.instant(item.made_at),
            reason=item.reason,
            lines=lines,
            remedies=(again, *self._open_remedy(item), copy, drop),
            icon="attention",
            tone=Tone.BAD,
            look=self.work.look,
        )

    def _again_remedy(self, item: Item) -> Remedy:
        """Trying again as it is; for a quote that was sent meanwhile, in its next revision."""
        replica = self.work.replica
        if attention.may_revise(replica, gid=item.gid):
            revise = partial(attention.revise_and_retry, replica, gid=item.gid)
            return Remedy(_("Revise the quote with it"), "edit", partial(self._do, revise), primary=True)
        retry = partial(attention.retry, replica, gid=item.gid)
        return Remedy(_("Try again"), "retry", partial(self._do, retry), primary=True)

    def _open_remedy(self, item: Item) -> tuple[Remedy, ...]:
        reads = self.work.replica.reads()
        places = [place_of(reads, change.c, change.id) for change in item.group.changes]
        known = [place for place in places if place is not None][:1]
        return tuple(Remedy(_("Open"), "open", partial(self.go.emit, place)) for place in known)

    def _back_remedy(self, notice: Row, place: Place | None) -> Remedy:
        """Putting the value back; where the quote was sent meanwhile, in its next revision."""
        replica, notice_id = self.work.replica, NoticeId(notice.id)
        quote = replica.reads().row("quotes", place.record) if place and place.section == "quotes" else None
        if quote is not None and quote.f.get("status") == "sent":
            revise = partial(verbs.revise_and_put_back, replica, id=notice_id)
            return Remedy(_("Revise the quote with mine"), "edit", partial(self._do, revise), primary=True)
        back = partial(verbs.put_mine_back, replica, id=notice_id)
        return Remedy(_("Put mine back"), "undo", partial(self._do, back), primary=True)

    def _lost(self, notice: Row) -> Card:
        reads, replica = self.work.replica.reads(), self.work.replica
        notice_id = NoticeId(notice.id)
        lost = describe(self.work, notice)
        place = place_of(reads, notice.f["c"], notice.f["rowId"])
        back = self._back_remedy(notice, place)
        keep_call = partial(verbs.keep_theirs, replica, id=notice_id)
        keep = Remedy(_("Keep theirs"), "check", partial(self._do, keep_call))
        look_at = () if place is None else (Remedy(_("Open"), "open", lambda: self.go.emit(place)),)
        return Card(
            title=title_of(reads, notice.f["c"], notice.f["rowId"]) or _("A record that is gone"),
            when="",
            reason=lost.sentence,
            lines=(),
            remedies=(back, keep, *look_at),
            icon="notice",
            tone=Tone.WARN,
            look=self.work.look,
        )

    def _do(self, call: Callable[[], object]) -> None:
        self.work.operations.write(self, call, then=lambda _: self._show())

    def _copy(self, item: Item) -> None:
        QGuiApplication.clipboard().setText(everything_in(item.group))
        self.said.emit(_("Copied. Paste it where you want to keep it."), _NO_UNDO)

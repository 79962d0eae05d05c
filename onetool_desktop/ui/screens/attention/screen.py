"""The screen: changes the cloud did not take, then edits that lost.

Promises: nothing typed is lost here: what is discarded comes back by undo, and can be saved as a file first; a card
goes when its cause is gone, the others keep their place. May not know: how a way out is gone.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.changes.values import Row
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.ids import InvoiceId, NoticeId, QuoteId
from onetool_desktop.domain.team import release_barred
from onetool_desktop.domain.translate import _
from onetool_desktop.services import attention, notices as verbs
from onetool_desktop.services.invoices import void_invoice
from onetool_desktop.services.quotes import decline_quote
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.attention import Item
from onetool_desktop.store.numbers_wait import waits_for_number
from onetool_desktop.store.queries.number_review import InReview, in_review
from onetool_desktop.store.regained import Regained
from onetool_desktop.sync.causes import Cause, sentence
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.attention.cards import Card, Remedy
from onetool_desktop.ui.screens.attention.count import access_regained, releases_wait
from onetool_desktop.ui.screens.attention.keeping import keep_as_file
from onetool_desktop.ui.screens.attention.stuck_files import cards_of_files
from onetool_desktop.ui.screens.attention.ways import Ways
from onetool_desktop.ui.screens.attention.words import place_of, subject_of, title_of, values_of
from onetool_desktop.ui.screens.lost_edits import describe, open_notices
from onetool_desktop.ui.screens.numbers_wait import PAGE, way_words, who_can
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.widgets.buttons import Button
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
        look = work.look
        self._cards: dict[str, Card] = {}
        self.ways = Ways(self)
        self.keep_all = Button(_("Save all as a file…"), look=look, icon="archive")
        self.keep_all.clicked.connect(self._keep_all)
        self.discard_all = Button(_("Discard all"), look=look, icon="discard")
        self.discard_all.clicked.connect(self._discard_all)
        self._empty = EmptyState(look=look, icon="check-circle")
        self._empty.say(
            _("Nothing needs you"),
            _("Changes the cloud could not take, and edits of yours that lost to a colleague's, wait here."),
            offer=False,
        )
        self._list = QVBoxLayout()
        self._stack = QStackedWidget()
        self._lay_out()
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

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        inner = QWidget()
        inner.setLayout(self._list)
        self._list.setContentsMargins(0, 0, step(3), 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        scroll = scrolling(inner, look=look)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(5), step(6), step(2))
        page.setSpacing(step(2))
        head = QHBoxLayout()
        head.setSpacing(step(1))
        head.addWidget(Heading(_("Needs attention"), look=look), 1)
        for button in (self.keep_all, self.discard_all):
            head.addWidget(button)
        page.addLayout(head)
        page.addWidget(self._stack, 1)

    def _changed(self, changes: Changes) -> None:
        del changes
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        reads = self.work.replica.reads()
        items = attention.waiting(self.work.replica, limit=_SHOWN)
        makers: dict[str, Callable[[], Card]] = {}
        if releases_wait(self.work.replica):
            makers["release"] = self._unreleased
        if again := access_regained(self.work.replica):
            makers[f"access {again}"] = partial(self._regained, again)
        for item in items:
            ways = attention.remedies(reads, item)
            makers[f"{item.gid} {item.state} {' '.join(ways)}"] = partial(self._refused, item, ways)
        for paper in in_review(reads.db, limit=_SHOWN):
            makers[f"{paper.id} {paper.twin}"] = partial(self._reviewed, paper)
        for notice in open_notices(self.work, reads)[:_SHOWN]:
            makers[notice.id] = partial(self._lost, notice)
        makers |= cards_of_files(self, most=_SHOWN)
        for key in [key for key in self._cards if key not in makers]:
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        for at, (key, make) in enumerate(makers.items()):
            if key not in self._cards:
                self._cards[key] = make()
                self._list.insertWidget(at, self._cards[key])
        self._stack.setCurrentIndex(0 if self._cards else 1)
        for button in (self.keep_all, self.discard_all):
            button.setVisible(len(items) > 1)

    def _refused(self, item: Item, ways: tuple[attention.Remedy, ...]) -> Card:
        reads, said = self.work.replica.reads(), attention.said_of(item)
        values = values_of(item.group)
        lines = [
            *values.lines,
            *([_("and {count} more values").format(count=values.more)] if values.more else []),
        ]
        subject = subject_of(reads, item.group)
        return Card(
            title=f"{item.label} · {subject}" if subject else item.label,
            when=self.work.formats.instant(item.made_at),
            reason=f"{_(said.title)}. {item.reason or _(said.sentence)}",
            lines=[*lines, *self._to_be_asked(item)],
            remedies=self.ways.of(item, ways),
            icon="attention",
            tone=Tone.BAD,
            look=self.work.look,
        )

    def _to_be_asked(self, item: Item) -> list[str]:
        """Who gives a paper its number, where that is not this person's to do."""
        others = waits_for_number(item) and release_barred(self.work.replica.principal) is not None
        return [who_can(self.work)] if others else []

    def _unreleased(self) -> Card:
        """Numbers of the main series that wait since the cloud was restored."""
        ways = [
            Remedy(way_words(self.work.replica.principal), "tag", partial(self.go.emit, PAGE), primary=True)
        ]
        return Card(
            title=_("Numbers wait to be released"),
            when="",
            reason=sentence(Cause.NUMBERS_WAIT),
            lines=(),
            remedies=ways,
            icon="attention",
            tone=Tone.BAD,
            look=self.work.look,
        )

    def _regained(self, again: Regained) -> Card:
        """Access that was taken away, and that a restored cloud has given back."""
        reads = self.work.replica.reads()
        rows = [*(("devices", one) for one in again.devices), *(("users", one) for one in again.people)]
        found = [row.f.get("name") or "–" for c, one in rows if (row := reads.row(c, one)) is not None]
        page = partial(self.go.emit, Place("settings", "people"))
        return Card(
            title=_("Access that was taken away is back"),
            when="",
            reason=_(
                "The cloud was restored from a backup and has forgotten that these computers or people lost their "
                "access. They have it again until you take it away once more."
            ),
            lines=sorted(found),
            remedies=[Remedy(_("People and devices"), "open", page, primary=True)],
            icon="attention",
            tone=Tone.BAD,
            look=self.work.look,
        )

    def _reviewed(self, paper: InReview) -> Card:
        """A number that stands twice, or a document that was put on paper twice."""
        reads = self.work.replica.reads()
        c = "invoices" if paper.kind == "invoice" else "quotes"
        if paper.review == "number":
            reason = _("The number {number} stands on two papers, and both may be with clients.")
        else:
            reason = _("It was put on paper twice, on two devices; {number} is the second number.")
        ways = [Remedy(_("Open"), "open", partial(self.go.emit, Place(c, paper.document)), primary=True)]
        if paper.twin and paper.twin != paper.document:
            ways.append(Remedy(_("Open the other"), "open", partial(self.go.emit, Place(c, paper.twin))))
        if c == "invoices":
            void = partial(void_invoice, self.work.replica, id=InvoiceId(paper.document))
            ways.append(
                Remedy(
                    _("Void this one"),
                    "slash-circle",
                    partial(self.ways.do, void),
                    sure=_("Void it for good"),
                )
            )
        else:
            decline = partial(decline_quote, self.work.replica, id=QuoteId(paper.document))
            ways.append(Remedy(_("Decline this one"), "slash-circle", partial(self.ways.do, decline)))
        return Card(
            title=title_of(reads, c, paper.document) or paper.number,
            when="",
            reason=reason.format(number=paper.number),
            lines=(_("Its number stays taken. Make it anew where the client needs another paper."),),
            remedies=ways,
            icon="attention",
            tone=Tone.BAD,
            look=self.work.look,
        )

    def _keep_all(self) -> None:
        def saved(path: Path) -> None:
            self.said.emit(_("Saved {name}.").format(name=path.name), _NO_UNDO)

        replica, said = self.work.replica, self.ways.text_of
        keep_as_file(self, self.work, lambda: "\n\n".join(map(said, attention.waiting(replica))), saved)

    def _discard_all(self) -> None:
        replica = self.work.replica
        self.work.operations.read(self, lambda: attention.waiting(replica), then=self.ways.discard)

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

    def _do(self, call: Callable[[], Saved]) -> None:
        self.ways.do(call)

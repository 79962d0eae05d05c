"""The corner of the window that speaks of the cloud: the chip, its panel, and how many changes need a person.

Promises: what the panel says is read when it opens and again with each status, so that it never shows a state that is
over; how many there are is counted beside the window, since there is no bound to it, and shown as soon as it is known;
the panel is made when it is first opened. May not know: the engine, the outbox; it is handed words and calls.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.sync.causes import Remedy, remedy
from onetool_desktop.sync.status import SyncStatus, check_words
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.surroundings import Standing, Surroundings
from onetool_desktop.ui.widgets.sync_chip import SyncChip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from onetool_desktop.services.undo import Undo
    from onetool_desktop.ui.sync_remedies import SyncRemedies
    from onetool_desktop.ui.widgets.sign_in import SignIn
    from onetool_desktop.ui.widgets.sync_panel import SyncPanel, WaitingLine


class SyncCorner(QObject):
    """Keeps chip and panel saying the same; `counted` tells how many changes need a person."""

    attention_wanted = Signal()
    counted = Signal(int)
    go = Signal(object)  # a Place
    said = Signal(str, bool)  # one line, and whether it offers to undo

    def __init__(self, work: Workplace, *, around: Surroundings, chip: SyncChip, centre: QWidget) -> None:
        super().__init__(centre)
        self._work = work
        self._around = around
        self._chip = chip
        self._centre = centre
        self._status: SyncStatus | None = None
        self._standing, self._asked = Standing(), Generation()
        self._compare: Callable[[], None] | None = None
        self._proceed: Callable[[], None] | None = None
        chip.clicked.connect(self.open_panel)
        work.bus.changed.connect(self.count)

    @cached_property
    def panel(self) -> "SyncPanel":
        """The panel of the chip."""
        from onetool_desktop.ui.widgets.sync_panel import SyncPanel

        panel = SyncPanel(look=self._work.look, window=self._centre)
        panel.sync_now.connect(self.sync_now)
        panel.attention.connect(self.attention_wanted)
        panel.go_on.connect(self.proceed)
        panel.opened.connect(self._open)
        panel.discarded.connect(self._discard)
        panel.acted.connect(self._act)
        panel.again.connect(self._again)
        panel.kept.connect(self._keep)
        return panel

    def show_status(self, status: SyncStatus | None) -> None:
        """Shows the state of the engine; None for a business on this computer only."""
        self._status = status
        self._show_chip()
        self.count()
        self._fill_open_panel()

    def offer_compare(self, call: Callable[[], None]) -> None:
        """What comparing with the cloud does."""
        self._compare = call

    def offer_proceed(self, call: Callable[[], None]) -> None:
        """What lets an engine that stopped and asks go on."""
        self._proceed = call

    def proceed(self) -> None:
        """Lets the engine go on, as its sentence says."""
        if self._proceed is not None:
            self._proceed()

    def open_panel(self) -> None:
        """Opens the panel under the chip."""
        self._fill_panel()
        self.panel.open_under(self._chip)
        self.count()

    def sync_now(self) -> None:
        """Syncs at once, where there is a cloud."""
        if self._around.sync_now is not None:
            self._around.sync_now()

    def compare(self) -> None:
        """Compares with the cloud; the panel tells what was found."""
        if self._compare is not None:
            self._compare()
            self.open_panel()

    def count(self) -> None:
        """Counts what is on its way and what needs a person, and tells it."""
        current = self._asked.next()
        self._work.operations.read(self, self._around.standing, then=self._stands, current=current)

    def _stands(self, standing: Standing) -> None:
        self._standing = standing
        self.counted.emit(standing.attention)
        self._show_chip()
        self._fill_open_panel()

    def _show_chip(self) -> None:
        self._chip.show_status(self._status, files=self._standing.files.up)

    def _fill_open_panel(self) -> None:
        if "panel" in self.__dict__ and self.panel.isVisible():
            self._fill_panel()

    def _fill_panel(self) -> None:
        lines, count = self._around.waiting(self._standing)
        syncs = self._around.sync_now is not None
        shown = lines if syncs else ()
        way = self._remedies.of(self._status)
        own = sum(bool(line.gid and not line.reason) for line in shown)
        self.panel.show_state(
            self._chip.text(),
            self._sentence(count, lines),
            shown,
            more=count - own if syncs else 0,
            attention=self._standing.attention,
            syncs=syncs,
            asks=self._asks(),
            act=way.words if way is not None else "",
        )

    def _open(self, line: "WaitingLine") -> None:
        self.panel.close_overlay()
        self.go.emit(line.place)

    def _discard(self, line: "WaitingLine") -> None:
        """Takes back what was not sent, or out of the list what was not taken; undo brings it back."""
        from onetool_desktop.services import attention
        from onetool_desktop.services.unsent import take_back_unsent

        replica, words = self._work.replica, _("Discarded: {what}.").format(what=line.what)

        def done(undo: "Undo | None") -> None:
            self._work.undo.remember(undo)
            self.said.emit(words, undo is not None)

        def call() -> "Undo | None":
            if line.reason:
                return attention.discard(replica, gids=[line.gid]).undo
            return take_back_unsent(replica, gid=line.gid).redo

        self._work.operations.write(self.panel, call, then=done)

    def _again(self, line: "WaitingLine") -> None:
        """Offers again what was not taken; where it still cannot stand, the window says why and all stays."""
        from onetool_desktop.services import attention

        replica = self._work.replica
        self._work.operations.write(
            self.panel,
            lambda: attention.retry(replica, gid=line.gid),
            then=lambda _saved: self.sync_now(),
        )

    def _keep(self) -> None:
        from onetool_desktop.ui.screens.attention.keeping import keep_as_file
        from onetool_desktop.ui.screens.attention.waiting import waiting_text

        keep_as_file(self._centre, self._work, lambda: waiting_text(self._work), self._kept)

    def _kept(self, path: "Path") -> None:
        self.said.emit(_("Saved {name}.").format(name=path.name), False)  # noqa: FBT003 - a signal's argument

    def _act(self) -> None:
        way = self._remedies.of(self._status)
        if way is not None:
            self.panel.close_overlay()
            way.do()

    @cached_property
    def _remedies(self) -> "SyncRemedies":
        from onetool_desktop.ui.sync_remedies import SyncRemedies

        return SyncRemedies(
            self._work, sign_in=self._open_sign_in, say=self._say, go=self.go.emit, parent=self
        )

    def _open_sign_in(self) -> None:
        self.sign_in.open()

    def _say(self, words: str) -> None:
        self.said.emit(words, False)  # noqa: FBT003 - a signal's argument

    @cached_property
    def sign_in(self) -> "SignIn":
        """The form to sign in again."""
        from onetool_desktop.ui.widgets.sign_in import SignIn

        form = SignIn(self._work.computer.account, look=self._work.look, window=self._centre)
        form.given.connect(self._signs_in)
        return form

    def _signs_in(self, given: dict[str, str]) -> None:
        call, form = self._work.computer.sign_in, self.sign_in
        if call is not None:
            self._work.operations.read(
                form,
                lambda: call(given["password"]),
                then=lambda _answer: form.clear(),
                failed=lambda error: form.refuse(told(error).text, "password"),
            )

    def _asks(self) -> bool:
        cause = self._status.cause if self._status is not None else None
        return cause is not None and self._proceed is not None and remedy(cause) is Remedy.GO_ON

    def _sentence(self, count: int, lines: "Sequence[WaitingLine]") -> str:
        status = self._status
        if status is None:
            return _("This business lives on this computer. Connect it to a cloud to share it with others.")
        since = next((line.since for line in lines if line.gid and not line.reason), "")
        usual = (
            _("Saved on this computer, on its way to the cloud; the oldest since {when}.").format(when=since)
            if count
            else _("Everything typed here is at the cloud. Files follow.")
            if self._standing.files.up
            else _("Everything saved here is at the cloud.")
        )
        if not self._work.replica.identity.connected and count:
            usual = ngettext(
                "This business is moving to the cloud: {count:,} change is still to be sent. You can go on working; "
                "what is interrupted goes on at the next start.",
                "This business is moving to the cloud: {count:,} changes are still to be sent. You can go on working; "
                "what is interrupted goes on at the next start.",
                count,
            ).format(count=count)
        sentence = status.sentence or usual
        if status.check is None:
            return sentence
        when = self._work.formats.instant(status.check.at_ms)
        found = _("Compared with the cloud {when}: {found}").format(
            when=when, found=check_words(status.check)
        )
        return f"{sentence}\n\n{found}"

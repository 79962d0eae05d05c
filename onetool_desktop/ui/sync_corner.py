"""The corner of the window that speaks of the cloud: the chip, its panel, and how many changes need a person.

Promises: what the panel says is read when it opens and again with each status, so that it never shows a state that is
over; the panel is made when it is first opened. May not know: the engine, the outbox; it is handed words and calls.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.sync.causes import Remedy, remedy
from onetool_desktop.sync.status import SyncStatus, check_words
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.surroundings import Surroundings
from onetool_desktop.ui.widgets.sync_chip import SyncChip

if TYPE_CHECKING:
    from onetool_desktop.services.undo import Undone
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
        self._compare: Callable[[], None] | None = None
        self._proceed: Callable[[], None] | None = None
        chip.clicked.connect(self.open_panel)
        work.bus.changed.connect(self._changed)

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
        """Tells how many changes need a person."""
        self.counted.emit(self._around.attention())

    def _changed(self) -> None:
        self.count()
        self._show_chip()
        self._fill_open_panel()

    def _show_chip(self) -> None:
        self._chip.show_status(self._status, files=self._around.files_waiting())

    def _fill_open_panel(self) -> None:
        if "panel" in self.__dict__ and self.panel.isVisible():
            self._fill_panel()

    def _fill_panel(self) -> None:
        lines, count = self._around.waiting()
        syncs = self._around.sync_now is not None
        shown = lines if syncs else ()
        self.panel.show_state(
            self._chip.text(),
            self._sentence(count),
            shown,
            more=count - len(shown) if syncs else 0,
            attention=self._around.attention(),
            syncs=syncs,
            asks=self._asks(),
            act=self._act_words(),
        )

    def _open(self, line: "WaitingLine") -> None:
        self.panel.close_overlay()
        self.go.emit(line.place)

    def _discard(self, line: "WaitingLine") -> None:
        """Takes back what was not sent; undo brings it back."""
        from onetool_desktop.services.unsent import take_back_unsent

        def done(undone: "Undone") -> None:
            self._work.undo.remember(undone.redo)
            self.said.emit(_("Discarded: {what}.").format(what=line.what), undone.redo is not None)

        replica = self._work.replica
        self._work.operations.write(self.panel, lambda: take_back_unsent(replica, gid=line.gid), then=done)

    def _act_words(self) -> str:
        """What the person can do about a sync that waits for his sign-in."""
        cause = self._status.cause if self._status is not None else None
        signs_in = cause is not None and remedy(cause) is Remedy.SIGN_IN
        return _("Sign in…") if signs_in and self._work.computer.sign_in is not None else ""

    def _act(self) -> None:
        self.panel.close_overlay()
        self.sign_in.open()

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

    def _sentence(self, count: int) -> str:
        status = self._status
        if status is None:
            return _("This business lives on this computer. Connect it to a cloud to share it with others.")
        usual = (
            _("Saved on this computer, on its way to the cloud.")
            if count
            else _("Everything typed here is at the cloud. Files follow.")
            if self._around.files_waiting()
            else _("Everything saved here is at the cloud.")
        )
        sentence = status.sentence or usual
        if status.check is None:
            return sentence
        when = self._work.formats.instant(status.check.at_ms)
        found = _("Compared with the cloud {when}: {found}").format(
            when=when, found=check_words(status.check)
        )
        return f"{sentence}\n\n{found}"

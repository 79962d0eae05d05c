"""The engine as a machine: `on(event) → effects`, and nothing else.

Promises: no clock, randomness, thread or socket; one push and one pull in flight at most, never two of a kind; an
answer to an older attempt changes nothing; while it runs something is always under way or a timer set, so that it
cannot wedge; only the cloud's own outcome ends a group, every failure is a retry.
May not know: what is in a row, how an effect is carried out.

Why: every fault of a network is an order of events, and an order of events can be tried by the million only where
nothing else happens. The driver with its threads and the simulator with its seed run the same machine. Fetching the
next page while one is applied is the only overlap, for the first arrival, where waiting would cost half the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from onetool_desktop.domain.translate import _
from onetool_desktop.sync import chip, events as e, judge, pace
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.judge import Halt
from onetool_desktop.sync.outside import Mode, Outside
from onetool_desktop.sync.status import Kind, SyncStatus

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import Page, SyncState

CHECKPOINT_ROWS = 1_000  # a stage above this is applied as it comes
PAGE_LIMIT = 1_000
ARRIVAL_LIMIT = 3_000  # about a MiB, the most a page may have: fewer calls on the way
PUSHES_IN_A_ROW = 8  # then others' changes are fetched before the next


class Machine(Outside):
    """The engine of one replica and its cloud. Feed it events one at a time, carry out what it returns."""

    def __init__(self, *, checks_daily: bool = False) -> None:
        super().__init__(checks_daily=checks_daily)
        self._round_of = 0
        self._pull_cursor: str | None = None
        self._other: str | None = None  # the epoch of a restored cloud
        self._forked = False
        self._signed_out_by = Cause.SIGN_IN
        self._status = SyncStatus(kind=Kind.STOPPED)

    @property
    def status(self) -> SyncStatus:
        """What the chip shows now."""
        return self._status

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way or wanted, and the last attempt did not fail."""
        busy = self._sending or self._storing or self._want_push or self._want_pull or self._want_head
        return self.mode is Mode.RUNNING and not busy and self._troubles.failures == 0

    def on(self, event: e.Event) -> list[e.Effect]:
        """The next step: what to do because of `event`."""
        attempt = getattr(event, "attempt", None)
        if attempt is not None and not self._is_current(attempt):
            return []
        self._handlers[type(event)](self, event)
        self._go()
        self._tell()
        return self._taken()

    # --- the replica answered ----------------------------------------------------------------------------

    def _on_loaded(self, event: e.Loaded) -> None:
        self._finish(event.state)
        self._sight.note(event.state.head)
        if self._sending is None:
            self._pull_cursor = event.state.staged_cursor or event.state.cursor

    def _on_batch_read(self, event: e.BatchRead) -> None:
        self._storing = None
        if event.batch is None:
            self._want_push, self._pushes = self._edited, 0
            return
        if self._pushes == 0 and self.state:
            self._round_of = self.state.waiting
        state = self._known()
        poison = self._troubles.poison if self._troubles.poison == event.batch.groups[0].gid else None
        self._send(e.SendPush(self._next(), event.batch, state, poison))

    def _on_stored(self, event: e.Stored) -> None:
        self._finish(event.state)
        self._want_pull = True
        self._pushes += 1

    def _on_applied(self, event: e.Applied) -> None:
        if (
            self.state is not None and event.state.waiting > self.state.waiting
        ):  # a page had some offered again
            self._want_push = True
        self._finish(event.state)
        self._sight.turned = False
        if self._held_page is not None:
            page, self._held_page = self._held_page, None
            self._take(page)
        elif not event.page.more and not event.state.arriving:
            self._want_pull, self._want_head = self._asked or self._sight.woken > event.page.head, False
            self._pull_cursor = event.state.cursor
            self._pushes = 0
            self._delete_allowed = False
            self._sight.agreed(event.page.head, event.at_ms)
            self._troubles.agreed()
            self._sight.tell_time(event.page.server_now, event.at_ms)
            self._check.seen(event.at_ms, event.state)

    # --- the cloud answered ------------------------------------------------------------------------------

    def _on_pushed(self, event: e.Pushed) -> None:
        self._sending = None
        first = event.batch.groups[0].n
        if event.reply.acked_n < first - 1:  # a restored cloud lacks what went before, and would wait for it
            self._become_another()
            return
        if event.reply.acked_n < first:
            self._no_progress()
            return
        self._troubles.worked(pushed=event.batch)
        self._troubles.recognised()
        self._sight.tell_time(event.reply.server_now, (event.sent_at + event.got_at) // 2)
        self._store(e.StoreOutcomes(self._next(), event))

    def _on_page_came(self, event: e.PageCame) -> None:
        asked, self._sending = self._sending, None
        state, page = self._known(), event.page
        turns = bool(state.scopes) and page.scopes != state.scopes
        circles = self._sight.circles(page, asked.cursor if isinstance(asked, e.SendPull) else None)
        if circles or (turns and self._sight.turned):
            self._drop_steps()
            self._sight.turned = False
            self._no_progress()
            return
        if not turns:
            self._troubles.worked()
        self._troubles.recognised()
        self._versions.outdated = False
        halt = self._sight.halt(state, epoch=page.epoch, head=page.head)
        if halt is not None:
            self._stop_and_ask(halt, page.epoch)
            return
        self._sight.note(page.head)
        if turns:
            self._held_page = None
            self._sight.turn()
            self._store(e.StartOver(self._next(), page.scopes))
        elif self._storing is not None:
            self._held_page = page
        else:
            self._take(page)

    def _on_head_came(self, event: e.HeadCame) -> None:
        self._sending = None
        self._want_head = False
        state = self._known()
        halt = self._sight.halt(state, epoch=event.epoch, head=event.head)
        if halt is not None:
            self._stop_and_ask(halt, event.epoch)
        elif self.mode is Mode.HALTED:
            self.mode, self.halt, self._other = Mode.RUNNING, None, None
            self._troubles.worked()
            self._want_push = self._want_pull = True
        elif self._troubles.head_answered():
            return
        elif event.head != self._sight.head or (state.scopes and event.scopes != state.scopes):
            self._want_pull = not self._versions.outdated
        else:
            self._sight.since_ms = event.at_ms
            self._check.seen(event.at_ms, state)
            self._want_pull = self._sight.is_clock_wrong  # a page tells the time, a head does not

    def _on_checking(self, event: e.SumsCame | e.Compared) -> None:
        self._sending = None
        self._troubles.worked()
        self._want_pull = self._check.on(event, self._known()) or self._want_pull

    def _on_check_ended(self, event: e.CheckEnded) -> None:
        self._finish(event.state)
        self._check.on(event, event.state)
        self._pull_cursor, self._sight.head = event.state.cursor, event.state.head
        self._sight.note(event.state.head)
        self._want_pull = self._want_pull or event.state.arriving

    def _on_renewed(self, _event: e.Renewed) -> None:
        self._sending = None
        self._troubles.renewed()

    def _on_enrolled(self, event: e.Enrolled) -> None:
        self._sending = None
        self._troubles.enrolled()
        self._forked = True
        self._store(e.Adopt(self._next(), event.device, event.series))

    def _on_surrendered(self, _event: e.Surrendered) -> None:
        self._want_surrender = False
        self._stop_and_ask(Halt.REMOVED)

    def _on_failed(self, event: e.Failed) -> None:
        failed, storing = self._sending, self._storing
        self._drop_steps()
        if isinstance(failed, e.Enrol):
            refused = event.trouble is e.Trouble.REFUSED
            self._troubles.enrolled() if refused else self._troubles.not_enrolled()
        if isinstance(failed, e.AskSums) and event.trouble is e.Trouble.REFUSED:
            self._check.give_up()
            return
        if isinstance(storing, e.EndCheck) and event.trouble is e.Trouble.ASKS:
            self._check.stopped()
        if isinstance(storing, e.FollowEpoch) and event.trouble is e.Trouble.LOCAL:
            self._other = storing.epoch  # he who let it go on is not asked again
        if storing is not None or event.trouble is e.Trouble.LOCAL:
            self.state = None  # how far the replica came is its own to say
        match event:
            case e.Failed(trouble=e.Trouble.UNAUTHENTICATED):
                self._on_unauthenticated(event, renewing=isinstance(failed, e.Renew))
            case e.Failed(trouble=e.Trouble.ASKS):
                self._stop_and_ask(judge.OF_STORE[event.code])
            case e.Failed(trouble=e.Trouble.REFUSED) if self._on_refused(event, failed):
                pass
            case _:
                sent = failed.batch if isinstance(failed, e.SendPush) else None
                self._want_head = self._troubles.failed(event, sent=sent) or self._want_head
        if self.state is not None:
            self._pull_cursor = self.state.staged_cursor or self.state.cursor

    def _on_refused(self, event: e.Failed, failed: e.Sending | None) -> bool:
        """An answer that says what to do next; False where it is to be tried again like any other failure."""
        match event.code:
            case "fork" | "not_found" if isinstance(failed, e.SendPush | e.SendPull | e.ComparePage):
                self._become_another()
            case "epoch":
                self._stop_and_ask(Halt.EPOCH, judge.other_epoch(event.data))
            case "forbidden" | "not_found":
                # Asked once each time access is lost: a cloud that removed nobody refuses it, and nothing is given up.
                self._want_surrender = self.halt is not Halt.ACCESS and event.code == "forbidden"
                self._stop_and_ask(Halt.ACCESS)
            case "schema" if isinstance(failed, e.SendPull | e.ComparePage):
                self._versions.outdated, self._want_pull = True, False
                self._check.give_up()
            case "schema":
                return self._versions.push_refused(event.data)
            case _:
                return False
        return True

    def _become_another(self) -> None:
        """Enrols this computer anew; in vain lately, it rather waits: else a cloud that knows nobody has thousands."""
        if self._troubles.may_enrol():
            self._send(e.Enrol(self._next()))
        else:
            self._no_progress()

    def _no_progress(self) -> None:
        self._troubles.failed(e.Failed(0, e.Trouble.NOT_OURS, _(chip.NO_PROGRESS)))

    def _on_unauthenticated(self, event: e.Failed, *, renewing: bool) -> None:
        if renewing or self._troubles.has_renewed:
            self.mode = Mode.SIGNED_OUT
            self._signed_out_by = event.cause or Cause.SIGN_IN
        else:
            self._send(e.Renew(self._next()))

    # --- the next step -----------------------------------------------------------------------------------

    def _go(self) -> None:
        """Starts what is wanted most, or sets the timer."""
        if self.mode is Mode.OFF or self._sending or self._storing:
            return
        self._look_up()
        if self.mode is Mode.HALTED:
            self._look_again()
        elif self.mode is Mode.RUNNING:
            self._go_on()

    def _go_on(self) -> None:
        if self._troubles.waiting:
            self._arm(self._troubles.delay())
        elif self._storing:
            return
        elif (
            self._known().closed
        ):  # before anything is said in the name of a device that others may speak for too
            self._send(e.Enrol(self._next()))
        elif self._troubles.suspect and self._want_head:
            self._send(e.AskHead(self._next()))
        elif self._want_push and not (self._want_pull and self._pushes >= PUSHES_IN_A_ROW):
            self._edited = False
            self._store(e.ReadBatch(self._next(), self._troubles.batch_limit, self._versions.cloud_knows))
        elif self._want_pull:
            self._pull()
        elif self._want_head:
            self._send(e.AskHead(self._next()))
        elif (step := self._check.step(self._known(), self._next)) is not None:
            self._store(step) if isinstance(step, e.EndCheck) else self._send(step)
        else:
            self._arm(pace.poll(focused=self._focused, live=self._live))

    def _look_again(self) -> None:
        """While stopped: hands over what was not sent, and sees now and then whether the cause is gone."""
        if self.state is None or self._storing:
            return
        if self._troubles.waiting:
            self._arm(self._troubles.delay())
        elif self._want_surrender:
            self._send(e.Surrender(self._next()))
        elif self.halt in judge.HEAL and self._want_head:
            self._send(e.AskHead(self._next()))
        elif self.halt in judge.HEAL:
            self._arm(pace.poll(focused=False, live=True))

    def _look_up(self) -> None:
        """Reads the replica's own account where it is not known; the chip needs it in every mode."""
        if self._want_load or (self.state is None and not self._troubles.waiting):
            self._want_load = False
            self._store(e.Load(self._next()))
        elif self.mode is Mode.RUNNING and self._other is not None and not self._troubles.waiting:
            epoch, self._other = self._other, None
            self._sight.forget()
            self._store(e.FollowEpoch(self._next(), epoch))

    def _pull(self) -> None:
        state = self._known()
        limit = ARRIVAL_LIMIT if state.arriving else PAGE_LIMIT
        self._asked, self._sight.woken = False, ""
        self._send(e.SendPull(self._next(), self._pull_cursor, limit, state))

    def _take(self, page: Page) -> None:
        """Applies a page the way it is to be applied: as it comes, put aside, or as a whole checkpoint."""
        state = self._known()
        self._pull_cursor = page.cursor
        if state.arriving or (page.more and state.staged + page.count() > CHECKPOINT_ROWS):
            self._store(e.ApplyArrival(self._next(), page, state.bulk))
            if page.more and not self._want_push:
                self._pull()
        elif page.more:
            self._store(e.Stage(self._next(), page))
        else:
            self._store(e.ApplyCheckpoint(self._next(), page, deletes_allowed=self._delete_allowed))

    def _stop_and_ask(self, halt: Halt, other: str | None = None) -> None:
        self.mode, self.halt, self._other = Mode.HALTED, halt, other
        self._want_head = False
        self._drop_steps()

    # --- steps -------------------------------------------------------------------------------------------

    def _finish(self, state: SyncState) -> None:
        """The step that touched the replica, or enrolled, is over."""
        self.state = state
        self._storing = None
        if self._troubles.local:
            self._troubles.worked()

    # --- the chip ----------------------------------------------------------------------------------------

    def _tell(self) -> None:
        status = self._status_now()
        if status != self._status:
            self._status = status
            self._out.append(e.Tell(status))

    def _status_now(self) -> SyncStatus:
        return chip.status_of(
            chip.Standing(
                halted=self.halt if self.mode is Mode.HALTED else None,
                off=self.mode is Mode.OFF,
                signed_out=self._signed_out_by if self.mode is Mode.SIGNED_OUT else None,
                sending=self._sending,
                storing=self._storing,
                wants=self._want_push or self._want_pull,
                outdated=self._versions.outdated,
                cloud_older=self._versions.cloud_knows > 0,
                forked=self._forked,
            ),
            self.state,
            self._troubles,
            self._sight,
            round_of=self._round_of,
        )

    _handlers: ClassVar[Mapping[type, Callable[[Any, Any], None]]] = MappingProxyType(
        {
            **Outside.HEARD,
            e.Loaded: _on_loaded,
            e.BatchRead: _on_batch_read,
            e.Stored: _on_stored,
            e.Applied: _on_applied,
            e.Pushed: _on_pushed,
            e.PageCame: _on_page_came,
            e.HeadCame: _on_head_came,
            e.SumsCame: _on_checking,
            e.Compared: _on_checking,
            e.CheckEnded: _on_check_ended,
            e.Renewed: _on_renewed,
            e.Enrolled: _on_enrolled,
            e.Surrendered: _on_surrendered,
            e.Failed: _on_failed,
        }
    )

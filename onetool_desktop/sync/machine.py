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
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from onetool_desktop.sync import chip, judge, pace
from onetool_desktop.sync import events as e
from onetool_desktop.sync.judge import Halt
from onetool_desktop.sync.selfcheck import SelfCheck
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.sync.troubles import Troubles

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import Page, SyncState

CHECKPOINT_ROWS = 1_000  # a stage above this is applied as it comes
PAGE_LIMIT = 1_000
ARRIVAL_LIMIT = 3_000  # about a MiB, the most a page may have: fewer calls on the way
PUSHES_IN_A_ROW = 8  # then others' changes are fetched before the next


class Mode(StrEnum):
    """Whether the engine runs at all."""

    OFF = "off"
    RUNNING = "running"
    SIGNED_OUT = "signed_out"
    HALTED = "halted"


class Machine:
    """The engine of one replica and its cloud. Feed it events one at a time, carry out what it returns."""

    def __init__(self, *, checks_daily: bool = False) -> None:
        self.mode = Mode.OFF
        self.halt: Halt | None = None
        self.state: SyncState | None = None
        self._out: list[e.Effect] = []
        self._attempt = 0
        self._sending: e.Sending | None = None
        self._storing: e.Storing | None = None
        self._want_push = self._want_pull = self._want_head = self._want_load = False
        self._edited = self._asked = False  # since the outbox was last read, since the last pull was sent
        self._timer = 0
        self._armed = False
        self._focused = True
        self._live = False
        self._woken = ""  # the highest head told since the last pull was sent
        self._troubles = Troubles()
        self._check = SelfCheck(daily=checks_daily)
        self._pushes = 0
        self._round_of = 0
        self._pull_cursor: str | None = None
        self._held_page: Page | None = None
        self._delete_allowed = False
        self._other: str | None = None  # the epoch of a restored cloud
        self._head = self._highest = ""
        self._since_ms: int | None = None
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
        effects, self._out = self._out, []
        return effects

    # --- people and the system ---------------------------------------------------------------------------

    def _on_started(self, _event: e.Started) -> None:
        if self.mode is Mode.OFF:
            self.mode, self.halt = Mode.RUNNING, None
            self._troubles = Troubles()
            self._drop_steps()
            self.state = None
            self._want_push = self._want_pull = True

    def _on_stopped(self, _event: e.Stopped) -> None:
        self.mode = Mode.OFF
        self._drop_steps()

    def _on_edited(self, _event: e.Edited) -> None:
        self._want_push = self._want_load = self._edited = True
        if self._troubles.reset(by_person=False):
            self._armed = False

    def _on_sync_now(self, _event: e.SyncNow) -> None:
        self._want_push = self._want_pull = self._asked = True
        if self._troubles.reset(by_person=True):
            self._armed = False
        if self.mode is Mode.HALTED and self.halt is Halt.ACCESS:
            self.mode, self.halt = Mode.RUNNING, None

    def _on_signed_in(self, _event: e.SignedIn) -> None:
        if self.mode is Mode.SIGNED_OUT:
            self.mode = Mode.RUNNING
            self._troubles = Troubles()
            self._armed = False
            self._want_push = self._want_pull = True

    def _on_network(self, event: e.Network) -> None:
        if event.up:
            self._want_pull = self._asked = True
            if self._troubles.reset(by_person=False):
                self._armed = False

    def _on_focus(self, event: e.Focus) -> None:
        came = event.focused and not self._focused
        self._focused = event.focused
        if not self._troubles.waiting:
            self._armed = False
            self._want_head = self._want_head or (came and not self._live)

    def _on_woken(self, event: e.Woken) -> None:
        if event.head != self._head:
            self._want_pull = True
            self._woken = max(self._woken, event.head)

    def _on_live(self, event: e.Live) -> None:
        self._live = event.connected
        if not self._troubles.waiting:
            self._armed = False

    def _on_slept(self, _event: e.Slept) -> None:
        if self._troubles.reset(by_person=False):
            self._armed = False
        elif not self._troubles.waiting:
            self._want_head = True

    def _on_check_now(self, _event: e.CheckNow) -> None:
        self._check.want()

    def _on_proceed(self, _event: e.Proceed) -> None:
        if self.mode is not Mode.HALTED or self.halt not in {Halt.MASS_DELETE, Halt.EPOCH}:
            return
        self._delete_allowed = self.halt is Halt.MASS_DELETE
        self._check.proceed()
        self.mode, self.halt = Mode.RUNNING, None
        self._want_push = self._want_pull = True

    def _on_rang(self, event: e.Rang) -> None:
        if event.token == self._timer and self._armed:
            self._armed = False
            if not self._troubles.rang():
                self._want_head = True

    # --- the replica answered ----------------------------------------------------------------------------

    def _on_loaded(self, event: e.Loaded) -> None:
        self._finish(event.state)
        self._highest = max(self._highest, event.state.head)
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
        self._finish(event.state)
        if self._held_page is not None:
            page, self._held_page = self._held_page, None
            self._take(page)
        elif not event.page.more and not event.state.arriving:
            self._want_pull, self._want_head = self._asked or self._woken > event.page.head, False
            self._pull_cursor = event.state.cursor
            self._pushes = 0
            self._delete_allowed = False
            self._head = event.page.head
            self._since_ms = event.at_ms
            self._check.seen(event.at_ms, event.state)

    # --- the cloud answered ------------------------------------------------------------------------------

    def _on_pushed(self, event: e.Pushed) -> None:
        self._sending = None
        first = event.batch.groups[0].n
        if event.reply.acked_n < first - 1:  # a restored cloud lacks what went before, and would wait for it
            self._send(e.Enrol(self._next()))
            return
        if event.reply.acked_n < first:
            self._troubles.failed(e.Failed(0, e.Trouble.NOT_OURS, chip.NO_PROGRESS))
            return
        self._troubles.worked(pushed=event.batch)
        self._store(e.StoreOutcomes(self._next(), event))

    def _on_page_came(self, event: e.PageCame) -> None:
        asked, self._sending = self._sending, None
        state, page = self._known(), event.page
        stands = isinstance(asked, e.SendPull) and page.cursor == asked.cursor
        if stands and (page.more or page.phase is not None):
            self._troubles.failed(e.Failed(0, e.Trouble.NOT_OURS, chip.NO_PROGRESS))
            return
        self._troubles.worked()
        if state.epoch and page.epoch != state.epoch:
            self._stop_and_ask(Halt.EPOCH, page.epoch)
        elif judge.went_back(self._highest, page.head):
            self._stop_and_ask(Halt.WENT_BACK)
        elif state.scopes and page.scopes != state.scopes:
            self._held_page = None
            self._store(e.StartOver(self._next(), page.scopes))
        elif self._storing is not None:
            self._held_page = page
        else:
            self._take(page)
        self._highest = max(self._highest, page.head)

    def _on_head_came(self, event: e.HeadCame) -> None:
        self._sending = None
        self._want_head = False
        state = self._known()
        if state.epoch and event.epoch != state.epoch:
            self._stop_and_ask(Halt.EPOCH, event.epoch)
        elif judge.went_back(self._highest, event.head):
            self._stop_and_ask(Halt.WENT_BACK)
        elif self._troubles.head_answered():
            return
        elif event.head != self._head or (state.scopes and event.scopes != state.scopes):
            self._want_pull = True
        else:
            self._since_ms = event.at_ms
            self._check.seen(event.at_ms, state)

    def _on_checking(self, event: e.SumsCame | e.Compared) -> None:
        self._sending = None
        self._troubles.worked()
        self._want_pull = self._check.on(event, self._known()) or self._want_pull

    def _on_check_ended(self, event: e.CheckEnded) -> None:
        self._finish(event.state)
        self._check.on(event, event.state)
        self._pull_cursor, self._head = event.state.cursor, event.state.head
        self._highest = max(self._highest, event.state.head)
        self._want_pull = self._want_pull or event.state.arriving

    def _on_renewed(self, _event: e.Renewed) -> None:
        self._sending = None
        self._troubles.renewed()

    def _on_enrolled(self, event: e.Enrolled) -> None:
        self._sending = None
        self._store(e.Adopt(self._next(), event.device, event.series))

    def _on_failed(self, event: e.Failed) -> None:
        failed, storing = self._sending, self._storing
        self._drop_steps()
        if isinstance(failed, e.AskSums) and event.trouble is e.Trouble.REFUSED:
            self._check.give_up()
            return
        if isinstance(storing, e.EndCheck) and event.trouble is e.Trouble.ASKS:
            self._check.stopped()
        if storing is not None or event.trouble is e.Trouble.LOCAL:
            self.state = None  # how far the replica came is its own to say
        match event:
            case e.Failed(trouble=e.Trouble.UNAUTHENTICATED):
                self._on_unauthenticated(renewing=isinstance(failed, e.Renew))
            case e.Failed(trouble=e.Trouble.REFUSED, code="fork" | "not_found") if isinstance(
                failed, e.SendPush
            ):
                self._send(e.Enrol(self._next()))
            case e.Failed(trouble=e.Trouble.REFUSED, code="epoch"):
                self._stop_and_ask(Halt.EPOCH, judge.other_epoch(event.data))
            case e.Failed(trouble=e.Trouble.ASKS):
                self._stop_and_ask(judge.OF_STORE[event.code])
            case e.Failed(trouble=e.Trouble.REFUSED, code="forbidden" | "not_found"):
                self._stop_and_ask(Halt.ACCESS)
            case _:
                sent = failed.batch if isinstance(failed, e.SendPush) else None
                self._want_head = self._troubles.failed(event, sent=sent) or self._want_head
        if self.state is not None:
            self._pull_cursor = self.state.staged_cursor or self.state.cursor

    def _on_unauthenticated(self, *, renewing: bool) -> None:
        if renewing or self._troubles.has_renewed:
            self.mode = Mode.SIGNED_OUT
        else:
            self._send(e.Renew(self._next()))

    # --- the next step -----------------------------------------------------------------------------------

    def _go(self) -> None:
        """Starts what is wanted most, or sets the timer."""
        if self.mode is Mode.OFF or self._sending or self._storing:
            return
        self._look_up()
        if self.mode is not Mode.RUNNING:
            return
        if self._troubles.waiting:
            self._arm(self._troubles.delay())
        elif self._storing:
            return
        elif self._troubles.suspect and self._want_head:
            self._send(e.AskHead(self._next()))
        elif self._want_push and not (self._want_pull and self._pushes >= PUSHES_IN_A_ROW):
            self._edited = False
            self._store(e.ReadBatch(self._next(), self._troubles.batch_limit))
        elif self._want_pull:
            self._pull()
        elif self._want_head:
            self._send(e.AskHead(self._next()))
        elif (step := self._check.step(self._known(), self._next)) is not None:
            self._store(step) if isinstance(step, e.EndCheck) else self._send(step)
        else:
            self._arm(pace.poll(focused=self._focused, live=self._live))

    def _look_up(self) -> None:
        """Reads the replica's own account where it is not known; the chip needs it in every mode."""
        if self._want_load or (self.state is None and not self._troubles.waiting):
            self._want_load = False
            self._store(e.Load(self._next()))
        elif self.mode is Mode.RUNNING and self._other is not None:
            epoch, self._other = self._other, None
            self._highest = self._head = ""
            self._store(e.FollowEpoch(self._next(), epoch))

    def _pull(self) -> None:
        state = self._known()
        limit = ARRIVAL_LIMIT if state.arriving else PAGE_LIMIT
        self._asked, self._woken = False, ""
        self._send(e.SendPull(self._next(), self._pull_cursor, limit, state))

    def _take(self, page: Page) -> None:
        """Applies a page the way it is to be applied: as it comes, put aside, or as a whole checkpoint."""
        state = self._known()
        self._pull_cursor = page.cursor
        if state.arriving or (page.more and state.staged + page.count() > CHECKPOINT_ROWS):
            self._store(e.ApplyArrival(self._next(), page))
            if page.more and not self._want_push:
                self._pull()
        elif page.more:
            self._store(e.Stage(self._next(), page))
        else:
            self._store(e.ApplyCheckpoint(self._next(), page, deletes_allowed=self._delete_allowed))

    def _stop_and_ask(self, halt: Halt, other: str | None = None) -> None:
        self.mode, self.halt, self._other = Mode.HALTED, halt, other
        self._drop_steps()

    # --- steps and timer ---------------------------------------------------------------------------------

    def _is_current(self, attempt: int) -> bool:
        return any(step is not None and step.attempt == attempt for step in (self._sending, self._storing))

    def _next(self) -> int:
        self._attempt += 1
        return self._attempt

    def _send(self, step: e.Sending) -> None:
        self._sending = step
        self._out.append(step)

    def _store(self, step: e.Storing) -> None:
        self._storing = step
        self._out.append(step)

    def _finish(self, state: SyncState) -> None:
        """The step that touched the replica, or enrolled, is over."""
        self.state = state
        self._storing = None
        if self._troubles.local:
            self._troubles.worked()

    def _drop_steps(self) -> None:
        self._sending = self._storing = self._held_page = None
        self._check.drop()
        self._pushes = 0
        self._armed = False

    def _arm(self, delay: pace.Delay) -> None:
        if not self._armed:
            self._timer += 1
            self._armed = True
            self._out.append(e.Arm(self._timer, delay))

    def _known(self) -> SyncState:
        if self.state is None:
            raise AssertionError("an answer came before the replica was read")
        return self.state

    # --- the chip ----------------------------------------------------------------------------------------

    def _tell(self) -> None:
        status = self._status_now()
        if status != self._status:
            self._status = status
            self._out.append(e.Tell(status))

    def _status_now(self) -> SyncStatus:
        return chip.status_of(
            self._kind_now(),
            self.state,
            halt=self.halt,
            trouble=self._troubles.sentence,
            round_of=self._round_of,
            since_ms=self._since_ms,
        )

    def _kind_now(self) -> Kind:
        applying = isinstance(self._storing, e.StoreOutcomes | e.ApplyCheckpoint | e.Stage | e.ApplyArrival)
        rules = (
            (self.mode in {Mode.OFF, Mode.HALTED}, Kind.STOPPED),
            (self.mode is Mode.SIGNED_OUT, Kind.SIGNIN),
            (self._troubles.failures > 0, Kind.OFFLINE),
            (self.state is not None and self.state.arriving, Kind.ARRIVING),
            (self.state is None or applying or isinstance(self._sending, e.SendPush), Kind.SYNCING),
            (self.state is not None and self.state.attention > 0, Kind.ATTENTION),
            (self._want_push or self._want_pull, Kind.SYNCING),
        )
        return next((kind for holds, kind in rules if holds), Kind.SYNCED)

    _handlers: ClassVar[Mapping[type, Callable[[Any, Any], None]]] = MappingProxyType(
        {
            e.Started: _on_started,
            e.Stopped: _on_stopped,
            e.Edited: _on_edited,
            e.SyncNow: _on_sync_now,
            e.SignedIn: _on_signed_in,
            e.Network: _on_network,
            e.Focus: _on_focus,
            e.Woken: _on_woken,
            e.Live: _on_live,
            e.Slept: _on_slept,
            e.CheckNow: _on_check_now,
            e.Proceed: _on_proceed,
            e.Rang: _on_rang,
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
            e.Failed: _on_failed,
        }
    )

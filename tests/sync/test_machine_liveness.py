"""No order of events wedges the machine: once the faults are over, everything is sent, fetched and quiet.

A replica and a cloud of numbers stand in for the real ones: groups are numbers, the cloud's rows are its head.
"""

from dataclasses import replace

from hypothesis import given, settings, strategies as st

from onetool_desktop.store.exchange import Page, SyncState
from onetool_desktop.sync import events as e
from onetool_desktop.sync.calls import PushReply
from onetool_desktop.sync.machine import Machine
from onetool_desktop.sync.outside import Mode
from tests.sync.values import batch, page, state

HOPES = (
    e.SyncNow(),
    e.Network(up=True),
    e.Network(up=False),
    e.Focus(focused=False),
    e.Focus(focused=True),
    e.CheckNow(),
    e.Slept(),
    e.Live(connected=True),
    e.Live(connected=False),
    e.Woken("000000000099"),
)
CODES = ("", "invalid", "schema", "what", "fork")
TROUBLES = tuple(t for t in e.Trouble if t is not e.Trouble.ASKS)


class World:
    """Numbers for a replica and a cloud, and the machine between them."""

    def __init__(self) -> None:
        self.machine = Machine()
        self.waiting: list[int] = []
        self.made = 0
        self.acked = 0
        self.head = 1
        self.cursor = 0
        self.staged: int | None = None
        self.open: dict[int, e.Sending | e.Storing] = {}
        self.timer: e.Arm | None = None
        self.old: list[e.Event] = []
        self.done: list[e.Event] = []
        self.hear(e.Started())

    def hear(self, event: e.Event) -> None:
        """One event, and what must hold after each."""
        for effect in self.machine.on(event):
            if isinstance(effect, e.Arm):
                self.timer = effect
            elif not isinstance(effect, e.Tell):
                self.open[effect.attempt] = effect
        sending = [s for s in self.open.values() if isinstance(s, e.SendPush | e.SendPull)]
        current = [s for s in sending if s is self.machine._sending]
        assert len(current) <= 1
        if self.machine.mode is Mode.RUNNING:
            busy = self.machine._sending or self.machine._storing
            assert busy or self.machine._armed, "running, with nothing under way and no timer"

    def edit(self) -> None:
        self.made += 1
        self.waiting.append(self.made)
        self.hear(e.Edited())

    def state(self) -> SyncState:
        staged = None if self.staged is None else f"{self.staged:012d}"
        return state(cursor=f"{self.cursor:012d}", staged_cursor=staged, waiting=len(self.waiting))

    def work(self, attempt: int) -> None:
        """The effect is carried out; its answer is on the way."""
        self.done.append(self.carry_out(self.open.pop(attempt)))

    def listen(self) -> None:
        """The machine hears the oldest answer."""
        event = self.done.pop(0)
        self.old.append(event)
        self.hear(event)

    def carry_out(self, effect: e.Sending | e.Storing) -> e.Event:
        attempt = effect.attempt
        match effect:
            case (
                e.SendPush()
                | e.SendPull()
                | e.AskHead()
                | e.AskSums()
                | e.ComparePage()
                | e.Renew()
                | e.Enrol()
                | e.Surrender()
            ):
                return self.cloud(effect)
            case e.EndCheck():
                self.cursor = max(self.cursor, int((effect.page and effect.page.cursor) or 0))
                return e.CheckEnded(attempt, self.state())
            case e.ReadBatch():
                return e.BatchRead(
                    attempt, batch(*self.waiting[: effect.limit or 3]) if self.waiting else None
                )
            case e.StoreOutcomes():
                self.waiting = [n for n in self.waiting if n > effect.pushed.reply.acked_n]
                return e.Stored(attempt, self.state())
            case e.Stage() | e.ApplyArrival():
                self.staged = int(effect.page.cursor or 0)
            case e.ApplyCheckpoint():
                self.cursor, self.staged = int(effect.page.cursor or 0), None
            case _:
                return e.Loaded(attempt, self.state())
        return e.Applied(attempt, effect.page, self.state(), 0)

    def cloud(self, effect: e.Sending) -> e.Event:
        attempt = effect.attempt
        match effect:
            case e.SendPush():
                self.acked = max(self.acked, effect.batch.groups[-1].n)
                self.head += 1
                return e.Pushed(
                    attempt, effect.batch, PushReply(self.acked, f"{self.head:012d}", 0, ()), 0, 0
                )
            case e.SendPull():
                return e.PageCame(attempt, self.page(int(effect.cursor or 0)))
            case e.AskHead():
                return e.HeadCame(attempt, f"{self.head:012d}", "00000001", "all", 0)
            case e.AskSums():
                here = f"{self.cursor:012d}"
                differing = None if self.cursor != self.head else ("clients",) if self.made % 2 else ()
                return e.SumsCame(attempt, differing, here, 0)
            case e.ComparePage():
                return e.Compared(attempt, self.page(int(effect.cursor or 0)), effect.found)
            case e.Renew():
                return e.Renewed(attempt)
            case e.Enrol():
                return e.Enrolled(attempt, "d2", "X")
            case e.Surrender():
                return e.Surrendered(attempt)

    def page(self, cursor: int) -> Page:
        upto = min(cursor + 2, self.head)
        return replace(page(head=f"{self.head:012d}"), cursor=f"{upto:012d}", more=upto < self.head)


STEPS = st.lists(
    st.tuples(st.sampled_from("aaaaddddfflrrheeeosx"), st.integers(0, 9), st.integers(0, 7)), max_size=60
)


def disturb(world: World, what: str, first: int, second: int) -> None:
    """One step of chaos."""
    attempts = sorted(world.open)
    if what == "a" and attempts:
        world.work(attempts[first % len(attempts)])
    elif what == "d" and world.done:
        world.listen()
    elif what in "fl" and attempts:
        fail(world, world.open.pop(attempts[first % len(attempts)]), first, second, lost=what == "l")
    elif what == "r" and world.timer is not None:
        world.hear(e.Rang(world.timer.token))
    elif what == "o" and world.old:
        world.hear(world.old[first % len(world.old)])
    else:
        live(world, what, first)


def live(world: World, what: str, first: int) -> None:
    """What people, the system and other devices do."""
    if what == "h":
        world.hear(HOPES[first % len(HOPES)])
    elif what == "e":
        world.edit()
    elif what == "s":
        world.head += 1
    elif what == "x":
        world.hear(e.Stopped())
        world.hear(e.Started())


def fail(world: World, effect: e.Sending | e.Storing, first: int, second: int, *, lost: bool) -> None:
    """The effect fails; `lost`: it was done, and only its answer is gone."""
    if lost:
        world.carry_out(effect)
    trouble, code = TROUBLES[second % len(TROUBLES)], CODES[first % len(CODES)]
    world.hear(e.Failed(effect.attempt, trouble, "Why.", retry_after_ms=first or None, code=code))


@settings(max_examples=300)
@given(STEPS)
def test_once_faults_are_over_everything_is_sent_and_fetched(steps: list[tuple[str, int, int]]) -> None:
    world = World()
    for what, first, second in steps:
        disturb(world, what, first, second)
    if world.machine.mode is Mode.SIGNED_OUT:
        world.hear(e.SignedIn())
    for _ in range(60 + 16 * (len(world.waiting) + world.head)):
        if world.open:
            world.work(min(world.open))
        elif world.done:
            world.listen()
        elif world.machine.is_quiet and not world.waiting and world.cursor == world.head:
            break
        elif world.timer is not None:
            world.hear(e.Rang(world.timer.token))
    assert world.machine.mode is Mode.RUNNING
    assert (world.waiting, world.cursor, world.machine.is_quiet) == ([], world.head, True)

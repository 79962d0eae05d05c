"""One device of a schedule: a real replica, machine, session and services, driven one small step at a time.

Promises: between two effects of the machine anything may happen, as in the program, where edits, applications and calls
run in lanes of their own; a crash ends it at a statement, and what is opened again is the file alone. What a person was
shown as saved is written down here, outside the replica, to be asked for later.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.keyring_store import MemorySecrets, refresh_token_entry
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.simulator.beginning import PASSWORD, Enrolled, gate_for
from onetool_desktop.proof.simulator.borders import Strangers
from onetool_desktop.proof.simulator.computer import Computer
from onetool_desktop.proof.simulator.confided import Confidences
from onetool_desktop.proof.simulator.faults import CrashError, Fault
from onetool_desktop.proof.simulator.folding import Folding
from onetool_desktop.proof.simulator.fragile import FragileDb
from onetool_desktop.proof.simulator.network import Network, World
from onetool_desktop.services.undo import Undo
from onetool_desktop.store import backup
from onetool_desktop.store.engine import Db
from onetool_desktop.store.replica import Reads, Replica
from onetool_desktop.sync import connect, events as e
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.errors import UnauthenticatedError
from onetool_desktop.sync.judge import Halt
from onetool_desktop.sync.machine import Machine
from onetool_desktop.sync.outside import Mode

_POWER_CUT = (
    0.2  # share of crashes after which the file is really opened: another way to the same rows, and slow
)
T = TypeVar("T")


class BrokenError(AssertionError):
    """A step of the replica broke where nothing was wrong with the disk."""


class OneThread(Replica):
    """A replica whose one thread both reads and writes: between two writes it reads over the writing connection, and
    sees there what another connection would. Each start of the program would open one more.
    """

    def reads(self) -> Reads:
        """What was committed."""
        db = self.writer.raw if isinstance(self.writer, FragileDb) else self.writer
        return super().reads() if db.in_transaction else Reads(db)


class Device:
    """A device in the hands of the schedule.

    `saved` are the groups its person was shown as saved, `discarded` those he dropped from Needs attention himself;
    `rewound` are those his file forgot when it was restored, `shared` those that stand in a clone's file as well.
    `imaged`: a whole disk was, keyring and all, so that only the cloud can tell. `computer` is the one it was copied
    to.
    `marks` are those of other organisations, which may not be in its files; `seed` is that of its ids; `left` is open
    on its file already.
    """

    def __init__(
        self,
        *,
        at: int,
        enrolled: Enrolled,
        path: Path,
        world: World,
        seed: int,
        clock: ManualClock,
        computer: Computer | None = None,
        marks: Iterable[str] = (),
        left: Db | None = None,
    ) -> None:
        self.at = at
        self.enrolled = enrolled
        self.path = path
        self.clock = clock
        self.network = Network(world)
        self.saved: dict[str, str] = {}
        self.discarded: set[str] = set()
        self.rewound: set[str] = set()
        self.shared: set[str] = set()
        self.imaged = False
        self.computer = computer or Computer(at)
        self.applied: tuple[str, str] | None = None
        self.touched = True
        self._stood: tuple[FragileDb | None, int] = (None, 0)
        self.backup: Path | None = None
        self._marks: dict[Path, str | None] = {}  # the keyring when each copy was made
        self.undo: list[Undo] = []
        self.confidences = Confidences(at)
        self.authors: set[str] = set()  # under which this file has signed
        self._world = world
        # Not by the clock: twins draw the same ids whatever their clocks show.
        self._ids = SeededIds(seed, ManualClock(clock.now_ms()))
        self.strangers = Strangers(path, marks)
        secrets = MemorySecrets()
        secrets.set(refresh_token_entry(enrolled.account.key), enrolled.refresh_token)
        self._gate = gate_for(self.network, clock, self._ids, secrets, f"Device {at}")
        self.session = self._gate.session(enrolled.account)
        self.boot(ours=computer is None, left=left)
        self._first_mark = self.computer.mark

    def boot(self, *, ours: bool = False, left: Db | None = None) -> None:
        """Opens the file, or takes the connection that is `left`, and starts the engine."""
        if left is None:
            self.replica = OneThread.open(self.path, key=None, clock=self.clock, ids=self._ids)
            left = self.replica.writer
            self.strangers.begin()
        else:
            self.replica = OneThread(self.path, left, key=None, clock=self.clock, ids=self._ids)
        self.db = FragileDb(left)
        self.replica.writer = self.db
        self.computer.tie(self.replica, ours=ours)
        self.steps = connect.steps_of(self._gate, self.session, self.replica)
        self.machine = Machine()
        self.effects: list[e.Sending | e.Storing] = []
        self.events: list[e.Event] = []
        self.timer: tuple[float, int] | None = None
        self.folding = Folding()
        self.seen: tuple[str, str] = ("", "")  # the epoch and head last shown
        self.authors.add(self.replica.identity.author)
        self.undo.clear()
        self.hear(e.Started())

    def reload(self) -> None:
        """What is open sees a file that was replaced beneath it; the journal of what was open is given back."""
        left = self.db.raw
        self.db.outlive()
        self.replica.close()
        self.db = FragileDb(left)
        self.replica = OneThread(self.path, left, key=None, clock=self.clock, ids=self._ids)
        self.replica.writer = self.db
        self.computer.follow(self.replica)
        self.steps = connect.steps_of(self._gate, self.session, self.replica)
        self.folding = Folding()
        self.touched, self._stood = True, (None, 0)

    @property
    def reads(self) -> Reads:
        """The rows as committed, without a second connection."""
        return Reads(self.replica.writer)

    @property
    def org(self) -> str:
        """Its organisation."""
        return self.enrolled.org

    @property
    def is_all_seeing(self) -> bool:
        """Whether the person holds all records."""
        return self.replica.principal.all_records

    def has_written_nothing(self) -> bool:
        """Whether its file is what it was when this was asked last: nothing was written, not even to be undone."""
        stands = (self.db, self.db.raw.total_changes)
        same, self._stood = stands == self._stood, stands
        return same

    def act(self, what: Callable[[Replica], T], *, name: str = "") -> T | None:
        """A person does something; None where he was told that it cannot be done. What is saved is written down."""
        before = self.replica.hand.last_n
        try:
            done = what(self.replica)
        except SentenceError:
            done = None
        fresh = self.db.execute("SELECT gid, body FROM outbox WHERE n > ?", (before,)).fetchall()
        for gid, body in fresh:
            self.saved.setdefault(gid, body)
        if self.discarded:
            self.discarded -= self._known()  # an undo may have brought one back
        self.touched = True
        if fresh:
            self._world.story.saved(self.at, name, [gid for gid, _ in fresh])
            self.hear(e.Edited())
        return done

    def hear(self, event: e.Event) -> None:
        """The machine hears one event."""
        for effect in self.machine.on(event):
            match effect:
                case e.Arm():
                    wait = effect.delay.least_ms + self._world.draw.randrange(effect.delay.spread_ms + 1)
                    self.timer = (self.clock.monotonic() + wait / 1_000, effect.token)
                case e.Tell():
                    pass
                case _:
                    self.effects.append(effect)

    def step(self) -> bool:
        """One small step of the engine: an effect carried out, or an answer heard. False when there is none."""
        if self.events and (not self.effects or self._world.draw.random() < 0.5):
            self.hear(self.events.pop(0))
            return True
        if self.effects:
            effect = self.effects.pop(0)
            event = self.carry_out(effect)
            self._world.story.did(self.at, effect, event)
            self.events.append(event)
            return True
        return self.ring()

    def ring(self, *, early: bool = False) -> bool:
        """The timer, if it is due (or `early`: time passes until it is)."""
        if self.timer is None or self.effects or self.events:
            return False
        due, token = self.timer
        if not early and due > self.clock.monotonic():
            return False
        self.timer = None
        self.hear(e.Rang(token))
        return True

    @property
    def due_in_ms(self) -> int:
        """Milliseconds until the timer rings; 0 when it is due or there is none."""
        return 0 if self.timer is None else max(0, int((self.timer[0] - self.clock.monotonic()) * 1_000) + 1)

    @property
    def is_quiet(self) -> bool:
        """Whether the engine has nothing to do."""
        return self.machine.is_quiet and not self.effects and not self.events

    def crash(self) -> None:
        """The process is gone; the file is opened again, mostly by what the simulation has open on it."""
        self._world.struck(Fault.DEVICE_CRASH)
        self.touched = True
        left = self.db.outlive() if self._world.draw.random() > _POWER_CUT else None
        self.replica.close()
        self.boot(left=left)
        self.discarded -= self._known()

    def restart(self, *, late: bool) -> None:
        """The engine is stopped and started; what was answered to the stopped one comes `late`, or not at all."""
        self.hear(e.Stopped())
        self.effects.clear()
        if not late:
            self.events.clear()
        self.hear(e.Started())

    def fragile(self, work: Callable[[], object], crash_in: int | None) -> bool:
        """Does `work`; False when the process ended in it and was opened again."""
        self.db.arm(crash_in)
        try:
            work()
        except CrashError:
            if not self.db.dead:
                raise
            self.crash()
            return False
        finally:
            self.db.arm(None)
        return True

    def copy_to(self, path: Path) -> Path:
        """A copy of the file as it is now, made by the product's own backup."""
        self._marks[path] = self.computer.mark
        return backup.make(self.replica.writer, path, key=None)

    def rewind(self, copy: Path, *, image: bool = False) -> None:
        """The file is replaced by an older copy of itself, by hand or, with its keyring, in the `image` of a whole
        disk; what it forgets is written down.
        """
        if image:
            self.imaged = True
            self.computer.mark = self._marks.get(copy, self._first_mark)
        self.replica.close()
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        shutil.copyfile(copy, self.path)
        self.touched = True
        self.applied = None  # the file that a checkpoint came into is gone
        self.boot()
        self.rewound |= self.saved.keys() - self._known()
        self.discarded -= self._known()

    def revive(self) -> None:
        """The person signs in again, looks at why the engine stopped, and lets it go on."""
        if self.machine.mode is Mode.SIGNED_OUT:
            self.act(lambda _: self.session.sign_in(PASSWORD, device_name=f"Device {self.at}"))
            self.hear(e.SignedIn())
        elif self.machine.mode is Mode.HALTED:
            self.hear(e.SyncNow() if self.machine.halt is Halt.ACCESS else e.Proceed())

    def ask(self, call: Call) -> Any:
        """A call as this person, signing in anew where that is needed."""
        try:
            return self.session.ask(call)
        except UnauthenticatedError:
            self.session.sign_in(PASSWORD, device_name=f"Device {self.at}")
            return self.session.ask(call)

    def part(self) -> Db | None:
        """Gives back the files, and what is open on the database."""
        left = self.db.outlive()
        self.close()
        return left

    def close(self) -> None:
        """Gives back the files."""
        self.replica.close()
        self.strangers.close()

    def _known(self) -> set[str]:
        """The groups that the file knows of."""
        return {gid for (gid,) in self.db.execute("SELECT gid FROM outbox UNION SELECT gid FROM settled")}

    def carry_out(self, effect: e.Sending | e.Storing) -> e.Event:
        """Does what the machine asked for; the event that answers it."""
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
                return self.steps.send(effect)
            case _:
                self.touched = self.touched or not isinstance(effect, e.Load | e.ReadBatch)
                event = self._stored(effect)
        return event

    def _stored(self, effect: e.Storing) -> e.Event:
        refused, before = self.db.refusals, self.machine.state
        event = self.steps.store_whole(effect)
        broke = isinstance(event, e.Failed) and event.trouble is e.Trouble.LOCAL
        if isinstance(event, e.Failed) and broke and self.db.refusals == refused:
            raise BrokenError(f"device {self.at}: {type(effect).__name__}: {event.sentence}")
        self.authors.add(self.replica.identity.author)
        if isinstance(effect, e.ApplyArrival | e.StartOver | e.FollowEpoch):
            self.applied = None
        if isinstance(effect, e.ApplyCheckpoint) and isinstance(event, e.Applied):
            self.applied = (effect.page.epoch, effect.page.head)
        if isinstance(effect, e.StartOver) and before is not None and before.staged:
            self._world.struck(Fault.VOIDED)
        return event

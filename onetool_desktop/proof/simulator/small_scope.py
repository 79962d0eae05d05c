"""Every order of a small world: two devices, two rows, two registers, three groups, one crash, one duplicate, one loss,
one restore.

Promises: the real machine, replica and cloud; a step is one effect carried out and its answer heard, an act, or a
fault, and each state's every next step is tried; a state that was seen before is not gone on from. The properties of
`properties` are asked in each state, those of `at_rest` wherever everything has come to rest.
May not know: random choices; time, which stands still.

Why: schedules drawn at random find what is likely. What needs one order among thousands is found by trying them all,
where they are few enough; most faults of sync engines show with two devices and three changes.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.simulator import at_rest, properties
from onetool_desktop.proof.simulator.beginning import Beginning
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.proof.simulator.host import Host
from onetool_desktop.proof.simulator.network import World
from onetool_desktop.proof.simulator.snapshot import Moment, Snapshots
from onetool_desktop.proof.simulator.stage import Stage
from onetool_desktop.proof.simulator.witness import Witness
from onetool_desktop.services import clients
from onetool_desktop.sync import events as e

DEVICES = 4  # the beginning whose first two devices see everything
BUDGET = (Fault.DEVICE_CRASH, Fault.DUPLICATED, Fault.REPLY_LOST, Fault.RESTORED)
_MOST_SMALL_STEPS = 500


@dataclass(frozen=True, slots=True)
class Move:
    """One next step: of which device, what, and under which fault."""

    device: int
    what: str
    fault: Fault | None = None

    def told(self) -> str:
        """In words."""
        return f"device {self.device}: {self.what}{f' ({self.fault.value})' if self.fault else ''}"


@dataclass
class Found:
    """What was explored: states seen, steps taken, states left ungone, and what did not hold, with the way there."""

    visited: int = 0
    moves: int = 0
    left: int = 0
    rests: int = 0
    failure: properties.Finding | None = None
    path: tuple[Move, ...] = field(default=())


class SmallWorld:
    """The world, its present state, and the ways on from it."""

    def __init__(self, beginning: Beginning, folder: Path) -> None:
        self._stage = Stage(beginning, folder)
        self._stage.set(beginning.devices[at].file for at in (0, 1))
        self.clock = ManualClock(beginning.now_ms)
        self._ids = SeededIds(7, self.clock)
        self._host = Host(folder, self._stage.database, self.clock, self._ids)
        self.world = World(self._host.service, random.Random(0), Counter())
        self.witness = Witness(self.world, beginning.org)
        self.witness.look()
        self.world.committed = self.witness.look
        self.devices = [
            Device(
                at=at,
                enrolled=beginning.devices[at],
                path=folder / beginning.devices[at].file,
                world=self.world,
                seed=1,
                clock=self.clock,
            )
            for at in (0, 1)
        ]
        self._rows = _two_clients(self.devices[0])
        self._first = [device.copy_to(folder / f"first{device.at}.db") for device in self.devices]
        self.spent: frozenset[Fault] = frozenset()
        self.acted: frozenset[int] = frozenset()
        self._snapshots = Snapshots(folder, self._ids)

    def close(self) -> None:
        """Gives back the files."""
        self._snapshots.close()
        for device in self.devices:
            device.close()
        self._stage.close()

    def moves(self) -> Iterator[Move]:
        """Every next step."""
        for k, (at, _) in enumerate(_ACTS):
            if k not in self.acted:
                yield Move(at, f"act {k}")
        for device in self.devices:
            sends = bool(device.effects) and isinstance(device.effects[0], e.SendPush | e.SendPull)
            yield Move(device.at, "engine")
            for fault in BUDGET:
                network = fault in {Fault.DUPLICATED, Fault.REPLY_LOST}
                if fault not in self.spent and (sends or not network):
                    yield Move(device.at, "engine" if network else "device", fault)

    def make(self, move: Move) -> None:
        """Takes the step, and asks what must hold after it."""
        device = self.devices[move.device]
        if move.fault is not None:
            self.spent |= {move.fault}
        if move.what.startswith("act"):
            k = int(move.what[4:])
            self.acted |= {k}
            device.replica.ids = SeededIds(100 + k, self.clock)
            device.act(lambda _: _ACTS[k][1](device, self._rows))
        elif move.fault is Fault.DEVICE_CRASH:
            device.crash()
        elif move.fault is Fault.RESTORED:
            device.rewind(self._first[device.at])
        else:
            device.network.forced = move.fault
            _engine(device)
            device.network.forced = None
        properties.check_step(device, self.witness)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is left to do but to wait."""
        return all(device.is_quiet for device in self.devices)

    def rest(self) -> None:
        """Lets everything come to rest and asks what must hold then."""
        for _ in range(3):
            for device in self.devices:
                self._quiet(device)
        at_rest.check(self.devices, self.witness)

    def moment(self, *devices: int) -> Moment:
        """What these devices and the cloud are like now."""
        return self._snapshots.taken(self, devices or (0, 1))

    def back_to(self, moment: Moment) -> None:
        """Makes the world what it was, as far as the moment tells."""
        self._snapshots.bring_back(self, moment)

    def digest(self) -> bytes:
        """A hash of the state, the same for states that go on alike."""
        return self._snapshots.digest(self)

    def _quiet(self, device: Device) -> None:
        device.network.forced = None
        device.hear(e.SyncNow())
        for _ in range(_MOST_SMALL_STEPS):
            device.revive()
            if not device.step():
                if device.is_quiet:
                    return
                if not device.ring(early=True):
                    break
        raise properties.Violation("liveness", f"device {device.at} is stuck at {device.machine.status}")


def explore(
    beginning: Beginning, folder: Path, *, most: int | None, heard: Callable[[Found], None] | None = None
) -> Found:
    """Goes depth first through every state, or the first `most`."""
    small = SmallWorld(beginning, folder)
    search = _Search(small)
    found = search.found
    try:
        while search.stack and (most is None or found.visited < most):
            if search.step() and heard is not None and found.visited % 1_000 == 0:
                heard(found)
    except properties.Violation as violation:
        found.failure, found.path = violation.finding, search.path()
    finally:
        small.close()
    found.left = sum(len(level.ways) for level in search.stack)
    return found


@dataclass(slots=True)
class _Level:
    """A state on the way to the present one, with the steps not yet tried from it."""

    moment: Moment
    ways: list[Move]
    came_by: Move | None


class _Search:
    """A walk through the states of a small world."""

    def __init__(self, small: SmallWorld) -> None:
        self._small = small
        self._seen = {small.digest()}
        self._trying: Move | None = None
        self.found = Found()
        self.stack = [_Level(small.moment(), list(small.moves()), None)]

    def step(self) -> bool:
        """Tries one step; True where it led to a state not seen before."""
        small, level = self._small, self.stack[-1]
        if not level.ways:
            self.stack.pop()
            return False
        self._trying = move = level.ways.pop()
        self.found.moves += 1
        small.back_to(level.moment)
        small.make(move)
        state = small.digest()
        if state in self._seen:
            return False
        self._seen.add(state)
        self.found.visited += 1
        here = small.moment()
        if small.is_at_rest:
            self.found.rests += 1
            small.rest()
            small.back_to(here)
        self.stack.append(_Level(here, list(small.moves()), move))
        return True

    def path(self) -> tuple[Move, ...]:
        """The steps to the one that is being tried."""
        return (*(level.came_by for level in self.stack if level.came_by), *filter(None, [self._trying]))


def _engine(device: Device) -> None:
    """One effect carried out and heard, else an answer that waits, else the timer."""
    if device.effects:
        effect = device.effects.pop(0)
        device.hear(device.carry_out(effect))
    elif device.events:
        device.hear(device.events.pop(0))
    else:
        device.ring(early=True)


def _two_clients(device: Device) -> tuple[str, str]:
    found = device.replica.writer.execute("SELECT id FROM clients ORDER BY id LIMIT 2").fetchall()
    return found[0][0], found[1][0]


def _edit(row: int, **fields: str) -> Callable[[Device, tuple[str, str]], object]:
    return lambda device, rows: clients.edit_client(device.replica, id=ClientId(rows[row]), fields=fields)


# Two meet on one register of one row; the third is on another row, or deletes the one they met on.
_ACTS: tuple[tuple[int, Callable[[Device, tuple[str, str]], object]], ...] = (
    (0, _edit(0, notes="from the office")),
    (1, _edit(0, notes="from the cellar", taxNumber="7")),
    (0, _edit(1, taxNumber="9")),
)

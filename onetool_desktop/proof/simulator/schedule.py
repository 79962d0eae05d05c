"""One schedule: a seed, some devices, a cloud, 120 steps of people and bad luck, then peace, then the questions.

Promises: every choice is drawn from the seed; the trace is a hash over the choices and what came of them; the first
property that does not hold ends the schedule and is reported with its step.
"""

import hashlib
import logging
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.simulator import acts, at_rest, properties
from onetool_desktop.proof.simulator.beginning import Beginning, open_cloud
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault, Tally
from onetool_desktop.proof.simulator.network import Network, World
from onetool_desktop.proof.simulator.witness import Witness
from onetool_desktop.sync import errors
from onetool_desktop.sync import events as e

STEPS = 120
DAY_MS = 86_400_000
CHAOS = 0.25  # share of calls that are tampered with
ARRIVES = 0.15  # share of devices that begin empty
_ROUNDS = 40
_MOST_SMALL_STEPS = 2_000


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one schedule."""

    seed: int
    steps: int
    trace: str
    tally: Tally
    failure: properties.Finding | None = None


class Schedule:
    """The devices and the cloud of one seed."""

    def __init__(self, seed: int, beginning: Beginning, folder: Path) -> None:
        self.seed = seed
        self.folder = folder
        self.draw = random.Random(seed)
        files = [d.fresh_file if self.draw.random() < ARRIVES else d.file for d in beginning.devices]
        beginning.copy_to(folder, files)
        self.tally: Tally = Counter()
        self.clock = ManualClock(beginning.now_ms)
        self._cloud_ids = SeededIds(seed + 7, self.clock)
        service = open_cloud(folder, self.clock, self._cloud_ids)
        self.world = World(service, self.draw, self.tally)
        self.witness = Witness(self.world, beginning.org)
        self.witness.look()
        self.world.committed = self.witness.look
        self.world.reopened = self._reopen_cloud
        self._trace = hashlib.blake2b(digest_size=16)
        self.devices = [self._device(at, file, beginning) for at, file in enumerate(files)]
        self.step = 0

    def _device(self, at: int, file: str, beginning: Beginning) -> Device:
        return Device(
            at=at,
            enrolled=beginning.devices[at],
            path=self.folder / file,
            network=Network(self.world),
            seed=self.seed,
            now_ms=beginning.now_ms,
            tally=self.tally,
        )

    def run(self, steps: int = STEPS) -> Result:
        """Plays the schedule."""
        failure = None
        try:
            self.world.chaos = CHAOS
            for self.step in range(1, steps + 1):
                self._one_step()
            self._peace()
            at_rest.check(self.devices, self.witness)
        except properties.Violation as found:
            failure = found.finding
        except (AssertionError, Exception) as error:
            logging.getLogger(__name__).info("schedule %d", self.seed, exc_info=error)
            failure = properties.Finding("nothing breaks", f"{type(error).__name__}: {error}")
        return Result(self.seed, self.step, self._hash(), self.tally, failure)

    def close(self) -> None:
        """Gives back the files."""
        for device in self.devices:
            device.close()
        self.world.service.database.close()
        shutil.rmtree(self.folder)

    def _one_step(self) -> None:
        device = self.draw.choice(self.devices)
        name, does = self.draw.choices(_CHOICES, _WEIGHTS)[0]
        came = does(self, device)
        self._advance(self.draw.choice((0, 0, 20, 20, 300, 300, 3_000, 30_000)))
        self._note(name, device.at, came, device.replica.hand.last_n, self.witness.head)
        properties.check_step(device, self.witness)

    def _advance(self, ms: int) -> None:
        self.clock.advance(ms)
        for device in self.devices:
            device.clock.advance(ms)

    def _note(self, *what: object) -> None:
        self._trace.update(repr(what).encode())

    def _hash(self) -> str:
        for device in self.devices:
            self._note(properties.cloud_view(device.replica.writer), device.replica.hand.text())
        return self._trace.hexdigest()

    # --- what may happen ---------------------------------------------------------------------------------

    def act(self, device: Device) -> object:
        """A person does something."""
        return acts.act(device, self.draw)

    def work(self, device: Device) -> object:
        """The engine takes some small steps."""
        for _ in range(self.draw.randrange(1, 10)):
            if not device.step():
                device.ring(early=self.draw.random() < 0.3)
        return len(device.events)

    def crash(self, device: Device) -> object:
        """The device goes down in the middle of what it does."""
        crash_in = self.draw.randrange(1, 120)
        if self.draw.random() < 0.5:
            return device.fragile(lambda: acts.act(device, self.draw), crash_in)
        return device.fragile(lambda: self.work(device), crash_in)

    def crash_cloud(self, device: Device) -> object:
        """The cloud goes down in the middle of what it is asked."""
        self.world.crash_cloud_in = self.draw.randrange(1, 80)
        came = self.work(device)
        self.world.crash_cloud_in = None
        return came

    def _reopen_cloud(self) -> None:
        self.world.service.database.close()
        self.world.service = open_cloud(self.folder, self.clock, self._cloud_ids)

    def late(self, _device: Device) -> object:
        """A request arrives long after its sender gave it up."""
        if not self.world.late:
            return None
        call, bearer = self.world.late.pop(self.draw.randrange(len(self.world.late)))
        self.tally[Fault.LATE] += 1
        try:
            self.world.deliver(call, bearer)
        except errors.CloudError as error:
            return type(error).__name__
        return call.path

    def partition(self, device: Device) -> object:
        """The network goes or comes."""
        device.network.cut = not device.network.cut
        return device.network.cut

    def clock_jumps(self, device: Device) -> object:
        """The wall clock is set, by hours or by years."""
        self.tally[Fault.CLOCK] += 1
        ms = self.draw.choice((-3_650, -30, -1, 1, 30, 3_650)) * self.draw.randrange(DAY_MS)
        device.clock.jump(ms)
        return ms

    def restart(self, device: Device) -> object:
        """The engine is stopped and started."""
        self.tally[Fault.RESTART] += 1
        device.restart()
        return None

    def haste(self, device: Device) -> object:
        """The person signs in, presses Sync, comes back; the cloud wakes."""
        self.tally[Fault.HASTE] += 1
        device.revive()
        device.hear(self.draw.choice((e.SyncNow(), e.Network(up=True), e.Focus(focused=True), e.Woken("f"))))
        return None

    # --- peace -------------------------------------------------------------------------------------------

    def _peace(self) -> None:
        """No more faults: everything must come to rest by itself, without a person pressing anything."""
        self.world.chaos = 0.0
        while self.world.late:
            self.late(self.devices[0])
        for device in self.devices:
            device.network.cut = False
        for _ in range(_ROUNDS):
            heads = [self._settle(device) for device in self.devices]
            if all(head == f"{self.witness.head:012d}" for head in heads) and all(
                device.machine.state and not device.machine.state.acked for device in self.devices
            ):
                return
            for device in self.devices:
                self._advance(device.due_in_ms)
                device.ring()
        raise properties.Violation("liveness", f"not at rest after {_ROUNDS} rounds: {self._standing()}")

    def _settle(self, device: Device) -> str:
        for _ in range(_MOST_SMALL_STEPS):
            device.revive()
            if device.step():
                continue
            if device.is_quiet:
                properties.check_step(device, self.witness)
                return device.machine.state.head if device.machine.state else ""
            self._advance(device.due_in_ms)
            if not device.ring():
                break
        raise properties.Violation("liveness", f"device {device.at} is stuck: {self._standing()}")

    def _standing(self) -> str:
        return "; ".join(
            f"{d.at} {d.machine.mode} {d.machine.status} {d.machine.state}" for d in self.devices
        )


_TABLE: tuple[tuple[int, str, Callable[[Schedule, Device], object]], ...] = (
    (42, "act", Schedule.act),
    (38, "work", Schedule.work),
    (5, "crash", Schedule.crash),
    (3, "cloud crash", Schedule.crash_cloud),
    (3, "late", Schedule.late),
    (2, "partition", Schedule.partition),
    (2, "clock", Schedule.clock_jumps),
    (1, "restart", Schedule.restart),
    (4, "haste", Schedule.haste),
)
_CHOICES = tuple((name, does) for _, name, does in _TABLE)
_WEIGHTS = tuple(weight for weight, _, _ in _TABLE)

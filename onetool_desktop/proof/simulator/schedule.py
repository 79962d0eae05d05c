"""One schedule: a seed, some devices, a cloud, 120 steps of people and bad luck, then peace, then the questions.

Promises: every choice is drawn from the seed; the trace is a hash over the choices and what came of them; the first
property that does not hold ends the schedule and is reported with its step. The steps are data (`plan`): a schedule
can be played with some of them left out, and told as a story.
"""

import hashlib
import logging
import random
import shutil
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.simulator import at_rest, happenings, plan, properties
from onetool_desktop.proof.simulator.beginning import CLOUD_FILE, Beginning, Enrolled
from onetool_desktop.proof.simulator.computer import Computer
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Tally
from onetool_desktop.proof.simulator.host import Host
from onetool_desktop.proof.simulator.network import World
from onetool_desktop.proof.simulator.plan import Plan, Step
from onetool_desktop.proof.simulator.story import Story
from onetool_desktop.proof.simulator.witness import Witness

STEPS = 120
CHAOS = 0.25  # share of calls that are tampered with
ARRIVES = 0.15  # share of devices that begin empty
PAGE_ROWS = (2, 8, 1_000)  # what the cloud puts into one page
PUSH_GROUPS = (3, 1_000, 1_000)  # what it takes in one push
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

    def __init__(
        self,
        seed: int,
        beginning: Beginning,
        folder: Path,
        *,
        steps: Plan | int = STEPS,
        story: Story | None = None,
    ) -> None:
        self.seed = seed
        self.beginning = beginning
        self.folder = folder
        self.draw = random.Random(seed)
        self._files = [d.fresh_file if self.draw.random() < ARRIVES else d.file for d in beginning.devices]
        page_rows, push_groups = self.draw.choice(PAGE_ROWS), self.draw.choice(PUSH_GROUPS)
        self.plan = (
            plan.drawn(self.draw, steps, happenings.NAMES, happenings.WEIGHTS)
            if isinstance(steps, int)
            else steps
        )
        beginning.copy_to(folder, self._files)
        self.clock = ManualClock(beginning.now_ms)
        self._host = Host(folder, self.clock, SeededIds(seed + 7, self.clock))
        tally: Tally = Counter()
        self.world = World(self._host.service, self.draw, tally, story or Story(), page_rows, push_groups)
        self.witness = Witness(self.world, beginning.org)
        self.witness.look()
        self.world.committed = self.witness.look
        self.world.reopened = self._reopen_cloud
        self._trace = hashlib.blake2b(digest_size=16)
        self.devices: list[Device] = []
        for enrolled, file in zip(beginning.devices, self._files, strict=True):
            self.add_device(enrolled, folder / file, beginning.now_ms)
        self.step = 0

    def add_device(
        self, enrolled: Enrolled, path: Path, now_ms: int, computer: Computer | None = None
    ) -> Device:
        """One device more, on the file at `path`; `computer` where the file came to it from another."""
        device = Device(
            at=len(self.devices),
            enrolled=enrolled,
            path=path,
            world=self.world,
            seed=self.seed,
            clock=ManualClock(now_ms),
            computer=computer,
        )
        self.devices.append(device)
        return device

    def new_id(self) -> str:
        """An id that follows from the step."""
        return str(uuid.UUID(int=self.draw.getrandbits(128), version=4))

    def first_file(self, device: Device) -> Path:
        """The device's file as it was before all this."""
        return self.beginning.folder / device.enrolled.file

    def run(self) -> Result:
        """Plays the schedule."""
        failure = None
        try:
            self.world.chaos = CHAOS
            for step in self.plan:
                self.step += 1
                self._one_step(step)
            self._begin(self.seed)
            self._peace()
            at_rest.check(self.devices, self.witness)
        except properties.Violation as found:
            failure = found.finding
        except (AssertionError, Exception) as error:
            logging.getLogger(__name__).info("schedule %d", self.seed, exc_info=error)
            failure = properties.Finding("nothing breaks", f"{type(error).__name__}: {error}")
        return Result(self.seed, self.step, self._hash(), self.world.tally, failure)

    def close(self) -> None:
        """Gives back the files."""
        for device in self.devices:
            device.close()
        self._host.close()
        shutil.rmtree(self.folder)

    def back_up_cloud(self) -> None:
        """The cloud's file is copied."""
        self.world.service = self._host.back_up()

    def restore_cloud(self) -> None:
        """The cloud's last backup is brought back under a new epoch."""
        self.world.service = self._host.restore(self.beginning.folder / CLOUD_FILE)
        self.witness.start_over()

    def _reopen_cloud(self) -> None:
        self.world.service = self._host.reopen()

    def _one_step(self, step: Step) -> None:
        device = self.devices[step.device % len(self.devices)]
        self._begin(step.seed)
        self.world.story.tell(f"{self.step}. {step.name.replace('_', ' ')}, device {device.at}")
        came = happenings.BY_NAME[step.name](self, device)
        self._advance(self.draw.choice((0, 0, 20, 20, 300, 300, 3_000, 30_000)))
        self._note(step.name, device.at, came, device.replica.hand.last_n, self.witness.head)
        properties.check_step(device, self.witness)

    def _begin(self, seed: int) -> None:
        """From here on everything is drawn from this seed."""
        self.draw = self.world.draw = random.Random(seed)

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

    # --- peace -------------------------------------------------------------------------------------------

    def _peace(self) -> None:
        """No more faults: everything must come to rest by itself, but for signing in and saying that it may go on."""
        self.world.story.tell("Now nothing goes wrong any more.")
        self.world.chaos = 0.0
        while self.world.late:
            happenings.late(self, self.devices[0])
        for device in self.devices:
            device.network.cut, device.network.borrowed = False, None
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

"""One schedule: a seed, some devices, a cloud, 120 steps of people and bad luck, then peace, then the questions.

Promises: every choice is drawn from the seed; the trace is a hash over the choices and what came of them; the first
property that does not hold ends the schedule and is reported with its step. The steps are data (`plan`): a schedule
can be played with some of them left out, and told as a story.
"""

import hashlib
import logging
import random
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.cloud import redaction
from onetool_desktop.cloud.redaction import Redaction
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.simulator import at_rest, disasters, happenings, plan, properties
from onetool_desktop.proof.simulator.beginning import CLOUD_FILE, Enrolled
from onetool_desktop.proof.simulator.borders import Borders
from onetool_desktop.proof.simulator.computer import Computer
from onetool_desktop.proof.simulator.confided import Confided
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Tally
from onetool_desktop.proof.simulator.host import Host
from onetool_desktop.proof.simulator.network import World
from onetool_desktop.proof.simulator.plan import Plan, Step
from onetool_desktop.proof.simulator.stage import Stage
from onetool_desktop.proof.simulator.story import Story
from onetool_desktop.proof.simulator.witness import Witness
from onetool_desktop.sync.calls import Call

STEPS = 120
CHAOS = 0.25  # share of calls that are tampered with
ARRIVES = 0.15  # share of devices that begin empty
PAGE_ROWS = (2, 8, 1_000)  # what the cloud puts into one page
PUSH_GROUPS = (3, 1_000, 1_000)  # what it takes in one push
FALL_AT_ONCE = (1, 3, 500)  # rows that a delete takes along in its own group
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


def _parts_of(neighbours: tuple[Enrolled, ...]) -> tuple[tuple[Enrolled, ...], ...]:
    """All of the neighbour's devices, or one of them."""
    return (neighbours, *((one,) for one in neighbours))


class Schedule:
    """The devices and the cloud of one seed."""

    def __init__(
        self,
        seed: int,
        stage: Stage,
        *,
        steps: Plan | int = STEPS,
        story: Story | None = None,
    ) -> None:
        self.seed = seed
        self._stage = stage
        self.beginning = beginning = stage.beginning
        self.folder = stage.folder
        self.draw = random.Random(seed)
        enrolled = (*beginning.devices, *self.draw.choice(_parts_of(beginning.neighbours)))
        self._files = [d.fresh_file if self.draw.random() < ARRIVES else d.file for d in enrolled]
        page_rows, push_groups = self.draw.choice(PAGE_ROWS), self.draw.choice(PUSH_GROUPS)
        self.plan = (
            plan.drawn(self.draw, steps, happenings.NAMES, happenings.WEIGHTS)
            if isinstance(steps, int)
            else steps
        )
        stage.set(self._files)
        self.clock = ManualClock(beginning.now_ms)
        ids = SeededIds(seed + 7, self.clock)
        self._host = Host(
            self.folder, stage.database, self.clock, ids, at_once=self.draw.choice(FALL_AT_ONCE)
        )
        tally: Tally = Counter()
        self.world = World(self._host.service, self.draw, tally, story or Story(), page_rows, push_groups)
        self._marks = {d.org: d.mark for d in enrolled}
        self._witnesses = {org: Witness(self.world, org) for org in self._marks}
        self._borders = Borders(self.world, self._marks)
        for witness in self._witnesses.values():
            witness.look()
        self.world.coming, self.world.committed = self._borders.before, self._after_call
        self.world.fell = self._start_cloud_again
        self._trace = hashlib.blake2b(digest_size=16)
        self.devices: list[Device] = []
        for one, file in zip(enrolled, self._files, strict=True):
            self.add_device(one, self.folder / file, beginning.now_ms, ids=one.twin)
        self.step = 0

    def add_device(
        self, enrolled: Enrolled, path: Path, now_ms: int, *, ids: int, computer: Computer | None = None
    ) -> Device:
        """One device more, on the file at `path`; devices with the same number of `ids` draw the same ones.

        `computer` where the file came to it from another.
        """
        device = Device(
            at=len(self.devices),
            enrolled=enrolled,
            path=path,
            world=self.world,
            seed=self.seed * 1_000 + ids,
            clock=ManualClock(now_ms),
            computer=computer,
            marks=[mark for org, mark in self._marks.items() if org != enrolled.org],
            left=self._stage.lend(path),
        )
        self.devices.append(device)
        return device

    def of_org(self, device: Device) -> list[Device]:
        """The devices of its organisation, the owner's first."""
        return [one for one in self.devices if one.org == device.org]

    def other_org(self, device: Device) -> str:
        """The organisation it is none of."""
        return next(org for org in self._marks if org != device.org)

    def is_member(self, device: Device, org: str) -> bool:
        """Whether the person at the device belongs to the organisation, with a computer that plays here or without."""
        account, everyone = device.enrolled.account, (*self.beginning.devices, *self.beginning.neighbours)
        return any(one.org == org and one.account == account for one in everyone)

    def witness_of(self, device: Device) -> Witness:
        """What was written down of its organisation."""
        return self._witnesses[device.org]

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
            for org, witness in self._witnesses.items():
                at_rest.check([device for device in self.devices if device.org == org], witness)
        except properties.Violation as found:
            failure = found.finding
        except (AssertionError, Exception) as error:
            logging.getLogger(__name__).info("schedule %d", self.seed, exc_info=error)
            failure = properties.Finding("nothing breaks", f"{type(error).__name__}: {error}")
        return Result(self.seed, self.step, self._hash(), self.world.tally, failure)

    def close(self) -> None:
        """Gives back the files."""
        for device in self.devices:
            self._stage.leave(device.path, device.part())
        self._stage.clear()

    def back_up_cloud(self) -> None:
        """The cloud's file is copied."""
        self.world.service = self._host.back_up()

    def restore_cloud(self, *, hasty: bool) -> None:
        """The cloud's last backup is brought back under a new epoch; `hasty` gives numbers again at once."""
        self._look_across()
        self.world.service = self._host.restore(self.beginning.folder / CLOUD_FILE, hasty=hasty)
        self.world.access.start_over()
        for witness in self._witnesses.values():
            witness.start_over(hasty=hasty)
        self._borders.start_over()

    def redact(self, org: str, told: Confided) -> bool:
        """Whoever runs the cloud takes the field out of the row that this was confided to; whether it was done."""
        c, registers = told.place.c, redaction.fields_asked(told.place.c, [told.place.field])
        now = self.clock.now_ms()
        asked = Redaction(org=org, c=c, id=told.id, registers=registers, reason="asked for", at=now)
        done = self.world.operate(lambda: self._host.redact(asked), crashed=False)
        if done:
            self._witnesses[org].redacted.update((*told.key, register) for register in registers)
        return done

    def _after_call(self, call: Call | None) -> None:
        for witness in self._witnesses.values():
            witness.look(call)
        self._borders.after(call)

    def _check(self, *devices: Device) -> None:
        """What must hold after each step, of these devices and of their clouds."""
        self._look_across()
        if self.world.access.wrong:
            raise properties.Violation("what has lost its access gets nothing", self.world.access.wrong)
        for device in devices:
            witness = self.witness_of(device)
            if witness.numbers.wrong:
                raise properties.Violation(
                    "a number is given once, and none while they wait", witness.numbers.wrong
                )
            properties.check_step(device, witness)

    def _look_across(self) -> None:
        crossed = self._borders.crossed()
        if crossed:
            raise properties.Violation("nothing crosses", crossed)

    def _start_cloud_again(self) -> None:
        self.world.service = self._host.start_again()

    def _one_step(self, step: Step) -> None:
        device = self.devices[step.device % len(self.devices)]
        self._begin(step.seed)
        self.world.story.tell(f"{self.step}. {step.name.replace('_', ' ')}, device {device.at}")
        came = happenings.BY_NAME[step.name](self, device)
        self._advance(self.draw.choice((0, 0, 20, 20, 300, 300, 3_000, 30_000)))
        self._note(step.name, device.at, came, device.replica.hand.last_n, self.witness_of(device).head)
        # All of them: a step may move others as well, and what they hold is gone once a file is put back.
        self._check(*self.devices)

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
        """No more faults: everything must come to rest by itself, but for signing in and saying that it may go on.

        How much the cloud takes in one push stays as it was: that is no fault, and no peace makes it end.
        """
        self.world.story.tell("Now nothing goes wrong any more.")
        self.world.chaos = 0.0
        self.world.page_rows = max(PAGE_ROWS)
        while self.world.late:
            happenings.late(self, self.devices[0])
        for device in self.devices:
            device.network.cut, device.network.borrowed = False, None
        for witness in self._witnesses.values():
            disasters.release(self, next(d for d in self.devices if d.org == witness.org))
        for _ in range(_ROUNDS):
            heads = [self._settle(device) for device in self.devices]
            buried = self._bury()
            if not buried and all(map(self._rests, self.devices, heads)):
                return
            for device in self.devices:
                self._advance(device.due_in_ms)
                device.ring()
        raise properties.Violation("liveness", f"not at rest after {_ROUNDS} rounds: {self._standing()}")

    def _rests(self, device: Device, head: str) -> bool:
        """Whether it has all that its cloud has, and nothing of its own is under way."""
        state = device.machine.state
        return head == f"{self.witness_of(device).head:012d}" and state is not None and not state.acked

    def _bury(self) -> int:
        """The cloud ends what large deletes left to be done; how many steps it took."""
        steps = 0
        while self.world.bury():
            steps += 1
        return steps

    def _settle(self, device: Device) -> str:
        for _ in range(_MOST_SMALL_STEPS):
            device.revive()
            if device.step():
                continue
            if device.is_quiet:
                self._check(device)
                return device.machine.state.head if device.machine.state else ""
            self._advance(device.due_in_ms)
            if not device.ring():
                break
        raise properties.Violation("liveness", f"device {device.at} is stuck: {self._standing()}")

    def _standing(self) -> str:
        return "; ".join(
            f"{d.at} {d.machine.mode} {d.machine.status} {d.machine.state}" for d in self.devices
        )

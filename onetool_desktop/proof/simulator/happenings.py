"""What may happen in a schedule, and how often: people, the engine, and the bad luck of every day.

Promises: each takes the schedule and a device, draws from the step's own generator, and says in a few words what came
of it, for the trace. What befalls whole computers and clouds is in `disasters`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from onetool_desktop.proof.simulator import acts, disasters, taken_away
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.proof.simulator.properties import Violation
from onetool_desktop.sync import errors, events as e
from onetool_desktop.sync.calls import Call

if TYPE_CHECKING:
    from onetool_desktop.proof.simulator.schedule import Schedule

Happening: TypeAlias = "Callable[[Schedule, Device], object]"
DAY_MS = 86_400_000


def act(schedule: "Schedule", device: Device) -> object:
    """A person does something."""
    return acts.act(device, schedule.draw)


def work(schedule: "Schedule", device: Device) -> object:
    """The engine takes some small steps."""
    for _ in range(schedule.draw.randrange(1, 10)):
        if not device.step():
            device.ring(early=schedule.draw.random() < 0.3)
    return len(device.events)


def crash(schedule: "Schedule", device: Device) -> object:
    """The device goes down in the middle of what it does."""
    crash_in = schedule.draw.randrange(1, 120)
    does = act if schedule.draw.random() < 0.5 else work
    return device.fragile(lambda: does(schedule, device), crash_in)


def crash_cloud(schedule: "Schedule", device: Device) -> object:
    """The cloud goes down in the middle of what it is asked."""
    schedule.world.crash_cloud_in = schedule.draw.randrange(1, 80)
    schedule.world.bury()
    came = work(schedule, device)
    schedule.world.crash_cloud_in = None
    return came


def bury(schedule: "Schedule", _device: Device) -> object:
    """The cloud takes a step of what a large delete left to be done."""
    return schedule.world.bury()


def late(schedule: "Schedule", _device: Device) -> object:
    """A request arrives long after its sender gave it up."""
    world = schedule.world
    if not world.late:
        return None
    call, bearer = world.late.pop(schedule.draw.randrange(len(world.late)))
    world.struck(Fault.LATE)
    try:
        world.deliver(call, bearer)
    except errors.CloudError as error:
        return type(error).__name__
    return call.path


def partition(_schedule: "Schedule", device: Device) -> object:
    """The network goes or comes."""
    device.network.cut = not device.network.cut
    return device.network.cut


def clock_jumps(schedule: "Schedule", device: Device) -> object:
    """The wall clock is set, by hours or by years."""
    schedule.world.struck(Fault.CLOCK)
    ms = schedule.draw.choice((-3_650, -30, -1, 1, 30, 3_650)) * schedule.draw.randrange(DAY_MS)
    device.clock.jump(ms)
    return ms


def restart(schedule: "Schedule", device: Device) -> object:
    """The engine is stopped and started."""
    schedule.world.struck(Fault.RESTART)
    device.restart(late=schedule.draw.random() < 0.5)
    return None


def haste(schedule: "Schedule", device: Device) -> object:
    """The person signs in, lets the engine go on, presses Sync, comes back; the cloud wakes."""
    schedule.world.struck(Fault.HASTE)
    device.revive()
    hurried = (e.SyncNow(), e.Network(up=True), e.Focus(focused=True), e.Woken("f"), e.Slept())
    device.hear(schedule.draw.choice(hurried))
    return None


def drive_full(schedule: "Schedule", device: Device) -> object:
    """The drive takes a few more statements, then none, for as long as this lasts."""
    does = act if schedule.draw.random() < 0.5 else work
    device.db.fill(schedule.draw.randrange(12))
    before = device.db.refusals
    came = does(schedule, device)
    device.db.fill(None)
    if device.db.refusals > before:
        schedule.world.struck(Fault.DISK_FULL)
    return came


def locked(schedule: "Schedule", device: Device) -> object:
    """Another program holds the file, as some scanners do."""
    does = act if schedule.draw.random() < 0.5 else work
    device.db.lock(held=True)
    before = device.db.refusals
    came = does(schedule, device)
    device.db.lock(held=False)
    if device.db.refusals > before:
        schedule.world.struck(Fault.LOCKED)
    return came


def other_person(schedule: "Schedule", device: Device) -> object:
    """The next push leaves under the sign-in of another person at the same computer."""
    others = [
        d.network.bearer
        for d in schedule.devices
        if d.network.bearer and d.enrolled.account != device.enrolled.account
    ]
    device.network.borrowed = schedule.draw.choice(others) if others else None
    return len(others)


def astray(schedule: "Schedule", device: Device) -> object:
    """What a program sent last is sent again for the other organisation, as one that mixes up two windows would."""
    sent, other = device.network.last, schedule.other_org(device)
    if sent is None or "org" not in sent.args:
        return None
    schedule.world.struck(Fault.ASTRAY)
    try:
        schedule.world.deliver(Call(sent.kind, sent.path, {**sent.args, "org": other}), device.network.bearer)
    except errors.CloudError as error:
        return type(error).__name__
    if sent.path == "sync:push" or not schedule.is_member(device, other):
        raise Violation("nothing crosses", f"device {device.at} was answered {sent.path} for {other}")
    return sent.path


_TABLE: tuple[tuple[int, Happening], ...] = (
    (420, act),
    (370, work),
    (40, crash),
    (25, crash_cloud),
    (25, bury),
    (25, late),
    (16, partition),
    (15, clock_jumps),
    (8, restart),
    (40, haste),
    (8, drive_full),
    (8, locked),
    (6, other_person),
    (6, astray),
    (5, disasters.back_up),
    (4, disasters.restore),
    (2, disasters.clone),
    (30, disasters.rights),
    (4, disasters.back_up_cloud),
    (2, disasters.restore_cloud),
    (2, disasters.forget_document),
    (8, disasters.release),
    (3, disasters.outwritten),
    (3, disasters.billed_apart),
    (7, taken_away.redact),
    (3, taken_away.withdraw),
)
BY_NAME = {happening.__name__: happening for _, happening in _TABLE}
NAMES = tuple(BY_NAME)
WEIGHTS = tuple(weight for weight, _ in _TABLE)

"""What befalls whole computers, people and clouds: a file goes back in time, a disk is copied, a person gets another
role, a cloud comes from its backup.

Promises: copies are made by the product's own backup; what a copy forgets is written down on the device, so that the
properties ask for the rest. A cloud that comes from its backup opens a new epoch, as its operator has to see to.
"""

from typing import TYPE_CHECKING

from onetool_desktop.proof.simulator import acts
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call

if TYPE_CHECKING:
    from onetool_desktop.proof.simulator.schedule import Schedule

MOST_DEVICES = 6
_MEANWHILE = 60  # small steps until a page is put aside


def back_up(schedule: "Schedule", device: Device) -> object:
    """The device's file is copied."""
    device.backup = device.copy_to(schedule.folder / f"backup{device.at}.db")
    return None


def restore(schedule: "Schedule", device: Device) -> object:
    """The device's file is replaced by its last backup, or by the one of before all this."""
    schedule.world.struck(Fault.RESTORED)
    device.rewind(device.backup or schedule.first_file(device))
    return len(device.rewound)


def clone(schedule: "Schedule", device: Device) -> object:
    """The computer is copied, and both go on as the same device."""
    if len(schedule.devices) >= MOST_DEVICES:
        return None
    schedule.world.struck(Fault.CLONED)
    path = device.copy_to(schedule.folder / f"clone{len(schedule.devices)}.db")
    twin = schedule.add_device(device.enrolled, path, device.clock.now_ms())
    pending = dict(device.db.execute("SELECT gid, body FROM outbox").fetchall())
    device.shared |= pending.keys()
    twin.shared |= pending.keys()
    # As it was saved: what was tried again since has another n, and is known by that.
    twin.saved |= {gid: device.saved.get(gid, body) for gid, body in pending.items()}
    return twin.at


def rights(schedule: "Schedule", device: Device) -> object:
    """The owner gives the person another role, mostly while something is on its way to him."""
    owner, user = schedule.devices[0], device.enrolled.user_id
    if user == owner.enrolled.user_id:
        return None
    meanwhile = schedule.draw.choice((0, _MEANWHILE, _MEANWHILE))
    for _ in range(2 if meanwhile and not (owner.network.cut or device.network.cut) else 0):
        acts.act(owner, schedule.draw)
    for _ in range(meanwhile):
        if device.machine.state is not None and device.machine.state.staged:
            break
        one = schedule.draw.choice((owner, device, device))
        _ = one.step() or one.ring(early=True)
    role = schedule.draw.choice(("admin", "office", "technician"))
    args = {"rid": schedule.new_id(), "org": owner.replica.identity.org, "user": user, "role": role}
    try:
        owner.session.ask(Call("mutation", "orgs:setRole", args))
    except errors.CloudError as error:
        return type(error).__name__
    schedule.world.struck(Fault.RIGHTS)
    return role


def back_up_cloud(schedule: "Schedule", _device: Device) -> object:
    """The cloud's file is copied."""
    schedule.back_up_cloud()
    return None


def restore_cloud(schedule: "Schedule", _device: Device) -> object:
    """The cloud's file is replaced by its last backup, or by the one of before all this, under a new epoch."""
    schedule.world.struck(Fault.CLOUD_RESTORED)
    schedule.restore_cloud()
    return schedule.witness.head

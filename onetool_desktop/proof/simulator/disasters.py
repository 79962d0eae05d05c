"""What befalls whole computers, people and clouds: a file goes back in time, a disk is copied, a person gets another
role, a cloud comes from its backup.

Promises: copies are made by the product's own backup; what a copy forgets is written down on the device, so that the
properties ask for the rest. A cloud that comes from its backup opens a new epoch, as its operator has to see to.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from onetool_desktop.cloud import restored
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.proof.simulator import acts
from onetool_desktop.proof.simulator.acts_papers import PAPERS
from onetool_desktop.proof.simulator.computer import Computer
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.sync import calls, errors
from onetool_desktop.sync.calls import Call

if TYPE_CHECKING:
    from onetool_desktop.proof.simulator.schedule import Schedule

MOST_DEVICES = 7
ROLES = ("admin", "office", "technician")
_MEANWHILE = 60  # small steps that computers take between two acts of a happening
_ACTS_ON_THEIR_WAY = 3
_MOSTLY = 0.7
_HASTY = 0.4
_MOST_HALTS = 2  # before work goes on: signed out, and a cloud that is another one


def back_up(schedule: "Schedule", device: Device) -> object:
    """The device's file is copied."""
    device.backup = device.copy_to(schedule.folder / f"backup{device.at}.db")
    return None


def restore(schedule: "Schedule", device: Device) -> object:
    """The device's file is replaced by its last backup, or by the one of before all this: mostly the file alone, else
    the whole disk with the keyring on it. Mostly paper was printed since, and more is printed at once.
    """
    schedule.world.struck(Fault.RESTORED)
    image, prints = schedule.draw.random() > _MOSTLY, schedule.draw.random() < _MOSTLY
    if prints:
        acts.print_paper(device, schedule.draw)
    device.rewind(device.backup or schedule.first_file(device), image=image)
    if prints:
        acts.print_paper(device, schedule.draw)
    return len(device.rewound)


def clone(schedule: "Schedule", device: Device) -> object:
    """The file is copied to another computer, its mark in the keyring perhaps with it; or the computer is copied whole.
    Both go on, mostly by printing paper.
    """
    if len(schedule.devices) >= MOST_DEVICES:
        return None
    schedule.world.struck(Fault.CLONED)
    path = device.copy_to(schedule.folder / f"clone{len(schedule.devices)}.db")
    image, mark = schedule.draw.random() > _MOSTLY, device.computer.mark
    number = device.computer.number if image else len(schedule.devices)
    computer = Computer(number, mark if image or schedule.draw.random() < _MOSTLY else None)
    twin = schedule.add_device(
        device.enrolled, path, device.clock.now_ms(), ids=len(schedule.devices), computer=computer
    )
    device.imaged = device.imaged or image
    twin.imaged = device.imaged
    pending = dict(device.db.execute("SELECT gid, body FROM outbox").fetchall())
    device.shared |= pending.keys()
    twin.shared |= pending.keys()
    # As it was saved: what was tried again since has another n, and is known by that.
    twin.saved |= {gid: device.saved.get(gid, body) for gid, body in pending.items()}
    if schedule.draw.random() < _MOSTLY:
        for one in (device, twin):
            acts.print_paper(one, schedule.draw)
    return twin.at


def rights(schedule: "Schedule", device: Device) -> object:
    """The owner gives the person another role, mostly while something is on its way to him in small pages."""
    owner, user = schedule.of_org(device)[0], device.enrolled.user_id
    if user == owner.enrolled.user_id:
        return None
    if schedule.draw.random() < _MOSTLY and not (owner.network.cut or device.network.cut):
        for _ in range(_ACTS_ON_THEIR_WAY):
            acts.act(owner, schedule.draw)
        with schedule.world.small_pages():
            meanwhile(schedule, owner, device, until=_is_staged)
    role = schedule.draw.choice([name for name in ROLES if name != device.replica.principal.role])
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


def restore_cloud(schedule: "Schedule", device: Device) -> object:
    """The cloud's file is replaced by its last backup, or by the one of before all this, under a new epoch.

    Mostly a paper got its number since, and another person issues one before the first computer tells of it: while the
    numbers wait, after they were released, or under an operator who is hasty and lets them be given at once.
    """
    other, c = _other(schedule, device), schedule.draw.choice(PAPERS)
    papers = schedule.draw.random() < _MOSTLY
    if papers:
        acts.issue_online(device, schedule.draw, c=c)
        meanwhile(schedule, device)
    schedule.world.struck(Fault.CLOUD_RESTORED)
    schedule.restore_cloud(hasty=schedule.draw.random() < _HASTY)
    if papers:
        for _ in range(2):
            other.revive()
            acts.issue_online(other, schedule.draw, c=c)
            meanwhile(schedule, other)
            if schedule.draw.random() < _MOSTLY:
                release(schedule, device)
    return schedule.witness_of(device).head


def forget_document(schedule: "Schedule", device: Device) -> object:
    """The cloud is brought back to before a document that another person has printed since, where there was no network:
    his paper comes to it before the document does, which its author offers again.
    """
    other, c = _other(schedule, device), schedule.draw.choice(PAPERS)
    row = None if device.network.cut or other.network.cut else acts.draft(device, schedule.draw, c=c)
    if row is None or other is device:
        return None
    meanwhile(schedule, device, other, until=lambda one: _has(one, c, row))
    if not _has(other, c, row):
        return None
    acts.print_this(other, row, c=c)
    schedule.world.struck(Fault.CLOUD_RESTORED)
    schedule.restore_cloud(hasty=False)
    for _ in range(_MOST_HALTS):
        other.revive()
        meanwhile(schedule, other)
    return schedule.witness_of(device).head


def release(schedule: "Schedule", device: Device) -> object:
    """The owner looks at the numbers that the cloud knows, and lets those of the main series be given again above the
    highest that any computer shows him.
    """
    witness, there = schedule.witness_of(device), schedule.of_org(device)
    if not witness.numbers.closed or there[0].network.cut:
        return None
    above = {kind: max(_highest(one, kind) for one in there) for kind in restored.KINDS}
    args = {"rid": schedule.new_id(), "org": device.org, "above": above}
    try:
        seen = calls.as_object(there[0].ask(Call("query", "orgs:numbers", {"org": device.org})))
        there[0].ask(Call("mutation", "orgs:release", {**args, "epoch": calls.text(seen, "epoch")}))
    except errors.CloudError as error:
        return type(error).__name__
    return above


def _highest(device: Device, kind: str) -> int:
    """The highest number of the main series on a paper that the device knows."""
    sql = "SELECT max(no) FROM issued WHERE kind=? AND series=?"
    return device.db.execute(sql, (kind, MAIN)).fetchone()[0] or 0


def outwritten(schedule: "Schedule", device: Device) -> object:
    """Somebody writes over what the person has just written, and then he takes it back."""
    other = schedule.draw.choice(schedule.of_org(device))
    row = acts.edit_notes(device, schedule.draw)
    if row is None or other is device:
        return None
    meanwhile(schedule, device, other)
    acts.edit_notes(other, schedule.draw, row=row)
    meanwhile(schedule, other, device)
    return acts.undo_last(device)


def billed_apart(schedule: "Schedule", device: Device) -> object:
    """A quote is billed with its options while another person, who does not know it yet, hears that none is wanted."""
    other = _other(schedule, device)
    row = None if device.network.cut or other.network.cut else acts.draft(device, schedule.draw, c="quotes")
    if row is None or other is device:
        return None
    acts.print_this(device, row, c="quotes")
    acts.agree(device, row)
    meanwhile(schedule, device, other, until=lambda one: _is_approved(one, row))
    acts.bill(device, row)
    if _is_approved(other, row):
        acts.take_nothing(other, row)
    meanwhile(schedule, device)
    return row


def meanwhile(
    schedule: "Schedule", *devices: Device, until: Callable[[Device], bool] = lambda _: False
) -> None:
    """The engines of these devices take some small steps, the last one's twice as often, until it is so far."""
    for _ in range(_MEANWHILE):
        if until(devices[-1]):
            return
        one = schedule.draw.choice((*devices, devices[-1]))
        _ = one.step() or one.ring(early=True)


def _other(schedule: "Schedule", device: Device) -> Device:
    """Another device of the organisation; this one where it has no other."""
    others = [one for one in schedule.of_org(device) if one is not device]
    return schedule.draw.choice(others or [device])


def _has(device: Device, c: str, row: str) -> bool:
    """Whether the record is there."""
    return device.reads.get(c, row) is not None


def _is_approved(device: Device, row: str) -> bool:
    """Whether the quote is there as one that the client agreed to."""
    quote = device.reads.get("quotes", row)
    return quote is not None and quote.f.get("status") == "approved"


def _is_staged(device: Device) -> bool:
    """Whether a page is put aside."""
    return device.machine.state is not None and device.machine.state.staged > 0

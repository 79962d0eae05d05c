"""What is taken away for good: values that nobody may hold any more, and the access of a computer.

Promises: values are redacted by whoever runs the cloud, access is withdrawn by a person, both as the product has it;
work goes on meanwhile on computers that have not heard of it.
"""

from typing import TYPE_CHECKING

from onetool_desktop.proof.simulator import acts, disasters
from onetool_desktop.proof.simulator.confided import Confided, heard
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call

if TYPE_CHECKING:
    from onetool_desktop.proof.simulator.schedule import Schedule

_OFTEN = 0.6


def redact(schedule: "Schedule", device: Device) -> object:
    """What was confided to some record is redacted. The person, who has not heard of it, often writes on at the same
    place, once or twice, and takes back what he did last: at once, or when he has heard of it.
    """
    told = [one for each in schedule.of_org(device) for one in each.confidences.told]
    if not told:
        return None
    one = schedule.draw.choice(told)
    if not schedule.redact(device.org, one):
        return None
    schedule.world.struck(Fault.REDACTED)
    while schedule.draw.random() < _OFTEN:
        acts.confide(device, one.place, one.id)
    if schedule.draw.random() < _OFTEN:
        if schedule.draw.random() < _OFTEN and not device.network.cut:
            disasters.meanwhile(schedule, device, until=lambda each: _has_heard(each, one))
        acts.undo_last(device)
    return one.text


def withdraw(schedule: "Schedule", device: Device) -> object:
    """The owner withdraws the access of the computer, which mostly has something to send, from one of his own."""
    owner, lost = schedule.of_org(device)[0], device.replica.identity.device
    if owner.network.cut:
        return None
    if schedule.draw.random() < _OFTEN:
        acts.act(device, schedule.draw)
    args = {"rid": schedule.new_id(), "org": owner.org, "device": lost}
    try:
        owner.ask(Call("mutation", "devices:withdraw", args))
    except errors.CloudError as error:
        return type(error).__name__
    own = owner.enrolled.account == device.enrolled.account
    schedule.world.access.withdrawn(lost, by=owner.enrolled.user_id, own=own)
    schedule.world.struck(Fault.WITHDRAWN)
    return lost


def _has_heard(device: Device, told: Confided) -> bool:
    """Whether a redaction of what was confided there has come to the device since."""
    return heard(device.reads, told.place, told.id) > told.heard

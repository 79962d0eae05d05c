"""What must hold when the faults are over and everything has come to rest.

Promises: as in `properties`; each property names what it found. The cloud's side is read once (`record`), the devices'
from their files; what a group should have done is replayed from the log by `replay`, which shares no code with the
product's merge. The properties themselves stand in `at_rest_cloud`, `at_rest_device` and `at_rest_together`.
"""

from collections.abc import Sequence

from onetool_desktop.proof.simulator.at_rest_cloud import OF_THE_CLOUD
from onetool_desktop.proof.simulator.at_rest_device import OF_A_DEVICE
from onetool_desktop.proof.simulator.at_rest_together import OF_ALL_DEVICES
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.properties import Violation
from onetool_desktop.proof.simulator.record import read
from onetool_desktop.proof.simulator.witness import Witness


def check(devices: Sequence[Device], witness: Witness) -> None:
    """Everything that must hold at rest."""
    record = read(witness, [one for device in devices for one in device.confidences.told])
    for holds in OF_THE_CLOUD:
        _judge(holds.__name__, "", holds(record))
    for of_all in OF_ALL_DEVICES:
        _judge(of_all.__name__, "", of_all(devices))
    for device in devices:
        for of_device in OF_A_DEVICE:
            _judge(of_device.__name__, f"device {device.at}: ", of_device(device, record))


def _judge(name: str, where: str, found: str) -> None:
    if found:
        raise Violation(name.replace("_", " "), where + found[:2_000])

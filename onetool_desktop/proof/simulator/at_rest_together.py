"""What must hold of all devices together at rest, each as a function that says what it found."""

from collections.abc import Callable, Sequence
from typing import Any

from onetool_desktop.changes.wire import loads
from onetool_desktop.proof.simulator.device import Device


def a_number_is_printed_once(devices: Sequence[Device]) -> str:
    """No two documents, and no two revisions of one, were printed under one number, whatever file was put back or
    copied since; but where a whole disk was, keyring and all: nothing on it can know, and the cloud asks for a review.
    """
    given: dict[tuple[Any, ...], tuple[str, int]] = {}
    for device in devices:
        for gid, body in device.saved.items() if not device.imaged else ():
            group: dict[str, Any] = loads(body)
            for command in group.get("commands", ()):
                if command.get("no") is None:
                    continue
                key = (command["c"], command["series"], command["no"], command.get("rev"))
                document, at = given.setdefault(key, (command["id"], device.at))
                if document != command["id"]:
                    return f"{key} is on {document} by device {at}, and on {command['id']} by {device.at} ({gid})"
    return ""


OF_ALL_DEVICES: tuple[Callable[[Sequence[Device]], str], ...] = (a_number_is_printed_once,)

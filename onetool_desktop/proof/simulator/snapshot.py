"""The state of a small world: taken, brought back, and hashed.

Promises: a moment holds the whole files with their logs beside what is in memory; bringing it back makes the open
connections see it, with what they have compiled. Two states with the same hash go on alike: what does not matter
for that (counts of attempts, instants) is left out.
May not know: which steps there are.
"""

import copy
import hashlib
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from onetool_desktop.proof.deterministic import SeededIds
from onetool_desktop.proof.simulator import beneath
from onetool_desktop.proof.simulator.beginning import CLOUD_FILE
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.store import engine

if TYPE_CHECKING:
    from onetool_desktop.proof.simulator.small_scope import SmallWorld

_OF_DEVICE = (
    "SELECT n, gid, state, seq, code, detail, body, restamped FROM outbox ORDER BY n",
    "SELECT n, gid, seq FROM settled ORDER BY gid",
    "SELECT c, id, row FROM shadow ORDER BY c, id",
    "SELECT c, id, gid FROM tombstones ORDER BY c, id",
    "SELECT key, value FROM meta WHERE key NOT IN ('check_at') ORDER BY key",
    "SELECT id, seq, clk FROM clients ORDER BY id",
)
_OF_CLOUD = (
    "SELECT device, n, gid, result, body FROM outcomes ORDER BY device, n",
    "SELECT device, last_n, last_gid, confirmed FROM devices ORDER BY device",
    "SELECT id, body FROM c_clients ORDER BY id",
    "SELECT seq, epoch, stamp FROM orgs",
)
_LEFT_OUT = frozenset(
    {"attempt", "_attempt", "_timer", "token", "at_ms", "sent_at", "got_at", "_since_ms", "_out"}
)


@dataclass(frozen=True, slots=True)
class OfDevice:
    """One device: its file, what its keyring knows of it, and what its engine holds."""

    file: beneath.Whole
    mark: str | None
    memory: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """The cloud and the devices as they were."""

    cloud: beneath.Whole
    ids: SeededIds
    devices: dict[int, OfDevice]
    witness: tuple[Any, ...]
    spent: frozenset[Fault]
    acted: frozenset[int]


class Snapshots:
    """Takes moments of one world, and brings them back."""

    def __init__(self, folder: Path, ids: SeededIds) -> None:
        self._ids = ids
        self._cloud_file = folder / CLOUD_FILE
        self._cloud = engine.driver().connect(str(self._cloud_file), isolation_level=None)

    def close(self) -> None:
        """Gives the cloud's file back."""
        self._cloud.close()

    def taken(self, small: "SmallWorld", devices: tuple[int, ...]) -> Moment:
        """The present moment."""
        witness = small.witness
        return Moment(
            beneath.whole(self._cloud_file),
            copy.deepcopy(self._ids),
            {at: _of_device(small.devices[at]) for at in devices},
            (witness.head, witness.total, dict(witness.rows), dict(witness.states)),
            small.spent,
            small.acted,
        )

    def bring_back(self, small: "SmallWorld", moment: Moment) -> None:
        """Makes the world what it was."""
        beneath.put_bytes(self._cloud_file, moment.cloud)
        vars(self._ids).update(vars(copy.deepcopy(moment.ids)))
        witness = small.witness
        witness.head, witness.total, rows, states = moment.witness
        witness.rows, witness.states = dict(rows), dict(states)
        small.spent, small.acted = moment.spent, moment.acted
        for at, of_device in moment.devices.items():
            device = small.devices[at]
            beneath.put_bytes(device.path, of_device.file)
            device.computer.mark = of_device.mark
            device.reload()
            vars(device).update(copy.deepcopy(of_device.memory))

    def digest(self, small: "SmallWorld") -> bytes:
        """The hash of the present state."""
        digest = hashlib.blake2b(digest_size=16)
        for sql in _OF_CLOUD:
            digest.update(repr(self._cloud.execute(sql).fetchall()).encode())
        for device in small.devices:
            for sql in _OF_DEVICE:
                digest.update(repr(device.replica.writer.execute(sql).fetchall()).encode())
            digest.update(repr(device.computer.mark).encode())
            for part in (device.machine, device.effects, device.events, device.timer is None):
                digest.update(_told(part).encode())
        digest.update(repr((sorted(small.spent), sorted(small.acted))).encode())
        return digest.digest()


def _of_device(device: Device) -> OfDevice:
    names = (
        "machine",
        "effects",
        "events",
        "timer",
        "saved",
        "discarded",
        "rewound",
        "applied",
        "seen",
        "authors",
    )
    memory = copy.deepcopy({name: getattr(device, name) for name in names})
    return OfDevice(beneath.whole(device.path), device.computer.mark, memory)


def _told(value: Any) -> str:
    """A value in words that depend on nothing but what it means."""
    if value is None or isinstance(value, str | int | float | Enum):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_told, cast('list[object]', value)))}]"
    if isinstance(value, dict):
        value = cast("dict[object, object]", value)
        return f"{{{','.join(f'{_told(k)}:{_told(v)}' for k, v in value.items())}}}"
    names = [f.name for f in fields(value)] if is_dataclass(value) else list(getattr(value, "__dict__", ()))
    if not names:
        return repr(value)
    told = (f"{name}={_told(getattr(value, name))}" for name in names if name not in _LEFT_OUT)
    return f"{type(value).__name__}({','.join(told)})"

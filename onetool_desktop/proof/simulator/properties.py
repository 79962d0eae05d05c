"""What must hold after every step, each as a function of its own; `at_rest` holds what must hold at the end.

Promises: a property reads, and raises `Violation` with its own name and what it found; none relies on another. They
look at files with plain SQL and at the product's declared equations, never at what the machine believes.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import REDACTED, Op
from onetool_desktop.domain.collections import ALL, falls_with
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.witness import Witness, entry
from onetool_desktop.store.codec import row_of_json
from onetool_desktop.store.engine import Db

_MASK = (1 << 64) - 1
_DELETED_HERE = """SELECT t.c, t.id, o.n FROM outbox o JOIN tombstones t USING (gid)
    WHERE o.state IN ('waiting', 'acked')"""
_COLLECTIONS = tuple(c.name for c in ALL if c.name != "notices")


@dataclass(frozen=True, slots=True)
class Finding:
    """Which property did not hold, and what was found."""

    name: str
    found: str


class Violation(AssertionError):
    """A property that does not hold."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(f"{name}: {found}")
        self.finding = Finding(name, found)


def check_step(device: Device, witness: Witness) -> None:
    """Everything that must hold of a device after each step that has written its file."""
    if not device.touched:
        return
    device.touched = False
    if device.has_written_nothing():
        return
    for holds in EACH_STEP:
        found = holds(device, witness)
        if found:
            raise Violation(holds.__name__.replace("_", " "), f"device {device.at}: {found}")


def visible_is_the_fold(device: Device, _witness: Witness) -> str:
    """What is shown is what the cloud last had with the waiting groups folded on top."""
    return "; ".join(device.folding.wrong(device.replica)[:3])


def nothing_is_shown_beneath_a_pending_delete(device: Device, _witness: Witness) -> str:
    """What comes for a record that was deleted here, and not yet in the cloud, is not shown without it.

    What the person himself brought back or made after that delete is shown: so the fold has it, until a restored cloud
    that is offered both again has answered. He could make it, for somebody had brought the record back.
    """
    db = device.replica.writer
    for c, row_id, n in db.execute(_DELETED_HERE).fetchall():
        for child, name in falls_with(c):
            shown = db.execute(f'SELECT id FROM "{child.name}" WHERE "{name}"=?', (row_id,)).fetchall()
            left = [one for (one,) in shown if not _came_after(db, child.name, one, after=n)]
            if left:
                return f"{child.name} {left} are shown, {c} {row_id} is not"
    return ""


def _came_after(db: Db, c: str, row_id: str, *, after: int) -> bool:
    """Whether a later group of this device that waits restores the row, or makes it."""
    found = db.execute(
        "SELECT o.body FROM outbox_rows r JOIN outbox o USING (gid) WHERE r.c=? AND r.id=? AND o.n>?",
        (c, row_id, after),
    )
    bodies: list[dict[str, Any]] = [json.loads(body) for (body,) in found]
    changes = [change for body in bodies for change in body["changes"]]
    made = any(change["id"] == row_id and change["op"] == Op.PUT and not change["b"] for change in changes)
    return made or any(change["op"] == Op.RESTORE for change in changes)


def what_was_saved_is_kept(device: Device, witness: Witness) -> str:
    """A group shown as saved stands in the outbox until it is in the cloud or a person discards it.

    The local log holds it 90 days from then by the cloud's clock, longer than a simulation lasts.
    """
    known = {
        gid
        for (gid,) in device.replica.writer.execute("SELECT gid FROM outbox UNION SELECT gid FROM settled")
    }
    lost = device.saved.keys() - known - device.discarded - device.rewound
    lost = {gid for gid in lost if not witness.accepted(gid)}
    return f"lost {sorted(lost)}" if lost else ""


def a_checkpoint_is_a_state_of_the_cloud(device: Device, witness: Witness) -> str:
    """What a device holds of the cloud after a checkpoint is what the cloud held at that head, no more and no less."""
    applied, device.applied = device.applied, None
    if applied is None or not device.is_all_seeing:
        return ""
    view = cloud_view(device.replica.writer)
    expected = witness.states.get(applied)
    return "" if view == expected else f"at {applied[1]} it holds another state than the cloud had"


def stamps_rise(device: Device, _witness: Witness) -> str:
    """A group's stamp is above each stamp it overwrites, and above the one before it on the same device.

    A refused group that is tried again keeps its stamp under a later n, and is left aside.
    """
    before = ""
    for (body,) in device.replica.writer.execute(
        "SELECT body FROM outbox WHERE state='waiting' AND restamped=0 ORDER BY n"
    ):
        group: dict[str, Any] = json.loads(body)
        if device.saved.get(group["gid"]) != body:
            continue
        bases = [h for c in group["changes"] if c["op"] == Op.PUT for h in c["b"].values()]
        if max([before, *bases]) >= group["h"]:
            return f"group {group['gid']} has {group['h']}, below {max([before, *bases])}"
        before = group["h"]
    return ""


def settled_means_contained(device: Device, _witness: Witness) -> str:
    """A group leaves the outbox only for a checkpoint that contains it."""
    early = device.replica.writer.execute(
        "SELECT gid FROM settled WHERE seq > (SELECT value FROM meta WHERE key='head')"
    ).fetchall()
    return f"settled before they came back: {early}" if early else ""


def undo_takes_back_its_own(device: Device, _witness: Witness) -> str:
    """What an undo writes over is this device's own."""
    authors = device.authors
    for (body,) in device.replica.writer.execute(
        "SELECT body FROM outbox WHERE action='undo' AND state='waiting'"
    ):
        group: dict[str, Any] = json.loads(body)
        puts = [c for c in group["changes"] if c["op"] == Op.PUT]
        foreign = [h for c in puts for name, h in c["b"].items() if not name.startswith(REDACTED)]
        if {stamp.author(h) for h in foreign} - authors:
            return f"group {group['gid']} takes back what others wrote: {foreign}"
    return ""


def reads_never_go_back(device: Device, _witness: Witness) -> str:
    """The state of the cloud that is shown is never an older one than was shown before."""
    db = device.replica.writer
    epoch, head = device.replica.identity.epoch, _head(db)
    seen = device.seen
    device.seen = (epoch, head or (seen[1] if seen[0] == epoch else ""))
    if head and seen[0] == epoch and head < seen[1]:
        return f"it shows {head} after {seen[1]}"
    return ""


def _head(db: Db) -> str:
    """The head up to which a file holds everything; "" while something is arriving."""
    found = db.execute("SELECT value FROM meta WHERE key='head'").fetchone()
    return str(found[0]) if found else ""


def nothing_of_another_organisation_is_here(device: Device, _witness: Witness) -> str:
    """No byte in the device's files is marked as another organisation's."""
    return device.strangers.found()


EACH_STEP: tuple[Callable[[Device, Witness], str], ...] = (
    visible_is_the_fold,
    nothing_is_shown_beneath_a_pending_delete,
    what_was_saved_is_kept,
    a_checkpoint_is_a_state_of_the_cloud,
    stamps_rise,
    settled_means_contained,
    undo_takes_back_its_own,
    reads_never_go_back,
    nothing_of_another_organisation_is_here,
)


def cloud_view(db: Db) -> int:
    """The sum over the live rows as the cloud last told them, pending work left aside."""
    total = 0
    shadows = {(c, row_id): row for c, row_id, row in db.execute("SELECT c, id, row FROM shadow")}
    for c in _COLLECTIONS:
        for row_id, seq in db.execute(f'SELECT id, seq FROM "{c}" WHERE seq IS NOT NULL'):
            if (c, row_id) not in shadows:
                total += entry(c, row_id, seq)
    for (c, row_id), text in shadows.items():
        row = row_of_json(text)
        if row is not None and c in _COLLECTIONS and row.seq and row.live:
            total += entry(c, row_id, row.seq)
    return total & _MASK

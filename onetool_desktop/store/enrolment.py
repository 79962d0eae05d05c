"""A replica that becomes another device: joined to a cloud for the first time, or after a fork.

Promises: groups keep their gids and their order; those still waiting are numbered from 1 and signed by the
new author, also where one is the base of another; answered ones keep their place before them. Nothing a
person sees changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import Change, Group, Op, RowKey
from onetool_desktop.store import meta, outbox, projection
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transaction import Transaction


def enrol_anew(replica: Replica, identity: Identity) -> None:
    """Gives the replica another device: `identity` with the new device, author, series and epoch.

    With the same device (a business that brings its own) nothing is renumbered.
    """

    def work(tx: Transaction) -> None:
        same = identity.device == tx.identity.device
        replica.become(tx, identity)
        if not same:
            renumber(tx)

    replica.write(work)


def renumbered(entries: Sequence[Entry], *, author: str, after: int = 0) -> list[Entry]:
    """The entries in their order, numbered on from `after` and signed by `author`, also where one is another's
    base.
    """
    stamps = {entry.group.h: stamp.by(entry.group.h, author) for entry in entries}
    return [
        replace(entry, group=_signed(entry.group, n, stamps))
        for n, entry in enumerate(entries, start=after + 1)
    ]


def let_others_go(replica: Replica, schema: int) -> None:
    """Numbers anew what waits: groups that need more than `schema`, and what comes after them, go last.

    None of them was ever answered, so no number has a meaning yet; the order among those that go is kept.
    """

    def work(tx: Transaction) -> None:
        entries = outbox.entries(tx.db, outbox.WAITING)
        kept: set[str] = set()
        for entry in entries:
            if entry.group.schema > schema or kept.intersection(entry.group.after):
                kept.add(entry.group.gid)
        order = sorted(entries, key=lambda entry: entry.group.gid in kept)
        moved = [
            replace(entry, group=replace(entry.group, n=before.group.n))
            for entry, before in zip(order, entries, strict=True)
            if entry is not before
        ]
        tx.db.executemany("UPDATE outbox SET n=-n WHERE gid=?", [(entry.group.gid,) for entry in moved])
        for entry in moved:
            outbox.rewrite(tx.db, entry.group)
            tx.write_journal(entry)

    if any(entry.group.schema > schema for entry in outbox.entries(replica.reads().db, outbox.WAITING)):
        replica.write(work)


def renumber(tx: Transaction) -> None:
    """Numbers what waits from 1 and signs it as the device that this is now; what was answered goes before it."""
    waiting = renumbered(outbox.entries(tx.db, outbox.WAITING), author=tx.identity.author)
    lowest = tx.db.execute(
        "SELECT min(n) FROM (SELECT n FROM outbox UNION SELECT n FROM settled)"
    ).fetchone()[0]
    before = tx.hand.last_n + 1 - min(lowest or 0, 0)
    tx.db.execute("UPDATE outbox SET n=n-?", (before,))
    tx.db.execute("UPDATE settled SET n=n-?", (before,))
    keys: list[RowKey] = []
    for entry in waiting:
        outbox.rewrite(tx.db, entry.group)
        keys += outbox.rows_of(tx.db, entry.group.gid)
        tx.write_journal(entry)
    projection.recompute(tx.rows, keys, org=tx.identity.org)
    meta.write(tx.db, confirmed=None, confirmed_gid=None)
    tx.hand = replace(tx.hand, last_n=len(waiting))


def _signed(group: Group, n: int, stamps: Mapping[str, str]) -> Group:
    changes = tuple(_rebased(change, stamps) for change in group.changes)
    return replace(group, n=n, h=stamps[group.h], changes=changes)


def _rebased(change: Change, stamps: Mapping[str, str]) -> Change:
    if change.op is not Op.PUT or not change.b:
        return change
    return replace(change, b={register: stamps.get(h, h) for register, h in change.b.items()})

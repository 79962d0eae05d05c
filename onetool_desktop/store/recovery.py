"""A damaged file: put aside whole, and its unsettled work carried into a fresh replica.

Promises: nothing of the damaged file is deleted; every unsettled group that its journal or the file itself
still tells is in the fresh replica, under its gid, waiting or in Needs attention. The fresh replica is
another device: numbers and author are new, so that the cloud sees no fork. What the cloud has comes by the
next pull.
May not know: the cloud; so a business that never met one gets back only what was not settled, which is all it
has saved.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from onetool_desktop.domain.numbering import parse_number
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.store import engine, journal, outbox, projection, series
from onetool_desktop.store.enrolment import renumbered
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.swapping import put_aside
from onetool_desktop.store.transaction import Transaction

_NUMBERED = ("quotes", "invoices")  # the tables whose rows carry numbers on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What came of it: the fresh replica, where the damaged file lies, groups waiting again and groups set aside."""

    replica: Replica
    quarantine: Path
    waiting: int
    attention: int


def recover(path: Path, identity: Identity, *, key: str | None, clock: Clock, ids: Ids) -> Recovered:
    """Quarantines the file at `path` and makes a fresh replica of `identity` with its unsettled groups.

    The replica must be closed. `identity` names a device that is enrolled anew.
    """
    entries = unsettled(path, key)
    quarantine = put_aside(path, clock.now_ms())
    replica = Replica.create(path, identity, key=key, clock=clock, ids=ids)

    def work(tx: Transaction) -> list[str]:
        states = [bring_in(tx, entry) for entry in renumbered(entries, author=identity.author)]
        _count_on(tx)
        return states

    states = replica.write(work)
    return Recovered(
        replica=replica,
        quarantine=quarantine,
        waiting=states.count(outbox.WAITING),
        attention=len(states) - states.count(outbox.WAITING),
    )


def unsettled(path: Path, key: str | None) -> list[Entry]:
    """The groups of the journal and, as far as it can be read, of the file's own outbox."""
    found = {entry.group.gid: entry for entry in journal.salvage(journal.journal_path(path), key)}
    module = engine.driver()
    try:
        db = engine.connect(path, key=key, readonly=True)
    except module.DatabaseError:
        return list(found.values())
    try:
        for entry in outbox.entries(db):
            found.setdefault(entry.group.gid, entry)
    except (module.DatabaseError, ValueError):
        return sorted(found.values(), key=lambda entry: entry.group.n)
    finally:
        db.close()
    return sorted(found.values(), key=lambda entry: entry.group.n)


def _count_on(tx: Transaction) -> None:
    """Moves the number series on to the numbers that are on paper, so that none is given twice."""
    last: dict[tuple[str, str], int] = {}
    for table in _NUMBERED:
        for (text,) in tx.db.execute(f"SELECT number FROM {table} WHERE number IS NOT NULL AND number <> ''"):
            with suppress(ValueError):
                number = parse_number(text)
                of = (number.kind, number.series)
                last[of] = max(last.get(of, 0), number.no)
    series.count_on(tx.db, last)


def bring_in(tx: Transaction, entry: Entry) -> str:
    """Enters one group again and returns its state. Nothing is decided: what it changes has yet to come by a pull."""
    group = entry.group
    tx.hand = replace(tx.hand, last_n=group.n, clock=tx.hand.clock.merge(group.h))
    state = entry.state if entry.state in {outbox.REFUSED, outbox.HELD} else outbox.WAITING
    entry = replace(entry, state=state, seq=None)
    outbox.add(tx.db, entry, outbox.body_of(group))
    if state == outbox.WAITING:
        keys = projection.named(tx.rows, group, org=tx.identity.org)
        projection.protect(tx.rows, keys)
        outbox.link(tx.db, group.gid, keys)
        projection.recompute(tx.rows, keys, org=tx.identity.org)
    else:
        tx.db.execute(
            "UPDATE outbox SET state=?, code=?, detail=? WHERE gid=?",
            (state, entry.code, entry.detail, group.gid),
        )
    tx.write_journal(entry)
    return state

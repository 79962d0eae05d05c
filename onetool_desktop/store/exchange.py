"""What sync asks of the replica: where it stands, what to push next, and to store what the cloud answered.

Promises: outcomes are stored in one transaction with what they change in view; a group made between batch and
reply is not touched by it; an answer to an older n of a group that was offered again is ignored. Pages go
through `checkpoint`, whose functions are named here too, so that sync has one door.
May not know: transport, time-outs, when to ask.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onetool_desktop.changes import wire
from onetool_desktop.changes.values import Outcome, Result, RowKey
from onetool_desktop.domain.changed import Changes
from onetool_desktop.store import arrival, before_purge, meta, outbox, projection, selfcheck
from onetool_desktop.store.before_purge import copy_ahead
from onetool_desktop.store.checkpoint import (
    adopt_epoch,
    apply_arrival,
    apply_checkpoint,
    build,
    stage,
    start_over,
    void_stage,
)
from onetool_desktop.store.checks import digest, visible_equals_fold
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.enrolment import enrol_anew, let_others_go
from onetool_desktop.store.numbers_wait import numbers_wait
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.pages import Batch, Page, SyncState, slices
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transaction import Transaction

__all__ = [
    "Batch",
    "Page",
    "SyncState",
    "adopt_epoch",
    "apply_arrival",
    "apply_checkpoint",
    "build",
    "copy_ahead",
    "digest",
    "enrol_anew",
    "next_batch",
    "slices",
    "stage",
    "start_over",
    "state",
    "store_outcomes",
    "unsettled",
    "visible_equals_fold",
    "void_stage",
]


MOST_AT_ONCE = 100  # groups surrendered in one call


def state(replica: Replica) -> SyncState:
    """Where the replica stands."""
    db = replica.reads().db
    facts = dict(db.execute("SELECT key, value FROM meta").fetchall())
    counts = outbox.counts(db)
    arriving = "arriving" in facts or facts.get("cursor") is None
    return SyncState(
        cursor=facts.get("cursor"),
        staged_cursor=facts.get("staged_cursor"),
        staged=int(facts.get("staged", "0")),
        head=facts.get("head", ""),
        epoch=replica.identity.epoch,
        scopes=facts.get("scopes", ""),
        device=replica.identity.device,
        last_n=replica.hand.last_n,
        confirmed=int(facts.get("confirmed", "0")),
        waiting=counts.get(outbox.WAITING, 0),
        acked=counts.get(outbox.ACKED, 0),
        attention=counts.get(outbox.REFUSED, 0) + counts.get(outbox.HELD, 0),
        arriving=arriving,
        phase=from_json(facts.get("phase")),
        bulk=arriving and arrival.coming(db) == arrival.BULK,
        check=selfcheck.report_of(facts),
        whole_since=int(facts.get("whole_since", "0")),
        closed=replica.identity.closed,
        numbers_wait=numbers_wait(db, replica.identity),
        kept_before=before_purge.kept(facts, replica.clock.now_ms()),
    )


def next_batch(
    replica: Replica, *, schema: int = 0, max_changes: int = wire.MAX_CHANGES, max_bytes: int = wire.MAX_PUSH
) -> Batch | None:
    """The next groups to push, in order of n: at most so many changes and bytes, or one group. None if none waits.

    With `schema`, those that need more than it wait, with what hangs on them, and the others go before them.
    """
    if schema:
        let_others_go(replica, schema)
    db = replica.reads().db
    picked, changes, size = list[outbox.Group](), 0, 0
    waiting = db.execute("SELECT body, size FROM outbox WHERE state='waiting' ORDER BY n")
    for body, length in waiting:
        group = outbox.group_of(body)
        if schema and group.schema > schema:
            break
        changes, size = changes + max(len(group.changes), 1), size + length + 1
        gap = bool(picked) and group.n != picked[-1].n + 1  # left by what a person discarded since
        if gap or (picked and (changes > max_changes or size > max_bytes)):
            break
        picked.append(group)
    if not picked:
        return None
    return Batch(
        groups=tuple(picked),
        prev_gid=meta.read(db, "confirmed_gid") or None,
        confirmed=meta.number(db, "confirmed"),
    )


def unsettled(replica: Replica) -> Iterator[list[outbox.Group]]:
    """All that the cloud has not taken, refused and held work too, in parts that one call may carry."""
    states = (outbox.WAITING, outbox.REFUSED, outbox.HELD)
    part, size = list[outbox.Group](), 0
    for entry in outbox.entries(replica.reads().db, *states):
        length = wire.group_size(entry.group)
        if part and (len(part) == MOST_AT_ONCE or size + length > wire.MAX_PUSH):
            yield part
            part, size = [], 0
        part.append(entry.group)
        size += length
    if part:
        yield part


def store_outcomes(
    replica: Replica,
    outcomes: Sequence[Outcome],
    *,
    sent: Batch,
    head: str,
    server_now: int,
    sent_at: int,
    got_at: int,
) -> Changes:
    """Stores the answers to a push; times in ms, `sent_at` and `got_at` by this device's own clock."""

    def work(tx: Transaction) -> Changes:
        keys: list[RowKey] = []
        for outcome in outcomes:
            entry = outbox.entry(tx.db, outcome.gid)
            if entry is not None and entry.state == outbox.WAITING and entry.group.n == outcome.n:
                keys += _store(tx, entry, outcome)
        projection.recompute(tx.rows, keys, org=tx.identity.org)
        _confirm(tx, [(group.n, group.gid) for group in sent.groups], outcomes)
        meta.write(tx.db, cloud_head=head)
        clock = tx.hand.clock.learn(server_now - (sent_at + got_at) // 2)
        if clock != tx.hand.clock:
            tx.hand = tx.hand.with_clock(clock)
        return tx.changed()

    return replica.write(work)


def _store(tx: Transaction, entry: Entry, outcome: Outcome) -> list[RowKey]:
    """Stores one answer; the rows to be computed anew."""
    accepted = outcome.result in {Result.OK, Result.SUPERSEDED}
    state = outbox.ACKED if accepted else outcome.result.value
    detail = None if outcome.detail is None else to_json(outcome.detail)
    tx.db.execute(
        "UPDATE outbox SET state=?, seq=?, code=?, detail=? WHERE gid=?",
        (state, outcome.seq, outcome.code, detail, outcome.gid),
    )
    keys: list[RowKey] = []
    if outcome.h and outcome.h != entry.group.h:
        if (
            outcome.h < entry.group.h
        ):  # as only an honest cloud does; no page need name it, where its rows are gone
            tx.hand = replace(tx.hand, seen=max(tx.hand.seen, outcome.h))
        entry = replace(entry, group=replace(entry.group, h=outcome.h))
        outbox.rewrite(tx.db, entry.group)
        tx.db.execute("UPDATE outbox SET restamped=1 WHERE gid=?", (outcome.gid,))
        keys = outbox.rows_of(tx.db, outcome.gid)
        if accepted:
            tx.write_journal(entry)
    if not accepted:
        keys = outbox.unlink(tx.db, outcome.gid)
        tx.write_journal(replace(entry, state=state, code=outcome.code, detail=detail))
    return keys


def _confirm(tx: Transaction, sent: Sequence[tuple[int, str]], outcomes: Iterable[Outcome]) -> None:
    """Moves `confirmed` to the highest n up to which every outcome is stored."""
    lowest = tx.db.execute("SELECT min(n) FROM outbox WHERE state='waiting'").fetchone()[0]
    confirmed = tx.hand.last_n if lowest is None else lowest - 1
    if confirmed <= meta.number(tx.db, "confirmed"):
        return
    gids = dict(sent) | {outcome.n: outcome.gid for outcome in outcomes}
    gid = gids.get(confirmed)
    if gid is None:
        found = tx.db.execute("SELECT gid FROM outbox WHERE n=?", (confirmed,)).fetchone()
        gid = found[0] if found else None
    meta.write(tx.db, confirmed=confirmed, confirmed_gid=gid)

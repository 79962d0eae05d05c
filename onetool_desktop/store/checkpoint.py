"""Applying what was pulled: checkpoints, and the arrival of a whole business.

Promises: each checkpoint is one transaction, after which the rows are the caller's view of a state the cloud
had, with pending work folded on top; groups settle only when a checkpoint at or above their seq is in. An
arrival is applied page by page and resumes at any. What looks like a disaster stops and asks (`errors.Stop`),
with nothing changed.
May not know: how pages are fetched.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from onetool_desktop.changes import stamp
from onetool_desktop.changes.issuing import ISSUED, issued_id
from onetool_desktop.changes.values import Group, RowKey
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.store import (
    arrival,
    before_purge,
    bulk,
    columns,
    engine,
    enrolment,
    falling,
    intake,
    meta,
    numbers_wait,
    outbox,
    projection,
    regained,
    series,
)
from onetool_desktop.store.arrival import AFTER, BESIDE, BULK
from onetool_desktop.store.before_purge import DELETES, is_much
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.errors import NotGivenBackError, Stop
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.pages import Page
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transaction import Transaction

AHEAD_MS = 60_000  # how far ahead of its own time a cloud stores a stamp (WIRE section 3, clock guard)
KEPT_MS = 90 * 86_400_000
T = TypeVar("T")
_FIELDS = ("rows", "gone", "cursor", "more", "phase", "head", "epoch", "scopes", "server_now", "redacted")


def stage(replica: Replica, page: Page) -> None:
    """Keeps a page of a checkpoint that is not whole yet."""

    def work(tx: Transaction) -> None:
        _check_place(tx, page)
        tx.db.execute(
            "INSERT INTO stage(page) VALUES (?)", (to_json({f: getattr(page, f) for f in _FIELDS}),)
        )
        meta.write(
            tx.db,
            staged_cursor=page.cursor,
            staged=meta.number(tx.db, "staged") + page.count(),
            scopes=page.scopes,
        )

    replica.write(work)


def void_stage(replica: Replica) -> None:
    """Forgets a stage: its pages will be asked for again."""
    replica.write(_clear_stage)


def apply_checkpoint(replica: Replica, page: Page, *, allow: Collection[str] = ()) -> Changes:
    """Applies the staged pages and this last one in one transaction, and settles what it contains.

    Raises `Stop`, unless a person has answered its kind with yes (`allow`).
    """
    before_purge.keep_before_end(replica, page)

    def work(tx: Transaction) -> Changes:
        _check_place(tx, page)
        if meta.read(tx.db, "arriving") == BULK:
            arrival.build_up(tx)
        pages = [*_staged(tx), page]
        if "deletes" not in allow:
            _check_deletes(tx, pages)
        for one in pages:
            intake.take(tx, one)
            arrival.note(tx, one)
        _clear_stage(tx)
        _move(tx, pages)
        _end_arrival(tx, pages)
        return tx.changed()

    return _applied(replica, work)


def apply_arrival(replica: Replica, page: Page) -> Changes:
    """Applies a page of an arrival as it comes, a stage before it; the last one (no phase, no more) ends it."""
    before_purge.keep_before_end(replica, page)

    def work(tx: Transaction) -> Changes:
        _check_place(tx, page)
        how = meta.read(tx.db, "arriving") or arrival.begin(tx)
        if how == BULK and page.phase is None:
            how = arrival.build_up(tx)
        if how != AFTER:
            engine.lean(tx.db, on=True)
        pages = [*_staged(tx), page]
        for one in pages:
            intake.take(tx, one, bulk=how == BULK, beside=how == BESIDE)
            arrival.note(tx, one)
        _clear_stage(tx)
        _move(tx, pages)
        meta.write(tx.db, phase=None if page.phase is None else to_json(page.phase))
        if page.ends:
            _end_arrival(tx, pages)
        return tx.changed()

    return _applied(replica, work)


def build(replica: Replica, page: Page) -> bool:
    """Brings up a part of what an arrival did without, or purges a part of what did not come, before its last page;
    True if there was something to do.

    Asked again until there is not, it lets saves pass between the parts. Whoever does not ask has it done at once.
    """
    how = replica.at_rest(lambda db: meta.read(db, "arriving"))
    if page.phase is not None or how not in (BULK, BESIDE) or (how == BESIDE and not page.ends):
        return False
    before_purge.keep_before_end(replica, page)

    def work(tx: Transaction) -> bool:
        if how == BESIDE:
            _check_place(tx, page)
            return _purge_part(tx, page)
        if not bulk.step(tx):
            arrival.built(tx)
        return True

    return _applied(replica, work)


def start_over(replica: Replica, *, scopes: str | None = None, epoch: str | None = None) -> None:
    """Pulls from null beside the data from now on: what does not come by the end is purged, pending work is kept."""

    def work(tx: Transaction) -> None:
        if scopes is not None:
            meta.write(tx.db, scopes=scopes)
        begin_anew(tx, epoch=epoch)

    replica.write(work)


def begin_anew(tx: Transaction, *, epoch: str | None = None) -> None:
    """The same in a transaction under way."""
    _clear_stage(tx)
    if meta.read(tx.db, "arriving") == BULK:
        bulk.finish(tx)
    meta.write(tx.db, cursor=None, head=None, phase=None, arriving=None)
    if epoch is not None:
        tx.replica.become(tx, replace(tx.identity, epoch=epoch))
    arrival.begin(tx)


def adopt_epoch(replica: Replica, *, epoch: str) -> None:
    """Follows a restored cloud: every group that is still kept is offered again under its n and gid.

    Why every one: the cloud may have gone on since it was restored, so its head does not say what it lost. For what it
    still has it repeats its answer. The numbers on papers of others, which go until their authors offer them again,
    are kept as counts: whoever releases the numbers is to see the highest that was ever known here. Who had lost access
    is remembered as well: the cloud may have forgotten that. A copy is kept before: what the cloud has lost
    of others' goes.
    """
    before_purge.keep_before_following(replica)

    def work(tx: Transaction) -> None:
        series.count_on(tx.db, series.on_paper(tx.db))
        regained.remember(tx.db)
        tx.db.execute("UPDATE outbox SET state='waiting', seq=NULL WHERE state='acked'")
        kept = tx.db.execute(
            "SELECT n, gid, action, action_id, label, made_at, body FROM settled ORDER BY n"
        ).fetchall()
        touched: list[RowKey] = []
        for n, gid, action, action_id, label, made_at, body in kept:
            printed = _as_printed(tx, outbox.group_of(body))
            group = replace(printed, n=n)
            entry = Entry(group=group, action=action, action_id=action_id, label=label, made_at=made_at)
            keys = projection.named(tx.rows, group, org=tx.identity.org)
            projection.protect(tx.rows, keys)
            outbox.add(tx.db, entry, outbox.body_of(printed))
            outbox.link(tx.db, gid, keys)
            touched += keys
            tx.db.execute("DELETE FROM settled WHERE gid=?", (gid,))
            tx.write_journal(entry)
        projection.recompute(tx.rows, touched, org=tx.identity.org)
        lowest = tx.db.execute("SELECT min(n) FROM outbox WHERE state='waiting'").fetchone()[0]
        if lowest is not None and lowest < 1:  # of a device that this replica was before
            enrolment.renumber(tx)
        elif lowest is not None and lowest <= meta.number(tx.db, "confirmed"):
            before = tx.db.execute(
                "SELECT gid FROM settled WHERE n=?1 UNION SELECT gid FROM outbox WHERE n=?1", (lowest - 1,)
            ).fetchone()
            meta.write(tx.db, confirmed=lowest - 1, confirmed_gid=before[0] if before else None)

    replica.write(work)
    start_over(replica, epoch=epoch)


def _as_printed(tx: Transaction, group: Group) -> Group:
    """An issue of the main series names the number it was given: it is on paper, and is recorded as any printed one."""
    paper = tx.rows.get(ISSUED, issued_id(tx.identity.org, group.gid)) if group.commands else None
    if paper is None or not paper.live:
        return group
    given = {"no": paper.f["no"], "rev": paper.f.get("rev"), "series": paper.f["series"]}
    return replace(group, commands=tuple(replace(one, **given) for one in group.commands))


def _end_arrival(tx: Transaction, pages: Sequence[Page]) -> None:
    """All up to the last page's head is here: purges what did not come, deletes what hangs on the dead, settles."""
    how, page = meta.read(tx.db, "arriving"), pages[-1]
    if how == BESIDE:
        while _purge_part(tx, page):
            pass
        tx.db.execute("DELETE FROM arrived")
    falling.fall(tx.rows, falling.known(tx.db) if how else falling.told(pages), org=tx.identity.org)
    _settle(tx, page)
    if how:
        engine.lean(tx.db, on=False)
        meta.write(tx.db, arriving=None, phase=None, purged=None, whole_since=tx.replica.clock.now_ms())
        before_purge.ended(tx.db)
    numbers_wait.offer_again(tx)


def _purge_part(tx: Transaction, page: Page) -> bool:
    """Purges some of what did not come in an arrival that ends with this page; False when there is no more."""
    gone = arrival.missing_part(tx, page)
    if gone is not None:
        goes = gone if tx.identity.connected else arrival.gone_while_brought(tx.db, gone)
        intake.take(tx, replace(page, rows={}, gone=goes, redacted={}))
    return gone is not None


def _applied(replica: Replica, work: Callable[[Transaction], T]) -> T:
    """Applies; what a cloud does not give back at the end it is asked for again from the beginning."""
    try:
        return replica.write(work)
    except NotGivenBackError:
        start_over(replica)
        raise


def _check_place(tx: Transaction, page: Page) -> None:
    """Stops at another epoch and at a head that went back."""
    if tx.identity.epoch and page.epoch != tx.identity.epoch:
        raise Stop(
            "epoch",
            _("The cloud was restored from a backup."),
            next_step=_("Let this computer offer its changes again and fetch everything anew."),
        )
    if page.head < meta.read(tx.db, "head"):
        raise Stop(
            "back",
            _("The cloud answered with an older state than this computer has seen."),
            next_step=_("Ask whoever runs the cloud whether it was restored; sync stays off until then."),
        )


def _check_deletes(tx: Transaction, pages: Iterable[Page]) -> None:
    """Stops at deletes that look like an accident. The largest single delete group of a collection is not counted."""
    groups: dict[str, dict[str, set[str]]] = {}
    for page in pages:
        for c, rows in page.rows.items():
            for row in rows:
                if "del" in row and c in columns.CODES:
                    groups.setdefault(c, {}).setdefault(row["del"], set()).add(row["id"])
    for c, by_gid in groups.items():
        if sum(map(len, by_gid.values())) - max(map(len, by_gid.values())) <= DELETES:
            continue
        here = [[one for one in ids if (row := tx.rows.get(c, one)) and row.live] for ids in by_gid.values()]
        counted = sum(map(len, here)) - max(map(len, here))
        have = tx.db.execute(f'SELECT count(*) FROM "{c}"').fetchone()[0]
        if is_much(counted, have):
            raise Stop(
                "deletes",
                _("The cloud wants {counted} of {have} records in {c} deleted here.").format(
                    counted=counted, have=have, c=c
                ),
                next_step=_("Look at who deleted them, then say whether they may go."),
            )


def _staged(tx: Transaction) -> list[Page]:
    rows = tx.db.execute("SELECT page FROM stage ORDER BY n").fetchall()
    return [Page(**from_json(text)) for (text,) in rows]


def _clear_stage(tx: Transaction) -> None:
    tx.db.execute("DELETE FROM stage")
    meta.write(tx.db, staged_cursor=None, staged=None)


def _move(tx: Transaction, pages: Iterable[Page]) -> None:
    """Moves cursor, head, scopes and clock."""
    highest = ""
    for page in pages:
        highest = max(highest, intake.highest_stamp(page, _unbelievable(page.server_now)))
        if page.cursor is not None:
            meta.write(tx.db, cursor=page.cursor, head=page.head, scopes=page.scopes)
    clock, seen = tx.hand.clock.merge(highest), max(tx.hand.seen, highest)
    if (clock, seen) != (tx.hand.clock, tx.hand.seen):
        tx.hand = replace(tx.hand, clock=clock, seen=seen)


def _unbelievable(server_now: int) -> str:
    """The stamp from which on no honest cloud would have stored one: such must not take this clock along."""
    return stamp.make(max(server_now + AHEAD_MS + 1, 0), 0, "00000000")


def _settle(tx: Transaction, page: Page) -> None:
    """Moves the groups a checkpoint contains to the local log, where each is kept by the cloud's time.

    Counted from now, not from its stamp: a computer whose clock stands years back stamps so, and what it has just sent
    would be forgotten before a restored cloud could ask for it.
    """
    found = tx.db.execute(
        "SELECT gid, restamped FROM outbox WHERE state='acked' AND seq<=? ORDER BY n", (page.head,)
    ).fetchall()
    keys: list[RowKey] = []
    for gid, _state in found:
        keys += outbox.unlink(tx.db, gid)
        tx.db.execute(
            "INSERT OR REPLACE INTO settled SELECT gid, n, seq, action, action_id, label, made_at, h, body, ?"
            " FROM outbox WHERE gid=?",
            (page.server_now, gid),
        )
        tx.db.execute("DELETE FROM outbox WHERE gid=?", (gid,))
        tx.write_journal(gid)
    projection.recompute(tx.rows, keys, org=tx.identity.org)
    if any(restamped for _, restamped in found):
        _lower_clock(tx)
    if found:
        tx.db.execute("DELETE FROM settled WHERE settled_at<?", (page.server_now - KEPT_MS,))


def _lower_clock(tx: Transaction) -> None:
    """When the last group that the cloud stamped anew is settled, the clock that ran ahead comes down."""
    ahead = tx.db.execute(
        f"SELECT max(h), max(restamped) FROM outbox WHERE state IN {outbox.PENDING}"
    ).fetchone()
    if not ahead[1]:
        last = max(tx.hand.seen, ahead[0] or "")
        tx.hand = tx.hand.with_clock(replace(tx.hand.clock, last=last))

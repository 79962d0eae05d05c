"""Deliberate mistakes, each behind a switch of its own: what the properties must catch.

Promises: a mistake replaces a function of the product while its block runs, and only in this process; the product's
code knows no switch. Each is one that a hurried day could make; its text says what was done wrong.

Why: a suite of properties that has never failed proves nothing. A mistake nobody catches is a hole in the properties or
in the faults, and is mended there.
"""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# A mistake is made inside what is private, with values whose types it does not care for.

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from onetool_desktop.changes import merge
from onetool_desktop.changes import stamp as stamps
from onetool_desktop.cloud import grants, push
from onetool_desktop.store import derived, exchange, intake, meta, outbox
from onetool_desktop.store.transaction import Transaction
from onetool_desktop.sync import events as e
from onetool_desktop.sync import machine, steps

Bug = Callable[[], Iterator[None]]
DRIFT_MS = 300_000


def outbox_cleared_on_timeout() -> Iterator[None]:
    """A push without an answer counts as done."""
    send = steps.Steps.send

    def wrong(self: steps.Steps, effect: e.Sending) -> e.Event:
        event = send(self, effect)
        if isinstance(effect, e.SendPush) and isinstance(event, e.Failed):
            gids = [(group.gid,) for group in effect.batch.groups]
            self.replica.write(lambda tx: tx.db.executemany("DELETE FROM outbox WHERE gid=?", gids))
        return event

    with patch.object(steps.Steps, "send", wrong):
        yield


def cursor_stored_before_the_data() -> Iterator[None]:
    """The cursor moves in a transaction of its own, before the page is applied."""
    apply = exchange.apply_checkpoint

    def wrong(replica: Any, page: Any, **more: Any) -> Any:
        replica.write(lambda tx: meta.write(tx.db, cursor=page.cursor, head=page.head))
        return apply(replica, page, **more)

    with patch.object(exchange, "apply_checkpoint", wrong):
        yield


def same_group_applied_again() -> Iterator[None]:
    """A group that comes again is decided and written again."""
    run = push._Push.run  # noqa: SLF001 - the mistake is inside

    def wrong(self: Any, sent: Any) -> Any:
        for again in sent:
            if again.n <= self._known.last_n:
                self._decided(again, None)
        return run(self, sent)

    with patch.object(push._Push, "run", wrong):  # noqa: SLF001 - the mistake is inside
        yield


def last_to_arrive_wins() -> Iterator[None]:
    """A register takes what comes last, whatever its stamp."""
    verdict = merge._verdict  # noqa: SLF001 - the mistake is inside

    def wrong(collection: Any, row: Any, change: Any, register: str, h: str) -> str:
        return (
            "took"
            if verdict(collection, row, change, register, h) == "lost"
            else verdict(collection, row, change, register, h)
        )

    with patch.object(merge, "_verdict", wrong):
        yield


def later_edit_marked_as_sent() -> Iterator[None]:
    """The answer to a push settles all that waits, also what was saved after it was sent."""
    store = exchange.store_outcomes

    def wrong(replica: Any, given: Any, **more: Any) -> Any:
        changes = store(replica, given, **more)
        head = more["head"]
        replica.write(
            lambda tx: tx.db.execute("UPDATE outbox SET state='acked', seq=? WHERE state='waiting'", (head,))
        )
        return changes

    with patch.object(exchange, "store_outcomes", wrong):
        yield


def half_a_checkpoint_applied() -> Iterator[None]:
    """The stage is forgotten: only the last page of a checkpoint is applied."""
    apply = exchange.apply_checkpoint

    def wrong(replica: Any, page: Any, **more: Any) -> Any:
        rows = {c: list(part)[: (len(part) + 1) // 2] for c, part in page.rows.items()}
        return apply(replica, replace(page, rows=rows), **more)

    with patch.object(exchange, "apply_checkpoint", wrong):
        yield


def receiving_raises_on_skew() -> Iterator[None]:
    """A page with a stamp far from this computer's clock is an error, as some clocks in the field have it."""
    apply = exchange.apply_checkpoint

    def wrong(replica: Any, page: Any, **more: Any) -> Any:
        highest = intake.highest_stamp(page)
        if highest and stamps.millis(highest) > replica.clock.now_ms() + DRIFT_MS:
            raise ValueError("clock drift")
        return apply(replica, page, **more)

    with patch.object(exchange, "apply_checkpoint", wrong):
        yield


def deleted_row_resurrected_by_an_edit() -> Iterator[None]:
    """A plain write on a deleted row brings it back."""
    put = merge.apply_put

    def wrong(collection: Any, row: Any, change: Any, h: str) -> Any:
        if row is not None and not row.live:
            row = replace(row, f=row.was or {}, was=None, deleted=None)
        return put(collection, row, change, h)

    with patch.object(merge, "apply_put", wrong):
        yield


def nobody_tells_the_loser() -> Iterator[None]:
    """The notice to the losing author is not written."""
    from onetool_desktop.changes import decide

    with patch.object(decide._Decision, "_tell", lambda _self, _notices: None):  # noqa: SLF001
        yield


def number_counted_outside_the_transaction() -> Iterator[None]:
    """The device's own count is kept in memory and written now and then."""
    counts: dict[tuple[int, str, str], int] = {}

    def wrong(self: Transaction, kind: str) -> int:
        key = (id(self.replica), kind, self.identity.series)
        counts[key] = counts.get(key, 0) + 1
        return counts[key]

    with patch.object(Transaction, "next_series_number", wrong):
        yield


def refused_change_dropped() -> Iterator[None]:
    """What the cloud refuses leaves the outbox, and nobody hears of it."""
    store = exchange.store_outcomes

    def wrong(replica: Any, given: Any, **more: Any) -> Any:
        changes = store(replica, given, **more)
        replica.write(lambda tx: tx.db.execute("DELETE FROM outbox WHERE state IN ('refused', 'held')"))
        return changes

    with patch.object(exchange, "store_outcomes", wrong):
        yield


def grants_not_followed() -> Iterator[None]:
    """Assigning a task does not change who may see what."""
    with patch.object(grants, "follow", lambda *_: None):
        yield


def future_stamps_let_in() -> Iterator[None]:
    """The cloud stores whatever time a device claims."""
    with patch.object(push._Push, "_guarded", lambda _self, _group: None):  # noqa: SLF001
        yield


def group_committed_in_two_parts() -> Iterator[None]:
    """The outbox entry is committed before the rows."""
    link = outbox.link

    def wrong(db: Any, gid: str, keys: Any) -> None:
        link(db, gid, keys)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")

    with patch.object(outbox, "link", wrong):
        yield


def edit_forgotten_while_reading() -> Iterator[None]:
    """An outbox that was read as empty counts as empty, also when something was saved meanwhile."""
    handlers = dict(machine.Machine._handlers)  # noqa: SLF001
    heard = handlers[e.BatchRead]

    def wrong(self: Any, event: e.BatchRead) -> None:
        self._edited = False
        heard(self, event)

    handlers[e.BatchRead] = wrong
    with patch.object(machine.Machine, "_handlers", handlers):
        yield


def totals_kept_from_before() -> Iterator[None]:
    """The cached amounts follow own edits, not what others send."""
    with patch.object(derived, "follows_from", lambda _c: False):
        yield


ALL: Mapping[str, Bug] = {
    bug.__name__: bug
    for bug in (
        outbox_cleared_on_timeout,
        cursor_stored_before_the_data,
        same_group_applied_again,
        last_to_arrive_wins,
        later_edit_marked_as_sent,
        half_a_checkpoint_applied,
        receiving_raises_on_skew,
        deleted_row_resurrected_by_an_edit,
        nobody_tells_the_loser,
        number_counted_outside_the_transaction,
        refused_change_dropped,
        grants_not_followed,
        future_stamps_let_in,
        group_committed_in_two_parts,
        edit_forgotten_while_reading,
        totals_kept_from_before,
    )
}


@contextmanager
def switched_on(name: str) -> Generator[None]:
    """The mistake of that name, for the length of the block."""
    yield from ALL[name]()

"""Mistakes in the replica: saving, the outbox, the shadow, applying what came."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# ruff: noqa: SLF001
# A mistake is made inside what is private, with values whose types it does not care for.

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from onetool_desktop.changes import stamp as stamps
from onetool_desktop.services import undo
from onetool_desktop.store import (
    binding,
    checkpoint,
    derived,
    enrolment,
    exchange,
    falling,
    intake,
    meta,
    outbox,
    projection,
)
from onetool_desktop.store.transaction import Transaction

DRIFT_MS = 300_000


def cursor_stored_before_the_data() -> Iterator[None]:
    """The cursor moves in a transaction of its own, before the page is applied."""
    apply = exchange.apply_checkpoint

    def wrong(replica: Any, page: Any, **more: Any) -> Any:
        replica.write(lambda tx: meta.write(tx.db, cursor=page.cursor, head=page.head))
        return apply(replica, page, **more)

    with patch.object(exchange, "apply_checkpoint", wrong):
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


def group_committed_in_two_parts() -> Iterator[None]:
    """The outbox entry is committed before the rows."""
    link = outbox.link

    def wrong(db: Any, gid: str, keys: Any) -> None:
        link(db, gid, keys)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")

    with patch.object(outbox, "link", wrong):
        yield


def totals_kept_from_before() -> Iterator[None]:
    """The cached amounts follow own edits, not what others send."""
    with patch.object(derived, "follows_from", lambda _c: False):
        yield


def the_shadow_is_not_brought_up() -> Iterator[None]:
    """What comes for a row with pending work is thrown away."""
    with patch.object(intake, "_shadow", lambda _tx, c, rows: [(c, row["id"]) for row in rows]):
        yield


def the_clock_is_not_persisted() -> Iterator[None]:
    """The highest stamp is kept in memory alone."""
    text = meta.Hand.text

    def wrong(self: meta.Hand) -> str:
        return text(self.with_clock(replace(self.clock, last=stamps.ZERO)))

    with patch.object(meta.Hand, "text", wrong):
        yield


def withdrawn_rows_become_tombstones() -> Iterator[None]:
    """What a person may no longer see is kept as if somebody had deleted it."""
    purge = intake._purge

    def wrong(tx: Any, gone: Any, shadowed: Any) -> Any:
        kept = {(c, i): tx.rows.get(c, i) for c, ids in gone.items() if c != "notices" for i in ids}
        pending = purge(tx, gone, shadowed)
        for (c, row_id), row in kept.items():
            if row is not None and row.live and (c, row_id) not in shadowed:
                tx.rows.write(c, row_id, replace(row, f={}, was=row.f, deleted=tx.identity.device))
        return pending

    with patch.object(intake, "_purge", wrong):
        yield


def withdrawn_rows_take_unsent_work_along() -> Iterator[None]:
    """Groups that wait on a row go with it when the row is withdrawn."""
    purge = intake._purge

    def wrong(tx: Any, gone: Any, shadowed: Any) -> Any:
        for c, ids in gone.items():
            for row_id in ids:
                for (gid,) in tx.db.execute(
                    "SELECT gid FROM outbox_rows WHERE c=? AND id=?", (c, row_id)
                ).fetchall():
                    outbox.unlink(tx.db, gid)
                    tx.db.execute("DELETE FROM outbox WHERE gid=?", (gid,))
        return purge(tx, gone, shadowed)

    with patch.object(intake, "_purge", wrong):
        yield


def the_stage_outlives_a_change_of_rights() -> Iterator[None]:
    """Pages put aside under other rights are applied with those that come under the new ones."""
    start_over = exchange.start_over

    def wrong(replica: Any, **more: Any) -> None:
        pages = replica.writer.execute("SELECT page FROM stage ORDER BY n").fetchall()
        start_over(replica, **more)
        replica.write(lambda tx: tx.db.executemany("INSERT INTO stage(page) VALUES (?)", pages))

    with patch.object(exchange, "start_over", wrong):
        yield


def a_restored_cloud_is_followed_empty_handed() -> Iterator[None]:
    """After a restore of the cloud everything is fetched anew, and nothing is offered again."""

    def wrong(replica: Any, *, epoch: str) -> None:
        replica.write(lambda tx: tx.db.execute("DELETE FROM settled"))
        checkpoint.start_over(replica, epoch=epoch)

    with patch.object(exchange, "adopt_epoch", wrong):
        yield


def groups_are_renumbered_under_the_old_name() -> Iterator[None]:
    """A device that is enrolled anew leaves the author part of its stamps as it was."""
    renumbered = enrolment.renumbered

    def wrong(entries: Any, *, author: str, after: int = 0) -> Any:
        signed = renumbered(entries, author=author, after=after)
        return [replace(b, group=replace(a.group, n=b.group.n)) for a, b in zip(entries, signed, strict=True)]

    with patch.object(enrolment, "renumbered", wrong):
        yield


def a_held_group_counts_as_accepted() -> Iterator[None]:
    """A group that the cloud holds leaves the queue as if it stood."""
    store = exchange._store

    def wrong(tx: Any, entry: Any, outcome: Any) -> Any:
        if outcome.result.value == "held":
            outcome = replace(outcome, result=exchange.Result.OK, seq="0")
        return store(tx, entry, outcome)

    with patch.object(exchange, "_store", wrong):
        yield


def an_answer_settles_before_the_checkpoint() -> Iterator[None]:
    """A group leaves the outbox with the cloud's answer; its values are gone until they come back."""
    store = exchange.store_outcomes

    def wrong(replica: Any, given: Any, **more: Any) -> Any:
        changes = store(replica, given, **more)
        page = exchange.Page(rows={}, cursor=None, more=False, head=more["head"], epoch="")
        replica.write(lambda tx: checkpoint._settle(tx, page))
        return changes

    with patch.object(exchange, "store_outcomes", wrong):
        yield


def undo_writes_over_what_came_since() -> Iterator[None]:
    """An undo puts the old value back, also where somebody else has written since."""
    with patch.object(undo.Step, "is_own", lambda *_: True):
        yield


def a_refusal_leaves_its_values_on_screen() -> Iterator[None]:
    """A refused group still takes part in what is visible."""
    unlink = outbox.unlink

    def wrong(db: Any, gid: str) -> Any:
        found = db.execute("SELECT state FROM outbox WHERE gid=?", (gid,)).fetchone()
        return [] if found and found[0] == outbox.REFUSED else unlink(db, gid)

    with patch.object(outbox, "unlink", wrong):
        yield


def what_comes_beneath_a_pending_delete_is_shown() -> Iterator[None]:
    """A row that arrives for a parent that is deleted here, and not yet there, stands alone on the screen."""
    with (
        patch.object(projection, "arrived_beneath", lambda *_: None),
        patch.object(projection, "hide_beneath", lambda *_, **__: None),
    ):
        yield


def what_hangs_on_the_dead_waits_for_its_tombstone() -> Iterator[None]:
    """A row is shown until it is itself told as deleted, though its parent was."""
    with patch.object(falling, "fall", lambda *_, **__: None):
        yield


def a_file_is_not_bound_to_its_computer() -> Iterator[None]:
    """A file that was copied, or put back from an earlier day, is taken for the one that was closed last."""
    with patch.object(binding.Binding, "_disagreement", lambda *_: None):
        yield


def a_copied_file_goes_on_in_its_series() -> Iterator[None]:
    """A file that is known to be a copy tells so, and gives the next number all the same."""
    with patch.object(binding, "close_series", lambda *_: None):
        yield


def the_mark_is_kept_at_start_alone() -> Iterator[None]:
    """What is issued while the program runs is not told to the keyring."""
    with patch.object(binding.Binding, "_is_behind", lambda *_: False):
        yield


ALL = (
    cursor_stored_before_the_data,
    later_edit_marked_as_sent,
    half_a_checkpoint_applied,
    receiving_raises_on_skew,
    number_counted_outside_the_transaction,
    refused_change_dropped,
    group_committed_in_two_parts,
    totals_kept_from_before,
    the_shadow_is_not_brought_up,
    the_clock_is_not_persisted,
    withdrawn_rows_become_tombstones,
    withdrawn_rows_take_unsent_work_along,
    the_stage_outlives_a_change_of_rights,
    a_restored_cloud_is_followed_empty_handed,
    groups_are_renumbered_under_the_old_name,
    a_held_group_counts_as_accepted,
    an_answer_settles_before_the_checkpoint,
    undo_writes_over_what_came_since,
    a_refusal_leaves_its_values_on_screen,
    what_comes_beneath_a_pending_delete_is_shown,
    what_hangs_on_the_dead_waits_for_its_tombstone,
    a_file_is_not_bound_to_its_computer,
    a_copied_file_goes_on_in_its_series,
    the_mark_is_kept_at_start_alone,
)

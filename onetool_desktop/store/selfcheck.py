"""The self-check: sums against the cloud's, and where they differ, row by row.

Promises: comparing reads in one snapshot and writes nothing; what a pending group touches is compared, and mended,
beneath the pending work, which is never changed. Mending is one checkpoint like any other: afterwards the rows are the
caller's view of a state the cloud had. Neither side is taken as a whole: a row that is missing here or other than the
cloud's is fetched; one that is newer here is left and told; one the cloud no longer has is put away as a deleted one,
with what it was, unless the person may not see everything: then it is purged, as what he may see no longer.
May not know: how pages are fetched, when to check.

Why not compare in the write lane: hashing every row of a large business takes longer than a save may wait. The cloud's
side of the replica moves only by applications, and the engine makes none while it compares but in turn.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from onetool_desktop.changes import digest as hashes
from onetool_desktop.changes.values import Row
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.platform.logs import get_logger
from onetool_desktop.store import checkpoint, columns, engine, meta, outbox
from onetool_desktop.store.codec import codec, from_json, to_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.pages import CheckReport, Page, WireRow
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.visible import VisibleRows

MANY = 1_000
"""More rows than this are not mended in one transaction: the business is fetched anew, beside its data."""
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudSums:
    """What `sync:digest` answered: count and hash by collection, and where the cloud stood."""

    head: str
    epoch: str
    scopes: str
    sums: Mapping[str, tuple[int, str]]


@dataclass(slots=True)
class Comparison:
    """What was found so far; made anew for each check and used by one lane at a time."""

    head: str
    rows: dict[str, dict[str, WireRow]] = field(default_factory=dict[str, dict[str, WireRow]])
    gone: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])
    newer: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    seen: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    @property
    def wrong(self) -> int:
        """Rows here that are not what the cloud had when the sums differed."""
        return sum(row["seq"] <= self.head for rows in self.rows.values() for row in rows.values())

    @property
    def is_too_much(self) -> bool:
        """Whether there is more than one transaction should mend."""
        return sum(map(len, self.rows.values())) > MANY


def differing(replica: Replica, cloud: CloudSums) -> tuple[str, ...] | None:
    """The collections whose sums differ; None where the two do not stand at the same place, or something is pending."""
    with _snapshot(replica) as rows:
        facts = dict(rows.db.execute("SELECT key, value FROM meta").fetchall())
        counts = outbox.counts(rows.db)
        stands = (facts.get("head"), replica.identity.epoch, facts.get("scopes"))
        pending = counts.get(outbox.WAITING, 0) + counts.get(outbox.ACKED, 0)
        if stands != (cloud.head, cloud.epoch, cloud.scopes) or pending or "arriving" in facts:
            return None
        ours = _sums(rows.db)
    theirs = {c: sums for c, sums in cloud.sums.items() if sums[0]}
    return tuple(sorted(c for c in ours.keys() | theirs.keys() if ours.get(c) != theirs.get(c)))


def compare(replica: Replica, page: Page, found: Comparison) -> None:
    """Holds a page of a pull from null against what the replica has of the cloud."""
    with _snapshot(replica) as reads:
        shadowed = outbox.shadowed(reads.db)
        for c, rows in page.rows.items():
            if c not in COLLECTIONS:
                continue
            found.seen.setdefault(c, set()).update(row["id"] for row in rows)
            for row in rows:
                key = (c, row["id"])
                here = outbox.shadow(reads.db, *key) if key in shadowed else reads.get(*key)
                _judge(found, c, row, here)
        for c, ids in page.gone.items():
            for row_id in ids:
                found.rows.get(c, {}).pop(row_id, None)
                found.gone.setdefault(c, {})[row_id] = None


def end(
    replica: Replica, *, at_ms: int, page: Page | None, found: Comparison | None, allow: tuple[str, ...] = ()
) -> Changes | None:
    """Mends what was found, with the last page's place, and writes the report; without `found` all was equal.

    Raises `Stop` where putting rows away looks like an accident, unless a person said yes (`allow`).
    """
    report, changes = CheckReport(at_ms=at_ms), None
    if found is not None and found.is_too_much:
        report = replace(report, renewed=found.wrong, newer=len(found.newer), anew=not found.newer)
        if report.anew:
            checkpoint.start_over(replica)
    elif found is not None and page is not None:
        hidden = _not_there(replica, found)
        mended = _mended(replica, page, found, hidden)
        report = replace(
            report, renewed=found.wrong, hidden=sum(map(len, hidden.values())), newer=len(found.newer)
        )
        changes = checkpoint.apply_checkpoint(replica, mended, allow=allow)
    if not report.is_clean:
        _log.info("self-check found differences", rows=report.renewed, gone=report.hidden, held=report.newer)
    replica.write(lambda tx: meta.write(tx.db, check=to_json(asdict(report))))
    return changes


def report_of(facts: Mapping[str, str]) -> CheckReport | None:
    """The report of the last check, None before the first."""
    text = facts.get("check")
    return None if text is None else CheckReport(**from_json(text))


@contextmanager
def _snapshot(replica: Replica) -> Generator[VisibleRows]:
    """The replica as it is at one moment, to be gone through once."""
    reads = replica.reads()
    engine.lean(reads.db, on=True)
    reads.db.execute("BEGIN")
    try:
        yield reads
    finally:
        reads.db.execute("ROLLBACK")
        engine.lean(reads.db, on=False)


def _sums(db: Db) -> dict[str, tuple[int, str]]:
    """Count and hash of the cloud's live rows, unknown collections with them; no entry where there are none."""
    found: dict[str, tuple[int, str]] = {}
    for c in columns.CODES:
        _add(found, c, db.execute(f'SELECT id, seq FROM "{c}" WHERE seq IS NOT NULL'))
    kept: dict[str, list[tuple[str, str]]] = {}
    for c, text in db.execute("SELECT c, row FROM unknown"):
        row = from_json(text)
        if "del" not in row:
            kept.setdefault(c, []).append((row["id"], row["seq"]))
    for c, pairs in kept.items():
        _add(found, c, pairs)
    return found


def _add(found: dict[str, tuple[int, str]], c: str, pairs: Any) -> None:
    count = total = 0
    for row_id, seq in pairs:
        count, total = count + 1, total + hashes.row_hash(row_id, seq)
    if count:
        found[c] = (count, hashes.hex16(total))


def _judge(found: Comparison, c: str, row: WireRow, here: Row | None) -> None:
    """Remembers a row that is to be fetched, forgets one that agrees by now, leaves one that is newer here."""
    found.newer.discard((c, row["id"]))
    rows = found.rows.setdefault(c, {})
    rows.pop(row["id"], None)
    if here is not None and here.seq is not None and here.seq > row["seq"]:
        found.newer.add((c, row["id"]))
    elif "del" in row:
        if here is not None and here.live:
            rows[row["id"]] = row
    elif here is None or not here.live or not _same(c, row, here):
        rows[row["id"]] = row


def _same(c: str, row: WireRow, here: Row) -> bool:
    one = codec(c)
    told = one.decode(one.record(row["id"], row["seq"], row["clk"], row["f"]))
    return (told.f, told.clk, told.seq) == (here.f, here.clk, here.seq)


def _not_there(replica: Replica, found: Comparison) -> dict[str, list[Row]]:
    """Live rows the cloud once had, beneath pending work too, that it did not send."""
    missing: dict[str, list[Row]] = {}
    with _snapshot(replica) as reads:
        for c, row_id in outbox.shadowed(reads.db):
            row = outbox.shadow(reads.db, c, row_id)
            if row is not None and row.live and row.seq and row_id not in found.seen.get(c, ()):
                missing.setdefault(c, []).append(row)
        shadowed = {(c, row.id) for c, rows in missing.items() for row in rows}
        for c in columns.CODES:
            for (row_id,) in reads.db.execute(f'SELECT id FROM "{c}" WHERE seq IS NOT NULL'):
                if row_id not in found.seen.get(c, ()) and (c, row_id) not in shadowed:
                    row = reads.get(c, row_id)
                    if row is not None:
                        missing.setdefault(c, []).append(row)
    return missing


def _mended(replica: Replica, page: Page, found: Comparison, hidden: Mapping[str, list[Row]]) -> Page:
    """The last page with all that is to be applied in place of its own rows."""
    rows = {c: list(by_id.values()) for c, by_id in found.rows.items() if by_id}
    gone = {c: list(ids) for c, ids in found.gone.items()}
    for c, lost in hidden.items():
        if replica.principal.all_records:
            # Each as a delete of its own, so that many of them together are asked about.
            rows.setdefault(c, []).extend(
                {"id": row.id, "seq": row.seq, "clk": dict(row.clk), "f": {}, "del": row.id} for row in lost
            )
        else:
            gone.setdefault(c, []).extend(row.id for row in lost)
    return replace(page, rows=rows, gone=gone)

"""`orgs:importRows`: a business that left another cloud is brought to this one, as it stands (WIRE section 6).

Promises: only while the organisation is importing, by its owner, before his device has sent a change. Rows stand as
they stood, with stamps, numbers and tombstones; so do the writings they had. What only a cloud says for itself, who is
a member and which bytes have come, is not taken over. Devices of the other cloud come as withdrawn: whose stamps those
were stays known, and neither their author parts nor their series are given again. A reference to a row that never
comes leads to a deleted one. A part that comes twice is taken once; one that holds anything of another form is refused
whole.
May not know: where the rows come from.

Why not as changes: told anew they would bear one hand, whoever wrote them, would have to pass every rule that was made
since they were saved, and would put numbers on paper once more.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.issuing import ISSUED, computed_id
from onetool_desktop.changes.notices import NOTICES
from onetool_desktop.changes.values import ROW, Effects, Row, RowKey
from onetool_desktop.changes.wire import dumps
from onetool_desktop.cloud import brought_rows, ledger as ledgers
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.brought_rows import Brought
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.enrolled import Enrolled, enrolled
from onetool_desktop.cloud.enrolment import take_over
from onetool_desktop.cloud.errors import CallError, forbidden, invalid
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.publishing import BEGINNING
from onetool_desktop.cloud.push import AHEAD_MS
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.writer import Writer
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.collections.organisation import NUMBERS_WAIT

_DEVICES = "devices"
# What a cloud says for itself.
_ITS_OWN: Mapping[str, frozenset[str]] = {
    "attachments": frozenset({"state"}),
    "organizations": frozenset({NUMBERS_WAIT}),
}


def import_rows(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, device, rows: {collection: [{id, clk, f, del?}]}, past, numbers: [[kind, series, last]]}` → `{head}`.

    A deleted row carries what it was in `f`; `past` holds writings as `history:all` tells them; `numbers` are the last
    that were given.
    """
    account, rid, org, device = caller.account, args.rid(), args.id("org"), args.id("device")
    brought = brought_rows.read(args)
    with cloud.database.write() as connection:
        held = ledgers.lock(connection, org)
        if held is None:
            raise forbidden()
        known = enrolled(connection, held, account, device)

        def work() -> dict[str, Any]:
            if not known.member.principal.importing or known.last_n:
                words = "This business is at this cloud already. Nothing more is brought into it."
                raise CallError("forbidden", words)
            importing = _Importing(connection, held, known, cloud.clock.now_ms())
            importing.take_rows(brought, gid=cloud.ids.new_id())
            importing.take_past(brought.past)
            held.save(connection)
            return {"head": held.head}

        return once(cloud, connection, caller=account, rid=rid, path="orgs:importRows", work=work)


class _Importing:
    """One part being taken in while the organisation's ledger is locked."""

    def __init__(self, connection: Connection, held: Ledger, known: Enrolled, now_ms: int) -> None:
        self._connection = connection
        self._ledger = held
        self._known = known
        self._now = now_ms
        self._reader = CloudReader(connection, held.org, known.member)

    def take_rows(self, brought: Brought, *, gid: str) -> None:
        """Rows in the order in which they hang on each other, and the numbers that were given."""
        order, mine = {c: at for at, c in enumerate(COLLECTIONS)}, (_DEVICES, self._known.device)
        keys = sorted((key for key in brought.rows if key != mine), key=lambda key: order[key[0]])
        taken = {key: self._as_here(key[0], brought.rows[key]) for key in keys}
        never_came = computed_id(self._ledger.org, "importRows", "never came")
        effects = Effects({**self._lacking(taken, never_came), **taken}, counters=_counters(taken, brought))
        body = {"gid": gid, "by": "import", "h": self._ledger.stamp, "rows": [list(key) for key in taken]}
        user_id = self._known.member.user_id
        writer = Writer(self._connection, self._ledger, self._reader)
        writer.write(effects, gid=gid, user_id=user_id, now_ms=self._now, body=body, noted=False)
        # Nothing brings back what is not known.
        self._connection.run(
            "DELETE FROM burials WHERE org_id = ? AND gid = ?", (self._ledger.org, never_came)
        )

    def take_past(self, past: Iterable[Mapping[str, Any]]) -> None:
        """The writings that rows had, each at a place of its own; kept from today on like any other."""
        org, mine = self._ledger.org, self._known.member.user_id
        for one in past:
            seq, h = self._ledger.next_seq(), self._believed(one["h"])
            author = self._reader.author_user(stamp.author(h)) or mine
            body = {"gid": one["gid"], "by": "import", "h": h}
            self._connection.run(
                "INSERT INTO log (org_id, seq, gid, user_id, at, body) VALUES (?, ?, ?, ?, ?, ?)",
                (org, seq, one["gid"], author, self._now, dumps(body).decode()),
            )
            self._connection.run(
                "INSERT INTO history (org_id, c, id, seq, op, f) VALUES (?, ?, ?, ?, ?, ?)",
                (org, one["c"], one["id"], seq, one["op"], dumps(one["f"]).decode()),
            )

    def _as_here(self, c: str, row: Row) -> Row:
        """The row as this cloud has it."""
        if c == NOTICES and row.f.get("userId") != self._known.member.user_id:
            raise invalid("A notice is its reader's alone to bring.")
        its_own = _ITS_OWN.get(c, frozenset())
        f = {name: value for name, value in row.f.items() if name not in its_own}
        clk = {r: self._believed(h) for r, h in row.clk.items() if r not in its_own}
        if c == _DEVICES:
            f, clk = self._withdrawn(row.id, f, clk)
        return Row(row.id, f, clk) if row.live else Row(row.id, {}, clk, None, row.deleted, f)

    def _withdrawn(
        self, device: str, f: dict[str, Any], clk: dict[str, str]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        member, since = self._known.member, f.get("withdrawnAt") or self._now
        take_over(self._connection, member, device, str(f.get("series", "")), str(f.get("userId", "")), since)
        if "withdrawnAt" in f:
            return f, clk
        marks = dict.fromkeys(("withdrawnAt", "withdrawnBy"), self._ledger.tick(self._now, stamp.JOBS))
        return {**f, "withdrawnAt": since, "withdrawnBy": member.user_id}, {**clk, **marks}

    def _lacking(self, taken: Mapping[RowKey, Row], gid: str) -> dict[RowKey, Row]:
        """Tombstones for what the rows lead to and what is not here; one that comes later takes its place.

        Issued paper waits for its document by itself.
        """
        found: dict[RowKey, Row] = {}
        for (c, _id), row in taken.items():
            for field in COLLECTIONS[c].refs if c != ISSUED else ():
                target = row.f.get(field.name)
                if target and field.ref is not None:
                    key = (field.ref.collection, target)
                    if key not in taken and self._reader.stored(*key) is None:
                        found[key] = Row(target, {}, {ROW: BEGINNING}, None, gid, {})
        return found

    def _believed(self, h: str) -> str:
        """The stamp, or one of this cloud's time where another cloud's clock ran ahead of it."""
        if stamp.millis(h) > self._now + AHEAD_MS:
            return self._ledger.tick(self._now, stamp.author(h))
        self._ledger.merge(h)
        return h


def _counters(taken: Mapping[RowKey, Row], brought: Brought) -> dict[tuple[str, str], int]:
    """The last number of each series: the highest on these papers, or what is said to have been given beyond."""
    found = dict(brought.numbers)
    for (c, _), row in taken.items():
        if c == ISSUED and row.live:
            of = (row.f["kind"], row.f["series"])
            found[of] = max(found.get(of, 0), row.f["no"])
    return found

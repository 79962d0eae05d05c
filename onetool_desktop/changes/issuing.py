"""What the command `issue` does to rows: the document's status and number, and the issued paper (WIRE section 5).

Pure; used by `fold` on the replica and by `decide` in both places, so that a number printed offline is the very row
that the cloud records later: the issued row's id is computed from the group that issued.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from onetool_desktop.changes.values import ROW, Issue, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.collections.fields import NUMBER
from onetool_desktop.domain.declare import Collection
from onetool_desktop.domain.numbering import format_number

ISSUED = "issued"
SENT = "sent"


def computed_id(org: str, collection: str, cause: str) -> str:
    """The id of a row that a rule makes: UUIDv5(organisation, `collection:cause`), so that twice is once."""
    return str(uuid5(UUID(org), f"{collection}:{cause}"))


def issued_id(org: str, gid: str) -> str:
    """The id of the issued paper that group `gid` makes."""
    return computed_id(org, ISSUED, gid)


def reference_field(c: str) -> str:
    """The field of issued paper that names its document: `quoteId` or `invoiceId`."""
    return f"{COLLECTIONS[c].paper}Id"


def issued_row(
    org: str, gid: str, h: str, command: Issue, *, no: int, rev: int | None, review: str | None
) -> Row:
    """The append-only row of a number on paper, with the frozen snapshot."""
    kind = COLLECTIONS[command.c].paper
    fields: dict[str, Any] = {
        "kind": kind,
        reference_field(command.c): command.id,
        "series": command.series,
        "no": no,
        "rev": rev,
        "number": format_number(kind, command.series, no, rev),
        "day": command.day,
        "sha": command.sha,
        "snap": command.snap,
        "review": review,
    }
    return Row(issued_id(org, gid), {k: v for k, v in fields.items() if v is not None}, {ROW: h})


def printed(collection: Collection, row: Row, h: str, paper: Row) -> Row:
    """The document after it was issued as `paper`: sent, with the number, day, and the way to the snapshot.

    Paper of an earlier revision, or a second one of the same, leaves the document to the paper it has. A deleted
    document stays deleted and comes back as issued.
    """
    if not row.live:
        back = Row(row.id, row.was or {}, row.clk, row.seq)
        after = printed(collection, back, h, paper)
        return row if row.was is None else replace(after, f={}, was=after.f, deleted=row.deleted)
    if row.f.get("number") and (paper.f.get("rev") or 1) <= (row.f.get("revision") or 1):
        return row
    after = sent(collection, row, h)
    number = {
        "number": paper.f["number"],
        "revision": paper.f.get("rev"),
        "issuedDay": paper.f["day"],
        "issuedId": paper.id,
    }
    fields = {**after.f, **{k: v for k, v in number.items() if v is not None}}
    return replace(after, f=fields, clk={**after.clk, NUMBER: h})


def sent(collection: Collection, row: Row, h: str) -> Row:
    """The document with its status at `sent`, unless it already stands higher."""
    table = collection.status
    now = row.f.get("status", "draft")
    if table is None or (now, SENT) not in table.by_issue:
        return row
    return replace(row, f={**row.f, "status": SENT}, clk={**row.clk, "status": h})

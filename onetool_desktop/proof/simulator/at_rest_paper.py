"""What must hold of paper at rest: numbers, snapshots, and who is told of what it does not show."""

import hashlib
from collections.abc import Callable, Iterator
from typing import TypeAlias

from onetool_desktop.changes import stamp
from onetool_desktop.changes.billed import line_id
from onetool_desktop.changes.fold import issued_id
from onetool_desktop.changes.values import ROW, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.paper import Paper, PaperLine, from_snapshot
from onetool_desktop.proof.simulator.record import Record

LINES = {"quotes": ("quoteLineItems", "quoteId"), "invoices": ("invoiceLineItems", "invoiceId")}
Unshown: TypeAlias = tuple[str, str, str, str]  # collection, row, register, stamp of the value
# What of a document's head and of a line stands on paper in its own words, and under which name there.
_HEAD = {"title": "title", "message": "intro", "terms": "terms"}
_LINE = {
    "description": "description",
    "detail": "detail",
    "quantity": "quantity",
    "unit": "unit",
    "unitPrice": "unit_price",
    "taxRate": "tax_rate",
}


def numbers_are_given_once(record: Record) -> str:
    """A number of a series is on one document only, or stands in review; the main series has no gap.

    But in a cloud that was restored: what an administrator passes over is on paper somewhere or nowhere, and what
    nobody offers again, since the computer that had issued it was put back to before as well, is missing for good.
    """
    papers = [row for row in record.live("issued") if not row.f.get("review")]
    seen: dict[tuple[str, str, int], str] = {}
    for paper in papers:
        key = (paper.f["kind"], paper.f["series"], paper.f["no"])
        document = str(paper.f.get("quoteId") or paper.f.get("invoiceId"))
        if seen.setdefault(key, document) != document:
            return f"{key} is on {seen[key]} and on {document}"
    for kind in ("quote", "invoice"):
        given = sorted(
            {p.f["no"] for p in record.live("issued") if (p.f["kind"], p.f["series"]) == (kind, "main")}
        )
        if given != list(range(1, len(given) + 1)) and not record.skips:
            return f"the main series of {kind} has gaps: {given}"
    return ""


def issued_paper_is_unchanged(record: Record) -> str:
    """A snapshot is the text its hash says, and the hash is the one of the group that issued it."""
    by_paper = {issued_id_of(entry.gid, record): entry for entry in record.log if entry.body.get("commands")}
    for paper in record.live("issued"):
        if hashlib.sha256(paper.f["snap"].encode()).hexdigest() != paper.f["sha"]:
            return f"{paper.f['number']} no longer has the text of its hash"
        issued_by = by_paper.get(paper.id)
        if issued_by is None or issued_by.body["commands"][0]["sha"] != paper.f["sha"]:
            return f"{paper.f['number']} is not what was issued"
    return ""


def paper_shows_the_lines_it_was_issued_with(record: Record) -> str:
    """The lines of an issued document are those on its paper: the cloud compared them, and they are locked since.

    A paper that was printed already when the cloud heard of it, for the first time or again after it was restored, is
    recorded as it is, whatever has become of its document; whoever wrote what it does not show is told.
    """
    printed_before = _printed_before(record)
    for paper in record.live("issued"):
        if paper.id in printed_before:
            continue
        for c, (lines_of, parent) in LINES.items():
            document = record.rows.get((c, str(paper.f.get(parent))))
            if document is None or not document.live or document.f.get("issuedId") != paper.id:
                continue
            if document.f.get("status") == "draft" or paper.f["series"] != "main":
                continue
            rows = [row for row in record.live(lines_of) if row.f.get(parent) == document.id]
            there = {(row.id, row.f.get("unitPrice"), row.f.get("quantity")) for row in rows}
            printed = from_snapshot(paper.f["snap"])
            shown = {(line.id, line.unit_price, line.quantity) for line in printed.lines}
            if shown != there or (printed.title or "") != (document.f.get("title") or ""):
                return f"{paper.f['number']} shows {printed.title} {shown}, its document has {there}"
    return ""


def who_wrote_what_a_paper_does_not_show_is_told(record: Record) -> str:
    """A document is read from the paper it has: whoever else wrote what does not stand there has a notice of it.

    Whichever came first: the paper that was printed before these edits were known, or an edit to a paper that was.
    """
    told = {(n.f["userId"], n.f["c"], n.f["rowId"], n.f["r"], n.f["lostH"]) for n in record.live("notices")}
    printed = _printed_before(record)
    for c in LINES:
        for document in record.live(c):
            paper = record.rows.get(("issued", document.f.get("issuedId", "")))
            if paper is None or paper.id not in printed or document.f.get("status") == "draft":
                continue
            by = stamp.author(paper.clk[ROW])
            for unshown in _unshown(c, document, from_snapshot(paper.f["snap"]), record):
                user = record.user_of(unshown[-1])
                if stamp.author(unshown[-1]) != by and user and (user, *unshown) not in told:
                    return f"{paper.f['number']} does not show {unshown}, and {user} was not told"
    return ""


def what_was_billed_is_chosen_no_more(record: Record) -> str:
    """Nobody chose otherwise of a quote's line once an invoice billed it that was never taken back."""
    (org,) = (row_id for c, row_id in record.rows if c == "organizations")
    billed: set[str] = set()  # lines of invoices as they came
    touched = {(c["c"], c["id"]) for e in record.log for c in e.body.get("changes", ()) if c["op"] != "put"}
    bills = {
        invoice.id
        for invoice in record.live("invoices")
        if invoice.f.get("status") != "cancelled" and ("invoices", invoice.id) not in touched
    }
    for entry in record.log:
        for change in entry.body.get("changes", ()):
            c, row_id = change["c"], change["id"]
            if c == "invoiceLineItems" and (c, row_id) not in touched:
                billed.add(row_id)
                continue
            chooses = c == "quoteLineItems" and "chosen" in change["f"] and change["b"]
            if chooses and any(line_id(org, bill, row_id) in billed for bill in bills):
                return f"group {entry.gid} chose {row_id} otherwise, which was billed"
    return ""


def _unshown(c: str, document: Row, paper: Paper, record: Record) -> Iterator[Unshown]:
    """What the document and its lines hold and the paper does not show, nor the other way round."""
    for register, name in _HEAD.items():
        if (document.f.get(register) or "") != getattr(paper, name):
            yield c, document.id, register, document.stamp(register)
    lines_of, parent = LINES[c]
    shown = {line.id: line for line in paper.lines}
    for line in (row for row in record.live(lines_of) if row.f.get(parent) == document.id):
        if line.id not in shown:
            yield lines_of, line.id, ROW, line.clk[ROW]
        else:
            yield from _of_line(lines_of, line, shown[line.id])
    for entry in record.log:
        for row_id in shown:
            row = record.rows.get((lines_of, row_id))
            if row is not None and row.deleted == entry.gid:
                yield lines_of, row_id, ROW, entry.body["h"]


def _of_line(lines_of: str, line: Row, shown: PaperLine) -> Iterator[Unshown]:
    declared = COLLECTIONS[lines_of]
    defaults = {"quantity": "1", "unitPrice": "0"}
    differing = {
        declared.register_of[name]
        for name, attr in _LINE.items()
        if (line.f.get(name) or defaults.get(name, "")) != getattr(shown, attr)
    }
    for register in sorted(differing):
        yield lines_of, line.id, register, line.stamp(register)


ALL: tuple[Callable[[Record], str], ...] = (
    numbers_are_given_once,
    issued_paper_is_unchanged,
    paper_shows_the_lines_it_was_issued_with,
    who_wrote_what_a_paper_does_not_show_is_told,
    what_was_billed_is_chosen_no_more,
)


def _printed_before(record: Record) -> set[str]:
    """The papers that were printed already when the cloud heard of them."""
    return {
        issued_id_of(entry.gid, record)
        for entry in record.log
        if any(command.get("no") is not None for command in entry.body.get("commands", ()))
    }


def issued_id_of(gid: str, record: Record) -> str:
    """The id of the paper a group issued."""
    (organisation,) = (row_id for c, row_id in record.rows if c == "organizations")
    return issued_id(organisation, gid)

"""A small business in plain rows, and the puts, deletes and issues that stories about the rules are told with."""

from typing import Any

from onetool_desktop.changes import merge
from onetool_desktop.changes.draft_paper import snapshot
from onetool_desktop.changes.values import Change, Code, Effects, Issue, Op, Refusal
from onetool_desktop.domain.collections import COLLECTIONS
from tests.support.memory_rows import FIELD, OFFICE, ORG, USERS, Author, Rows, send, uid

CLIENT, OTHER, QUOTE, LINE, INVOICE = uid(1), uid(2), uid(3), uid(4), uid(5)
PROJECT, TASK, CONTACT, FAR_CONTACT = uid(6), uid(7), uid(8), uid(9)
DAY = "2026-11-22"
LATE = 1_900_000_000_000
HEAD = {"clientId": CLIENT, "status": "draft", "currency": "EUR"}
PRICE = {"quantity": "1", "unit": "job", "unitPrice": "85.00", "taxRate": "19"}


def business() -> Rows:
    """Two clients with a contact each, a project with a visit, a quote and an invoice in draft; made by the office."""
    rows, office = Rows(), Author(OFFICE, start_ms=1_700_000_000_000)
    line = {"quoteId": QUOTE, "position": "a", "description": "Drain", **PRICE}
    visit = {"title": "Visit", "clientId": CLIENT, "projectId": PROJECT, "date": DAY, "status": "pending"}
    made = office.group(
        Change("organizations", ORG, f={"name": "N", "currency": "EUR", "timezone": "Europe/Berlin"}),
        *(Change("users", USERS[who], f={"name": who}) for who in (OFFICE, FIELD)),
        *(Change("clients", id, f={"companyName": "H", "status": "active"}) for id in (CLIENT, OTHER)),
        Change("clientContacts", CONTACT, f={"clientId": CLIENT, "firstName": "Ada"}),
        Change("clientContacts", FAR_CONTACT, f={"clientId": OTHER, "firstName": "Bo"}),
        Change("projects", PROJECT, f={"clientId": CLIENT, "title": "Roof", "status": "planned"}),
        Change("tasks", TASK, f=visit),
        Change("quotes", QUOTE, f={**HEAD, "validUntil": "2026-12-11"}),
        Change("quoteLineItems", LINE, f=line),
        Change("invoices", INVOICE, f={**HEAD, "dueDate": "2026-12-11"}),
    )
    answer = send(rows, office, made)
    assert isinstance(answer, Effects), answer
    return rows


def put(
    rows: Rows, c: str, id: str, f: dict[str, Any] | None = None, *, start: str | None = None, **more: Any
) -> Change:
    """A put with its blocks whole, based on what `rows` hold now."""
    row = rows.rows[c, id]
    whole = merge.complete(COLLECTIONS[c], row, {**(f or {}), **more})
    return Change(c, id, f=whole, b=merge.stamps_of(row, whole, COLLECTIONS[c]), start=start)


def bare(rows: Rows, c: str, id: str, **f: Any) -> Change:
    """A put of exactly these fields, based on what `rows` hold now."""
    return Change(c, id, f=f, b=merge.stamps_of(rows.rows[c, id], f, COLLECTIONS[c]))


def delete(rows: Rows, c: str, id: str) -> Change:
    """A delete by someone who has seen everything."""
    return Change(c, id, op=Op.DELETE, b={"row": f"{rows.seq:012d}"})


def restore(c: str, id: str, gid: str) -> Change:
    """What delete group `gid` took comes back."""
    return Change(c, id, op=Op.RESTORE, start=gid)


def issue(
    rows: Rows, series: str, no: int | None = None, *, rev: int | None = None, c: str = "quotes"
) -> Issue:
    """The quote, or the invoice, issued as `rows` have it now."""
    id = QUOTE if c == "quotes" else INVOICE
    snap, sha = snapshot(rows, org=ORG, c=c, id=id, day=DAY)
    return Issue(c=c, id=id, series=series, no=no, rev=rev, day=DAY, sha=sha, snap=snap)


def stands(answer: Effects | Refusal) -> Effects:
    """The effects of a group that has to be accepted."""
    assert isinstance(answer, Effects), answer
    return answer


def code(answer: Effects | Refusal) -> Code | None:
    """Why it was refused; None where it was not."""
    return answer.code if isinstance(answer, Refusal) else None


def told(rows: Rows) -> list[tuple[str, str, str]]:
    """Who was told about which register of which row."""
    notices = [row.f for (c, _), row in rows.rows.items() if c == "notices"]
    return [(f["userId"], f["rowId"], f["r"]) for f in notices]


def papers(rows: Rows) -> list[tuple[str, str]]:
    """Number and review of all issued paper, in order of recording."""
    found = sorted((row for (c, _), row in rows.rows.items() if c == "issued"), key=lambda row: row.seq or "")
    return [(row.f["number"], row.f.get("review", "")) for row in found]

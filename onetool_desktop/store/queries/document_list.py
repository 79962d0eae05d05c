"""The lists of quotes and of invoices: one shape of row for both.

*Overdue*, *paid* and *expired* follow from dates and payments; they are conditions here and never a stored status.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.store import columns
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import lists, merged

_WHOSE = merged.survivor("clients", 'it."clientId"')
_JOIN = f"LEFT JOIN clients AS client ON client.id = {_WHOSE}"
_HEAD = 'it.rid, it.id, it.number, it.title, it.status, client."companyName", it.total, it.currency, it."issuedDay"'
_NEWEST = ", ".join(columns.NEWEST)
_SORTS = {"newest": _NEWEST, "total": "total", "status": f"status, {_NEWEST}"}
_OWED = "status = 'sent' AND balance > 0"
_NOT_LATE = '("dueDate" IS NULL OR "dueDate" >= :today)'

QUOTES = lists.Shape(
    table="quotes",
    select=f'{_HEAD}, it."validUntil", 0, 0',
    joins=_JOIN,
    owners=(("clients", "clientId"),),
    tabs={
        "all": "",
        "draft": "status = 'draft'",
        "sent": "status = 'sent' AND \"validUntil\" >= :today",
        "expired": "status = 'sent' AND \"validUntil\" < :today",
        "approved": "status = 'approved'",
        "declined": "status = 'declined'",
    },
    sorts={**_SORTS, "day": '"validUntil"'},
    sums={"total": "total"},
    currency="currency",
    amounts=("total",),
    states={
        "draft": "status = 'draft'",
        "sent": 'status = \'sent\' AND ("validUntil" IS NULL OR "validUntil" >= :today)',
        "expired": "status = 'sent' AND \"validUntil\" < :today",
        "approved": "status = 'approved'",
        "declined": "status = 'declined'",
    },
)
INVOICES = lists.Shape(
    table="invoices",
    select=f'{_HEAD}, it."dueDate", it.paid, it.balance',
    joins=_JOIN,
    owners=(("clients", "clientId"),),
    tabs={
        "all": "",
        "draft": "status = 'draft'",
        "open": "status = 'sent' AND balance > 0",
        "overdue": "status = 'sent' AND balance > 0 AND \"dueDate\" < :today",
        "paid": "status = 'sent' AND balance <= 0",
        "void": "status = 'cancelled'",
    },
    sorts={**_SORTS, "day": '"dueDate"', "open": "balance"},
    sums={"total": "total", "open": "balance"},
    currency="currency",
    void="status IS 'cancelled'",
    amounts=("total", "balance"),
    states={
        "draft": "status = 'draft'",
        "sent": f"{_OWED} AND {_NOT_LATE} AND paid <= 0",
        "part": f"{_OWED} AND {_NOT_LATE} AND paid > 0",
        "overdue": f'{_OWED} AND "dueDate" < :today',
        "paid": "status = 'sent' AND balance <= 0",
        "cancelled": "status = 'cancelled'",
    },
)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One quote or invoice in a list; amounts in minor units of `currency`, None where they cannot be known.

    `day` is until when a quote is valid, or when an invoice is due.
    """

    rid: int
    id: str
    number: str
    title: str
    status: str
    client: str
    total: int | None
    currency: str
    issued: str | None
    day: str | None
    paid: int
    owed: int


def page(db: Db, shape: lists.Shape, rids: Sequence[int]) -> list[DocumentLine]:
    """The documents of these row numbers, in any order."""
    return [
        DocumentLine(
            rid,
            row_id,
            number or "",
            title or "",
            status or "",
            client or "",
            total,
            currency or "",
            issued,
            day,
            paid or 0,
            owed or 0,
        )
        for rid, row_id, number, title, status, client, total, currency, issued, day, paid, owed in lists.page(
            db, shape, rids
        )
    ]

"""The list of clients, with what a person looks for beside the name: whom to call, where, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.store.codec import from_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import lists, merged
from onetool_desktop.store.sortkeys import sort_key

SHAPE = lists.Shape(
    table="clients",
    select='it.rid, it.id, it."companyName", it.status, it.open_balance, contact."firstName", contact."lastName", '
    'contact.phone, place."streetAddress", place.city, contact.email, it.tags',
    joins='LEFT JOIN "clientContacts" AS contact ON contact.id = it."primaryContactId" '
    'LEFT JOIN "clientProperties" AS place ON place.id = it."primaryPropertyId"',
    tabs={
        "current": "status IN ('active', 'inactive', 'lead')",
        "active": "status = 'active'",
        "lead": "status = 'lead'",
        "inactive": "status = 'inactive'",
        "owing": "open_balance > 0",
        "archived": "status = 'archived'",
    },
    sorts={"name": "sort_key", "open": "open_balance, sort_key", "status": "status, sort_key", "made": "id"},
    found_by=(("clientContacts", "clientId"), ("clientProperties", "clientId")),
    sums={"open": "open_balance"},
)


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client in a list; `open_balance` in minor units of the organisation's currency."""

    rid: int
    id: str
    name: str
    status: str
    open_balance: int
    contact: str
    phone: str
    street: str
    city: str
    email: str
    tags: tuple[str, ...]


def beginning(db: Db, text: str, *, limit: int) -> list[int]:
    """The row numbers of clients whose name begins so, but for archived ones, by name; after them of those who stand
    for a client whose name does.
    """
    low, current = sort_key(text), SHAPE.tabs["current"]
    own = f"""SELECT rid FROM clients WHERE sort_key >= ? AND sort_key < ? AND {current}
        AND {merged.standing("clients")} ORDER BY sort_key LIMIT ?"""
    stood_for = f"""SELECT it.rid FROM clients AS begun CROSS JOIN clients AS it
        ON it.id = {merged.survivor("clients", "begun.id")}
        WHERE begun."mergedInto" > '' AND +begun.sort_key >= ? AND +begun.sort_key < ? AND it.{current}
        ORDER BY it.sort_key LIMIT ?"""
    of = (low, low + "\U0010ffff", limit)
    found = [rid for sql in (own, stood_for) for (rid,) in db.execute(sql, of)] if low else []
    return list(dict.fromkeys(found))[:limit]


def open_balance(db: Db, client_id: str) -> int:
    """What a client's issued invoices still owe, in minor units of the organisation's currency."""
    found = db.execute("SELECT open_balance FROM clients WHERE id=?", (client_id,)).fetchone()
    return 0 if found is None else found[0] or 0


def has_paper(db: Db, client_id: str) -> bool:
    """Whether anything of a client, or of one that was merged into it, was issued on paper."""
    quotes, invoices = (merged.leads_to(c, "clientId", ":id") for c in ("quotes", "invoices"))
    found = db.execute(
        f"""SELECT EXISTS (SELECT 1 FROM quotes WHERE {quotes} AND "issuedId" IS NOT NULL)
        OR EXISTS (SELECT 1 FROM invoices WHERE {invoices} AND "issuedId" IS NOT NULL)""",
        {"id": client_id},
    )
    return bool(found.fetchone()[0])


def page(db: Db, rids: Sequence[int]) -> list[ClientLine]:
    """The clients of these row numbers, in any order."""
    return [
        ClientLine(
            rid,
            row_id,
            name or "",
            status or "",
            owed or 0,
            " ".join(word for word in (first, last) if word),
            phone or "",
            street or "",
            city or "",
            email or "",
            tuple(from_json(tags) or ()),
        )
        for rid, row_id, name, status, owed, first, last, phone, street, city, email, tags in lists.page(
            db, SHAPE, rids
        )
    ]

"""What happened around a client or a project, newest first, read off the rows' own stamps.

Promises: an event is what one group did to the rows that belong together, at its stamp; money and paper stand on the
day they carry, which may be another than the one on which they were entered. A page costs one query; pages follow by
the place of the last event, so that nothing is shown twice when others come in between. May not know: words, people.

Why stamps: each row already says who wrote which register when, for every device's work and without the cloud. What
was written over is history, and has a place of its own.
"""

import json
from dataclasses import dataclass

from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import merged

END = "~"  # above every place


@dataclass(frozen=True, slots=True)
class Touch:
    """A register that an event wrote: of which row."""

    c: str
    id: str
    register: str


@dataclass(frozen=True, slots=True)
class Event:
    """What one group did. `at` is its place in the order, whose first 12 hex digits are its moment; `h` its stamp."""

    at: str
    h: str
    touches: tuple[Touch, ...]


_WHOLE = ("clients", "clientContacts", "clientProperties", "projects")
_OF_A_CLIENT = ("clientContacts", "clientProperties", "projects", "tasks", "quotes", "invoices")
_BELONGS = {
    "clients": {
        "clients": "id = :id",
        **{c: merged.leads_to(c, "clientId", ":id") for c in _OF_A_CLIENT},
    },
    "projects": {
        "projects": "id = :id",
        "tasks": '"projectId" = :id',
        "quotes": '"projectId" = :id',
        "invoices": '"projectId" = :id',
    },
}
_CAME_DONE = "status = 'completed' AND date IS NOT NULL AND json_extract(clk, '$.status') IS NULL"
_NOON = "(unixepoch({day}) * 1000 + 43200000)"
_HALF_A_DAY_AND_A_ZONE = 26 * 3_600_000


def events(db: Db, *, c: str, id: str, before: str = END, limit: int = 60) -> list[Event]:
    """The events around row `id` of `clients` or `projects` that stand below the place `before`."""
    found = db.execute(
        f"""WITH happened(at, h, c, id, register) AS ({_happened(c)})
        SELECT at, max(h), json_group_array(json_array(c, id, register)) FROM happened
        WHERE at < :before GROUP BY at ORDER BY at DESC LIMIT :limit""",
        {"id": id, "before": before, "limit": limit},
    )
    return [
        Event(at, h, tuple(Touch(*one) for one in sorted(json.loads(touches)))) for at, h, touches in found
    ]


def total_of(db: Db, c: str, id: str) -> tuple[int | None, str]:
    """The total of a quote or an invoice in minor units, None where it cannot be known, and its currency."""
    found = db.execute(f'SELECT total, currency FROM "{c}" WHERE id=?', (id,)).fetchone()
    return (None, "") if found is None else (found[0], found[1] or "")


def _happened(c: str) -> str:
    belongs = _BELONGS[c]
    parts = [_stamps(of, where) for of, where in belongs.items()]
    quotes, invoices = (f"SELECT id FROM {of} WHERE {belongs[of]}" for of in ("quotes", "invoices"))
    parts += [
        _dated("tasks", f"{belongs['tasks']} AND {_CAME_DONE}", "date", register="status"),
        _dated("issued", f'"quoteId" IN ({quotes})', "day"),
        _dated("issued", f'"invoiceId" IN ({invoices})', "day"),
        _dated("payments", f'"invoiceId" IN ({invoices})', "day"),
    ]
    return " UNION ALL ".join(parts)


def _stamps(c: str, where: str) -> str:
    """Every register of these rows with its stamp; of work and paper only that they were made, and how far they are."""
    kept = "1" if c in _WHOLE else "register.key IN ('row', 'status')"
    at = "register.value"
    if c == "tasks":
        done = "register.key = 'status' AND it.status = 'completed' AND it.date IS NOT NULL"
        at = f"CASE WHEN {done} THEN {_place('it.date', 'register.value')} ELSE register.value END"
    if c in ("quotes", "invoices"):  # that it was sent stands on its paper
        kept += " AND NOT (register.key = 'status' AND it.status = 'sent' AND it.\"issuedId\" IS NOT NULL)"
    return (
        f"SELECT {at}, register.value, '{c}', it.id, register.key "
        f'FROM "{c}" AS it, json_each(it.clk) AS register WHERE it.{where} AND {kept}'
    )


def _dated(c: str, where: str, day: str, *, register: str = "row") -> str:
    """That these rows were made, on the day they carry."""
    made = "json_extract(it.clk, '$.row')"
    at = _place(f"it.{day}", made)
    return f"SELECT {at}, {made}, '{c}', it.id, '{register}' FROM {c} AS it WHERE it.{where}"


def _place(day: str, stamp: str) -> str:
    """The stamp itself where it is of that day, else noon of the day, told apart by the row."""
    noon = _NOON.format(day=day)
    low, high = (f"printf('%012x', {noon} {sign} {_HALF_A_DAY_AND_A_ZONE})" for sign in "-+")
    near = f"{stamp} BETWEEN {low} AND {high}"
    return f"CASE WHEN {near} THEN {stamp} ELSE printf('%012x', {noon}) || substr(it.id, -12) END"

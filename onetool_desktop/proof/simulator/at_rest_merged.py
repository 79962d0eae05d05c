"""What must hold at rest of clients that were merged: one stands for them, the same on every computer.

Promises: who that is, is worked out here from the rows of the cloud, by none of the product's code: a client leads to
the next one as long as that lives. The product says it twice, in Python and in SQL, and both are asked.
"""

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Row
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.record import Record
from onetool_desktop.store.queries import client_list, lists, merged as in_sql

_SURVIVOR = f"SELECT it.id, {in_sql.survivor('clients', 'it.id')} FROM clients AS it"


def no_client_leads_back_to_himself(record: Record) -> str:
    """Whoever follows from one client to the next in the cloud comes to an end, whoever merged what meanwhile."""
    clients = {row.id: row for row in record.live("clients")}
    rings = [one for one in clients if _stands_for(clients, one) is None]
    return f"clients {rings}" if rings else ""


def who_stands_for_a_client_is_the_same_everywhere(device: Device, record: Record) -> str:
    """Each client a person has is stood for by the one the cloud's rows lead to, and the list shows those alone."""
    clients = {row.id: row for row in record.live("clients")}
    db, reads = device.replica.writer, device.reads
    by_sql: dict[str, str] = dict(db.execute(_SURVIVOR).fetchall())
    for one, found in by_sql.items():
        expected = _stands_for(clients, one)
        if {found, merged.survivor(reads, "clients", one)} != {expected}:
            return f"client {one}: here {found} by SQL, in the cloud {expected}"
    rids = lists.ids(db, client_list.SHAPE, lists.Question(sort="name"))
    listed = lists.ids_of(db, "clients", rids)
    standing = {one for one in by_sql if _stands_for(clients, one) == one}
    return (
        "" if sorted(listed) == sorted(standing) else f"listed {listed}, and {standing} stand for themselves"
    )


def what_is_his_is_found_with_who_stands_for_him(device: Device, record: Record) -> str:
    """Whoever looks for a place of a client who was merged finds the one who stands for him."""
    clients, db = {row.id: row for row in record.live("clients")}, device.replica.writer
    places = db.execute(
        """SELECT city, "clientId" FROM "clientProperties" WHERE "clientId" IN
        (SELECT id FROM clients WHERE "mergedInto" IS NOT NULL)"""
    ).fetchall()
    for city, one in places:
        rids = lists.ids(db, client_list.SHAPE, lists.Question(sort="name", search=city or ""))
        found = lists.ids_of(db, "clients", rids)
        if _stands_for(clients, one) not in found:
            return f"{city!r} of client {one} finds {found}, not {_stands_for(clients, one)}"
    return ""


def _stands_for(clients: dict[str, Row], one: str) -> str | None:
    """The last of the live clients that this one leads to; None where the way leads back."""
    passed = [one]
    while (following := clients[passed[-1]].f.get("mergedInto")) in clients:
        if following in passed:
            return None
        passed.append(following)
    return passed[-1]

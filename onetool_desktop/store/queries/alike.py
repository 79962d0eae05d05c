"""Clients that may be the same: of one name, or with a contact of one e-mail address.

Promises: names are compared as lists order them (case and accents aside), addresses without case; both by an index.
Who was merged is followed to whoever stands for him. Nothing here forbids anything: what is alike may well be two. May
not know: words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.store import search
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import merged
from onetool_desktop.store.sortkeys import sort_key

_MOST = 3
_LOOKED = 50  # of one name; where there are as many it says little


@dataclass(frozen=True, slots=True)
class Alike:
    """Another client, and the address that both have; none where it is the name, his own or (`of_merged`) that of one
    he stands for.
    """

    client: str
    name: str
    email: str = ""
    of_merged: bool = False
    archived: bool = False


def of_client(db: Db, *, client: str, name: str, emails: Sequence[str]) -> list[Alike]:
    """The others like a client of this name and these addresses, each once, at most three."""
    found: dict[str, Alike] = {one.client: one for one in _named(db, client, name)}
    for email in dict.fromkeys(emails):
        for one in _reached(db, client, email):
            found.setdefault(one.client, one)
    return list(found.values())[:_MOST]


def _named(db: Db, client: str, name: str) -> list[Alike]:
    if not name.strip():
        return []
    rows = db.execute(
        f"""SELECT client.id, client."companyName", max(client.id = one.id), client.status = 'archived'
        FROM (SELECT id FROM clients WHERE sort_key=? LIMIT {_LOOKED}) AS one
        CROSS JOIN clients AS client ON client.id = {merged.survivor("clients", "one.id")}
        WHERE client.id<>? GROUP BY client.id LIMIT ?""",
        (sort_key(name), client, _MOST),
    )
    return [
        Alike(row_id, other or "", of_merged=not own, archived=bool(archived))
        for row_id, other, own, archived in rows
    ]


def _reached(db: Db, client: str, email: str) -> list[Alike]:
    rids = [rid for c, rid in search.hits(db, search.phrase(email)) if c == "clientContacts"]
    rows = db.execute(
        f"""SELECT client.id, client."companyName", client.status = 'archived' FROM "clientContacts" AS contact
        JOIN clients AS client ON client.id = {merged.survivor("clients", 'contact."clientId"')}
        WHERE contact.rid IN ({", ".join("?" * len(rids))}) AND lower(contact.email)=lower(?) AND client.id<>?""",
        (*rids, email, client),
    )
    return [Alike(row_id, name or "", email, archived=bool(archived)) for row_id, name, archived in rows]

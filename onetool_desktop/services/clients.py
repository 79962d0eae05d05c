"""Clients: make, edit, archive, delete and bring back, with their contacts and properties."""

from collections.abc import Collection, Sequence

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Change, Fields, Op
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import spoken_as
from onetool_desktop.domain.ids import ClientId, ContactId, PropertyId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.services.saving import Act, Created, Saved, commit, edited, live_fields, new_row, save
from onetool_desktop.store.replica import Replica, Transaction

CLIENTS, CONTACTS, PROPERTIES = "clients", "clientContacts", "clientProperties"
MAIN = {CONTACTS: "primaryContactId", PROPERTIES: "primaryPropertyId"}
"""The register of the client that names the main row of each kind."""


def create_client(
    replica: Replica, *, fields: Fields, contacts: Sequence[Fields] = (), properties: Sequence[Fields] = ()
) -> Created[ClientId]:
    """A new client, with contacts and properties if there are any; the first of each becomes the main one."""
    ids = replica.ids
    client = ClientId(ids.new_id())
    people = [new_row(CONTACTS, ids.new_id(), {**f, "clientId": client}) for f in contacts]
    places = [new_row(PROPERTIES, ids.new_id(), {**f, "clientId": client}) for f in properties]
    head = {
        "status": "lead",
        **fields,
        "primaryContactId": people[0].id if people else None,
        "primaryPropertyId": places[0].id if places else None,
    }
    act = Act(
        action="clients.create", label=_("Add {name}").format(name=fields.get("companyName") or _("a client"))
    )
    saved = save(replica, act, lambda _: [new_row(CLIENTS, client, head), *people, *places])
    return Created(client, saved)


def edit_client(replica: Replica, *, id: ClientId, fields: Fields) -> Saved:
    """Change a client's fields; `tags` is the whole list."""
    return records.edit(replica, c=CLIENTS, id=id, fields=fields)


def set_client_status(replica: Replica, *, id: ClientId, status: str) -> Saved:
    """Lead, active or inactive."""
    label = _("Set the client to {status}").format(status=_(spoken_as(status)))
    return records.set_status(
        replica,
        c=CLIENTS,
        id=id,
        status=status,
        label=label,
    )


def archive_client(replica: Replica, *, id: ClientId) -> Saved:
    """Put a client out of the lists; nothing of it is lost, and it can be made active again any time."""
    return records.set_status(replica, c=CLIENTS, id=id, status="archived", label=_("Archive a client"))


def bought(tx: Transaction, client_id: str | None) -> list[Change]:
    """What makes a lead an active client, as he agreed to a quote or has an invoice; nothing where he is none, or where
    whoever acts may not change clients.
    """
    client = merged.stand_in(tx, CLIENTS, client_id)
    may = tx.principal.may(COLLECTIONS[CLIENTS].permission, "modify")
    if client is None or client.f.get("status") != "lead" or not may:
        return []
    return [edited(tx, CLIENTS, client.id, {"status": "active"})]


def only_place(tx: Transaction, client_id: str | None) -> str | None:
    """The property of a client who has just one: where his work is, unless somebody says otherwise."""
    places = merged.children(tx, PROPERTIES, "clientId", client_id) if client_id else ()
    return places[0].id if len(places) == 1 else None


def delete_client(replica: Replica, *, id: ClientId) -> Saved:
    """Delete a client with its work, and those merged into it; refused once anything of theirs was issued on paper."""
    act = Act(action="clients.delete", label=_("Delete a client"))
    return save(
        replica, act, lambda tx: [Change(CLIENTS, one, Op.DELETE) for one in merged.together(tx, CLIENTS, id)]
    )


def restore_client(replica: Replica, *, id: ClientId, gid: str) -> Saved:
    """Bring back a deleted client with all that went with it."""
    return records.restore(replica, c=CLIENTS, id=id, gid=gid)


def add_contact(replica: Replica, *, client_id: ClientId, fields: Fields) -> Created[ContactId]:
    """A new contact; the first one becomes the main contact."""
    contact = ContactId(replica.ids.new_id())
    return Created(contact, _add(replica, CONTACTS, contact, client_id, fields))


def edit_contact(replica: Replica, *, id: ContactId, fields: Fields) -> Saved:
    """Change a contact's fields."""
    return records.edit(replica, c=CONTACTS, id=id, fields=fields)


def add_property(replica: Replica, *, client_id: ClientId, fields: Fields) -> Created[PropertyId]:
    """A new property; the first one becomes the main property."""
    place = PropertyId(replica.ids.new_id())
    return Created(place, _add(replica, PROPERTIES, place, client_id, fields))


def edit_property(replica: Replica, *, id: PropertyId, fields: Fields) -> Saved:
    """Change a property's fields."""
    return records.edit(replica, c=PROPERTIES, id=id, fields=fields)


def make_main(replica: Replica, *, client_id: ClientId, c: str, id: str) -> Saved:
    """Name a contact or a property, a row `id` of collection `c`, as the client's main one."""
    noun = _("contact") if c == CONTACTS else _("property")
    label = _("Make another {noun} the main one").format(noun=noun)
    return records.edit(replica, c=CLIENTS, id=client_id, fields={MAIN[c]: id}, label=label)


def remove(replica: Replica, *, client_id: ClientId, c: str, id: str) -> Saved:
    """Delete a contact or a property, a row `id` of collection `c`; of the main one the next takes its place."""

    def work(tx: Transaction) -> Saved:
        named = [(one, main_without(tx, one, {id})) for one in merged.together(tx, CLIENTS, client_id)]
        changes = [edited(tx, CLIENTS, one, fields) for one, fields in named if fields]
        changes.append(Change(c, id, Op.DELETE))
        noun = _("a contact") if c == CONTACTS else _("a property")
        return commit(tx, Act(action=f"{c}.delete", label=_("Remove {noun}").format(noun=noun)), changes)

    return replica.write(work)


def main_without(tx: Transaction, client_id: str, gone: Collection[str]) -> Fields:
    """What names the next contact and property as a client's main ones, where the present ones are among `gone`."""
    fields, found = live_fields(tx, CLIENTS, client_id), dict[str, str | None]()
    stands = merged.survivor(tx, CLIENTS, client_id) == client_id
    for c, main in MAIN.items():
        if fields.get(main) in gone:
            rows = merged.children(tx, c, "clientId", client_id)
            own = (row.id for row in rows if stands or row.f["clientId"] == client_id)
            found[main] = next((one for one in own if one not in gone), None)
    return found


def _add(replica: Replica, c: str, row_id: str, client_id: ClientId, fields: Fields) -> Saved:
    """A row under a client, named as the main one if there is none yet."""
    main = MAIN[c]

    def work(tx: Transaction) -> Saved:
        client = tx.get(CLIENTS, client_id)
        first = client is not None and client.live and not client.f.get(main)
        changes = [new_row(c, row_id, {**fields, "clientId": client_id})]
        if first:
            changes.append(edited(tx, CLIENTS, client_id, {main: row_id}))
        noun = _("a contact") if c == CONTACTS else _("a property")
        return commit(tx, Act(action=f"{c}.create", label=_("Add {name}").format(name=noun)), changes)

    return replica.write(work)

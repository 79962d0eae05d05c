"""The list of what was deleted: one entry for a delete, newest first, within 90 days."""

from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, records
from onetool_desktop.store.queries.deleted import KEPT_MS, recently
from tests.sync.world import Person, World


@pytest.fixture
def owner(tmp_path: Path) -> Person:
    return World(tmp_path).owner()


def deletes(person: Person, **more: object) -> list[tuple[str, str, dict[str, int]]]:
    found = recently(person.replica.reads().db, now_ms=person.clock.now_ms(), limit=10, **more)  # pyright: ignore[reportArgumentType]
    return [(one.c, one.id, dict(one.along)) for one in found]


def client_with_contact(person: Person) -> str:
    client = clients.create_client(person.replica, fields={"companyName": "Harbour"}).id
    clients.add_contact(person.replica, client_id=ClientId(client), fields={"firstName": "Ada"})
    return client


def test_a_delete_is_one_entry_called_by_the_record_that_was_deleted(owner: Person) -> None:
    client = client_with_contact(owner)
    lone = clients.add_contact(owner.replica, client_id=ClientId(client), fields={"firstName": "Ben"}).id
    owner.clock.advance(5_000)
    records.delete(owner.replica, c="clientContacts", id=lone)
    owner.clock.advance(5_000)
    records.delete(owner.replica, c="clients", id=client)
    assert deletes(owner) == [("clients", client, {"clientContacts": 1}), ("clientContacts", lone, {})]
    (newest, older) = recently(owner.replica.reads().db, now_ms=owner.clock.now_ms(), limit=10)
    assert (newest.at_ms, newest.here) == (owner.clock.now_ms(), True)
    assert newest.at_ms - older.at_ms == 5_000
    assert deletes(owner, before=newest.gid) == [("clientContacts", lone, {})]


def test_what_was_brought_back_or_is_older_than_ninety_days_is_not_listed(owner: Person) -> None:
    client = client_with_contact(owner)
    gid = records.delete(owner.replica, c="clients", id=client).gids[-1]
    records.restore(owner.replica, c="clients", id=client, gid=gid)
    assert deletes(owner) == []
    records.delete(owner.replica, c="clients", id=client)
    owner.clock.advance(KEPT_MS)
    assert [id for _c, id, _along in deletes(owner)] == [client]
    owner.clock.advance(1)
    assert deletes(owner) == []


def test_the_list_is_read_off_the_index_of_groups(owner: Person) -> None:
    plan: list[str] = []
    db: Any = owner.replica.reads().db
    db.set_trace_callback(plan.append)
    recently(db, now_ms=owner.clock.now_ms(), limit=10)
    db.set_trace_callback(None)
    steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {plan[0]}")]
    assert any("ix_tombstones_gid" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)

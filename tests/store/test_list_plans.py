"""The first rows of a list are read off an index in its usual order, under every tab that is asked by its status."""

from typing import Any

import pytest

from onetool_desktop.changes.values import Change
from onetool_desktop.store import columns
from onetool_desktop.store.queries import (
    client_list,
    document_list,
    lists,
    price_book,
    project_list,
    task_list,
)
from tests.store.world import World

USUAL = [
    (client_list.SHAPE, "name"),
    (document_list.INVOICES, "newest"),
    (document_list.QUOTES, "newest"),
    (task_list.SHAPE, "day"),
    (project_list.SHAPE, "title"),
    (price_book.SHAPE, "name"),
]
ONE_STATUS = [
    (shape, sort, tab)
    for shape, sort in USUAL
    for tab, sql in shape.tabs.items()
    if not sql or sql.startswith(("status = ", '"date" '))
]


class Explained:
    """Takes down how a statement would be answered, instead of answering it."""

    def __init__(self, db: Any, *, often: str = "") -> None:
        """`often` is the collection in which the search finds many rows."""
        self._db = db
        self._often = often
        self.steps: list[str] = []

    def execute(self, sql: str, values: Any = ()) -> Any:
        if "max(rid)" in sql:
            return self._db.execute(sql, values)
        if sql.startswith("SELECT code, count(*)"):
            return [(columns.CODES[self._often], lists._OFTEN)] if self._often else []
        self.steps = [step for *_, step in self._db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        return self._db.execute("SELECT '[]'")


def plan(world: World, shape: lists.Shape, *, sort: str, tab: str, descending: bool) -> list[str]:
    explained: Any = Explained(world.replica.reads().db)
    question = lists.Question(tab=tab, sort=sort, descending=descending, today="2026-03-02")
    lists.ids(explained, shape, question, limit=64)
    return explained.steps


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(("shape", "sort", "tab"), ONE_STATUS, ids=lambda one: getattr(one, "table", one))
def test_the_first_rows_are_read_in_order(
    world: World, shape: lists.Shape, sort: str, tab: str, descending: bool
) -> None:
    steps = plan(world, shape, sort=sort, tab=tab, descending=descending)
    assert not [step for step in steps if "TEMP B-TREE FOR ORDER BY" in step]
    assert all("INDEX" in step for step in steps if f" {shape.table}" in step)


@pytest.mark.parametrize(("shape", "sort"), USUAL, ids=lambda one: getattr(one, "table", one))
def test_no_tab_looks_through_the_whole_table_in_its_usual_order(
    world: World, shape: lists.Shape, sort: str
) -> None:
    for tab in shape.tabs:
        steps = plan(world, shape, sort=sort, tab=tab, descending=False)
        assert [step for step in steps if f" {shape.table} USING" in step], tab


@pytest.mark.parametrize(
    ("sort", "often", "met"),
    [
        ("name", "", False),
        ("name", "clients", True),
        ("name", "clientContacts", True),
        ("made", "clients", False),
    ],
)
def test_what_is_found_often_is_met_in_order_and_else_found_first(
    world: World, sort: str, often: str, met: bool
) -> None:
    explained: Any = Explained(world.replica.reads().db, often=often)
    question = lists.Question(search="harb", sort=sort, tab="current")
    lists.ids(explained, client_list.SHAPE, question, limit=64)
    first = next(step for step in explained.steps if step.split()[1] == "clients")
    assert ("INDEX ix_clients_sort" if met else "SEARCH clients USING INTEGER PRIMARY KEY") in first
    looked_up = any("SEARCH part USING INTEGER PRIMARY KEY" in step for step in explained.steps)
    asked = any("SEARCH part USING COVERING INDEX ix_clientContacts_clientId" in s for s in explained.steps)
    assert asked == (often == "clientContacts")
    assert looked_up


def test_both_ways_find_the_same_rows_in_the_same_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Harbour Café", "Ahlers", "Old Harbour", "Zoë", "Birch", "Harbour Café"):
        client = world.client(name)
    contact = Change("clientContacts", world.ids.new_id(), f={"clientId": client, "lastName": "Harbinger"})
    world.save(contact)
    archived = world.client("A", status="active")
    world.edit("clients", archived, status="archived")
    for owner in (world.client("B"), archived):
        world.save(
            Change("clientContacts", world.ids.new_id(), f={"clientId": owner, "lastName": "Harb"}),
            Change("clientProperties", world.ids.new_id(), f={"clientId": owner, "city": "Harburg"}),
        )
    db = world.replica.reads().db
    question = lists.Question(search="harb", sort="name", tab="current")
    found_first = lists.ids(db, client_list.SHAPE, question, limit=64)
    assert len(found_first) == 4
    for often in (("clients",), ("clientContacts",), ("clients", "clientContacts", "clientProperties")):
        monkeypatch.setattr(lists, "_found_often", lambda *_, often=often: frozenset(often))
        assert lists.ids(db, client_list.SHAPE, question, limit=64) == found_first
    assert lists.ids(db, client_list.SHAPE, question) == found_first


@pytest.mark.parametrize("shape", [one for one, _ in USUAL if one.owners], ids=lambda one: one.table)
def test_rows_are_found_by_the_words_of_whom_they_belong_to_either_way(
    world: World, monkeypatch: pytest.MonkeyPatch, shape: lists.Shape
) -> None:
    theirs, others = world.client("Harbour Café"), world.client("Birch & Amber")
    own = {
        "projects": {"status": "planned"},
        "tasks": {"status": "pending", "date": "2026-03-02"},
    }.get(shape.table, {"status": "draft", "currency": "EUR"})
    rows = [
        Change(shape.table, world.ids.new_id(), f={"clientId": client, "title": "Boiler", **own})
        for client in (theirs, others, theirs)
    ]
    world.save(*rows)
    db = world.replica.reads().db
    question = lists.Question(search="harb", sort=next(iter(shape.sorts)), tab="all")
    found = lists.ids_of(db, shape.table, lists.ids(db, shape, question))
    assert set(found) == {rows[0].id, rows[2].id}
    monkeypatch.setattr(lists, "_found_often", lambda *_: frozenset({"clients"}))
    met = lists.ids(db, shape, question, limit=64)
    assert lists.ids_of(db, shape.table, met) == found
    explained: Any = Explained(db)
    monkeypatch.undo()
    lists.ids(explained, shape, question)
    assert any(f"ix_{shape.table}_clientId" in step for step in explained.steps), explained.steps


def test_what_is_found_often_is_told_for_each_collection(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client("Harbour Café")
    world.client("Harbour Inn")
    world.save(
        Change("clientContacts", world.ids.new_id(), f={"clientId": client, "lastName": "Harbinger"}),
        Change("clientContacts", world.ids.new_id(), f={"clientId": client, "lastName": "Quill"}),
    )
    monkeypatch.setattr(lists, "_often", lambda *_: 2)
    told = {
        typed: lists._found_often(world.replica.reads().db, client_list.SHAPE, lists.Question(search=typed))
        for typed in ("harb", "harbi", "h", "")
    }
    assert told == {"harb": {"clients"}, "harbi": set(), "h": set(), "": set()}

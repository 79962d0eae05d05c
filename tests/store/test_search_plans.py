"""What a search finds seldom is looked up and put in order, what it finds often is met in order; both find the same."""

from typing import Any

import pytest

from onetool_desktop.changes.values import Change
from onetool_desktop.domain.typed_search import meanings
from onetool_desktop.store.queries import client_list, document_list, finding, lists, project_list, task_list
from tests.store.explained import Explained
from tests.store.world import World, put


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
    first = explained.steps_at("clients")[0]
    assert ("INDEX ix_clients_sort" if met else "SEARCH clients USING INTEGER PRIMARY KEY") in first
    looked_up = any("SEARCH part USING INTEGER PRIMARY KEY" in step for step in explained.steps)
    asked = any("SEARCH part USING COVERING INDEX ix_clientContacts_clientId" in s for s in explained.steps)
    assert asked == (often == "clientContacts")
    assert looked_up


def test_who_stands_for_a_client_is_found_by_way_of_the_few_that_were_merged(world: World) -> None:
    explained: Any = Explained(world.replica.reads().db)
    lists.ids(explained, client_list.SHAPE, lists.Question(search="harb", sort="name", tab="current"))
    assert explained.steps_at("gone") == ["SEARCH gone USING INDEX ix_clients_mergedInto (mergedInto>?)"]
    client_list.beginning(explained, "harb", limit=9)
    assert explained.steps_at("begun") == ["SEARCH begun USING INDEX ix_clients_mergedInto (mergedInto>?)"]


DOCUMENTS = (document_list.INVOICES, document_list.QUOTES)
OWNED = (*DOCUMENTS, project_list.SHAPE, task_list.SHAPE)


@pytest.mark.parametrize("shape", DOCUMENTS, ids=lambda shape: shape.table)
def test_an_amount_that_is_meant_is_looked_up_beside_the_words(world: World, shape: lists.Shape) -> None:
    explained: Any = Explained(world.replica.reads().db)
    lists.ids(
        explained,
        shape,
        lists.Question(search="1250", sort="newest", amounts=(range(125_000, 125_100),)),
        limit=64,
    )
    steps = explained.steps_at(shape.table)
    amounts = ("total", "balance") if shape is document_list.INVOICES else ("total",)
    assert steps == [
        f"SEARCH {shape.table} USING INTEGER PRIMARY KEY (rowid=?)",
        *(
            f"SEARCH {shape.table} USING COVERING INDEX ix_{shape.table}_{name} ({name}>? AND {name}<?)"
            for name in amounts
        ),
    ]


@pytest.mark.parametrize(
    ("shape", "state"),
    [(shape, state) for shape in DOCUMENTS for state in shape.states],
    ids=lambda one: getattr(one, "table", one),
)
def test_a_state_that_is_meant_is_looked_up_and_met_in_order_where_many_have_it(
    world: World, shape: lists.Shape, state: str
) -> None:
    question = lists.Question(search=state, sort="newest", states=(state,), today="2026-03-02")
    seldom: Any = Explained(world.replica.reads().db)
    often: Any = Explained(world.replica.reads().db, often=state)
    for explained in (seldom, often):
        lists.ids(explained, shape, question, limit=64)
        assert any(f"INDEX ix_{shape.table}_status (status=?)" in step for step in explained.counted)
    first, second = seldom.steps_at(shape.table)[:2]
    assert first == f"SEARCH {shape.table} USING INTEGER PRIMARY KEY (rowid=?)"
    assert f"INDEX ix_{shape.table}_status (status=?)" in second
    assert f"SCAN {shape.table} USING INDEX ix_{shape.table}_newest" in often.steps
    assert "USE TEMP B-TREE FOR ORDER BY" not in often.steps


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


@pytest.mark.parametrize("shape", OWNED, ids=lambda one: one.table)
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


def test_what_a_client_has_is_read_off_an_index_and_cut(world: World) -> None:
    client = world.client("Birch")
    world.save(
        *(
            put("projects", world.ids.new_id(), clientId=client, status="planned", title=f"Job {n}")
            for n in range(9)
        )
    )
    db = world.replica.reads().db
    found = list(finding.hits(db, meanings("birch", places=2)))
    assert [c for c, _rid in found].count("projects") == 3
    for c in ("invoices", "quotes", "projects"):
        sql = f'EXPLAIN QUERY PLAN SELECT id, rid FROM "{c}" WHERE "clientId" = ? ORDER BY rid DESC LIMIT 3'
        (step,) = [step for *_rest, step in db.execute(sql, (client,))]
        assert f"ix_{c}_clientId" in step

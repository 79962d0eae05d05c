"""The first rows of a list are read off an index in its usual order, under every tab that is asked by its status."""

from typing import Any

import pytest

from onetool_desktop.changes.values import Change
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

    def __init__(self, db: Any, *, hits: int = 0) -> None:
        self._db = db
        self.hits = hits
        self.steps: list[str] = []

    def execute(self, sql: str, values: Any = ()) -> Any:
        if sql.startswith("SELECT count(*)"):
            return self._db.execute(f"SELECT {self.hits}")
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


@pytest.mark.parametrize(("sort", "hits"), [("name", 0), ("name", lists._OFTEN), ("made", lists._OFTEN)])
def test_what_is_found_often_is_met_in_order_and_else_found_first(world: World, sort: str, hits: int) -> None:
    explained: Any = Explained(world.replica.reads().db, hits=hits)
    lists.ids(explained, client_list.SHAPE, lists.Question(search="harb", sort=sort), limit=64)
    met = any("SCAN clients USING COVERING INDEX ix_clients_sort" in step for step in explained.steps)
    assert met == (sort == "name" and hits > 0)


def test_both_ways_find_the_same_rows_in_the_same_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Harbour Café", "Ahlers", "Old Harbour", "Zoë", "Birch", "Harbour Café"):
        client = world.client(name)
    contact = Change("clientContacts", world.ids.new_id(), f={"clientId": client, "lastName": "Harbinger"})
    world.save(contact)
    world.save(
        Change("clientContacts", world.ids.new_id(), f={"clientId": world.client("B"), "lastName": "Harb"})
    )
    db = world.replica.reads().db
    question = lists.Question(search="harb", sort="name")
    found_first = lists.ids(db, client_list.SHAPE, question, limit=64)
    monkeypatch.setattr(lists, "_OFTEN", 1)
    assert lists.ids(db, client_list.SHAPE, question, limit=64) == found_first
    assert len(found_first) == 4
    assert len(lists.ids(db, client_list.SHAPE, question)) == 4

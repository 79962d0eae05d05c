"""The first rows of a list are read off an index in its usual order, under every tab that is asked by its status."""

import pytest

from onetool_desktop.store.queries import (
    client_list,
    document_list,
    lists,
    price_book,
    project_list,
    task_list,
)
from tests.store.explained import plan
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

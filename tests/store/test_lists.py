"""Lists stand in their order, begin with their beginning, and are counted as they are listed."""

from onetool_desktop.store.queries import client_list, lists
from onetool_desktop.store.sortkeys import sort_key
from tests.store.world import World


def test_names_stand_where_people_look_for_them() -> None:
    names = ["Zebra", "Öl & Gas", "apple", "Çelik", "Łódź", "Oslo", "Lodge", "Ørsted", "Cello", ""]

    assert sorted(names, key=sort_key) == [
        "apple", "Çelik", "Cello", "Lodge", "Łódź", "Öl & Gas", "Ørsted", "Oslo", "Zebra", "",
    ]  # fmt: skip


def test_the_first_page_is_the_beginning_of_the_list(world: World) -> None:
    for name in ("Delta", "alpha", "Çhi", "beta"):
        world.client(name)
    db, question = world.replica.reads().db, lists.Question(sort="name", tab="lead")

    whole = lists.ids(db, client_list.SHAPE, question)
    first = lists.ids(db, client_list.SHAPE, question, limit=2)
    down = lists.ids(db, client_list.SHAPE, lists.Question(sort="name", descending=True))

    names = {line.rid: line.name for line in client_list.page(db, whole)}
    assert [names[rid] for rid in whole] == ["alpha", "beta", "Çhi", "Delta"]
    assert list(first) == list(whole[:2])
    assert list(down) == list(reversed(whole))


def test_tabs_are_counted_as_they_are_listed(world: World) -> None:
    clients = [world.client(f"Client {i}") for i in range(3)]
    world.edit("clients", clients[0], status="active")
    db = world.replica.reads().db

    counted = lists.counts(db, client_list.SHAPE, lists.Question())

    listed = {
        tab: len(lists.ids(db, client_list.SHAPE, lists.Question(tab=tab, sort="name")))
        for tab in client_list.SHAPE.tabs
    }
    assert counted == listed
    assert (counted["lead"], counted["active"], counted["archived"]) == (2, 1, 0)

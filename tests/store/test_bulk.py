"""What an arrival does without comes up in parts, and is then what it would have been at once."""

import pytest

from onetool_desktop.store import bulk, engine, exchange, search
from onetool_desktop.store.queries import people
from onetool_desktop.store.replica import Replica
from tests.store.world import World


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ROWS", 2)


def arrive(world: World) -> None:
    """The bulk has come; its last page has not."""
    rows = [("clients", world.cloud_row(companyName=f"Arrived {at}", status="lead")) for at in range(7)]
    exchange.apply_arrival(world.replica, world.page(*rows, phase={"name": "rest"}))


def indexes(replica: Replica) -> set[str]:
    found = replica.reads().db.execute(
        "SELECT name FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL"
    )
    return {name for (name,) in found}


def hits(world: World, typed: str) -> int:
    return len(search.hits(world.replica.reads().db, search.expression(typed), limit=500))


def test_built_in_parts_with_saves_between_it_finds_and_orders_as_if_built_at_once(world: World) -> None:
    whole = indexes(world.replica)
    arrive(world)
    down = indexes(world.replica)
    last, parts = world.page(), 0
    while exchange.build(world.replica, last):
        world.client(f"Saved between {parts}")
        parts += 1
    exchange.apply_arrival(world.replica, last)

    assert down < whole == indexes(world.replica)
    assert parts > 7
    assert hits(world, "arrived") == 7
    assert hits(world, "saved") == parts


def test_what_is_changed_before_its_part_came_up_is_found_by_its_new_words_alone(world: World) -> None:
    arrive(world)
    last = world.page()
    (latest,) = world.replica.reads().db.execute("SELECT max(id) FROM clients").fetchone()
    while not hits(world, "arrived"):
        assert exchange.build(world.replica, last)
    world.edit("clients", latest, companyName="Renamed meanwhile")
    exchange.apply_arrival(world.replica, last)
    between = (hits(world, "arrived"), hits(world, "meanwhile"))
    world.edit("clients", latest, companyName="Renamed again")

    assert between == (6, 1)
    assert (hits(world, "meanwhile"), hits(world, "again")) == (0, 1)


def test_a_crash_between_two_parts_costs_nothing(world: World) -> None:
    arrive(world)
    last = world.page()
    for _ in range(5):
        assert exchange.build(world.replica, last)
    world.reopen()
    exchange.apply_arrival(world.replica, last)

    assert hits(world, "arrived") == 7
    assert not exchange.build(world.replica, last)


def test_an_arrival_that_starts_over_half_way_leaves_no_index_behind(world: World) -> None:
    whole = indexes(world.replica)
    arrive(world)
    exchange.start_over(world.replica, scopes="other")

    assert indexes(world.replica) == whole
    assert hits(world, "arrived") == 7


def test_memory_is_lean_while_it_comes_and_as_before_afterwards(world: World) -> None:
    def kept() -> int:
        return world.replica.writer.execute("PRAGMA cache_size").fetchone()[0]

    usual, found = kept(), set[int]()
    arrive(world)
    world.reopen()
    last = world.page()
    while exchange.build(world.replica, last):
        found.add(kept())
    assert usual in found, "the last part gives it back"
    assert found == {usual, -engine.LEAN_KIB}
    exchange.apply_arrival(world.replica, last)
    assert kept() == usual


def test_the_people_are_named_while_a_business_comes_in_bulk(world: World) -> None:
    arrive(world)
    assert people.names(world.replica.reads().db, limit=5) == []

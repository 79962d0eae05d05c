"""Search: words are found however they are typed, and never what is no longer there."""

import pytest

from onetool_desktop.changes.values import Change, Op
from onetool_desktop.store import exchange, search
from onetool_desktop.store.queries import client_list, lists
from tests.store.world import World, put


def found(world: World, typed: str) -> list[str]:
    """The ids of the clients a list shows for what was typed."""
    db = world.replica.reads().db
    rids = lists.ids(db, client_list.SHAPE, lists.Question(search=typed, sort="name"))
    by_rid = {line.rid: line.id for line in client_list.page(db, rids)}
    return [by_rid[rid] for rid in rids]


@pytest.mark.parametrize("typed", ["mul", "MÜLLER", "soh", "sohne mul", "Müll*", "  müller  "])
def test_a_client_is_found_by_the_beginning_of_a_word_whatever_accents_and_case(
    world: World, typed: str
) -> None:
    client = world.client("Müller & Söhne")
    world.client("Miller Brothers")

    assert found(world, typed) == [client]


@pytest.mark.parametrize(
    "typed", ['"', "'", "a OR b", "NEAR(", "x:y", "-", "*", "()", "\0", "名", "😀", "a" * 5_000]
)
def test_no_text_that_is_typed_is_taken_for_an_operator(world: World, typed: str) -> None:
    world.client("Green Garden")

    assert found(world, typed) == []


def test_a_client_is_found_by_his_contacts_and_properties(world: World) -> None:
    client = world.client("Green Garden")
    world.save(
        put("clientContacts", world.ids.new_id(), clientId=client, firstName="Ada", email="ada@mail.example")
    )
    world.save(
        put("clientProperties", world.ids.new_id(), clientId=client, streetAddress="Łąkowa 5", city="Łódź")
    )

    assert found(world, "ada") == found(world, "mail.exa") == found(world, "łąk") == [client]


def test_a_single_letter_finds_the_names_that_begin_with_it(world: World) -> None:
    client = world.client("Øresund Boats", notes="green hull")
    world.client("Green Garden", notes="open gate")

    assert found(world, "o") == found(world, "Ö ") == [client]


def test_what_was_renamed_or_deleted_is_no_longer_found_and_what_came_back_is(world: World) -> None:
    client = world.client("Old Name")
    world.edit("clients", client, companyName="New Name")
    renamed = (found(world, "old"), found(world, "new"))
    gid = world.delete("clients", client)
    deleted = found(world, "new")
    world.save(Change("clients", client, op=Op.RESTORE, start=gid))

    assert renamed == ([], [client])
    assert deleted == []
    assert found(world, "new") == [client]


def test_what_arrives_is_found_like_what_is_typed_here(world: World) -> None:
    rows = [
        world.cloud_row(companyName=f"Arrived {word}", status="lead")
        for word in ("One", "Two", "Three", "Four", "Five")
    ]
    exchange.apply_arrival(
        world.replica, world.page(*[("clients", row) for row in rows], phase={"name": "x"})
    )
    exchange.apply_arrival(world.replica, world.page())
    renamed = [
        world.cloud_row(row["id"], ms=5_000, companyName=f"Again {i}", status="lead")
        for i, row in enumerate(rows)
    ]
    first = found(world, "arrived")
    world.pull(*[("clients", row) for row in renamed])

    assert len(first) == 5
    assert (len(found(world, "arrived")), len(found(world, "again"))) == (0, 5)


def test_the_index_built_anew_is_the_index_kept_by_saving(world: World) -> None:
    clients = [
        world.client(name, notes="call back", **{"tags:vip": True})
        for name in ("Ärger GmbH", "Beta", "Gamma")
    ]
    world.edit("clients", clients[1], notes="")
    kept = [
        search.hits(world.replica.reads().db, search.expression(typed))
        for typed in ("arg", "call", "vip", "beta")
    ]

    world.replica.write(lambda tx: search.rebuild(tx.db))

    assert [
        search.hits(world.replica.reads().db, search.expression(typed))
        for typed in ("arg", "call", "vip", "beta")
    ] == kept
    assert [len(hits) for hits in kept] == [1, 2, 3, 1]

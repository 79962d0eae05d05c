"""Clients that may be the same are found by a question that costs what it finds."""

from typing import Any

from onetool_desktop.store.queries import alike
from tests.store.world import World, put


def test_a_short_address_is_found_among_many_whose_words_begin_like_it(world: World) -> None:
    there = world.client("Kiln Lettings")
    world.save(put("clientContacts", world.ids.new_id(), clientId=there, firstName="Mia", email="M@g.co"))
    crowd = world.client("Harbour Dental")
    for number in range(60):
        address = f"mike{number}@gmail.com"
        world.save(put("clientContacts", world.ids.new_id(), clientId=crowd, firstName="Mike", email=address))
    new = world.client("Mia's")

    found = alike.of_client(world.replica.reads().db, client=new, name="Mia's", emails=["m@g.co"])

    assert found == [alike.Alike(there, "Kiln Lettings", "m@g.co")]


def test_the_name_of_who_was_merged_leads_to_whoever_stands_for_him_and_never_to_himself(
    world: World,
) -> None:
    stays, gone = world.client("Harbour Dental"), world.client("Quay Teeth")
    world.save(put("clients", gone, mergedInto=stays, status="archived"))
    new = world.client("QUAY TEETH")
    db = world.replica.reads().db
    assert alike.of_client(db, client=new, name="Quay Teeth", emails=[]) == [
        alike.Alike(stays, "Harbour Dental", of_merged=True)
    ]
    assert alike.of_client(db, client=stays, name="Harbour Dental", emails=[]) == []
    found = alike.of_client(db, client=gone, name="Harbour Dental", emails=[])
    assert found == [alike.Alike(stays, "Harbour Dental")]


def test_an_archived_client_is_told_as_such(world: World) -> None:
    there = world.client("Kiln Lettings")
    world.save(put("clients", there, status="archived"))
    (found,) = alike.of_client(
        world.replica.reads().db, client=world.client("X"), name="kiln lettings", emails=[]
    )
    assert found.archived


def test_what_it_costs_does_not_grow_with_those_of_one_name(world: World) -> None:
    db: Any = world.replica.reads().db

    def steps() -> int:
        taken: list[None] = []
        db.set_progress_handler(lambda: taken.append(None), 20)
        try:
            assert len(alike.of_client(db, client=first, name="Private", emails=[])) == 3
        finally:
            db.set_progress_handler(None, 20)
        return len(taken)

    first, *_more = [world.client("Private") for _ in range(60)]
    before = steps()
    for _ in range(60):
        world.client("Private")
    assert steps() <= before + 1

"""Clients that may be the same are found by a question that costs what it finds."""

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

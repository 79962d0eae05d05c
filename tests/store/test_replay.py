"""Rows and values from the future, and the day this program knows them."""

from onetool_desktop.domain.collections import SCHEMA
from onetool_desktop.store import exchange, meta, search
from onetool_desktop.store.codec import to_json
from onetool_desktop.store.transaction import Transaction
from tests.store.world import World


def forget_that_it_was_gone_through(world: World) -> None:
    world.replica.write(lambda tx: meta.write(tx.db, declared=None))


def test_rows_of_a_collection_that_was_unknown_take_their_place(world: World) -> None:
    known, new = (world.cloud_row(companyName=name, status="lead") for name in ("Known", "New"))
    world.pull(("clients", known))

    def keep(tx: Transaction) -> None:
        tx.db.execute("INSERT INTO unknown(c, id, row) VALUES ('clients', ?, ?)", (new["id"], to_json(new)))

    world.replica.write(keep)
    world.pull(("vehicles", world.cloud_row(plate="B-OT 1")))
    forget_that_it_was_gone_through(world)
    world.reopen()

    assert world.live("clients", new["id"]).f == new["f"]
    assert world.live("clients", new["id"]).seq == new["seq"]
    db = world.replica.reads().db
    assert db.execute("SELECT c FROM unknown").fetchall() == [("vehicles",)], "what is still unknown stays"
    assert [c for c, _ in search.hits(db, search.expression("New"))] == ["clients"]
    assert exchange.digest(db)["clients"]["count"] == 2
    world.agree()


def test_values_that_were_set_apart_go_into_their_columns(world: World) -> None:
    row = world.cloud_row(companyName="Far", status="lead", mood="blue")
    world.pull(("clients", row))
    notes = to_json({"notes": "from the future", "mood": "blue"})

    def set_apart(tx: Transaction) -> None:
        tx.db.execute("UPDATE clients SET extra=?, notes=NULL WHERE id=?", (notes, row["id"]))

    world.replica.write(set_apart)
    forget_that_it_was_gone_through(world)
    world.reopen()

    found = world.replica.reads().db.execute("SELECT notes, extra FROM clients").fetchall()
    assert found == [("from the future", to_json({"mood": "blue"}))]
    assert world.live("clients", row["id"]).f["notes"] == "from the future"


def test_a_row_with_pending_work_gets_its_shadow(world: World) -> None:
    row = world.cloud_row(companyName="Known", status="lead")
    world.pull(("clients", row))
    world.edit("clients", row["id"], notes="mine")
    later = world.cloud_row(row["id"], companyName="Renamed", status="lead")
    later["clk"] = {**row["clk"], "companyName": later["clk"]["row"]}

    def keep(tx: Transaction) -> None:
        tx.db.execute("INSERT INTO unknown(c, id, row) VALUES ('clients', ?, ?)", (row["id"], to_json(later)))

    world.replica.write(keep)
    forget_that_it_was_gone_through(world)
    world.reopen()

    assert world.live("clients", row["id"]).f["companyName"] == "Renamed"
    assert world.live("clients", row["id"]).f["notes"] == "mine"
    world.agree()


def test_it_is_done_once_for_each_version(world: World) -> None:
    world.reopen()
    before = world.replica.hand
    world.reopen()
    assert world.replica.hand == before
    assert meta.read(world.replica.reads().db, "declared")


def test_a_file_of_the_same_declarations_is_gone_through_again_after_a_migration(world: World) -> None:
    """As one that knew the second version of the declarations before it had a column for the waiting of the numbers."""
    org = world.org
    world.pull(("organizations", world.cloud_row(org, name="Brook & Sons", numbersWait=True)))

    def set_apart(tx: Transaction) -> None:
        apart = to_json({"numbersWait": True})
        tx.db.execute('UPDATE organizations SET extra=?, "numbersWait"=NULL WHERE id=?', (apart, org))
        meta.write(tx.db, declared=SCHEMA)

    world.replica.write(set_apart)
    world.reopen()
    db = world.replica.reads().db
    found = db.execute('SELECT "numbersWait", extra FROM organizations WHERE id=?', (org,)).fetchall()
    assert found == [(1, None)]

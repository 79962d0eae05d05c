"""What is seen of a row while groups wait, and once one of them is refused: pages that come meanwhile, deletes that are
pending, restores that fail.
"""

from onetool_desktop.changes.values import Change, Op, Result
from tests.store.world import World, put


def test_a_colleagues_edit_lies_beneath_mine_and_shows_when_mine_is_refused(world: World) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    world.clock.advance(5_000)
    world.edit("clients", client, notes="mine")

    world.pull(world.echo("clients", client, companyDescription="theirs", notes="theirs, later"))
    both = dict(world.live("clients", client).f)
    world.push(Result.REFUSED)

    assert (both["companyDescription"], both["notes"]) == ("theirs", "theirs, later")
    assert world.live("clients", client).f["companyDescription"] == "theirs"
    world.agree()


def test_what_comes_beneath_a_delete_that_is_pending_stays_hidden_until_the_delete_is_refused(
    world: World,
) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    world.delete("clients", client)
    project, task = world.cloud_row(clientId=client, title="Late", status="planned"), world.cloud_row()
    task["f"] = {"projectId": project["id"], "title": "Mow", "status": "pending", "date": "2026-05-01"}

    world.pull(("projects", project), ("tasks", task))
    hidden = [world.replica.reads().row(*key) for key in (("projects", project["id"]), ("tasks", task["id"]))]
    world.agree()
    world.push(Result.REFUSED)

    assert hidden == [None, None]
    assert world.live("projects", project["id"]).f["title"] == "Late"
    assert world.live("tasks", task["id"]).f["title"] == "Mow"
    assert world.live("clients", client).f["companyName"] == "Green Garden"
    world.agree()


def test_what_came_while_a_restore_waited_is_hidden_again_when_the_restore_is_refused(world: World) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    gid = world.delete("clients", client)
    world.save(Change("clients", client, op=Op.RESTORE, start=gid))
    project, task = world.cloud_row(clientId=client, title="Late", status="planned"), world.cloud_row()
    task["f"] = {"projectId": project["id"], "title": "Mow", "status": "pending", "date": "2026-05-01"}

    world.pull(("projects", project), ("tasks", task))
    shown = world.live("projects", project["id"]).f["title"], world.live("tasks", task["id"]).f["title"]
    world.push(Result.OK, Result.REFUSED, code="not_found")

    assert shown == ("Late", "Mow")
    assert [
        world.replica.reads().row(*key) for key in (("projects", project["id"]), ("tasks", task["id"]))
    ] == [
        None,
        None,
    ]
    world.agree()


def test_a_restore_of_a_settled_delete_is_pending_and_undone_when_refused(world: World) -> None:
    client = world.client()
    contact = world.ids.new_id()
    world.save(put("clientContacts", contact, clientId=client, firstName="Ada"))
    world.push()
    world.pull(world.echo("clients", client), world.echo("clientContacts", contact))
    gid = world.delete("clients", client)
    world.push()
    world.pull(world.echo("clients", client), world.echo("clientContacts", contact))

    world.save(Change("clients", client, op=Op.RESTORE, start=gid))
    restored = world.live("clientContacts", contact).f["firstName"]
    world.agree()
    world.push(Result.REFUSED)

    assert restored == "Ada"
    assert world.replica.reads().row("clientContacts", contact) is None
    assert world.replica.reads().row("clients", client) is None
    world.agree()

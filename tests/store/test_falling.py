"""What hangs on a row that the cloud tells as deleted is deleted here too, before its own tombstone comes."""

import pytest

from onetool_desktop.changes.values import Result
from tests.store.world import World


@pytest.fixture
def ids(world: World) -> dict[str, str]:
    """A client with a project and a task in it, as another device made them."""
    client, project, task = world.cloud_row(), world.cloud_row(), world.cloud_row()
    client["f"] = {"companyName": "Green Garden", "status": "active"}
    project["f"] = {"clientId": client["id"], "title": "Roof", "status": "planned"}
    task["f"] = {"clientId": client["id"], "projectId": project["id"], "title": "Mow", "status": "pending"}
    world.pull(("clients", client), ("projects", project), ("tasks", task))
    return {"clients": client["id"], "projects": project["id"], "tasks": task["id"]}


def dead(world: World, ids: dict[str, str], *collections: str, gid: str) -> None:
    world.pull(*[(c, world.cloud_row(ids[c], deleted=gid)) for c in collections])


def lives(world: World, ids: dict[str, str]) -> list[str]:
    return [c for c, row_id in ids.items() if world.replica.reads().row(c, row_id) is not None]


def test_a_dead_client_takes_all_of_its_own_along_and_the_tombstones_confirm_it(
    world: World, ids: dict[str, str]
) -> None:
    gid = world.ids.new_id()
    dead(world, ids, "clients", gid=gid)
    assert lives(world, ids) == []
    assert (
        world.replica.reads().db.execute("SELECT count(*) FROM tombstones WHERE gid=?", (gid,)).fetchone()[0]
        == 3
    )
    dead(world, ids, "projects", "tasks", gid=gid)
    task = world.get("tasks", ids["tasks"])
    assert task is not None
    assert (task.deleted, task.was and task.was["title"]) == (gid, "Mow")
    world.agree()


def test_what_is_pending_on_it_stays_in_the_queue_and_is_shown_no_more(
    world: World, ids: dict[str, str]
) -> None:
    gid = world.ids.new_id()
    edit = world.edit("tasks", ids["tasks"], title="Mow twice")
    dead(world, ids, "clients", gid=gid)
    assert lives(world, ids) == []
    world.agree()
    assert world.replica.writer.execute("SELECT state FROM outbox WHERE gid=?", (edit,)).fetchone() == (
        "waiting",
    )


def test_an_own_delete_that_was_taken_leaves_nothing_of_what_fell_with_it(
    world: World, ids: dict[str, str]
) -> None:
    gid = world.delete("clients", ids["clients"])
    world.push(Result.OK)
    seq = f"{world.seq:012d}"
    row = world.cloud_row(ids["clients"], deleted=gid) | {"seq": seq}
    world.pull(("clients", row), head=seq)
    assert lives(world, ids) == []
    assert world.replica.writer.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0
    world.agree()


def test_what_was_moved_away_and_what_came_back_is_left_alone(world: World, ids: dict[str, str]) -> None:
    other, gid = world.cloud_row(companyName="Harbour", status="active"), world.ids.new_id()
    task = world.cloud_row(ids["tasks"], clientId=other["id"], title="Mow", status="pending")
    world.pull(("clients", other), ("clients", world.cloud_row(ids["clients"], deleted=gid)), ("tasks", task))
    assert lives(world, ids) == ["tasks"]
    back = world.cloud_row(ids["clients"], companyName="Green Garden", status="active")
    world.pull(
        ("clients", back),
        ("projects", world.cloud_row(ids["projects"], clientId=ids["clients"], title="Roof")),
    )
    assert lives(world, ids) == ["clients", "projects", "tasks"]

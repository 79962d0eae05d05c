"""Deletes that take more along than one group may: dead at once, buried in steps, brought back whole at any time."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.cloud.passwords import Passwords
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.proof.deterministic import SeededIds
from tests.cloud.conftest import Local
from tests.conformance.backends import PythonCloudOnSqlite
from tests.support.cloud import Device, Person, View, client, delete, new_id, put, restore

AT_ONCE, TASKS = 4, 11


@pytest.fixture
def local() -> Iterator[Local]:
    """A cloud that takes four rows along at once."""
    made = Local()
    reopen(made)
    yield made
    made.database.close()


def reopen(local: Local) -> None:
    """The cloud as a fresh process over the same database."""
    ids = SeededIds(9, local.clock)
    local.service = CloudService(
        local.database,
        clock=local.clock,
        ids=ids,
        passwords=Passwords(memory_kib=8, passes=1),
        at_once=AT_ONCE,
    )


@pytest.fixture
def client_id(office: Device) -> str:
    """A client with a project and eleven tasks."""
    made, project = new_id(), new_id()
    office.do(client(made))
    office.do(put("projects", project, clientId=made, title="Roof", status="planned"))
    office.do(*(task(made, project) for _ in range(TASKS)))
    return made


def task(client_id: str, project: str, row_id: str | None = None, **more: Any) -> dict[str, Any]:
    fields = {"clientId": client_id, "projectId": project, "title": "Visit", "status": "pending"}
    return put("tasks", row_id or new_id(), date="2026-01-05", **fields, **more)


def bury(local: Local, steps: int = 100) -> int:
    """How many steps there were to take, at most so many."""
    return sum(1 for _ in range(steps) if local.service.bury())


def remove(device: Device, client_id: str) -> str:
    """Deletes the client as somebody who knows all of it; the group's id."""
    group = device.group(delete("clients", client_id, device.pull()["head"]))
    assert device.outcome(group)["result"] == "ok"
    return str(group["gid"])


def agrees(device: Device, view: View) -> bool:
    """Whether what came by pulls, with what hangs on the dead left aside, is what the cloud's sums say."""
    mine = {
        c: s
        for c, s in device.digest().items()
        if c not in {"organizations", "users", "memberships", "devices"}
    }
    return {c: s for c, s in view.sums().items() if c in mine} == mine


def test_what_falls_is_dead_at_once_and_gets_its_tombstones_in_steps(
    local: Local, office: Device, colleague: Device, client_id: str
) -> None:
    before = colleague.view()
    gid = remove(office, client_id)
    assert {c: s["count"] for c, s in office.digest().items()}.get("tasks", 0) == 0
    first = colleague.pull(before.cursor)
    assert [row["del"] for row in first["rows"]["clients"]] == [gid]
    assert "tasks" not in first["rows"]
    assert colleague.view().live("tasks") == {}  # whoever arrives now hears nothing of them
    assert bury(local, 1) == 1
    page = colleague.pull(first["cursor"])
    assert sum(map(len, page["rows"].values())) == AT_ONCE
    assert bury(local) == 2
    told = View().apply(colleague.pages(before.cursor))
    assert {row["del"] for (c, _), row in told.rows.items() if c == "tasks"} == {gid}
    assert len([key for key in told.rows if key[0] == "tasks"]) == TASKS
    assert told.live("tasks") == {}


@pytest.mark.parametrize("steps", [0, 1, 2, 100])
def test_a_restore_brings_back_everything_however_far_the_job_has_come(
    local: Local, office: Device, client_id: str, steps: int
) -> None:
    before = office.view()
    gid = remove(office, client_id)
    bury(local, steps)
    office.do(restore("clients", client_id, gid))
    assert bury(local) == 0
    after = office.view()
    assert {row_id: row["f"] for row_id, row in after.live("tasks").items()} == {
        row_id: row["f"] for row_id, row in before.live("tasks").items()
    }
    assert agrees(office, after)
    again = remove(office, client_id)
    bury(local)
    assert again != gid
    assert office.view().live("tasks") == {}


@pytest.mark.parametrize("steps", [0, 100])
def test_the_answer_to_an_edit_beneath_does_not_depend_on_how_far_the_job_has_come(
    local: Local, office: Device, colleague: Device, client_id: str, steps: int
) -> None:
    seen = colleague.view().live("tasks")
    row_id = max(seen)
    row = seen[row_id]
    remove(office, client_id)
    bury(local, steps)
    edit = colleague.outcome(
        colleague.group(put("tasks", row_id, {"title": row["clk"]["row"]}, title="Later"))
    )
    assert (edit["result"], [lost["r"] for lost in edit["detail"]["lost"]]) == ("superseded", ["title"])
    child = colleague.outcome(colleague.group(task(client_id, row["f"]["projectId"])))
    assert (child["result"], child["code"]) == ("refused", "parent_deleted")


def test_a_cloud_that_ends_between_two_steps_goes_on(local: Local, office: Device, client_id: str) -> None:
    before = office.view().cursor
    gid = remove(office, client_id)
    assert bury(local, 1) == 1
    reopen(local)
    assert bury(local) == 2
    assert bury(local) == 0
    rows = View().apply(office.pages(before)).rows
    assert [row["del"] for (c, _), row in rows.items() if c == "tasks"] == [gid] * TASKS


def test_an_assigned_only_member_sees_it_fall_too(
    local: Local, office: Device, technician: Device, client_id: str
) -> None:
    project = next(iter(office.view().live("projects")))
    mine = new_id()
    office.do(task(client_id, project, mine, assigneeUserId=technician.user))
    before = technician.view()
    assert mine in before.live("tasks")
    gid = remove(office, client_id)
    assert technician.digest().get("tasks", {"count": 0})["count"] == 0
    bury(local)
    told = View().apply(technician.pages(before.cursor))
    assert told.rows["tasks", mine]["del"] == gid
    assert before.apply(technician.pages(before.cursor)).live("tasks") == {}


def killed(backend: PythonCloudOnSqlite) -> None:
    backend._child.send_signal(signal.SIGKILL)
    backend._child.communicate()
    backend._errors.close()


@pytest.mark.timeout(120)
def test_a_real_cloud_that_is_killed_in_the_middle_buries_the_rest_after_its_next_start(
    tmp_path: Path,
) -> None:
    backend = PythonCloudOnSqlite()
    backend.start(tmp_path)
    owner = Person(backend.call).sign_up()
    office = owner.enrol(owner.found())
    made, project = new_id(), new_id()
    office.do(client(made), put("projects", project, clientId=made, title="Roof", status="planned"))
    for _ in range(5):
        office.do(*(task(made, project) for _ in range(240)))
    before = office.pages()[-1]["cursor"]
    gid = remove(office, made)
    killed(
        backend
    )  # at the earliest in the pause before the job looks for work, at the latest after some steps
    backend.start(tmp_path)
    assert "tasks" not in office.digest()
    told = View().apply(office.pages(before))
    while sum(c == "tasks" for c, _ in told.rows) < 5 * 240:
        told.apply(office.pages(told.cursor))
    assert {row["del"] for row in told.rows.values()} == {gid}
    backend.close()
    backend.stop()

"""Visits: planned, moved and assigned, and taken step by step to their end."""

import pytest

from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.ids import TaskId, UserId
from onetool_desktop.domain.visits import Stage, Step, next_step, stage_of
from onetool_desktop.services import clients, projects, tasks, undo
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.errors import Refused
from tests.services.conftest import NOON_MS, TODAY, Desk
from tests.services.paper_work import a_client


def a_visit(desk: Desk, **more: str) -> TaskId:
    return tasks.create_task(desk.replica, fields={"title": "Survey", "date": TODAY, **more}).id


def stage(desk: Desk, task: TaskId) -> Stage:
    return stage_of(desk.fields("tasks", task))


def take_back(desk: Desk, saved: Saved) -> None:
    assert saved.undo is not None
    assert undo.take_back(desk.replica, saved.undo).skipped == ()


def test_the_next_step_leads_through_a_visit_and_each_notes_when(desk: Desk) -> None:
    task = a_visit(desk)
    seen: list[Stage] = []
    while (step := next_step(stage(desk, task))) is not None:
        tasks.take_step(desk.replica, id=task, step=step)
        seen.append(stage(desk, task))
        desk.clock.advance(60_000)
    fields = desk.fields("tasks", task)
    assert seen == [Stage.TRAVELLING, Stage.ARRIVED, Stage.WORKING, Stage.DONE]
    names = ("travelStartedAt", "arrivedAt", "startedAt", "finishedAt")
    assert [fields[name] for name in names] == [NOON_MS + 60_000 * n for n in range(4)]


def test_on_the_wire_the_way_to_a_visit_leaves_its_status_alone(desk: Desk) -> None:
    task = a_visit(desk)
    words: list[object] = []
    for step in Step:
        tasks.take_step(desk.replica, id=task, step=step)
        words.append(desk.fields("tasks", task)["status"])
    assert words == ["pending", "pending", "in-progress", "completed"]


def test_a_step_pressed_twice_is_done_once(desk: Desk) -> None:
    task = a_visit(desk)
    tasks.take_step(desk.replica, id=task, step=Step.TRAVEL)
    desk.clock.advance(5_000)
    assert tasks.take_step(desk.replica, id=task, step=Step.TRAVEL).gids == ()
    assert desk.fields("tasks", task)["travelStartedAt"] == NOON_MS


def test_steps_can_be_left_out(desk: Desk) -> None:
    task = a_visit(desk)
    tasks.take_step(desk.replica, id=task, step=Step.START)
    assert stage(desk, task) is Stage.WORKING
    assert tasks.take_step(desk.replica, id=task, step=Step.ARRIVE).gids == ()


def test_each_step_is_taken_back_alone(desk: Desk) -> None:
    task = a_visit(desk)
    tasks.take_step(desk.replica, id=task, step=Step.START)
    finished = tasks.take_step(desk.replica, id=task, step=Step.FINISH)
    take_back(desk, finished)
    fields = desk.fields("tasks", task)
    assert (fields["status"], fields.get("finishedAt")) == ("in-progress", None)
    assert fields["startedAt"] == NOON_MS


def test_a_visit_that_was_called_off_is_not_stepped_on(desk: Desk) -> None:
    task = a_visit(desk)
    tasks.cancel_task(desk.replica, id=task)
    with pytest.raises(Refused, match="cancelled"):
        tasks.take_step(desk.replica, id=task, step=Step.FINISH)


def test_a_reopened_visit_begins_anew_and_a_resumed_one_goes_on(desk: Desk) -> None:
    task = a_visit(desk)
    for step in Step:
        tasks.take_step(desk.replica, id=task, step=step)
    tasks.start_task(desk.replica, id=task)
    assert (stage(desk, task), desk.fields("tasks", task).get("finishedAt")) == (Stage.WORKING, None)
    tasks.complete_task(desk.replica, id=task)
    tasks.reopen_task(desk.replica, id=task)
    assert stage(desk, task) is Stage.PLANNED


def test_a_visit_is_moved_and_assigned_in_one_action(desk: Desk) -> None:
    task = a_visit(desk, startTime="08:00", endTime="10:00")
    person = UserId(desk.replica.identity.user_id)
    saved = tasks.place_task(desk.replica, id=task, day="2026-03-05", user_id=person)
    fields = desk.fields("tasks", task)
    assert (fields["date"], fields["startTime"], fields["assigneeUserId"]) == ("2026-03-05", "08:00", person)
    assert len(saved.gids) == 1
    take_back(desk, saved)
    assert (desk.fields("tasks", task)["date"], desk.fields("tasks", task).get("assigneeUserId")) == (
        TODAY,
        None,
    )


def test_who_had_set_out_for_the_old_day_has_not_set_out_for_the_new_one(desk: Desk) -> None:
    task = a_visit(desk)
    tasks.take_step(desk.replica, id=task, step=Step.TRAVEL)
    tasks.place_task(desk.replica, id=task, day=TODAY, user_id=UserId(desk.replica.identity.user_id))
    assert stage(desk, task) is Stage.TRAVELLING
    tasks.place_task(desk.replica, id=task, day="2026-03-05", user_id=None)
    assert stage(desk, task) is Stage.PLANNED


def test_a_visit_ends_after_it_begins(desk: Desk) -> None:
    task = a_visit(desk, startTime="08:00", endTime="10:00")
    for fields in ({"endTime": "08:00"}, {"startTime": "11:00"}, {"startTime": None}):
        with pytest.raises(Invalid):
            tasks.edit_task(desk.replica, id=task, fields=fields)
    with pytest.raises(Invalid, match="not after 09:00"):
        a_visit(desk, startTime="09:00", endTime="08:00")
    assert desk.fields("tasks", task)["endTime"] == "10:00"


def test_another_client_takes_the_visit_out_of_its_project(desk: Desk) -> None:
    client = a_client(desk)
    other = clients.create_client(desk.replica, fields={"companyName": "Avon Bakery"}).id
    project = projects.create_project(desk.replica, client_id=client, fields={"title": "Boiler"}).id
    task = a_visit(desk, projectId=project)
    tasks.edit_task(desk.replica, id=task, fields={"clientId": other})
    assert desk.fields("tasks", task).get("projectId") is None
    tasks.edit_task(desk.replica, id=task, fields={"projectId": project})
    assert desk.fields("tasks", task)["clientId"] == client


def test_a_task_each_week_is_one_action_with_ids_computed_from_the_first(desk: Desk) -> None:
    made = tasks.create_task(desk.replica, fields={"title": "Clean", "date": "2026-03-26"}, weeks=3)
    rows = list(desk.replica.reads().db.execute("SELECT id, date FROM tasks ORDER BY date"))
    assert [day for _id, day in rows] == ["2026-03-26", "2026-04-02", "2026-04-09"]
    org = desk.replica.identity.org
    assert [row_id for row_id, _day in rows[1:]] == [
        computed_id(org, "tasks", f"{made.id}:{n}") for n in (1, 2)
    ]
    take_back(desk, made.saved)
    assert all(desk.replica.reads().row("tasks", row_id) is None for row_id, _day in rows)
    for weeks in (0, 53):
        with pytest.raises(Invalid):
            tasks.create_task(desk.replica, fields={"title": "Clean", "date": TODAY}, weeks=weeks)


def test_several_visits_are_given_a_day_and_a_person_together_and_taken_back_as_one(desk: Desk) -> None:
    me = desk.replica.identity.user_id
    made = [tasks.create_task(desk.replica, fields={"title": f"T{at}", "date": TODAY}).id for at in range(3)]
    tasks.complete_task(desk.replica, id=made[2])
    done = tasks.place_tasks(desk.replica, ids=made, fields={"date": "2026-03-09", "assigneeUserId": me})
    assert (done.done, done.left) == (2, 1)
    placed = [
        (desk.fields("tasks", one)["date"], desk.fields("tasks", one).get("assigneeUserId")) for one in made
    ]
    assert placed == [("2026-03-09", me), ("2026-03-09", me), (TODAY, None)]
    freed = tasks.place_tasks(desk.replica, ids=made, fields={"assigneeUserId": None})
    assert desk.fields("tasks", made[0]).get("assigneeUserId") is None
    assert freed.done == 2
    assert freed.saved.undo is not None
    undo.take_back(desk.replica, freed.saved.undo)
    assert desk.fields("tasks", made[0])["assigneeUserId"] == me

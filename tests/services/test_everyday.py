"""Clients, work and undo: what a person does all day."""

import pytest

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId, TaskId
from onetool_desktop.services import clients, days, projects, tasks, undo
from onetool_desktop.services.saving import Saved
from onetool_desktop.services.undo import Undo
from onetool_desktop.store.errors import Refused
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import a_client, an_issued_invoice

HOSTILE = "<b>Ö & Söhne</b> \u202eשלום\u202c 👩‍🔧\u0001\ttab\nline “quotes” \\ %s {0} " + "x" * 20_000


def undo_of(saved: Saved) -> Undo:
    assert saved.undo is not None
    return saved.undo


def test_a_client_comes_with_its_main_contact_and_property(desk: Desk) -> None:
    client = desk.fields("clients", a_client(desk))
    assert desk.fields("clientContacts", str(client["primaryContactId"]))["lastName"] == "Ellis"
    assert desk.fields("clientProperties", str(client["primaryPropertyId"]))["city"] == "Bristol"


def test_the_first_contact_added_later_becomes_the_main_one_and_the_second_does_not(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon Bakery"}).id
    first = clients.add_contact(desk.replica, client_id=client, fields={"firstName": "Ana"})
    clients.add_contact(desk.replica, client_id=client, fields={"firstName": "Ben"})
    assert desk.fields("clients", client)["primaryContactId"] == first.id


def test_any_text_is_kept_as_it_was_typed(desk: Desk) -> None:
    client = a_client(desk)
    clients.edit_client(desk.replica, id=client, fields={"notes": HOSTILE})
    assert desk.fields("clients", client)["notes"] == HOSTILE


def test_what_was_not_changed_is_not_written(desk: Desk) -> None:
    client = a_client(desk)
    assert (
        clients.edit_client(
            desk.replica, id=client, fields={"companyName": "Margaret Ellis", "notes": ""}
        ).gids
        == ()
    )


def test_tags_are_changed_one_by_one(desk: Desk) -> None:
    client = a_client(desk)
    clients.edit_client(desk.replica, id=client, fields={"tags": ["VIP", "key held"]})
    clients.edit_client(desk.replica, id=client, fields={"tags": ["key held", "dog & cat"]})
    assert desk.fields("clients", client)["tags"] == ["dog & cat", "key held"]


def test_a_client_is_archived_and_comes_back(desk: Desk) -> None:
    client = a_client(desk)
    clients.archive_client(desk.replica, id=client)
    clients.set_client_status(desk.replica, id=client, status="active")
    assert desk.fields("clients", client)["status"] == "active"


def test_a_deleted_client_comes_back_with_everything(desk: Desk) -> None:
    client = a_client(desk)
    project = projects.create_project(desk.replica, client_id=client, fields={"title": "Boiler"}).id
    gid = clients.delete_client(desk.replica, id=client).gid
    assert desk.replica.reads().row("projects", project) is None
    clients.restore_client(desk.replica, id=client, gid=gid)
    assert desk.fields("projects", project)["title"] == "Boiler"


def test_a_client_with_paper_is_not_deleted(desk: Desk) -> None:
    invoice = desk.fields("invoices", an_issued_invoice(desk))
    with pytest.raises(Refused, match="was issued"):
        clients.delete_client(desk.replica, id=ClientId(str(invoice["clientId"])))


def test_a_task_of_a_project_takes_over_its_place(desk: Desk) -> None:
    client = a_client(desk)
    project = projects.create_project(desk.replica, client_id=client, fields={"title": "Boiler"}).id
    task = tasks.create_task(desk.replica, fields={"title": "Survey", "projectId": project, "date": TODAY}).id
    assert desk.fields("tasks", task)["clientId"] == client


def test_a_visit_is_completed_with_its_report_and_reopened(desk: Desk) -> None:
    task: TaskId = tasks.create_task(desk.replica, fields={"title": "Survey", "date": TODAY}).id
    tasks.complete_task(desk.replica, id=task, report="All fine.")
    assert desk.fields("tasks", task)["report"] == "All fine."
    tasks.reopen_task(desk.replica, id=task)
    assert desk.fields("tasks", task)["status"] == "pending"


def test_today_is_the_organisations_day(desk: Desk) -> None:
    desk.clock.advance(11 * 3_600_000 + 30 * 60_000)  # 23:30 UTC is past midnight in Berlin
    assert days.today(desk.replica) == "2026-03-03"


def test_an_edit_is_undone(desk: Desk) -> None:
    client = a_client(desk)
    saved = clients.edit_client(desk.replica, id=client, fields={"companyName": "M. Ellis", "notes": "new"})
    assert undo.take_back(desk.replica, undo_of(saved)).skipped == ()
    now = desk.fields("clients", client)
    assert (now["companyName"], now.get("notes")) == ("Margaret Ellis", None)


def test_undo_leaves_alone_what_was_changed_since_and_names_it(desk: Desk) -> None:
    client = a_client(desk)
    saved = clients.edit_client(desk.replica, id=client, fields={"companyName": "M. Ellis", "notes": "new"})
    clients.edit_client(desk.replica, id=client, fields={"notes": "newer"})
    assert undo.take_back(desk.replica, undo_of(saved)).skipped == ("Notes",)
    now = desk.fields("clients", client)
    assert (now["companyName"], now["notes"]) == ("Margaret Ellis", "newer")


def test_undo_of_a_new_client_takes_all_of_it_away(desk: Desk) -> None:
    made = clients.create_client(
        desk.replica, fields={"companyName": "Typo Ltd"}, contacts=[{"firstName": "T"}]
    )
    undo.take_back(desk.replica, undo_of(made.saved))
    assert desk.replica.reads().row("clients", made.id) is None
    assert desk.replica.reads().children("clientContacts", "clientId", made.id) == []


def test_undo_of_a_new_client_is_refused_once_something_was_added(desk: Desk) -> None:
    made = clients.create_client(desk.replica, fields={"companyName": "Avon Bakery"})
    projects.create_project(desk.replica, client_id=made.id, fields={"title": "Boiler"})
    with pytest.raises(SentenceError, match="added to since"):
        undo.take_back(desk.replica, undo_of(made.saved))


def test_undo_of_a_delete_brings_back(desk: Desk) -> None:
    client = a_client(desk)
    saved = clients.delete_client(desk.replica, id=client)
    undo.take_back(desk.replica, undo_of(saved))
    assert desk.fields("clients", client)["companyName"] == "Margaret Ellis"


def test_undo_of_a_step_that_cannot_go_back_is_named(desk: Desk) -> None:
    task = tasks.create_task(desk.replica, fields={"title": "Survey", "date": TODAY}).id
    saved = tasks.cancel_task(desk.replica, id=task)
    assert undo.take_back(desk.replica, undo_of(saved)).skipped == ()
    assert desk.fields("tasks", task)["status"] == "pending"

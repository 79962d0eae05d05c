"""What people do with clients, projects and visits: the product's own verbs, with rows and values drawn.

Promises: every act is one that a screen offers; one that the product refuses changes nothing and is no failure.
"""

import random

from onetool_desktop.domain.ids import ClientId, ContactId, ProjectId, PropertyId, TaskId
from onetool_desktop.proof.simulator.confided import texts_in
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.drawing import day, note, pick, words
from onetool_desktop.services import clients, merging, projects, tasks


def new_client(device: Device, draw: random.Random) -> object:
    """Enters a client with a place."""
    fields = {
        "companyName": words(device, draw),
        "status": "lead",
        "tags": draw.sample(["vip", "pays late", "ü"], 1),
    }
    place = {"city": words(device, draw, 1), "streetAddress": words(device, draw, 1)}
    return clients.create_client(device.replica, fields=fields, properties=[place])


def edit_client(device: Device, draw: random.Random) -> object:
    """Edits one or two fields of a client, or its tags."""
    row = pick(device, draw, "clients")
    changed = draw.choice(
        [
            {"notes": note(device, draw)},
            {"companyName": words(device, draw)},
            {"tags": draw.sample(["vip", "pays late", "ü", "a:b"], draw.randrange(4))},
            {"notes": note(device, draw), "taxNumber": str(draw.randrange(99))},
        ]
    )
    return row and clients.edit_client(device.replica, id=ClientId(row), fields=changed)


def client_status(device: Device, draw: random.Random) -> object:
    """Sets a client's status."""
    row = pick(device, draw, "clients")
    status = draw.choice(["lead", "active", "inactive", "archived"])
    return row and clients.set_client_status(device.replica, id=ClientId(row), status=status)


def contact(device: Device, draw: random.Random) -> object:
    """Adds a contact."""
    row = pick(device, draw, "clients")
    fields = {"firstName": words(device, draw, 1), "email": f"{draw.randrange(99)}@example.com"}
    return row and clients.add_contact(device.replica, client_id=ClientId(row), fields=fields)


def move_house(device: Device, draw: random.Random) -> object:
    """Corrects an address."""
    row = pick(device, draw, "clientProperties")
    fields = {draw.choice(["city", "streetAddress", "zipCode"]): words(device, draw, 1)}
    return row and clients.edit_property(device.replica, id=PropertyId(row), fields=fields)


def delete_client(device: Device, draw: random.Random) -> object:
    """Deletes a client that has nothing on paper."""
    papers = "SELECT \"clientId\" FROM {} WHERE status<>'draft'"
    row = pick(
        device,
        draw,
        "clients",
        " AND ".join(f"id NOT IN ({papers.format(c)})" for c in ("quotes", "invoices")),
    )
    return row and clients.delete_client(device.replica, id=ClientId(row))


def merge(device: Device, draw: random.Random) -> object:
    """Merges a client into another. His name is not taken over where it was confided: a copy is redacted apart."""
    goes, stays = pick(device, draw, "clients"), pick(device, draw, "clients")
    row = goes and device.reads.row("clients", goes)
    if not row or not stays:
        return None
    offered = ["taxNumber", *([] if texts_in(row.f["companyName"]) else ["companyName"])]
    taken = draw.sample(offered, draw.randrange(len(offered) + 1))
    return merging.merge_client(device.replica, id=ClientId(row.id), into=ClientId(stays), taken=taken)


def set_apart(device: Device, draw: random.Random) -> object:
    """Makes of a client who was merged one of his own again."""
    row = pick(device, draw, "clients", '"mergedInto" IS NOT NULL')
    return row and merging.set_apart(device.replica, id=ClientId(row))


def project(device: Device, draw: random.Random) -> object:
    """Begins a project."""
    row = pick(device, draw, "clients")
    fields = {"title": words(device, draw), "status": "planned"}
    return row and projects.create_project(device.replica, client_id=ClientId(row), fields=fields)


def project_status(device: Device, draw: random.Random) -> object:
    """Sets a project's status."""
    row = pick(device, draw, "projects")
    status = draw.choice(["planned", "in-progress", "completed", "cancelled"])
    return row and projects.set_project_status(device.replica, id=ProjectId(row), status=status)


def delete_project(device: Device, draw: random.Random) -> object:
    """Deletes a project."""
    row = pick(device, draw, "projects")
    return row and projects.delete_project(device.replica, id=ProjectId(row))


def task(device: Device, draw: random.Random) -> object:
    """Plans a visit for somebody."""
    project = pick(device, draw, "projects")
    assignee = pick(device, draw, "users")
    fields = {
        "title": words(device, draw),
        "projectId": project,
        "date": day(device),
        "assigneeUserId": assignee,
    }
    return project and tasks.create_task(device.replica, fields=fields)


def edit_task(device: Device, draw: random.Random) -> object:
    """Renames a visit, or gives it to somebody."""
    row = pick(device, draw, "tasks")
    fields = draw.choice([{"title": words(device, draw)}, {"assigneeUserId": pick(device, draw, "users")}])
    return row and tasks.edit_task(device.replica, id=TaskId(row), fields=fields)


def task_status(device: Device, draw: random.Random) -> object:
    """Takes a visit a step on or back."""
    row = pick(device, draw, "tasks")
    does = draw.choice([tasks.start_task, tasks.complete_task, tasks.cancel_task, tasks.reopen_task])
    return row and does(device.replica, id=TaskId(row))


def edit_contact(device: Device, draw: random.Random) -> object:
    """Corrects a contact."""
    row = pick(device, draw, "clientContacts")
    fields = {draw.choice(["firstName", "lastName"]): words(device, draw, 1)}
    return row and clients.edit_contact(device.replica, id=ContactId(row), fields=fields)


def edit_project(device: Device, draw: random.Random) -> object:
    """Renames a project, or assigns it to somebody."""
    row, person = pick(device, draw, "projects"), pick(device, draw, "users")
    fields = draw.choice([{"title": words(device, draw)}, {"assignedUserIds": [person] if person else []}])
    return row and projects.edit_project(device.replica, id=ProjectId(row), fields=fields)


def delete_task(device: Device, draw: random.Random) -> object:
    """Deletes a visit."""
    row = pick(device, draw, "tasks")
    return row and tasks.delete_task(device.replica, id=TaskId(row))

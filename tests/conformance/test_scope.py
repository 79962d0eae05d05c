"""Scope: what a member without all-records rights sees, and what he does not (WIRE section 4)."""

from typing import Any

import pytest

from tests.support.cloud import Device, View, client, delete, new_id, put


def site(office: Device, **task: Any) -> dict[str, str]:
    """A client with contact, project, and one visit."""
    ids = {name: new_id() for name in ("client", "contact", "project", "task", "quote")}
    office.do(
        client(ids["client"]),
        put("clientContacts", ids["contact"], clientId=ids["client"], firstName="Ada"),
        put("projects", ids["project"], clientId=ids["client"], title="Garden", status="planned"),
        put("quotes", ids["quote"], clientId=ids["client"], currency="EUR", status="draft"),
    )
    place: dict[str, Any] = {
        "clientId": ids["client"],
        "projectId": ids["project"],
        "date": "2026-01-05",
        "status": "pending",
    }
    office.do(put("tasks", ids["task"], title="Visit", **place, **task))
    return ids


def clustered(view: View) -> set[tuple[str, str]]:
    common = {"organizations", "users", "memberships", "devices", "skus"}
    return {key for key, row in view.rows.items() if key[0] not in common and "del" not in row}


def assign(office: Device, task: str, user: str | None) -> dict[str, Any]:
    row = office.view().live("tasks")[task]
    h = row["clk"].get("assigneeUserId", row["clk"]["row"])
    return office.do(put("tasks", task, {"assigneeUserId": h}, assigneeUserId=user))


def test_nothing_is_seen_that_is_not_assigned(office: Device, technician: Device) -> None:
    site(office)
    assert clustered(technician.view()) == set()


def test_what_is_assigned_comes_with_what_it_needs(office: Device, technician: Device) -> None:
    ids = site(office, assigneeUserId=technician.user)
    site(office)
    assert clustered(technician.view()) == {
        ("tasks", ids["task"]),
        ("clients", ids["client"]),
        ("clientContacts", ids["contact"]),
        ("projects", ids["project"]),
    }


def test_people_and_settings_are_seen_by_everyone(office: Device, technician: Device) -> None:
    view = technician.view()
    assert set(view.live("users")) == {office.user, technician.user}
    assert view.live("organizations")


@pytest.mark.parametrize("limit", [1, 1000])
def test_an_assignment_brings_rows_and_taking_it_back_takes_them(
    office: Device, technician: Device, limit: int
) -> None:
    ids = site(office)
    view = technician.view()
    assign(office, ids["task"], technician.user)
    view.apply(technician.pages(view.cursor, limit))
    assert {("tasks", ids["task"]), ("clients", ids["client"])} <= clustered(view)
    assert view.sums() == technician.digest()
    assign(office, ids["task"], None)
    pages = technician.pages(view.cursor, limit)
    view.apply(pages)
    assert clustered(view) == set()
    assert view.sums() == technician.digest()
    gone = {(c, row_id) for page in pages for c, ids in page["gone"].items() for row_id in ids}
    assert ("clients", ids["client"]) in gone


def test_changes_of_what_is_seen_come_and_others_do_not(office: Device, technician: Device) -> None:
    ids, other = site(office, assigneeUserId=technician.user), site(office)
    view = technician.view()
    for client_id in (ids["client"], other["client"]):
        h = office.view().live("clients")[client_id]["clk"]["row"]
        office.do(put("clients", client_id, {"notes": h}, notes="changed"))
    pages = technician.pages(view.cursor)
    found = {row["id"] for page in pages for row in page["rows"].get("clients", [])}
    assert found == {ids["client"]}


def test_a_deleted_row_that_was_seen_comes_as_a_tombstone(office: Device, technician: Device) -> None:
    ids = site(office, assigneeUserId=technician.user)
    view = technician.view()
    seq = office.view().live("tasks")[ids["task"]]["seq"]
    group = office.group(delete("tasks", ids["task"], seq))
    office.outcome(group)
    pages = technician.pages(view.cursor)
    view.apply(pages)
    assert view.rows["tasks", ids["task"]]["del"] == group["gid"]
    assert view.sums() == technician.digest()


def test_his_own_new_client_is_his_to_see_and_the_offices_too(office: Device, technician: Device) -> None:
    client_id, task = new_id(), new_id()
    technician.do(client(client_id))
    technician.do(put("tasks", task, title="Visit", clientId=client_id, date="2026-01-05", status="pending"))
    assert {("clients", client_id), ("tasks", task)} <= clustered(technician.view())
    assert client_id in office.view().live("clients")
    assert technician.view().sums() == technician.digest()


def test_a_member_who_comes_later_arrives_with_what_was_assigned_before(office: Device) -> None:
    from tests.support.cloud import Person

    owner, email = office.person, f"{new_id()}@example.org"
    made = owner.mutate("orgs:invite", org=office.org, email=email, role="technician")
    ids = site(office, assigneeUserId=made["user"])
    late = Person(owner.call, email).sign_up(invite=made["code"]).enrol(office.org)
    view = late.view()
    assert ("tasks", ids["task"]) in clustered(view)
    assert view.sums() == late.digest()


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_sums_agree_after_many_changes_of_sight(office: Device, technician: Device, limit: int) -> None:
    sites = [site(office, assigneeUserId=technician.user if n % 2 else None) for n in range(6)]
    view = technician.view(limit=limit)
    assert view.sums() == technician.digest()
    for n, ids in enumerate(sites):
        assign(office, ids["task"], None if n % 2 else technician.user)
    client_seq = office.view().live("clients")[sites[0]["client"]]["seq"]
    office.do(delete("clients", sites[0]["client"], client_seq))
    view.apply(technician.pages(view.cursor, limit))
    assert view.sums() == technician.digest()
    assert clustered(view) == clustered(technician.view())


def test_a_row_out_of_sight_and_one_that_is_not_there_look_the_same(
    office: Device, technician: Device
) -> None:
    ids = site(office)
    base = {"notes": office.view().live("clients")[ids["client"]]["clk"]["row"]}
    answers = []
    for client_id in (ids["client"], new_id()):
        outcome = technician.outcome(technician.group(put("clients", client_id, base, notes="x")))
        answers.append((outcome["result"], outcome["code"], outcome["detail"]["message"]))
    assert answers[0] == answers[1]
    assert answers[0][:2] == ("refused", "not_found")


@pytest.mark.parametrize("op", ["create", "delete", "child"])
def test_nothing_out_of_sight_can_be_touched(office: Device, technician: Device, op: str) -> None:
    ids = site(office)
    seq = office.view().live("clients")[ids["client"]]["seq"]
    change = {
        "create": client(ids["client"]),
        "delete": delete("tasks", ids["task"], seq),
        "child": put("clientContacts", new_id(), clientId=ids["client"], firstName="Eve"),
    }[op]
    outcome = technician.outcome(technician.group(change))
    assert (outcome["result"], outcome["code"]) == ("refused", "not_found")


def test_costs_are_left_out_for_who_may_not_read_them_and_kept_when_he_writes(
    office: Device, technician: Device
) -> None:
    sku, client_id, quote, line = (new_id() for _ in range(4))
    office.do(put("skus", sku, name="Pane", unitPrice="80.00", cost="31.00"))
    technician.do(client(client_id), put("quotes", quote, clientId=client_id, currency="EUR", status="draft"))
    fields: dict[str, Any] = {"quoteId": quote, "position": "a", "kind": "line", "description": "Pane"}
    office.do(put("quoteLineItems", line, **fields, quantity="1", unitPrice="80.00", cost="31.00"))
    view = technician.view()
    assert view.live("skus")[sku]["f"] == {"name": "Pane", "unitPrice": "80.00"}
    assert "cost" not in view.live("quoteLineItems")[line]["f"]
    base = {"description": view.live("quoteLineItems")[line]["clk"]["row"]}
    technician.now += 1_000
    technician.do(put("quoteLineItems", line, base, description="Pane, cut"))
    row = office.view().live("quoteLineItems")[line]
    assert (row["f"]["cost"], row["f"]["description"]) == ("31.00", "Pane, cut")
    assert office.digest()["skus"] == technician.digest()["skus"]


def test_another_role_has_other_scopes(office: Device, colleague: Device, technician: Device) -> None:
    scopes = {d.person.query("sync:head", org=d.org)["scopes"] for d in (office, colleague, technician)}
    assert len(scopes) == 3

"""Pull: pages in order, arriving in phases, sums that agree (WIRE section 4)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.cloud import Device, Refused, View, client, delete, new_id, put


def day(offset: int) -> str:
    return (datetime.now(UTC) + timedelta(days=offset)).date().isoformat()


def business(device: Device, clients: int = 6) -> dict[str, list[str]]:
    """Clients, each with contact, project, visit, a draft quote with lines and an invoice with a payment."""
    made: dict[str, list[str]] = {"clients": [], "quotes": [], "invoices": [], "tasks": []}
    for number in range(clients):
        client_id, project, quote, invoice, task = (new_id() for _ in range(5))
        device.do(
            client(client_id, companyName=f"Client {number}"),
            put("clientContacts", new_id(), clientId=client_id, firstName="Ada"),
            put("clientProperties", new_id(), clientId=client_id, streetAddress="Mill Lane 1"),
            put("projects", project, clientId=client_id, title="Garden", status="planned"),
        )
        visit: dict[str, Any] = {
            "clientId": client_id,
            "projectId": project,
            "status": "pending",
            "date": day(number * 12),
        }
        device.do(put("tasks", task, title="Visit", **visit))
        head: dict[str, Any] = {"clientId": client_id, "currency": "EUR", "status": "draft"}
        device.do(put("quotes", quote, **head), *(line("quote", quote, n) for n in range(4)))
        device.do(
            put("invoices", invoice, **head),
            *(line("invoice", invoice, n) for n in range(4)),
            put("payments", new_id(), invoiceId=invoice, amount=500, day="2026-01-05", method="cash"),
        )
        for c, row_id in (("clients", client_id), ("quotes", quote), ("invoices", invoice), ("tasks", task)):
            made[c].append(row_id)
    return made


def line(kind: str, document: str, number: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        f"{kind}Id": document,
        "position": f"a{number}",
        "kind": "line",
        "description": "Hedge",
    }
    price: dict[str, Any] = {"quantity": "1", "unit": "h", "unitPrice": "40.00", "taxRate": "19"}
    return put(f"{kind}LineItems", new_id(), **fields, **price)


@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_arriving_gives_every_row_whatever_the_size_of_a_page(
    office: Device, second: Device, limit: int
) -> None:
    business(office)
    assert second.view(limit=limit).sums() == second.digest()


def test_arriving_comes_in_phases_and_says_how_far_it_is(office: Device, second: Device) -> None:
    business(office)
    pages = second.pages(limit=5)
    phases = [page["phase"] for page in pages if page["phase"]]
    names = list(dict.fromkeys(phase["name"] for phase in phases))
    assert names == ["settings", "today", "open", "rest"]
    done = [phase["done"] for phase in phases]
    assert done == sorted(done)
    assert all(phase["done"] <= phase["of"] for phase in phases)


def test_settings_and_people_come_first_then_todays_work_with_what_it_needs(
    office: Device, second: Device
) -> None:
    made = business(office)
    pages = second.pages(limit=1000)
    first, today = pages[0], pages[1]
    assert set(first["rows"]) == {"organizations", "users", "memberships", "devices"}
    assert {row["id"] for row in today["rows"]["tasks"]} == set(made["tasks"][:2]), "within 14 days"
    assert {row["id"] for row in today["rows"]["clients"]} == set(made["clients"][:2])
    assert {"clientContacts", "clientProperties", "projects"} <= set(today["rows"])
    assert len(today["rows"]["clientContacts"]) == 2


@pytest.mark.parametrize("limit", [1, 4, 9])
def test_a_document_comes_with_its_lines_and_payments_on_one_page(
    office: Device, second: Device, limit: int
) -> None:
    business(office, clients=3)
    for page in second.pages(limit=limit):
        lines = page["rows"].get("invoiceLineItems", [])
        for invoice in page["rows"].get("invoices", []):
            assert sum(row["f"]["invoiceId"] == invoice["id"] for row in lines) == 4
            paid = [row for row in page["rows"]["payments"] if row["f"]["invoiceId"] == invoice["id"]]
            assert len(paid) == 1


def test_what_changes_while_a_device_arrives_is_not_lost(office: Device, second: Device) -> None:
    made = business(office)
    view, page = View(), second.pull(None, 2)
    step = 0
    while True:
        view.apply([page])
        if not page["more"]:
            break
        step += 1
        if step == 4:  # a far visit is moved into the window whose phase is over or under way
            row = office.view().live("tasks")[made["tasks"][-1]]
            office.now += 5_000
            when: dict[str, Any] = {"date": day(1), "startTime": None, "endTime": None}
            office.do(put("tasks", made["tasks"][-1], {"when": row["clk"]["row"]}, **when))
        if step == 6:
            seq = office.view().live("clients")[made["clients"][0]]["seq"]
            office.do(delete("tasks", made["tasks"][0], seq))
        if step == 8:
            office.do(client())
        page = second.pull(page["cursor"], 2)
    assert view.sums() == second.digest()
    assert ("tasks", made["tasks"][0]) in view.rows


def test_a_pull_by_seq_gives_what_is_above_the_cursor(office: Device, second: Device) -> None:
    view = second.view()
    client_id = new_id()
    office.do(client(client_id))
    (page,) = second.pages(view.cursor)
    assert page["phase"] is None
    assert [row["id"] for row in page["rows"]["clients"]] == [client_id]
    assert list(page["rows"]) == ["clients"]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_seq_is_never_split_over_two_pages(office: Device, second: Device, limit: int) -> None:
    start = second.view().cursor
    for _ in range(4):
        office.do(*(client() for _ in range(3)))
    pages = second.pages(start, limit)
    assert len(pages) == (4 if limit < 4 else 2)
    for page in pages:
        for seq in {row["seq"] for row in page["rows"]["clients"]}:
            assert sum(row["seq"] == seq for row in page["rows"]["clients"]) == 3


def test_a_page_ends_at_one_mebibyte(office: Device, second: Device) -> None:
    start = second.view().cursor
    for _ in range(30):
        office.do(client(notes="x" * 59_000))
    pages = second.pages(start)
    assert [len(page["rows"]["clients"]) for page in pages] == [18, 12]
    assert len(second.pages(None, 1000)) > 2


def test_a_tombstone_comes_by_seq_and_not_on_arriving(office: Device, second: Device) -> None:
    start = second.view().cursor
    client_id = new_id()
    made = office.do(client(client_id))
    group = office.group(delete("clients", client_id, made["seq"]))
    office.outcome(group)
    row = View().apply(second.pages(start)).rows["clients", client_id]
    assert (row["del"], row["f"]) == (group["gid"], {})
    assert ("clients", client_id) not in second.view().rows


def test_a_row_that_changed_twice_comes_once_with_its_last_state(office: Device, second: Device) -> None:
    start = second.view().cursor
    client_id = new_id()
    made = office.do(client(client_id))
    h = office.view().live("clients")[client_id]["clk"]["row"]
    office.do(put("clients", client_id, {"notes": h}, notes="later"))
    (page,) = second.pages(start)
    (row,) = page["rows"]["clients"]
    assert row["f"]["notes"] == "later"
    assert row["seq"] > made["seq"]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "s.",
        "s.00000000",
        "s.0000000g.000000000001",
        "a.b.c",
        "s.00000000.-00000000001",
        "'; DROP TABLE log",
        "é",
    ],
)
def test_a_cursor_that_is_none_is_invalid(office: Device, cursor: str) -> None:
    with pytest.raises(Refused) as refused:
        office.pull(cursor)
    assert refused.value.code == "invalid"


def test_a_cursor_of_another_epoch_is_told_so(office: Device) -> None:
    with pytest.raises(Refused) as refused:
        office.pull("s.00000000.000000000001")
    assert refused.value.code == "epoch"
    assert refused.value.data["epoch"] == office.epoch


@pytest.mark.parametrize("limit", [0, -1, 1.5, "10", True])
def test_a_limit_is_a_whole_number(office: Device, limit: Any) -> None:
    with pytest.raises(Refused) as refused:
        office.pull(None, limit)
    assert refused.value.code == "invalid"


def test_a_program_below_the_least_schema_is_told_to_update(office: Device) -> None:
    with pytest.raises(Refused) as refused:
        office.pull(schema=0)
    assert refused.value.code == "schema"


def test_head_moves_with_each_group_and_with_nothing_else(office: Device) -> None:
    before = office.person.query("sync:head", org=office.org)
    office.outcome(office.group(client(companyName="")))
    assert office.person.query("sync:head", org=office.org) == before
    outcome = office.do(client())
    assert office.person.query("sync:head", org=office.org) == {**before, "head": outcome["seq"]}


def test_the_digest_is_that_of_the_rows_through_edits_deletes_and_restores(
    office: Device, second: Device
) -> None:
    made = business(office, clients=3)
    seq = office.view().live("clients")[made["clients"][0]]["seq"]
    group = office.group(delete("tasks", made["tasks"][0], seq))
    office.outcome(group)
    assert second.view().sums() == second.digest()
    office.do({"c": "tasks", "id": made["tasks"][0], "op": "restore", "f": {}, "b": {}, "from": group["gid"]})
    assert second.view().sums() == second.digest()

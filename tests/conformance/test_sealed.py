"""Sealed authors: what somebody may not read, or his program does not know, he neither sees nor overwrites."""

from typing import Any

import pytest

from tests.support.cloud import Device, client, new_id, put

PRICE: dict[str, Any] = {"quantity": "2", "unit": "h", "unitPrice": "65", "taxRate": "19"}


@pytest.fixture
def line(office: Device) -> str:
    """A line of a draft quote with its whole price."""
    ids = {name: new_id() for name in ("client", "quote", "line")}
    office.do(
        client(ids["client"]),
        put("quotes", ids["quote"], clientId=ids["client"], currency="EUR", status="draft"),
        put(
            "quoteLineItems", ids["line"], quoteId=ids["quote"], position="a", description="Painting", **PRICE
        ),
    )
    return ids["line"]


def sealed(office: Device, colleague: Device) -> Device:
    """A member who sees every line, and of none what it costs."""
    office.person.mutate(
        "orgs:setRole", org=office.org, user=colleague.user, role="office", permissions={"prices": "none"}
    )
    return colleague


def row_of(device: Device, line: str) -> dict[str, Any]:
    return device.view().live("quoteLineItems")[line]


def test_a_block_is_won_without_losing_what_its_author_may_not_read(
    office: Device, colleague: Device, line: str
) -> None:
    author = sealed(office, colleague)
    mine = row_of(author, line)
    assert set(PRICE) & set(mine["f"]) == {"unit"}
    author.do(put("quoteLineItems", line, {"price": mine["clk"]["row"]}, unit="day"))
    assert {name: row_of(office, line)["f"][name] for name in PRICE} == {**PRICE, "unit": "day"}


def test_an_author_who_may_read_a_block_brings_it_whole(office: Device, colleague: Device, line: str) -> None:
    h = row_of(colleague, line)["clk"]["row"]
    outcome = colleague.outcome(colleague.group(put("quoteLineItems", line, {"price": h}, unit="day")))
    assert (outcome["result"], outcome["code"]) == ("refused", "validation")
    assert row_of(office, line)["f"]["unit"] == "h"


def test_what_may_not_be_read_may_not_be_written(office: Device, colleague: Device, line: str) -> None:
    author = sealed(office, colleague)
    h = row_of(author, line)["clk"]["row"]
    group = author.group(put("quoteLineItems", line, {"price": h}, unit="day", unitPrice="1"))
    assert author.outcome(group)["code"] == "forbidden"
    assert row_of(office, line)["f"]["unitPrice"] == PRICE["unitPrice"]


def test_a_program_that_does_not_know_a_field_leaves_it_alone(office: Device, second: Device) -> None:
    row_id = new_id()
    visit = {"title": "Visit", "date": "2026-01-05", "status": "pending", "arrivedAt": 1_767_600_000_000}
    office.do(put("tasks", row_id, **visit), schema=2)
    h = second.view().live("tasks")[row_id]["clk"]["row"]
    second.do(put("tasks", row_id, {"title": h}, title="Second visit"), schema=1)
    known = office.view().live("tasks")[row_id]["f"]
    assert (known["title"], known["arrivedAt"]) == ("Second visit", visit["arrivedAt"])
    late = second.outcome(second.group(put("tasks", row_id, {"arrivedAt": h}, arrivedAt=1), schema=1))
    assert (late["result"], late["code"]) == ("refused", "validation")


def test_a_row_whose_id_follows_from_its_cause_is_made_once(office: Device, colleague: Device) -> None:
    """Two devices make the same row apart: the later values stand, and there is one row."""
    row_id = new_id()
    groups = office.group(client(row_id, notes="first")), colleague.group(client(row_id, notes="second"))
    results = [office.outcome(groups[0])["result"], colleague.outcome(groups[1])["result"]]
    assert set(results) <= {"ok", "superseded"}
    later = max(zip((g["h"] for g in groups), ("first", "second"), strict=True))[1]
    clients = office.view().live("clients")
    assert [row["f"]["notes"] for row in clients.values()] == [later]

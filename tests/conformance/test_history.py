"""`history:list` and `history:all`: every value a row has had."""

from typing import Any

import pytest

from onetool_desktop.sync.past import past_of
from tests.support.cloud import Device, client, delete, new_id, put, refusal, restore


def history(device: Device, c: str, row_id: str, **more: Any) -> list[dict[str, Any]]:
    return device.person.query("history:list", org=device.org, c=c, id=row_id, **more)["entries"]


def stamp_of(device: Device, c: str, row_id: str) -> str:
    return device.view().live(c)[row_id]["clk"]["row"]


def test_every_value_stands_with_its_author_and_time(office: Device, colleague: Device) -> None:
    row_id = new_id()
    office.do(client(row_id, notes="first"))
    h = stamp_of(office, "clients", row_id)
    colleague.do(put("clients", row_id, {"notes": h}, notes="second"))
    last = colleague.view().live("clients")[row_id]["clk"]["notes"]
    office.now += 5_000
    office.do(put("clients", row_id, {"notes": last}, notes=None))
    made, edited, cleared = history(office, "clients", row_id)
    assert made["f"] == {"companyName": "Harbour Bakery", "status": "active", "notes": "first"}
    assert (made["op"], made["user"], made["h"]) == ("put", office.user, h)
    assert (edited["f"], edited["user"], edited["h"]) == ({"notes": "second"}, colleague.user, last)
    assert cleared["f"] == {"notes": None}
    assert made["at"] <= edited["at"] <= cleared["at"]
    assert made["seq"] < edited["seq"] < cleared["seq"]


def test_a_value_that_lost_was_never_the_rows(office: Device, colleague: Device) -> None:
    row_id = new_id()
    office.do(client(row_id, notes="first"))
    h = stamp_of(office, "clients", row_id)
    early = colleague.group(put("clients", row_id, {"notes": h}, notes="early"))
    office.now += 5_000
    office.do(put("clients", row_id, {"notes": h}, notes="late"))
    assert colleague.outcome(early)["result"] == "superseded"
    assert [e["f"].get("notes") for e in history(office, "clients", row_id)] == ["first", "late"]


def test_a_delete_and_what_it_took_along_and_its_restore_stand_there(office: Device) -> None:
    row_id, contact = new_id(), new_id()
    office.do(client(row_id), put("clientContacts", contact, clientId=row_id, lastName="Ann"))
    gone = office.group(delete("clients", row_id, office.view().live("clients")[row_id]["seq"]))
    office.outcome(gone)
    office.do(restore("clients", row_id, gone["gid"]))
    for c, key in (("clients", row_id), ("clientContacts", contact)):
        assert [e["op"] for e in history(office, c, key)] == ["put", "delete", "restore"]


def test_a_long_history_comes_in_parts(office: Device) -> None:
    row_id = new_id()
    office.do(client(row_id, notes="0"))
    h = stamp_of(office, "clients", row_id)
    for start in range(1, 601, 100):
        groups = []
        for i in range(start, start + 100):
            groups.append(office.group(put("clients", row_id, {"notes": h}, notes=str(i))))
            h = groups[-1]["h"]
        office.push(*groups)
    first = office.person.query("history:list", org=office.org, c="clients", id=row_id)
    assert first["more"] is True
    rest = office.person.query(
        "history:list", org=office.org, c="clients", id=row_id, after=first["entries"][-1]["seq"]
    )
    assert rest["more"] is False
    notes = [e["f"]["notes"] for e in (*first["entries"], *rest["entries"])]
    assert notes == [str(i) for i in range(601)]


def test_what_is_not_his_to_see_has_no_history_for_him(office: Device, technician: Device) -> None:
    row_id = new_id()
    office.do(client(row_id))
    for wanted in (row_id, new_id()):
        refused = refusal(lambda wanted=wanted: history(technician, "clients", wanted))
        assert refused is not None
        assert refused.code == "not_found"


def test_costs_are_left_out_for_who_may_not_read_them(office: Device, technician: Device) -> None:
    sku = new_id()
    office.do(put("skus", sku, name="Gravel", unitPrice="12.50", cost="7.10", isActive=True))
    (entry,) = history(technician, "skus", sku)
    assert "cost" not in entry["f"]
    assert entry["f"]["name"] == "Gravel"
    assert history(office, "skus", sku)[0]["f"]["cost"] == "7.10"


@pytest.mark.parametrize("args", [{"c": "nothing"}, {"c": "notices"}, {"id": "x"}, {"after": "soon"}])
def test_a_question_that_makes_no_sense_is_invalid(office: Device, args: dict[str, Any]) -> None:
    wanted = {"c": "clients", "id": new_id(), **args}
    refused = refusal(lambda: office.person.query("history:list", org=office.org, **wanted))
    assert refused is not None
    assert refused.code == "invalid"


def test_a_device_reads_it_to_the_end(office: Device) -> None:
    row_id = new_id()
    office.do(client(row_id, notes="first"))
    h = stamp_of(office, "clients", row_id)
    office.now += 5_000
    office.do(put("clients", row_id, {"notes": h}, notes=None))
    found = past_of(
        lambda call: office.person.query(call.path, **call.args), org=office.org, rows=[("clients", row_id)]
    )
    made, cleared = found["clients", row_id]
    assert (made.h, made.f["notes"], cleared.f) == (h, "first", {"notes": None})


def test_the_past_of_all_rows_is_told_page_after_page_to_an_owner_alone(
    office: Device, colleague: Device, technician: Device
) -> None:
    rows = [new_id() for _ in range(20)]  # more than one page holds, by their notes
    for row_id in rows:
        made = office.group(client(row_id))
        office.push(made)
        colleague.do(put("clients", row_id, {"notes": made["h"]}, notes="n" * 60_000))
    pages = [office.person.query("history:all", org=office.org)]
    while pages[-1]["after"] is not None:
        pages.append(office.person.query("history:all", org=office.org, after=pages[-1]["after"]))
    told = [entry for page in pages for entry in page["entries"]]
    assert len(pages) == 2
    of_clients = {
        row_id: [entry["f"] for entry in told if (entry["c"], entry["id"]) == ("clients", row_id)]
        for row_id in rows
    }
    assert {tuple(found[1]) for found in of_clients.values()} == {("notes",)}
    listed = office.person.query("history:list", org=office.org, c="clients", id=rows[0])["entries"]
    assert [entry["f"] for entry in listed] == of_clients[rows[0]]
    assert [entry["h"] for entry in listed] == [e["h"] for e in told if e["id"] == rows[0]]
    for other in (colleague, technician):
        refused = refusal(lambda other=other: other.person.query("history:all", org=office.org))
        assert (refused and refused.code) == "forbidden"


@pytest.mark.parametrize("after", ["nowhere", "clients x", "clients x y", "a b c d"])
def test_a_place_that_is_none_is_no_place(office: Device, after: str) -> None:
    refused = refusal(lambda: office.person.query("history:all", org=office.org, after=after))
    assert (refused and refused.code) == "invalid"

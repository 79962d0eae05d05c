"""Numbers on paper: none lost, none given twice, none changed (WIRE section 5)."""

from collections.abc import Sequence
from typing import Any

import pytest

from onetool_desktop.changes.draft_paper import build_paper
from onetool_desktop.changes.values import Row
from onetool_desktop.changes.wire import row_from_wire
from onetool_desktop.domain.numbering import MOST
from onetool_desktop.domain.paper import snapshot_sha, to_snapshot
from tests.support.cloud import Device, Person, View, client, new_id, put

DAY = "2026-01-05"


class Rows:
    """A view as what paper is made from."""

    def __init__(self, view: View) -> None:
        self._view = view

    def get(self, c: str, id: str) -> Row | None:
        row = self._view.rows.get((c, id))
        return None if row is None else row_from_wire(row)

    def children(self, c: str, field: str, id: str) -> Sequence[Row]:
        return [row_from_wire(row) for row in self._view.live(c).values() if row["f"].get(field) == id]


def draft(device: Device, **more: Any) -> dict[str, str]:
    """A client with a draft invoice of one line."""
    ids = {name: new_id() for name in ("client", "invoice", "line")}
    price: dict[str, Any] = {"quantity": "2", "unit": "h", "unitPrice": "40.00", "taxRate": "19"}
    head = {"clientId": ids["client"], "currency": "EUR", "status": "draft", "dueDate": "2026-02-01", **more}
    device.do(client(ids["client"]))
    device.do(
        put("invoices", ids["invoice"], **head),
        put(
            "invoiceLineItems",
            ids["line"],
            invoiceId=ids["invoice"],
            position="a",
            kind="line",
            description="Hedge",
            **price,
        ),
    )
    return ids


def issue(device: Device, invoice: str, *, series: str = "main", no: int | None = None) -> dict[str, Any]:
    """A group that issues the invoice as this device sees it."""
    paper = build_paper(Rows(device.view()), org=device.org, c="invoices", id=invoice, day=DAY)
    snap = to_snapshot(paper)
    command: dict[str, Any] = {"do": "issue", "c": "invoices", "id": invoice, "series": series, "day": DAY}
    command |= {"sha": snapshot_sha(snap), "snap": snap} | ({} if no is None else {"no": no})
    return device.group(commands=[command])


def issued(device: Device) -> list[dict[str, Any]]:
    return sorted((row["f"] for row in device.view().live("issued").values()), key=lambda f: f["number"])


def test_the_main_series_counts_from_one_without_a_gap(office: Device) -> None:
    for _ in range(3):
        office.outcome(issue(office, draft(office)["invoice"]))
    assert [f["number"] for f in issued(office)] == ["INV-000001", "INV-000002", "INV-000003"]


def test_an_issued_document_is_sent_and_carries_its_number(office: Device) -> None:
    ids = draft(office)
    office.outcome(issue(office, ids["invoice"]))
    invoice = office.view().live("invoices")[ids["invoice"]]["f"]
    assert (invoice["status"], invoice["number"], invoice["issuedDay"]) == ("sent", "INV-000001", DAY)


@pytest.mark.parametrize("no", [MOST + 1, (1 << 63) - 1], ids=["one too many", "all that fits"])
def test_a_number_that_no_series_comes_to_is_refused_and_nothing_is_issued(office: Device, no: int) -> None:
    invoice = draft(office)["invoice"]
    outcome = office.outcome(issue(office, invoice, series=office.series, no=no))
    assert (outcome["result"], outcome["code"]) == ("refused", "validation")
    assert not issued(office)
    assert office.outcome(issue(office, invoice, series=office.series, no=MOST))["result"] == "ok"


def test_two_devices_never_get_one_number(office: Device, colleague: Device) -> None:
    first, second = draft(office)["invoice"], draft(office)["invoice"]
    office.outcome(issue(office, first))
    colleague.outcome(issue(colleague, second))
    assert [f["number"] for f in issued(office)] == ["INV-000001", "INV-000002"]


def test_both_count_from_the_number_that_the_settings_say_and_never_back(
    office: Device, colleague: Device
) -> None:
    def count_from(no: int) -> None:
        clk = office.view().live("organizations")[office.org]["clk"]
        base = {"invoicesFrom": clk.get("invoicesFrom", clk["row"])}
        office.do(put("organizations", office.org, base, invoicesFrom=no), schema=2)

    office.outcome(issue(office, draft(office)["invoice"]))
    for no in (412, 7):
        count_from(no)
        colleague.outcome(issue(colleague, draft(office)["invoice"]))
    assert [f["number"] for f in issued(office)] == ["INV-000001", "INV-000412", "INV-000413"]


def test_a_refused_issue_takes_no_number(office: Device) -> None:
    ids = draft(office)
    stale = issue(office, ids["invoice"])
    office.n -= 1  # it is sent after the change that makes it stale
    h = office.view().live("invoices")[ids["invoice"]]["clk"]["row"]
    office.do(put("invoices", ids["invoice"], {"title": h}, title="Changed"))
    outcome = office.outcome(office.again(stale))
    assert (outcome["result"], outcome["code"]) == ("refused", "changed")
    office.outcome(issue(office, ids["invoice"]))
    assert [f["number"] for f in issued(office)] == ["INV-000001"]


def test_nobody_types_a_number_of_the_main_series(office: Device) -> None:
    outcome = office.outcome(issue(office, draft(office)["invoice"], no=7))
    assert (outcome["result"], outcome["code"]) == ("refused", "validation")


def test_a_number_printed_on_a_device_is_recorded(office: Device, technician: Device) -> None:
    ids = draft(technician)
    outcome = technician.outcome(issue(technician, ids["invoice"], series=technician.series, no=1))
    assert outcome["result"] == "ok"
    (paper,) = issued(office)
    assert paper["number"] == f"INV-{technician.series}-0001"
    assert office.view().live("invoices")[ids["invoice"]]["f"]["status"] == "sent"


def test_a_printed_number_stands_though_its_document_never_came(office: Device) -> None:
    refused = office.group(client(companyName=""))
    office.push(refused)
    group = issue(office, draft(office)["invoice"], series=office.series, no=1)
    group["commands"][0]["id"] = new_id()
    group["after"] = [refused["gid"]]
    assert office.outcome(group)["result"] == "ok"
    assert [f["number"] for f in issued(office)] == [f"INV-{office.series}-0001"]
    assert office.view().sums() == office.digest()


def papers_first(device: Device, author: Device, **edits: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """A paper that `device` printed of what `author` then brings; its ids, and the group that will bring it."""
    seen, ids = draft(device, title="Garden"), {name: new_id() for name in ("client", "invoice", "line")}
    printed = issue(device, seen["invoice"], series=device.series, no=1)
    command = printed["commands"][0]
    snap = command["snap"].replace(seen["invoice"], ids["invoice"]).replace(seen["line"], ids["line"])
    command |= {"id": ids["invoice"], "snap": snap, "sha": snapshot_sha(snap)}
    assert device.outcome(printed)["result"] == "ok"
    head: dict[str, Any] = {
        "clientId": ids["client"],
        "currency": "EUR",
        "status": "draft",
        "title": "Garden",
    }
    line: dict[str, Any] = {
        "invoiceId": ids["invoice"],
        "position": "a",
        "kind": "line",
        "description": "Hedge",
    }
    price = {"quantity": "2", "unit": "h", "unitPrice": "40.00", "taxRate": "19"}
    author.do(client(ids["client"]))
    brings = author.group(
        put("invoices", ids["invoice"], dueDate="2026-02-01", **head),
        put("invoiceLineItems", ids["line"], **line, **{**price, **edits}),
    )
    return ids, brings


def test_a_document_that_comes_after_its_paper_comes_as_issued(office: Device, second: Device) -> None:
    ids, brings = papers_first(office, second)
    assert second.outcome(brings)["result"] == "ok"
    invoice = second.view().live("invoices")[ids["invoice"]]["f"]
    (paper,) = second.view().live("issued")
    assert (invoice["status"], invoice["number"]) == ("sent", f"INV-{office.series}-0001")
    assert (invoice["issuedId"], invoice["issuedDay"]) == (paper, DAY)
    assert not second.view().live("notices")
    again = issue(second, ids["invoice"])
    assert second.outcome(again)["code"] == "step"


def test_who_brings_a_document_after_its_paper_is_told_what_that_does_not_show(
    office: Device, colleague: Device
) -> None:
    ids, brings = papers_first(office, colleague, unitPrice="55.00")
    assert colleague.outcome(brings)["result"] == "ok"
    (told,) = (row["f"] for row in colleague.view().live("notices").values())
    assert (told["rowId"], told["r"], told["lostH"]) == (ids["line"], "price", brings["h"])
    assert (told["lost"]["unitPrice"], told["won"]["unitPrice"]) == ("55.00", "40.00")
    assert not office.view().live("notices")


def test_paper_is_seen_with_its_document_once_that_comes(office: Device, technician: Device) -> None:
    ids, brings = papers_first(office, technician)
    view = technician.view()
    assert not view.live("issued")
    assert technician.outcome(brings)["result"] == "ok"
    view.apply(technician.pages(view.cursor))
    assert [f["invoiceId"] for f in (row["f"] for row in view.live("issued").values())] == [ids["invoice"]]
    assert view.sums() == technician.digest() == technician.view().sums()


def test_a_number_used_twice_stands_twice_and_goes_to_review(office: Device) -> None:
    first, second = draft(office)["invoice"], draft(office)["invoice"]
    office.outcome(issue(office, first, series=office.series, no=1))
    assert office.outcome(issue(office, second, series=office.series, no=1))["result"] == "ok"
    assert sorted(f.get("review", "") for f in issued(office)) == ["", "number"]


def test_a_document_that_has_a_number_keeps_it_and_the_second_paper_goes_to_review(
    office: Device, second: Device
) -> None:
    ids = draft(office)
    late = issue(second, ids["invoice"], series=second.series, no=1)
    office.outcome(issue(office, ids["invoice"]))
    assert second.outcome(late)["result"] == "ok"
    assert office.view().live("invoices")[ids["invoice"]]["f"]["number"] == "INV-000001"
    assert [f.get("review") for f in issued(office) if f["series"] != "main"] == ["document"]


def test_a_printed_number_is_recorded_once(office: Device) -> None:
    group = issue(office, draft(office)["invoice"], series=office.series, no=1)
    first = office.outcome(group)
    assert office.outcome(office.again(group))["seq"] == first["seq"]
    assert len(issued(office)) == 1


def test_an_issued_invoice_is_closed_to_everyone(office: Device, colleague: Device) -> None:
    ids = draft(office)
    office.outcome(issue(office, ids["invoice"]))
    row = office.view().live("invoiceLineItems")[ids["line"]]
    change = put("invoiceLineItems", ids["line"], {"description": row["clk"]["row"]}, description="Other")
    assert colleague.outcome(colleague.group(change))["code"] == "locked"


def test_a_business_that_comes_along_keeps_the_numbers_it_gave(owner: Person) -> None:
    org = owner.found(importing=True)
    device = owner.enrol(org)
    ids = draft(device)
    assert device.outcome(issue(device, ids["invoice"], no=612))["result"] == "ok"
    owner.mutate("orgs:opened", org=org, sums=device.view().sums())
    device.outcome(issue(device, draft(device)["invoice"]))
    assert [f["number"] for f in issued(device)] == ["INV-000612", "INV-000613"]


@pytest.mark.parametrize("no", [0, -1, 1.5, "7", 1 << 60])
def test_a_count_that_is_none_is_refused(office: Device, no: Any) -> None:
    group = issue(office, draft(office)["invoice"], series=office.series, no=1)
    group["commands"][0]["no"] = no
    assert office.outcome(group)["code"] == "validation"
    assert not issued(office)


def test_a_number_printed_before_the_computer_was_enrolled_anew_is_recorded(
    owner: Person, office: Device
) -> None:
    anew = owner.enrol(office.org)
    assert anew.outcome(issue(anew, draft(anew)["invoice"], series=office.series, no=9))["result"] == "ok"
    assert [f["number"] for f in issued(anew)] == [f"INV-{office.series}-0009"]


def test_paper_of_a_document_that_is_not_his_arrives_with_who_printed_it(
    office: Device, technician: Device
) -> None:
    seen_by_office = issue(office, draft(office)["invoice"], series=technician.series, no=1)
    technician.outcome(technician.group(commands=seen_by_office["commands"]))
    assert [f["no"] for f in issued(technician)] == [1]
    assert technician.view().sums() == technician.digest()

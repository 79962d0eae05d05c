"""What a customer chooses of a quote: open longer than the rest of it, and closed once it is billed."""

from dataclasses import dataclass
from typing import Any

import pytest

from onetool_desktop.changes.billed import line_id
from onetool_desktop.changes.draft_paper import build_paper
from onetool_desktop.domain.paper import snapshot_sha, to_snapshot
from tests.conformance.test_numbers import DAY, Rows
from tests.support.cloud import Device, client, delete, new_id, put

PRICE = {"quantity": "1", "unit": "job", "unitPrice": "40.00", "taxRate": "19"}


@dataclass
class Offer:
    """A quote of one optional line that was sent, as its device writes to it."""

    device: Device
    client: str
    quote: str
    line: str

    def seen(self, c: str, row_id: str, register: str) -> str:
        clk = self.device.view().live(c)[row_id]["clk"]
        return clk.get(register) or clk["row"]

    def choose(self, by: Device | None = None) -> dict[str, Any]:
        """The answer to the customer taking the option, or not taking it after all."""
        row = self.device.view().live("quoteLineItems")[self.line]
        base = {"chosen": self.seen("quoteLineItems", self.line, "chosen")}
        device, taken = by or self.device, None if row["f"].get("chosen") else True
        return device.outcome(device.group(put("quoteLineItems", self.line, base, chosen=taken), schema=2))

    def answer(self, status: str) -> None:
        base = {"status": self.seen("quotes", self.quote, "status")}
        self.device.do(put("quotes", self.quote, base, start="sent", status=status))

    def bill(self) -> str:
        """An invoice that bills the line; its id."""
        invoice = new_id()
        head: dict[str, Any] = {
            "clientId": self.client,
            "quoteId": self.quote,
            "currency": "EUR",
            "status": "draft",
        }
        row: dict[str, Any] = {
            "invoiceId": invoice,
            "position": "a",
            "kind": "line",
            "description": "Gutter",
            **PRICE,
        }
        billing = line_id(self.device.org, invoice, self.line)
        self.device.do(put("invoices", invoice, **head), put("invoiceLineItems", billing, **row))
        return invoice


@pytest.fixture
def offer(office: Device) -> Offer:
    made = Offer(office, new_id(), new_id(), new_id())
    head: dict[str, Any] = {
        "clientId": made.client,
        "currency": "EUR",
        "status": "draft",
        "validUntil": "2026-02-01",
    }
    row: dict[str, Any] = {
        "quoteId": made.quote,
        "position": "a",
        "kind": "line",
        "description": "Gutter",
        **PRICE,
    }
    office.do(client(made.client))
    office.do(
        put("quotes", made.quote, **head), put("quoteLineItems", made.line, optional=True, **row), schema=2
    )
    snap = to_snapshot(build_paper(Rows(office.view()), org=office.org, c="quotes", id=made.quote, day=DAY))
    command = {"do": "issue", "c": "quotes", "id": made.quote, "series": "main", "day": DAY}
    office.do(commands=[{**command, "sha": snapshot_sha(snap), "snap": snap}])
    return made


def test_the_customer_chooses_from_what_was_sent_and_from_what_he_agreed_to(offer: Offer) -> None:
    assert offer.choose()["result"] == "ok"
    offer.answer("approved")
    assert offer.choose()["result"] == "ok"


def test_nothing_is_chosen_of_a_quote_that_was_declined(offer: Offer) -> None:
    offer.answer("declined")
    refused = offer.choose()
    assert (refused["result"], refused["code"]) == ("refused", "locked")
    assert "declined" in refused["detail"]["message"]


def test_nothing_is_chosen_of_a_line_that_was_billed_until_the_bill_is_gone(
    offer: Offer, colleague: Device
) -> None:
    assert offer.choose()["result"] == "ok"
    offer.answer("approved")
    invoice = offer.bill()
    refused = offer.choose(by=colleague)
    assert (refused["result"], refused["code"], refused["detail"]["field"]) == ("refused", "locked", "chosen")
    assert "was invoiced" in refused["detail"]["message"]
    seq = offer.device.view().live("invoices")[invoice]["seq"]
    offer.device.do(delete("invoices", invoice, seq))
    assert offer.choose(by=colleague)["result"] == "ok"

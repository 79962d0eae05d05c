"""Numbers on paper, as a person meets them: which series, when, and never twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.services import issuing, organisation, paper, quotes, records
from onetool_desktop.store.recovery import recover
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import a_quote, an_issued_invoice


def test_a_business_on_one_computer_counts_in_the_main_series(desk: Desk) -> None:
    numbers = [desk.fields("invoices", an_issued_invoice(desk))["number"] for _ in range(2)]
    assert numbers == ["INV-000001", "INV-000002"]


def test_without_a_network_the_device_gives_a_number_of_its_own(connected: Desk) -> None:
    numbers = [desk_number(connected) for _ in range(2)]
    assert numbers == ["INV-B7-0001", "INV-B7-0002"]


def desk_number(desk: Desk) -> object:
    return desk.fields("invoices", an_issued_invoice(desk))["number"]


def test_quotes_and_invoices_are_counted_apart(connected: Desk) -> None:
    desk_number(connected)
    quote = a_quote(connected)
    quotes.send_quote(connected.replica, id=quote, day=TODAY, online=False)
    assert connected.fields("quotes", quote)["number"] == "Q-B7-0001"


def test_with_a_network_the_number_follows_and_the_paper_says_so(connected: Desk) -> None:
    invoice = an_issued_invoice(connected, online=True)
    shown = paper.paper_of(
        connected.replica.reads(), connected.replica.identity, c="invoices", id=invoice, today=TODAY
    )
    assert connected.fields("invoices", invoice)["status"] == "sent"
    assert (shown.number, shown.status) == (None, "issued")
    assert shown.reference.startswith("P-B7-")


def test_an_organisation_that_wants_one_series_gets_pro_forma_paper_offline(connected: Desk) -> None:
    organisation.edit_settings(connected.replica, fields={"offlineIssue": "provisional"})
    assert "number" not in connected.fields("invoices", an_issued_invoice(connected))


def test_a_number_given_before_a_crash_is_not_given_again(connected: Desk) -> None:
    first = desk_number(connected)
    connected.reopen()
    assert (first, desk_number(connected)) == ("INV-B7-0001", "INV-B7-0002")


def test_a_number_whose_save_failed_leaves_no_gap(connected: Desk) -> None:
    quote = a_quote(connected)

    def half_way(tx: object) -> None:
        issuing.issue_within(tx, c="quotes", id=quote, day=TODAY, online=False)  # pyright: ignore[reportArgumentType]
        raise RuntimeError("the power goes")

    with pytest.raises(RuntimeError):
        connected.replica.write(half_way)
    assert connected.fields("quotes", quote)["status"] == "draft"
    quotes.send_quote(connected.replica, id=quote, day=TODAY, online=False)
    assert connected.fields("quotes", quote)["number"] == "Q-B7-0001"


def test_a_revised_quote_keeps_its_number(connected: Desk) -> None:
    quote = a_quote(connected)
    quotes.send_quote(connected.replica, id=quote, day=TODAY, online=False)
    quotes.revise_quote(connected.replica, id=quote)
    quotes.edit_quote(connected.replica, id=quote, fields={"title": "Kitchen and bath"})
    quotes.send_quote(connected.replica, id=quote, day="2026-03-03", online=False)
    now = connected.fields("quotes", quote)
    assert (now["number"], now["revision"]) == ("Q-B7-0001 r2", 2)


def test_an_issued_document_reads_as_it_was_whatever_its_client_is_called_later(desk: Desk) -> None:
    invoice = an_issued_invoice(desk)
    reads, identity = desk.replica.reads(), desk.replica.identity
    before = paper.paper_of(reads, identity, c="invoices", id=invoice, today=TODAY)
    organisation.edit_settings(desk.replica, fields={"name": "Blue Garden"})
    after = paper.paper_of(reads, identity, c="invoices", id=invoice, today="2027-01-01")
    assert paper.pdf_of(after) == paper.pdf_of(before)


def test_a_document_that_cannot_be_frozen_is_told_and_stays_a_draft(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    quote = a_quote(desk, *[{"description": "x" * 1900, "detail": "y" * 30_000} for _ in range(30)])
    with pytest.raises(SentenceError, match="longer than paper may hold") as told:
        quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    assert "the draft is unchanged" in told.value.safe
    assert desk.fields("quotes", quote)["status"] == "draft"


def test_a_business_saved_from_damage_gives_no_number_twice(desk: Desk) -> None:
    before = an_issued_invoice(desk)
    an_issued_invoice(desk)
    desk.replica.close()
    desk.path.write_bytes(bytes(desk.path.stat().st_size))
    fresh = replace(organisation.new_identity(ids=desk.ids, name=""), org=desk.replica.identity.org)
    found = recover(desk.path, fresh, key=None, clock=desk.clock, ids=desk.ids)
    desk.replica = found.replica
    assert desk.fields("invoices", before)["number"] == "INV-000001"
    assert desk_number(desk) == "INV-000003"


def test_a_firm_that_comes_from_elsewhere_says_from_which_number_its_invoices_count(desk: Desk) -> None:
    organisation.edit_settings(desk.replica, fields={"invoicesFrom": 412})
    numbers = [desk.fields("invoices", an_issued_invoice(desk))["number"] for _ in range(2)]
    assert numbers == ["INV-000412", "INV-000413"]
    quote = a_quote(desk)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    assert desk.fields("quotes", quote)["number"] == "Q-000001", "each kind of paper counts by itself"


def test_a_series_never_goes_back_whatever_the_settings_say(desk: Desk) -> None:
    organisation.edit_settings(desk.replica, fields={"invoicesFrom": 412})
    an_issued_invoice(desk)
    for lower in (0, -5, 1, 412, 1 << 41):
        with pytest.raises(Invalid, match="from 413 on") as refused:
            organisation.edit_settings(desk.replica, fields={"invoicesFrom": lower})
        assert refused.value.field == "invoicesFrom"
    records.edit(desk.replica, c="organizations", id=desk.replica.identity.org, fields={"invoicesFrom": 3})
    assert desk.fields("invoices", an_issued_invoice(desk))["number"] == "INV-000413"


def test_the_series_of_a_computer_counts_on_by_itself(connected: Desk) -> None:
    organisation.edit_settings(connected.replica, fields={"invoicesFrom": 412})
    assert desk_number(connected) == "INV-B7-0001"

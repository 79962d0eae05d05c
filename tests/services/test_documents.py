"""Quotes and invoices at work: lines, the way from quote to invoice, payments."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from onetool_desktop.changes.draft_paper import snapshot
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.services import invoices, lines, payments, quotes
from onetool_desktop.store.errors import Refused
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import TAP, a_client, a_quote, an_approved_quote, an_issued_invoice
from tests.support.memory_rows import Rows


def described(desk: Desk, c: str, document: str) -> list[object]:
    lines_of = {"quotes": ("quoteLineItems", "quoteId"), "invoices": ("invoiceLineItems", "invoiceId")}[c]
    rows = desk.replica.reads().children(*lines_of, document)
    return [f["description"] for _, f in in_order((row.id, row.f) for row in rows)]


def total(desk: Desk, c: str, document: str) -> int:
    return desk.replica.reads().db.execute(f"SELECT total FROM {c} WHERE id=?", (document,)).fetchone()[0]


def test_a_quote_is_invoiced_without_retyping(desk: Desk) -> None:
    quote = an_approved_quote(desk)
    invoice = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert described(desk, "invoices", invoice) == described(desk, "quotes", quote)
    assert total(desk, "invoices", invoice) == total(desk, "quotes", quote) == 34629
    assert desk.fields("invoices", invoice)["message"] == "For our quote Q-000001."


def test_a_quote_is_invoiced_once_until_the_invoice_is_void(desk: Desk) -> None:
    quote = an_approved_quote(desk)
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    with pytest.raises(SentenceError, match="invoiced already"):
        invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY)
    invoices.issue_invoice(desk.replica, id=first, day=TODAY, online=False)
    invoices.void_invoice(desk.replica, id=first)
    assert invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id != first


def test_an_invoice_made_on_two_devices_apart_is_one(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    quote = an_approved_quote(desk)
    desk.replica.close()
    copy = desk.path.with_name("copy.db")
    copy.write_bytes(desk.path.read_bytes())
    desk.reopen()
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    desk.path = copy
    desk.reopen()
    assert invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id == first


def test_a_quote_not_approved_is_not_invoiced(desk: Desk) -> None:
    with pytest.raises(SentenceError, match="not approved"):
        invoices.invoice_quote(desk.replica, quote_id=a_quote(desk), today=TODAY)


def test_a_sent_quote_is_closed_until_it_is_revised(desk: Desk) -> None:
    quote = a_quote(desk)
    line = desk.replica.reads().children("quoteLineItems", "quoteId", quote)[0].id
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    with pytest.raises(Refused, match="cannot be changed any more"):
        lines.edit_line(desk.replica, c="quotes", id=line, fields={"unitPrice": "1"})  # pyright: ignore[reportArgumentType]
    quotes.revise_quote(desk.replica, id=quote)
    lines.edit_line(desk.replica, c="quotes", id=line, fields={"unitPrice": "1"})  # pyright: ignore[reportArgumentType]
    assert desk.fields("quoteLineItems", line)["unitPrice"] == "1"


def test_lines_are_put_in_moved_and_taken_out_one_at_a_time(desk: Desk) -> None:
    quote = a_quote(desk, {**TAP, "description": "one"}, {**TAP, "description": "three"})
    one = desk.replica.reads().children("quoteLineItems", "quoteId", quote)[0].id
    two = lines.add_line(desk.replica, c="quotes", document=quote, fields={"description": "two"}, after=one)  # pyright: ignore[reportArgumentType]
    assert described(desk, "quotes", quote) == ["one", "two", "three"]
    saved = lines.move_line(desk.replica, c="quotes", id=two.id, after=None)
    assert described(desk, "quotes", quote) == ["two", "one", "three"]
    assert saved.changes.rows["quoteLineItems"] == {two.id}
    lines.remove_line(desk.replica, c="quotes", id=two.id)
    assert described(desk, "quotes", quote) == ["one", "three"]


def test_a_long_draft_is_one_action_in_several_groups(desk: Desk) -> None:
    quote = a_quote(desk, *[{"description": f"line {n}"} for n in range(450)])
    assert len(described(desk, "quotes", quote)) == 450
    actions = desk.replica.reads().db.execute(
        "SELECT count(*), count(DISTINCT action_id) FROM outbox WHERE n > 2"
    )
    assert actions.fetchone() == (3, 1)


def test_the_paper_is_the_same_whatever_order_its_rows_come_in(desk: Desk) -> None:
    quote = a_quote(desk)
    reads, org = desk.replica.reads(), desk.replica.identity.org
    backwards = Rows()
    for c in ("quoteLineItems", "quotes", "clientProperties", "clientContacts", "clients", "organizations"):
        for (row_id,) in reads.db.execute(f"SELECT id FROM {c} ORDER BY id DESC").fetchall():
            row = reads.get(c, row_id)
            assert row is not None
            backwards.rows[c, row_id] = replace(row, clk={}, seq="x")
    here = snapshot(reads, org=org, c="quotes", id=quote, day=TODAY)
    assert snapshot(backwards, org=org, c="quotes", id=quote, day=TODAY) == here


def test_a_payment_is_taken_back_by_another_and_only_once(desk: Desk) -> None:
    invoice = an_issued_invoice(desk)
    paid = payments.record_payment(
        desk.replica, invoice_id=invoice, amount=10_000, day=TODAY, method="transfer"
    ).id
    payments.reverse_payment(desk.replica, id=paid, day=TODAY)
    amounts = [row.f["amount"] for row in desk.replica.reads().children("payments", "invoiceId", invoice)]
    assert sorted(amounts) == [-10_000, 10_000]
    with pytest.raises(SentenceError, match="taken back already"):
        payments.reverse_payment(desk.replica, id=paid, day=TODAY)


def test_a_draft_takes_no_payment(desk: Desk) -> None:
    invoice = invoices.create_invoice(desk.replica, client_id=a_client(desk), today=TODAY, lines=[TAP]).id
    with pytest.raises(SentenceError, match="still a draft"):
        payments.record_payment(desk.replica, invoice_id=invoice, amount=1, day=TODAY, method="cash")

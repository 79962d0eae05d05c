"""Quotes and invoices at work: lines, the way from quote to invoice, payments."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from onetool_desktop.changes.draft_paper import build_paper, snapshot
from onetool_desktop.changes.validate import MAX_CHANGES
from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import QuoteId
from onetool_desktop.services import (
    billing,
    clients,
    invoices,
    lines,
    payments,
    projects,
    quotes,
    tasks,
    undo,
)
from onetool_desktop.services.amounts import owed_on
from onetool_desktop.services.paper import paper_of
from onetool_desktop.services.schedule import Part, give_schedule, schedule_of
from onetool_desktop.services.together import issue_many, settle_invoices
from onetool_desktop.store import outbox
from onetool_desktop.store.errors import Refused
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import TAP, WORK, a_client, a_quote, an_approved_quote, an_issued_invoice
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


def test_new_work_is_at_the_only_property_of_its_client_until_he_has_another(desk: Desk) -> None:
    client = a_client(desk)
    only = desk.fields("clients", client)["primaryPropertyId"]
    quote = quotes.create_quote(desk.replica, client_id=client, today=TODAY).id
    invoice = invoices.create_invoice(desk.replica, client_id=client, today=TODAY).id
    project = projects.create_project(desk.replica, client_id=client, fields={"title": "Kitchen"}).id
    task = tasks.create_task(desk.replica, fields={"title": "Tap", "clientId": client, "date": TODAY}).id
    made = (("quotes", quote), ("invoices", invoice), ("projects", project), ("tasks", task))
    assert [desk.fields(c, id).get("propertyId") for c, id in made] == [only] * 4
    given = {"title": "Tap", "clientId": client, "date": TODAY, "propertyId": None}
    assert "propertyId" not in desk.fields("tasks", tasks.create_task(desk.replica, fields=given).id)
    clients.add_property(desk.replica, client_id=client, fields={"streetAddress": "3 South Street"})
    later = quotes.create_quote(desk.replica, client_id=client, today=TODAY).id
    assert "propertyId" not in desk.fields("quotes", later)


def test_a_property_added_after_the_quote_is_that_of_its_invoice_and_project(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Birch"}).id
    quote = a_quote(desk, client=client)
    only = clients.add_property(desk.replica, client_id=client, fields={"streetAddress": "3 South Street"}).id
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    quotes.approve_quote(desk.replica, id=quote)
    project = quotes.plan_quote(desk.replica, id=quote).id
    invoice = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert desk.fields("projects", project)["propertyId"] == only
    assert desk.fields("invoices", invoice)["propertyId"] == only


def test_an_invoice_names_its_quote_in_the_language_of_its_paper(desk: Desk) -> None:
    client = a_client(desk)
    clients.edit_client(desk.replica, id=client, fields={"language": "de-AT"})
    quote = a_quote(desk, client=client)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    quotes.approve_quote(desk.replica, id=quote)
    invoice = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert desk.fields("invoices", invoice)["message"] == "Zu unserem Angebot Q-000001."


def test_a_quote_is_invoiced_once_until_the_invoice_is_void(desk: Desk) -> None:
    quote = an_approved_quote(desk)
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    with pytest.raises(SentenceError, match="invoiced already"):
        invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY)
    invoices.issue_invoice(desk.replica, id=first, day=TODAY, online=False)
    invoices.void_invoice(desk.replica, id=first)
    assert invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id != first


def test_what_stands_in_the_place_of_a_void_invoice_is_of_the_same_day_of_work(desk: Desk) -> None:
    invoice = an_issued_invoice(desk)
    again = invoices.duplicate_invoice(desk.replica, id=invoice, today=TODAY).id
    day = {"serviceDay": "2026-01-09"}
    invoices.edit_invoice(desk.replica, id=again, fields=day)
    saved = invoices.issue_invoice(desk.replica, id=again, day=TODAY, online=False)
    assert "  " not in saved.changes.label, "one without a title has no gap in its label"
    work = invoices.duplicate_invoice(desk.replica, id=again, today=TODAY).id
    assert "serviceDay" not in desk.fields("invoices", work), "the same work again is of another day"
    invoices.void_invoice(desk.replica, id=again)
    instead = invoices.duplicate_invoice(desk.replica, id=again, today=TODAY).id
    assert desk.fields("invoices", instead)["serviceDay"] == "2026-01-09"


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


def test_money_is_not_recorded_on_a_day_to_come(desk: Desk) -> None:
    invoice = an_issued_invoice(desk)
    with pytest.raises(Invalid, match="still to come") as refused:
        payments.record_payment(desk.replica, invoice_id=invoice, amount=1, day="2999-01-01", method="cash")
    assert refused.value.field == "day"
    with pytest.raises(Invalid, match="still to come"):
        settle_invoices(desk.replica, ids=[invoice], day="2999-01-01", method="cash")


def test_a_draft_takes_no_payment(desk: Desk) -> None:
    invoice = invoices.create_invoice(desk.replica, client_id=a_client(desk), today=TODAY, lines=[TAP]).id
    with pytest.raises(SentenceError, match="still a draft"):
        payments.record_payment(desk.replica, invoice_id=invoice, amount=1, day=TODAY, method="cash")


def test_a_quote_is_invoiced_in_parts_until_nothing_is_left(desk: Desk) -> None:
    quote = an_approved_quote(desk)
    tap, work = (row.id for row in desk.replica.reads().children("quoteLineItems", "quoteId", quote))
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY, chosen=[tap]).id
    rest = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert described(desk, "invoices", first) == ["Kitchen tap"]
    assert described(desk, "invoices", rest) == ["Labour"]
    with pytest.raises(SentenceError, match="invoiced already"):
        invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY)
    lines.remove_line(desk.replica, c="invoices", id=billing.line_id(desk.replica.identity.org, rest, work))  # pyright: ignore[reportArgumentType]
    left = billing.left_to_bill(desk.replica.reads(), org=desk.replica.identity.org, quote=quote)
    assert [row_id for row_id, _ in left] == [work]


def test_a_line_billed_in_part_brings_its_heading_and_an_amount_off_goes_with_the_last(desk: Desk) -> None:
    heading = {"kind": "heading", "description": "Kitchen"}
    quote = a_quote(
        desk, heading, TAP, {**TAP, "description": "Sink"}, {**heading, "description": "Bath"}, TAP
    )
    quotes.edit_quote(desk.replica, id=quote, fields={"discountKind": "amount", "discountValue": "20"})
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    quotes.approve_quote(desk.replica, id=quote)
    rows = desk.replica.reads().children("quoteLineItems", "quoteId", quote)
    sink = next(row.id for row in rows if row.f["description"] == "Sink")
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY, chosen=[sink]).id
    rest = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert described(desk, "invoices", first) == ["Kitchen", "Sink"]
    assert "discountValue" not in desk.fields("invoices", first)
    assert described(desk, "invoices", rest) == ["Kitchen", "Kitchen tap", "Bath", "Kitchen tap"]
    assert desk.fields("invoices", rest)["discountValue"] == "20"


def options_of(desk: Desk, quote: QuoteId) -> dict[str, str]:
    rows = desk.replica.reads().children("quoteLineItems", "quoteId", quote)
    return {row.f["description"]: row.id for row in rows if row.f.get("optional")}


def test_an_option_counts_and_is_billed_once_the_customer_chose_it(desk: Desk) -> None:
    quote = a_quote(desk, TAP, {**WORK, "optional": True}, {**TAP, "description": "Sieve", "optional": True})
    assert total(desk, "quotes", quote) == 17374
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    paper = build_paper(desk.replica.reads(), org=desk.replica.identity.org, c="quotes", id=quote, day=TODAY)
    assert [line.optional for line in paper.lines] == [False, True, True]
    assert paper.totals.total == 17374

    quotes.choose_options(desk.replica, id=quote, chosen=[options_of(desk, quote)["Labour"]])
    assert total(desk, "quotes", quote) == 17374 + 17255
    quotes.approve_quote(desk.replica, id=quote)
    invoice = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert described(desk, "invoices", invoice) == ["Kitchen tap", "Labour"]
    rows = desk.replica.reads().children("invoiceLineItems", "invoiceId", invoice)
    assert not any({"optional", "chosen"} & row.f.keys() for row in rows)

    quotes.choose_options(desk.replica, id=quote, chosen=[options_of(desk, quote)["Sieve"]])
    chosen = [desk.fields("quoteLineItems", line).get("chosen") for line in options_of(desk, quote).values()]
    assert chosen == [True, True]  # what was billed stays chosen


def test_more_options_than_one_group_holds_are_chosen_billed_and_taken_back_as_one(desk: Desk) -> None:
    quote = a_quote(desk, *({**TAP, "description": f"Tap {at}", "optional": True} for at in range(201)))
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    saved = quotes.choose_options(desk.replica, id=quote, chosen=list(options_of(desk, quote).values()))
    quotes.approve_quote(desk.replica, id=quote)
    invoice = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY)
    assert len(described(desk, "invoices", invoice.id)) == 201
    for gids in (saved.gids, invoice.saved.gids):
        entries = {one.group.gid: one.group for one in outbox.entries(desk.replica.writer)}
        groups = [entries[gid] for gid in gids]
        assert [len(group.changes) <= MAX_CHANGES for group in groups] == [True, True]
        assert {group.action for group in groups} == {gids[0]}
        assert gids[0] in groups[1].after
    assert invoice.saved.undo is not None
    undo.take_back(desk.replica, invoice.saved.undo)
    assert saved.undo is not None
    undo.take_back(desk.replica, saved.undo)
    assert not any(
        desk.fields("quoteLineItems", line).get("chosen") for line in options_of(desk, quote).values()
    )


def test_an_amount_off_is_not_given_again_with_an_option_that_is_billed_later(desk: Desk) -> None:
    quote = a_quote(desk, TAP, {**WORK, "optional": True})
    quotes.edit_quote(desk.replica, id=quote, fields={"discountKind": "amount", "discountValue": "20"})
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    quotes.approve_quote(desk.replica, id=quote)
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert desk.fields("invoices", first)["discountValue"] == "20"
    quotes.choose_options(desk.replica, id=quote, chosen=list(options_of(desk, quote).values()))
    later = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert described(desk, "invoices", later) == ["Labour"]
    assert "discountValue" not in desk.fields("invoices", later)


def test_options_are_not_chosen_in_a_draft_and_a_duplicate_forgets_the_choice(desk: Desk) -> None:
    quote = a_quote(desk, TAP, {**WORK, "optional": True})
    lines = options_of(desk, quote)
    with pytest.raises(SentenceError, match="was sent"):
        quotes.choose_options(desk.replica, id=quote, chosen=list(lines.values()))
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    saved = quotes.choose_options(desk.replica, id=quote, chosen=list(lines.values()))
    assert saved.undo is not None
    copy = quotes.duplicate_quote(desk.replica, id=quote, today=TODAY).id
    assert total(desk, "quotes", copy) == 17374
    undo.take_back(desk.replica, saved.undo)
    assert total(desk, "quotes", quote) == 17374


def test_a_text_goes_into_the_invoice_with_what_it_stands_under(desk: Desk) -> None:
    text = {"kind": "text", "description": "By the yard."}
    heading = {"kind": "heading", "description": "Kitchen"}
    lines = (heading, text, TAP, WORK, {**text, "description": "Two people."}, {**TAP, "description": "Sink"})
    quote = a_quote(desk, *lines)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    quotes.approve_quote(desk.replica, id=quote)
    rows = desk.replica.reads().children("quoteLineItems", "quoteId", quote)
    ids = {row.f["description"]: row.id for row in rows}
    chosen = [ids["Kitchen tap"], ids["Sink"]]
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY, chosen=chosen).id
    rest = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert described(desk, "invoices", first) == ["Kitchen", "By the yard.", "Kitchen tap", "Sink"]
    assert described(desk, "invoices", rest) == ["Kitchen", "By the yard.", "Labour", "Two people."]


def test_a_draft_invoice_that_was_deleted_is_made_anew(desk: Desk) -> None:
    quote = an_approved_quote(desk)
    first = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    invoices.delete_invoice(desk.replica, id=first)
    again = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    assert described(desk, "invoices", again) == ["Kitchen tap", "Labour"]


def test_the_work_of_an_approved_quote_is_planned_once_on_two_devices(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    quote = an_approved_quote(desk)
    desk.replica.close()
    copy = desk.path.with_name("copy.db")
    copy.write_bytes(desk.path.read_bytes())
    desk.reopen()
    project = quotes.plan_quote(desk.replica, id=quote).id
    assert desk.fields("projects", project)["title"] == "Kitchen"
    assert desk.fields("quotes", quote)["projectId"] == project
    with pytest.raises(SentenceError, match="belongs to a project already"):
        quotes.plan_quote(desk.replica, id=quote)
    invoice = invoices.invoice_project(desk.replica, project_id=project, today=TODAY).id
    assert desk.fields("invoices", invoice)["quoteId"] == quote
    more = invoices.invoice_project(desk.replica, project_id=project, today=TODAY).id
    assert described(desk, "invoices", more) == []
    desk.path = copy
    desk.reopen()
    assert quotes.plan_quote(desk.replica, id=quote).id == project


def test_a_duplicate_says_the_same_and_has_no_number(desk: Desk) -> None:
    quote = an_approved_quote(desk)
    copy = quotes.duplicate_quote(desk.replica, id=quote, today=TODAY).id
    assert described(desk, "quotes", copy) == described(desk, "quotes", quote)
    assert (desk.fields("quotes", copy)["status"], "number" in desk.fields("quotes", copy)) == (
        "draft",
        False,
    )
    bill = invoices.invoice_quote(desk.replica, quote_id=quote, today=TODAY).id
    again = invoices.duplicate_invoice(desk.replica, id=bill, today=TODAY).id
    assert total(desk, "invoices", again) == total(desk, "invoices", bill)
    assert "quoteId" not in desk.fields("invoices", again)


def test_a_schedule_is_changed_row_by_row_and_has_to_add_up_before_the_invoice_is_issued(desk: Desk) -> None:
    invoice = invoices.create_invoice(desk.replica, client_id=a_client(desk), today=TODAY, lines=[TAP]).id
    parts = [Part(10_000, "2026-03-10", "Deposit"), Part(7_374, "2026-04-10"), Part(1, "2026-05-10")]
    give_schedule(desk.replica, id=invoice, parts=parts)
    assert schedule_of(desk.replica.reads(), invoice) == parts
    with pytest.raises(SentenceError, match="does not add up"):
        invoices.issue_invoice(desk.replica, id=invoice, day=TODAY, online=False)
    saved = give_schedule(desk.replica, id=invoice, parts=parts[:2])
    assert len(saved.changes.rows["installments"]) == 1
    invoices.issue_invoice(desk.replica, id=invoice, day=TODAY, online=False)


def test_many_invoices_are_settled_as_one_action_with_what_is_still_owed(desk: Desk) -> None:
    first, second = an_issued_invoice(desk), an_issued_invoice(desk)
    draft = invoices.create_invoice(desk.replica, client_id=a_client(desk), today=TODAY, lines=[TAP]).id
    payments.record_payment(desk.replica, invoice_id=first, amount=7_374, day=TODAY, method="cash")
    done = settle_invoices(desk.replica, ids=[first, second, draft], day=TODAY, method="transfer")
    assert (done.done, done.left, len(done.saved.gids)) == (2, 1, 1)
    reads, org = desk.replica.reads(), desk.replica.identity.org
    assert [owed_on(reads, org=org, invoice=id) for id in (first, second)] == [0, 0]
    payments.record_payment(desk.replica, invoice_id=first, amount=500, day=TODAY, method="cash")
    assert owed_on(reads, org=org, invoice=first) == -500


def test_many_drafts_are_issued_each_with_its_number_and_what_cannot_be_is_left(desk: Desk) -> None:
    made = [a_quote(desk) for _ in range(3)]
    quotes.edit_quote(desk.replica, id=made[1], fields={"validUntil": None})
    done = issue_many(desk.replica, c="quotes", ids=made, day=TODAY, online=False)
    assert (done.done, done.left) == (2, 1)
    assert [desk.fields("quotes", id).get("number") for id in made] == ["Q-000001", None, "Q-000002"]
    with pytest.raises(SentenceError, match="500 documents can be issued at once"):
        issue_many(desk.replica, c="quotes", ids=["x"] * 501, day=TODAY, online=False)


def test_a_lead_is_an_active_client_once_a_quote_is_approved_in_the_same_group(desk: Desk) -> None:
    client = a_client(desk)
    quote = a_quote(desk, client=client)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    assert desk.fields("clients", client)["status"] == "lead"
    saved = quotes.approve_quote(desk.replica, id=quote)
    assert desk.fields("clients", client)["status"] == "active"
    assert len(saved.gids) == 1


def test_a_lead_is_an_active_client_once_an_invoice_is_issued_by_the_same_action(desk: Desk) -> None:
    client = a_client(desk)
    invoice = invoices.create_invoice(desk.replica, client_id=client, today=TODAY, lines=[TAP]).id
    saved = invoices.issue_invoice(desk.replica, id=invoice, day=TODAY, online=False)
    assert desk.fields("clients", client)["status"] == "active"
    first, then = outbox.entries(desk.replica.reads().db)[-2:]
    assert (first.group.gid, then.group.gid) == saved.gids
    assert first.action_id == then.action_id
    assert first.group.gid in then.group.after


@pytest.mark.parametrize("status", ["active", "inactive", "archived"])
def test_a_client_that_is_no_lead_keeps_its_status(desk: Desk, status: str) -> None:
    client = a_client(desk)
    clients.set_client_status(desk.replica, id=client, status="active")
    clients.set_client_status(desk.replica, id=client, status=status)
    quote = a_quote(desk, client=client)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    quotes.approve_quote(desk.replica, id=quote)
    assert desk.fields("clients", client)["status"] == status


def test_whoever_may_not_change_clients_still_hears_the_answer(desk: Desk) -> None:
    client = a_client(desk)
    quote = a_quote(desk, client=client)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    desk.replica.principal = replace(desk.replica.principal, permissions={"clients": "view"})
    quotes.approve_quote(desk.replica, id=quote)
    assert desk.fields("quotes", quote)["status"] == "approved"
    assert desk.fields("clients", client)["status"] == "lead"


def test_the_page_of_an_invoice_voided_before_its_number_came_says_so(desk: Desk) -> None:
    waiting = an_issued_invoice(desk, online=True)
    invoices.void_invoice(desk.replica, id=waiting)
    reads, identity = desk.replica.reads(), desk.replica.identity
    assert paper_of(reads, identity, c="invoices", id=waiting, today=TODAY).status == "void"

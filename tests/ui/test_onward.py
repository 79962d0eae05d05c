"""From an approved quote to the last payment: project, invoices in parts, schedule, payments and their way back."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId, InvoiceId, QuoteId
from onetool_desktop.services import clients, invoices, payments, quotes
from onetool_desktop.services.schedule import Part, schedule_of
from onetool_desktop.ui.screens.documents.choose_lines import ChooseLines
from onetool_desktop.ui.screens.documents.schedule_form import ScheduleForm
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.buttons import IconButton
from onetool_desktop.ui.widgets.choice_field import ChoiceField
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.suggestions import Suggestions
from onetool_desktop.ui.widgets.text import Paragraph, Text
from tests.ui.support.office import TODAY, Office

ENTER, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LINE = {"quantity": "1", "unitPrice": "100", "taxRate": "20"}


class Way:
    """A person at one document after the other."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client = office.with_addresses(office.client("Harbour Street Dental"))

    @property
    def place(self) -> DocumentWorkplace:
        screen = self.office.window.screen_here
        assert isinstance(screen, DocumentWorkplace)
        return screen

    def approved(self, *names: str) -> str:
        lines = [{**LINE, "description": name} for name in names]
        made = quotes.create_quote(
            self.office.replica,
            client_id=quotes.ClientId(self.client),
            today=TODAY,
            lines=lines,
            fields={"title": "Bath"},
        ).id
        quotes.send_quote(self.office.replica, id=made, day=TODAY, online=False)
        quotes.approve_quote(self.office.replica, id=made)
        self.office.go("quotes", made)
        return made

    def issued(self) -> str:
        quote = self.approved("Tap")
        made = invoices.invoice_quote(self.office.replica, quote_id=QuoteId(quote), today=TODAY).id
        invoices.issue_invoice(self.office.replica, id=made, day=TODAY, online=False)
        self.office.go("invoices", made)
        return made

    def do(self, action: str) -> None:
        assert self.place.actions_here is not None
        self.place.actions_here.trigger(action)
        self.office.settle()

    def why_not(self, action: str) -> str:
        assert self.place.actions_here is not None
        return self.place.actions_here.actions[action].toolTip()

    def buttons(self) -> list[str]:
        shown = self.place.head.findChildren(type(self.place.head.client))
        return [button.text() for button in shown if button.isVisible() and button.text()]


@pytest.fixture
def way(office: Office) -> Way:
    return Way(office)


def test_an_approved_quote_becomes_a_project_and_the_project_leads_back(way: Way) -> None:
    quote = way.approved("Tap")
    assert {"Make invoice", "Create project", "Reopen quote"} <= set(way.buttons())
    way.office.key(Qt.Key.Key_J, CTRL)
    way.office.until(lambda: way.office.window.screen_here.title == "Bath")
    project = way.office.fields("quotes", quote)["projectId"]
    way.office.go("quotes", quote)
    assert "Open its project" in way.buttons()
    assert "belongs to a project already" in way.why_not("quote.plan")
    way.do("quote.project")
    assert way.office.window.screen_here.title == "Bath"
    assert way.office.fields("projects", str(project))["clientId"] == way.client


def test_chosen_lines_are_invoiced_with_the_keyboard_and_the_rest_later(way: Way) -> None:
    quote = way.approved("Tap", "Sink", "Bath")
    way.do("quote.invoice-some")
    panel = way.place.findChild(ChooseLines)
    assert panel is not None
    assert panel.isVisible()
    way.office.key(SPACE)  # not the first
    way.office.key(ENTER)
    way.office.until(lambda: way.place.collection == "invoices")
    assert [f.get("description") for _, f in way.place.model.lines_shown()] == ["Sink", "Bath"]
    way.office.go("quotes", quote)
    way.office.until(lambda: "Open its invoice" in way.buttons())
    assert way.place.head.steps.accessibleName().startswith("Step Partly invoiced")
    assert "one line only" in way.why_not("quote.invoice-some").lower() or "Only one line" in way.why_not(
        "quote.invoice-some"
    )
    way.office.key(Qt.Key.Key_I, CTRL)
    way.office.until(lambda: way.place.collection == "invoices" and way.place.model.rowCount() == 2)
    way.office.go("quotes", quote)
    way.office.until(lambda: "Make invoice" not in way.buttons())
    assert "invoiced already" in way.why_not("quote.invoice")
    assert "Duplicate it" in way.why_not("quote.reopen")


def test_a_duplicate_opens_as_a_draft_with_the_same_lines(way: Way) -> None:
    quote = way.approved("Tap", "Sink")
    way.office.key(Qt.Key.Key_D, CTRL | SHIFT)
    way.office.until(lambda: way.place.document != quote and way.place.sheet is not None)
    assert way.place.title == "Quote"
    assert [f.get("description") for _, f in way.place.model.lines_shown()] == ["Tap", "Sink"]
    way.office.key(Qt.Key.Key_Z, CTRL)
    way.office.until(lambda: way.place.sheet is None)


def test_a_schedule_deals_the_total_out_and_says_what_is_missing(way: Way) -> None:
    quote = way.approved("Tap")
    made = invoices.invoice_quote(way.office.replica, quote_id=QuoteId(quote), today=TODAY).id
    way.office.go("invoices", made)
    way.do("invoice.schedule")
    form = way.place.findChild(ScheduleForm)
    assert form is not None
    way.office.type("50")
    way.office.key(ENTER)
    assert form.isVisible()
    assert "70.00" in form.rows[0].amount.edit.accessibleDescription()
    way.office.type(" %")
    form.rows[1].words.edit.setFocus()
    way.office.type("Balance")
    way.office.key(ENTER)
    way.office.until(lambda: len(schedule_of(way.office.replica.reads(), made)) == 2)
    assert schedule_of(way.office.replica.reads(), made) == [Part(6_000), Part(6_000, description="Balance")]


def test_parts_that_esc_put_away_stand_there_again_for_the_same_invoice(way: Way) -> None:
    client = ClientId(way.office.client("Birch & Amber"))
    made, other = (
        invoices.create_invoice(way.office.replica, client_id=client, today=TODAY).id for _ in range(2)
    )

    def amount_at(invoice: str) -> str:
        way.office.go("invoices", invoice)
        way.do("invoice.schedule")
        form = way.place.findChild(ScheduleForm)
        assert form is not None
        return form.rows[0].amount.edit.text()

    assert not amount_at(made)
    way.office.type("30 %")
    way.office.key(Qt.Key.Key_Escape)
    assert not amount_at(other)
    way.office.key(Qt.Key.Key_Escape)
    assert amount_at(made) == "30 %"


def payment_form(way: Way) -> FormPanel:
    return next(form for form in way.place.findChildren(FormPanel) if form.isVisible())


def pay(way: Way, amount: str) -> None:
    way.office.key(Qt.Key.Key_M, CTRL | SHIFT)
    way.office.type(amount)
    way.office.key(ENTER)
    way.office.settle()
    way.office.settle()


def test_the_day_of_a_payment_has_been_and_its_way_is_chosen_by_a_letter(way: Way) -> None:
    made = way.issued()
    way.office.key(Qt.Key.Key_M, CTRL | SHIFT)
    form = payment_form(way)
    way.office.type("20")
    form.edits["day"].setFocus()
    way.office.type("+")
    way.office.key(ENTER)
    way.office.until(lambda: "still to come" in form.edits["day"].accessibleDescription())
    assert form.isVisible()
    assert form.edits["amount"].text() == "20"
    way.office.type("28")  # the last such day, not the next
    way.office.key(TAB)
    way.office.type("cas")
    way.office.key(TAB)
    way.office.key(ENTER)
    way.office.until(lambda: way.place.sheet is not None and way.place.sheet.owed == 10_000)
    (paid,) = way.office.replica.reads().children("payments", "invoiceId", made)
    assert (paid.f["day"], paid.f["method"]) == ("2026-02-28", "cash")
    way.office.key(Qt.Key.Key_M, CTRL | SHIFT)
    assert payment_form(way).edits["method"].text() == "Cash"


def test_a_payment_that_esc_put_away_stands_there_again_until_it_is_recorded(way: Way) -> None:
    way.issued()
    way.office.key(Qt.Key.Key_M, CTRL | SHIFT)
    form = payment_form(way)
    form.edits["note"].setFocus()
    way.office.type("in two parts")
    way.office.key(Qt.Key.Key_Escape)
    way.office.key(Qt.Key.Key_M, CTRL | SHIFT)
    assert form.edits["note"].text() == "in two parts"
    way.office.key(ENTER)
    way.office.until(lambda: way.place.sheet is not None and way.place.sheet.owed == 0)
    way.office.key(Qt.Key.Key_M, CTRL | SHIFT)
    assert not form.edits["note"].text()


def test_f4_shows_the_ways_to_pay_and_f5_takes_the_one_used_last(way: Way) -> None:
    way.issued()
    ChoiceField.last["method"] = "card"
    way.office.key(Qt.Key.Key_M, CTRL | SHIFT)
    form = payment_form(way)
    form.edits["method"].setFocus()
    way.office.key(Qt.Key.Key_F4)
    offered = next(one for one in form.window().findChildren(Suggestions) if one.isVisible())
    assert offered.list.choices.rowCount() == 5
    way.office.key(Qt.Key.Key_Down)
    way.office.key(ENTER)
    assert form.edits["method"].text() == "Cheque"
    way.office.key(Qt.Key.Key_F4)
    form.close_overlay()
    assert not offered.isVisible()
    form.open()
    form.edits["method"].setFocus()
    way.office.key(Qt.Key.Key_F5)
    assert form.edits["method"].text() == "Card"


def test_a_payment_is_recorded_in_parts_and_over_and_taken_back(way: Way) -> None:
    way.issued()
    pay(way, "20")
    way.office.until(lambda: "100.00 is still owed" in way.office.window.message.text.text())
    pay(way, "150")
    asked = payment_form(way).edits["amount"].accessibleDescription()
    assert asked == "This is €50.00 more than the €100.00 owed. Press Enter again to record it all the same."
    assert way.place.sheet is not None
    assert way.place.sheet.owed == 10_000
    way.office.key(ENTER)
    way.office.until(lambda: way.place.sheet is not None and way.place.sheet.owed == -5_000)
    assert way.place.head.steps.accessibleName().startswith("Step Overpaid")
    assert "50.00" in way.office.window.message.text.text()

    def ways_back() -> list[IconButton]:
        return [button for button in way.place.ledger.findChildren(IconButton) if button.isVisible()]

    way.office.until(lambda: len(ways_back()) == 2)
    ways_back()[0].click()
    way.office.until(lambda: way.place.sheet is not None and way.place.sheet.owed == 10_000)
    way.office.until(lambda: len(ways_back()) == 1)


def test_an_invoice_leads_to_its_quote_and_a_voided_one_is_done_anew(way: Way) -> None:
    made = way.issued()
    way.do("invoice.quote")
    assert way.place.collection == "quotes"
    way.office.go("invoices", made)
    way.do("invoice.void")
    way.office.type("inv-000002")
    way.office.key(ENTER)
    assert payment_form(way).edits["word"].accessibleDescription().startswith("This is not it.")
    assert way.office.fields("invoices", made)["status"] == "sent"
    payment_form(way).edits["word"].selectAll()
    way.office.type("inv-000001")
    way.office.key(ENTER)
    way.office.until(lambda: way.place.sheet is not None and way.place.sheet.status == "cancelled")
    assert way.office.fields("invoices", made)["number"] == "INV-000001"
    assert "Duplicate it as a draft" in way.buttons()


def ledger_words(way: Way) -> list[str]:
    return [one.text() for one in way.place.ledger.findChildren(Text) if one.isVisible()]


def test_nothing_is_owed_on_a_void_invoice_and_what_came_in_is_to_be_given_back(way: Way) -> None:
    made = way.issued()
    way.office.until(lambda: ledger_words(way)[-3:-1] == ["Still owed", "120.00"])
    invoices.void_invoice(way.office.replica, id=InvoiceId(made))
    way.place.refresh()
    way.office.until(lambda: ledger_words(way)[-3:-1] == ["Still owed", "0.00"])

    paid = way.issued()
    payments.record_payment(
        way.office.replica, invoice_id=InvoiceId(paid), amount=5_000, day=TODAY, method="cash"
    )
    invoices.void_invoice(way.office.replica, id=InvoiceId(paid))
    way.place.refresh()
    way.office.until(lambda: "To give back" in ledger_words(way))
    words = ledger_words(way)
    assert words[words.index("To give back") + 1] == "50.00"
    assert "Still owed" not in words


def test_the_question_before_an_invoice_is_void_tells_what_came_in_for_it(way: Way) -> None:
    made = way.issued()
    payments.record_payment(
        way.office.replica, invoice_id=InvoiceId(made), amount=5_000, day=TODAY, method="cash"
    )
    way.place.refresh()
    way.office.until(lambda: way.place.sheet is not None and way.place.sheet.paid == 5_000)
    way.do("invoice.void")
    said = [one.text() for one in payment_form(way).findChildren(Paragraph) if one.isVisible()]
    assert any("50.00 came in for it" in text and "to be given back" in text for text in said)


def test_no_key_in_the_void_panel_reaches_the_business_behind_it(way: Way) -> None:
    made = way.issued()
    renamed = clients.edit_client(
        way.office.replica, id=quotes.ClientId(way.client), fields={"taxNumber": "GB 42"}
    )
    way.office.window.work.undo.remember(renamed.undo)
    way.do("invoice.void")
    panel = payment_form(way)
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_K, Qt.Key.Key_1):
        way.office.key(key, CTRL)
    way.office.settle()
    assert way.office.fields("clients", way.client)["taxNumber"] == "GB 42"
    assert panel.isVisible()
    assert panel.isAncestorOf(way.office.focused)
    assert way.place.document == made


def test_a_press_beside_a_panel_that_was_typed_into_leaves_it_and_says_so(way: Way) -> None:
    way.issued()
    way.do("invoice.void")
    panel, beside = payment_form(way), way.office.window.side.items["clients"]
    way.office.type("inv")
    way.office.bot.mouseClick(beside, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    assert panel.isAncestorOf(way.office.focused)
    assert any(
        "Nothing was done yet" in one.text() for one in panel.findChildren(Paragraph) if one.isVisible()
    )
    assert way.place.collection == "invoices"
    way.office.type("x")
    assert panel.edits["word"].text() == "invx"
    panel.edits["word"].clear()
    way.office.bot.mouseClick(beside, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    way.office.until(lambda: way.office.window.screen_here.title == "Clients")


def test_expired_is_a_step_that_says_what_can_be_done(way: Way) -> None:
    made = quotes.create_quote(
        way.office.replica,
        client_id=quotes.ClientId(way.client),
        today=TODAY,
        fields={"validUntil": "2026-02-01"},
        lines=[{**LINE, "description": "Tap"}],
    ).id
    quotes.send_quote(way.office.replica, id=made, day=TODAY, online=False)
    way.office.window.go(Place("quotes", made))
    way.office.settle()
    assert way.place.head.steps.accessibleName().startswith("Step Expired")
    assert {"Approve quote", "Revise quote"} <= set(way.buttons())


def test_a_schedule_that_no_longer_adds_up_stops_the_issue_with_a_sentence(way: Way) -> None:
    quote = way.approved("Tap")
    made = invoices.invoice_quote(way.office.replica, quote_id=QuoteId(quote), today=TODAY).id
    from onetool_desktop.services.schedule import give_schedule

    give_schedule(way.office.replica, id=InvoiceId(made), parts=[Part(1), Part(2)])
    way.office.go("invoices", made)
    way.do("invoice.issue")
    assert "does not add up" in way.office.window.message.text.text()
    assert way.office.fields("invoices", made)["status"] == "draft"


def test_the_invoice_made_from_a_project_bills_its_approved_quote(way: Way) -> None:
    quote = way.approved("Tap", "Sink")
    way.office.key(Qt.Key.Key_J, CTRL)
    way.office.until(lambda: way.office.window.screen_here.title == "Bath")
    way.office.key(Qt.Key.Key_I, CTRL | SHIFT)
    way.office.until(lambda: isinstance(way.office.window.screen_here, DocumentWorkplace))
    assert [f.get("description") for _, f in way.place.model.lines_shown()] == ["Tap", "Sink"]
    assert way.office.fields("invoices", way.place.document)["quoteId"] == quote


def test_the_client_takes_options_of_a_sent_quote_and_they_are_invoiced(way: Way) -> None:
    lines = [
        {**LINE, "description": name, "optional": name != "Tap" or None} for name in ("Tap", "Sieve", "Sink")
    ]
    quote = quotes.create_quote(
        way.office.replica, client_id=quotes.ClientId(way.client), today=TODAY, lines=lines
    ).id
    quotes.send_quote(way.office.replica, id=quote, day=TODAY, online=False)
    way.office.go("quotes", quote)
    assert "Choose options…" in way.buttons()
    way.do("quote.options")
    panel = next(one for one in way.place.findChildren(ChooseLines) if one.isVisible())
    assert panel.lines.rowCount() == 2
    way.office.key(SPACE)
    way.office.key(ENTER)
    way.office.until(lambda: "1 option taken." in way.office.window.message.text.text())
    way.office.until(lambda: "Options: 1 of 2 taken…" in way.buttons())
    quotes.approve_quote(way.office.replica, id=quote)
    made = invoices.invoice_quote(way.office.replica, quote_id=quote, today=TODAY).id
    rows = way.office.replica.reads().children("invoiceLineItems", "invoiceId", made)
    assert {row.f["description"] for row in rows} == {"Tap", "Sieve"}


def test_a_lead_that_agrees_is_said_to_be_an_active_client(way: Way) -> None:
    clients.set_client_status(way.office.replica, id=quotes.ClientId(way.client), status="lead")
    made = quotes.create_quote(
        way.office.replica,
        client_id=quotes.ClientId(way.client),
        today=TODAY,
        lines=[{**LINE, "description": "Tap"}],
    ).id
    quotes.send_quote(way.office.replica, id=made, day=TODAY, online=False)
    way.office.go("quotes", made)
    way.do("quote.approve")
    said = way.office.window.message.text
    way.office.until(lambda: said.text() == "Quote approved. Harbour Street Dental is an active client now.")
    assert way.office.fields("clients", way.client)["status"] == "active"
    way.do("quote.invoice")
    way.office.until(lambda: way.place.collection == "invoices")
    way.do("invoice.issue")
    way.office.until(
        lambda: said.text() == "Invoice INV-000001 is final. Print it, mail it or save it as a PDF."
    )
    assert way.office.window.message.offer.text() == "Save as PDF"

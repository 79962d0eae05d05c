"""Taking back and doing again: chains of both, what others built on, and what has no undo and says so."""

from collections.abc import Callable

import pytest

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId, PaymentId
from onetool_desktop.services import clients, invoices, payments, projects, quotes, undo
from onetool_desktop.services.saving import Saved
from onetool_desktop.services.undo import Undo, Undone
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import a_client, a_quote, an_issued_invoice


def undo_of(saved: Saved) -> Undo:
    assert saved.undo is not None
    return saved.undo


def redo_of(undone: Undone) -> Undo:
    assert undone.redo is not None
    return undone.redo


def notes(desk: Desk, client: ClientId) -> object:
    return desk.fields("clients", client).get("notes")


def test_an_edit_is_taken_back_done_again_and_taken_back_once_more(desk: Desk) -> None:
    client = a_client(desk)
    back = undo.take_back(
        desk.replica, undo_of(clients.edit_client(desk.replica, id=client, fields={"notes": "one"}))
    )
    again = undo.do_again(desk.replica, redo_of(back))
    assert notes(desk, client) == "one"
    assert (again.label, again.skipped) == ("Edit notes", ())
    undo.take_back(desk.replica, redo_of(again))
    assert notes(desk, client) is None


def test_two_edits_of_one_field_go_back_and_forth_in_order(desk: Desk) -> None:
    client = a_client(desk)
    first = undo_of(clients.edit_client(desk.replica, id=client, fields={"notes": "one"}))
    second = undo_of(clients.edit_client(desk.replica, id=client, fields={"notes": "two"}))
    back_two = undo.take_back(desk.replica, second)
    back_one = undo.take_back(desk.replica, undo.after(first, back_two))
    again_one = undo.do_again(desk.replica, redo_of(back_one))
    assert (notes(desk, client), again_one.skipped) == ("one", ())
    again_two = undo.do_again(desk.replica, undo.after(redo_of(back_two), again_one))
    assert (notes(desk, client), again_two.skipped) == ("two", ())


def test_what_was_changed_since_is_not_done_again_and_is_named(desk: Desk) -> None:
    client = a_client(desk)
    back = undo.take_back(
        desk.replica, undo_of(clients.edit_client(desk.replica, id=client, fields={"notes": "one"}))
    )
    clients.edit_client(desk.replica, id=client, fields={"notes": "theirs"})
    assert undo.do_again(desk.replica, redo_of(back)).skipped == ("Notes",)
    assert notes(desk, client) == "theirs"


def test_a_new_record_taken_back_comes_again_with_all_of_it(desk: Desk) -> None:
    made = clients.create_client(desk.replica, fields={"companyName": "Avon"}, contacts=[{"firstName": "A"}])
    back = undo.take_back(desk.replica, undo_of(made.saved))
    undo.do_again(desk.replica, redo_of(back))
    assert desk.fields("clients", made.id)["companyName"] == "Avon"
    assert len(desk.replica.reads().children("clientContacts", "clientId", made.id)) == 1


def test_a_delete_taken_back_is_done_again_unless_something_was_added(desk: Desk) -> None:
    client = a_client(desk)
    back = undo.take_back(desk.replica, undo_of(clients.delete_client(desk.replica, id=client)))
    again = undo.do_again(desk.replica, redo_of(back))
    assert desk.replica.reads().row("clients", client) is None
    back = undo.take_back(desk.replica, redo_of(again))
    project = projects.create_project(desk.replica, client_id=client, fields={"title": "Boiler"}).id
    with pytest.raises(SentenceError, match="added to since"):
        undo.do_again(desk.replica, redo_of(back))
    assert desk.fields("projects", project)["title"] == "Boiler"


@pytest.mark.parametrize(
    ("start", "end"), [("planned", "completed"), ("in-progress", "cancelled"), ("in-progress", "completed")]
)
def test_a_status_goes_back_even_where_that_takes_two_steps(desk: Desk, start: str, end: str) -> None:
    client = a_client(desk)
    fields = {"title": "Boiler", "status": start}
    project = projects.create_project(desk.replica, client_id=client, fields=fields).id
    saved = projects.set_project_status(desk.replica, id=project, status=end)
    back = undo.take_back(desk.replica, undo_of(saved))
    assert (back.skipped, desk.fields("projects", project)["status"]) == ((), start)
    undo.do_again(desk.replica, redo_of(back))
    assert desk.fields("projects", project)["status"] == end


def pay(desk: Desk) -> Saved:
    invoice = an_issued_invoice(desk)
    return payments.record_payment(
        desk.replica, invoice_id=invoice, amount=100, day=TODAY, method="cash"
    ).saved


def take_back_a_payment(desk: Desk) -> Saved:
    pay(desk)
    (payment,) = desk.replica.reads().db.execute("SELECT id FROM payments").fetchone()
    return payments.reverse_payment(desk.replica, id=PaymentId(payment), day=TODAY).saved


def void(desk: Desk) -> Saved:
    return invoices.void_invoice(desk.replica, id=an_issued_invoice(desk))


def send(desk: Desk) -> Saved:
    return quotes.send_quote(desk.replica, id=a_quote(desk), day=TODAY, online=False)


def approve(desk: Desk) -> Saved:
    quote = a_quote(desk)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    return quotes.approve_quote(desk.replica, id=quote)


def revise(desk: Desk) -> Saved:
    quote = a_quote(desk)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    return quotes.revise_quote(desk.replica, id=quote)


@pytest.mark.parametrize(
    ("act", "instead"),
    [
        (pay, "reversal"),
        (take_back_a_payment, "Record the payment anew"),
        (void, "Make a new one"),
        (send, "Revise the quote"),
        (approve, "Reopen the quote"),
        (revise, "Send the quote again"),
    ],
)
def test_what_has_no_undo_says_what_to_do_instead_and_changes_nothing(
    desk: Desk, act: Callable[[Desk], Saved], instead: str
) -> None:
    done = undo_of(act(desk))
    before = desk.replica.hand
    with pytest.raises(SentenceError) as refused:
        undo.take_back(desk.replica, done)
    assert instead in refused.value.next_step
    assert desk.replica.hand == before

"""What a cloud refused, seen in the window, and each way out taken until the cloud has it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onetool_desktop import app
from onetool_desktop.changes.values import Code, Outcome, Result
from onetool_desktop.domain.ids import ClientId, InvoiceId, LineId, QuoteId
from onetool_desktop.services import clients, invoices, lines, quotes, records, tasks
from onetool_desktop.services.remedies import HELD, MERGED, NUMBERS, TABLE
from onetool_desktop.store import exchange, outbox
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.sync import events as e
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.errors import UnauthenticatedError
from onetool_desktop.sync.settle import NotSettledError
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.sync.troubles import LONE_FAILURES
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.runtime.computer import Computer
from onetool_desktop.ui.screens.attention.screen import AttentionScreen
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.buttons import Button
from tests.support.loop_discipline import PATIENCE_MS
from tests.sync.engine import Engine
from tests.sync.test_queue_kept import stumbles_over
from tests.sync.world import PASSWORD, Person, World
from tests.ui.support.office import TODAY


class Desk:
    """The window of a person of the world, at Needs attention."""

    def __init__(self, bot: QtBot, person: Person, computer: Computer | None = None) -> None:
        self.bot, self.person = bot, person
        self.lanes = ThreadLanes()
        self.window: OfficeWindow = app.open_office(
            replica=person.replica, driver=None, lanes=self.lanes, computer=computer
        )
        with bot.waitActive(self.window, timeout=PATIENCE_MS):
            self.window.show()
            self.window.activateWindow()
        self.window.go(Place("attention"))
        self.settle()

    @property
    def screen(self) -> AttentionScreen:
        screen = self.window.screen_of(Place("attention"))
        assert isinstance(screen, AttentionScreen)
        return screen

    @property
    def cards(self) -> list[str]:
        return [card.accessibleName() for card in self.screen._cards.values()]

    def settle(self) -> None:
        self.bot.waitUntil(lambda: self.window.work.operations.idle, timeout=PATIENCE_MS)

    def press(self, name: str) -> None:
        """Walks to a way out by the keyboard and takes it."""
        found = [b for b in self.screen.findChildren(Button) if b.text() == name and b.isVisible()]
        assert found, [b.text() for b in self.screen.findChildren(Button) if b.isVisible()]
        found[0].setFocus()
        self.bot.keyClick(found[0], Qt.Key.Key_Return)
        self.settle()

    def close(self) -> None:
        self.settle()
        self.window.close()
        self.lanes.close()
        self.window.deleteLater()
        self.window.work.look.deleteLater()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def desks(qtbot: QtBot, world: World) -> Iterator[list[Desk]]:
    opened: list[Desk] = []
    yield opened
    for desk in opened:
        desk.close()
    del world


def two(world: World) -> tuple[Person, Person]:
    owner = world.owner()
    return owner, world.colleague(owner)


def sit_down(desks: list[Desk], qtbot: QtBot, person: Person) -> Desk:
    desks.append(Desk(qtbot, person))
    return desks[-1]


def quote_with_line(person: Person) -> tuple[str, str]:
    client = clients.create_client(person.replica, fields={"companyName": "Harbour"}).id
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00", "taxRate": "20"}
    quote = quotes.create_quote(
        person.replica, client_id=client, today=TODAY, fields={"title": "Leak"}, lines=[line]
    ).id
    return quote, person.replica.reads().children("quoteLineItems", "quoteId", quote)[0].id


def invoice_with_line(person: Person) -> tuple[str, str]:
    client = clients.create_client(person.replica, fields={"companyName": "Harbour"}).id
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00", "taxRate": "20"}
    invoice = invoices.create_invoice(
        person.replica, client_id=client, today=TODAY, fields={"title": "Leak"}, lines=[line]
    ).id
    return invoice, person.replica.reads().children("invoiceLineItems", "invoiceId", invoice)[0].id


def spoil_last(person: Person, name: str, value: object) -> None:
    """Gives the group saved last a value that this device lets pass and the cloud does not."""
    entry = outbox.entries(person.replica.reads().db, outbox.WAITING)[-1]
    first = entry.group.changes[0]
    changes = (replace(first, f={**first.f, name: value}), *entry.group.changes[1:])
    person.replica.write(lambda tx: outbox.rewrite(tx.db, replace(entry.group, changes=changes)))


def at(person: Person, c: str, row_id: str) -> dict[str, object]:
    """What a person's device has of a row after a sync."""
    person.sync()
    row = person.replica.reads().row(c, row_id)
    assert row is not None
    return dict(row.f)


def test_the_table_has_a_row_for_every_code_and_for_what_is_held_comes_late_or_waits_for_a_number() -> None:
    assert set(TABLE) == {*Code, HELD, MERGED, NUMBERS}
    assert all(said.title and said.sentence and said.remedies for said in TABLE.values())


def test_a_line_of_a_quote_that_was_sent_goes_into_its_next_revision(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    quote, line = quote_with_line(owner)
    owner.sync()
    paul.sync()
    quotes.send_quote(owner.replica, id=QuoteId(quote), day=TODAY, online=True)
    owner.sync()
    lines.edit_line(paul.replica, c="quotes", id=LineId(line), fields={"quantity": "3"})
    paul.sync()
    desk = sit_down(desks, qtbot, paul)
    assert len(desk.cards) == 1
    assert "The document is closed" in desk.cards[0]
    desk.press("Revise the quote with it")
    paul.sync()
    assert at(owner, "quotes", quote)["status"] == "draft"
    assert at(owner, "quoteLineItems", line)["quantity"] == "3"
    assert desk.person.replica.reads().row("quotes", quote) is not None


def test_a_line_of_an_invoice_that_was_issued_goes_into_a_new_draft(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    invoice, line = invoice_with_line(owner)
    owner.sync()
    paul.sync()
    invoices.issue_invoice(owner.replica, id=InvoiceId(invoice), day=TODAY, online=True)
    owner.sync()
    lines.edit_line(paul.replica, c="invoices", id=LineId(line), fields={"quantity": "3"})
    paul.sync()
    desk = sit_down(desks, qtbot, paul)
    desk.press("New draft with it")
    assert desk.window.screen_here is not desk.screen
    paul.sync()
    owner.sync()
    reads = owner.replica.reads()
    client = str(at(owner, "invoices", invoice)["clientId"])
    (draft,) = [row for row in reads.children("invoices", "clientId", client) if row.id != invoice]
    (copied,) = reads.children("invoiceLineItems", "invoiceId", draft.id)
    assert (draft.f["status"], copied.f["quantity"]) == ("draft", "3")
    assert at(owner, "invoiceLineItems", line)["quantity"] == "1"


def test_what_belongs_to_a_deleted_client_brings_him_back(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    client = clients.create_client(owner.replica, fields={"companyName": "Harbour"}).id
    owner.sync()
    paul.sync()
    clients.delete_client(owner.replica, id=client)
    owner.sync()
    contact = clients.add_contact(paul.replica, client_id=client, fields={"firstName": "Ada"}).id
    paul.sync()
    desk = sit_down(desks, qtbot, paul)
    assert "What it belongs to was deleted" in desk.cards[0]
    desk.press("Bring back with mine")
    assert desk.cards == []
    paul.sync()
    assert at(owner, "clients", client)["companyName"] == "Harbour"
    assert at(owner, "clientContacts", contact)["firstName"] == "Ada"


def test_a_value_the_cloud_does_not_take_is_put_right_and_what_waits_for_it_goes_along(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    client = clients.create_client(paul.replica, fields={"companyName": "Harbour"}).id
    spoil_last(paul, "companyName", "x" * 500)
    contact = clients.add_contact(paul.replica, client_id=ClientId(client), fields={"firstName": "Ada"}).id
    paul.sync()
    desk = sit_down(desks, qtbot, paul)
    assert len(desk.cards) == 2
    assert "It waits for another change" in desk.cards[1]
    desk.press("Put it right…")
    form = desk.screen.ways.form
    assert form is not None
    assert list(form.edits) == ["0"]  # the field the cloud named, and no other
    assert "characters" in form.edits["0"].accessibleDescription()
    form.edits["0"].setText("Harbour Dental")
    qtbot.keyClick(form.edits["0"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.cards == [], timeout=PATIENCE_MS)
    paul.sync()
    assert at(owner, "clients", client)["companyName"] == "Harbour Dental"
    assert at(owner, "clientContacts", contact)["firstName"] == "Ada"


def test_a_quote_changed_before_it_was_issued_is_issued_as_it_is_now(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    quote, line = quote_with_line(owner)
    owner.sync()
    paul.sync()
    lines.edit_line(owner.replica, c="quotes", id=LineId(line), fields={"quantity": "3"})
    owner.sync()
    quotes.send_quote(paul.replica, id=QuoteId(quote), day=TODAY, online=True)
    paul.sync()
    desk = sit_down(desks, qtbot, paul)
    assert "It was changed before it was issued" in desk.cards[0]
    desk.window.work = replace(desk.window.work, online=lambda: True)
    desk.screen.ways._work = desk.window.work
    desk.press("Issue it again")
    paul.sync()
    assert at(owner, "quotes", quote)["number"] == "Q-000001"


def test_what_a_role_no_longer_allows_waits_until_it_does(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner = world.owner()
    paul = world.colleague(owner, role="admin")
    org = owner.replica.identity.org
    set_role(owner, paul, "office")
    records.edit(paul.replica, c="organizations", id=org, fields={"quoteTerms": "Cash"})
    after_another_role(paul)
    desk = sit_down(desks, qtbot, paul)
    assert "Your role does not allow it" in desk.cards[0]
    set_role(owner, paul, "admin")
    after_another_role(paul)
    desk.press("Try again")
    paul.sync()
    assert at(owner, "organizations", org)["quoteTerms"] == "Cash"


def test_a_step_that_does_not_follow_waits_until_it_does(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    quote, _line = quote_with_line(owner)
    quotes.send_quote(owner.replica, id=QuoteId(quote), day=TODAY, online=True)
    owner.sync()
    paul.sync()
    quotes.decline_quote(owner.replica, id=QuoteId(quote))
    quotes.reopen_quote(owner.replica, id=QuoteId(quote))
    owner.sync()
    quotes.approve_quote(paul.replica, id=QuoteId(quote))
    paul.sync()
    desk = sit_down(desks, qtbot, paul)
    assert "The status has moved on" in desk.cards[0]
    quotes.send_quote(owner.replica, id=QuoteId(quote), day=TODAY, online=True)
    owner.sync()
    paul.sync()
    desk.press("Try again")
    paul.sync()
    qtbot.waitUntil(lambda: desk.cards == [], timeout=PATIENCE_MS)
    assert at(owner, "quotes", quote)["status"] == "approved"


def test_what_is_not_his_to_see_any_more_goes_once_it_is_again(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner = world.owner()
    rhys = world.colleague(owner, role="technician")
    client = clients.create_client(owner.replica, fields={"companyName": "Harbour"}).id
    mine = {"assigneeUserId": rhys.replica.identity.user_id}
    visit = tasks.create_task(
        owner.replica, fields={"title": "Valve", "date": TODAY, "clientId": client, **mine}
    ).id
    owner.sync()
    rhys.sync()
    tasks.edit_task(owner.replica, id=visit, fields={"assigneeUserId": None})
    owner.sync()
    records.edit(rhys.replica, c="clients", id=client, fields={"notes": "Ring twice"})
    rhys.sync()
    desk = sit_down(desks, qtbot, rhys)
    assert "The record is not available to you" in desk.cards[0]
    tasks.edit_task(owner.replica, id=visit, fields=mine)
    owner.sync()
    rhys.sync()
    desk.press("Try again")
    rhys.sync()
    qtbot.waitUntil(lambda: desk.cards == [], timeout=PATIENCE_MS)
    assert at(owner, "clients", client)["notes"] == "Ring twice"


def test_a_change_that_broke_the_cloud_goes_once_the_cloud_is_mended(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    engine = Engine(paul)
    client = clients.create_client(paul.replica, fields={"companyName": "Harbour"}).id
    (waiting,) = outbox.entries(paul.replica.reads().db, outbox.WAITING)
    paul.wire.before = stumbles_over(waiting.group.gid)
    engine.hear(e.Edited())
    rings = 0
    while not engine.status.attention:
        engine.ring()
        rings += 1
        assert rings < 4 * LONE_FAILURES, "the change is never put aside"
    desk = sit_down(desks, qtbot, paul)
    assert "The cloud could not take it" in desk.cards[0]
    paul.wire.before = lambda _call: None
    desk.press("Try again")
    paul.sync()
    qtbot.waitUntil(lambda: desk.cards == [], timeout=PATIENCE_MS)
    assert at(owner, "clients", client)["companyName"] == "Harbour"


def test_what_found_no_room_goes_once_there_is_some(world: World, desks: list[Desk], qtbot: QtBot) -> None:
    owner, paul = two(world)
    client = clients.create_client(paul.replica, fields={"companyName": "Harbour"}).id
    batch = exchange.next_batch(paul.replica)
    assert batch is not None
    full = Outcome(n=batch.groups[0].n, gid=batch.groups[0].gid, result=Result.REFUSED, code="quota")
    now = paul.clock.now_ms()
    exchange.store_outcomes(
        paul.replica, [full], sent=batch, head="1", server_now=now, sent_at=now, got_at=now
    )
    desk = sit_down(desks, qtbot, paul)
    assert "The space is used up" in desk.cards[0]
    desk.press("Try again")
    paul.sync()
    qtbot.waitUntil(lambda: desk.cards == [], timeout=PATIENCE_MS)
    assert at(owner, "clients", client)["companyName"] == "Harbour"


def test_an_invoice_put_on_paper_twice_is_listed_with_both_numbers_until_one_is_void(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner, paul = two(world)
    invoice, _line = invoice_with_line(owner)
    owner.sync()
    paul.sync()
    invoices.issue_invoice(owner.replica, id=InvoiceId(invoice), day=TODAY, online=False)
    invoices.issue_invoice(paul.replica, id=InvoiceId(invoice), day=TODAY, online=False)
    owner.sync()
    paul.sync()
    owner.sync()
    desk = sit_down(desks, qtbot, owner)
    assert len(desk.cards) == 1
    assert "It was put on paper twice, on two devices" in desk.cards[0]
    second = f"INV-{paul.replica.identity.series}-0001"
    assert second in desk.cards[0]
    desk.press("Void this one")
    desk.press("Void it for good")
    qtbot.waitUntil(lambda: desk.cards == [], timeout=PATIENCE_MS)
    owner.sync()
    assert at(paul, "invoices", invoice)["status"] == "cancelled"


def after_another_role(person: Person) -> None:
    """One round ends at once where the role is another: what is fetched anew comes with the next."""
    with suppress(NotSettledError):
        person.sync()
    person.sync()


def set_role(owner: Person, person: Person, role: str) -> None:
    org, user = owner.replica.identity.org, person.replica.identity.user_id
    args = {"rid": owner.gate.ids.new_id(), "org": org, "user": user, "role": role}
    owner.session.ask(Call("mutation", "orgs:setRole", args))


def test_signing_in_again_keeps_what_waits_and_says_a_wrong_password_beside_it(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner = world.owner()
    other = world.again(owner)
    client = clients.create_client(owner.replica, fields={"companyName": "Harbour"}).id
    owner.session.sign_out()
    with pytest.raises(UnauthenticatedError):
        owner.session.renew()
    computer = Computer(
        account="owner@example.com · http://cloud",
        sign_in=lambda password: owner.session.sign_in(password, device_name="Desk"),
    )
    desks.append(desk := Desk(qtbot, owner, computer))
    status = SyncStatus(kind=Kind.SIGNIN, waiting=1, cause=Cause.SIGN_IN, sentence="Sign in again.")
    desk.window.show_status(status)
    desk.window.actions_here.trigger("window.waiting")
    panel, corner = desk.window.panel, desk.window._sync
    assert panel.act.text() == "Sign in…"
    assert panel.act.hasFocus()
    qtbot.keyClick(panel.act, Qt.Key.Key_Return)
    form = corner.sign_in
    edit = form.edits["password"]
    qtbot.keyClicks(edit, "not this one")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.isVisible() and bool(edit.accessibleDescription()), timeout=PATIENCE_MS)
    assert edit.text() == "not this one"
    edit.selectAll()
    qtbot.keyClicks(edit, PASSWORD)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not edit.text(), timeout=PATIENCE_MS)
    owner.sync()
    assert at(other, "clients", client)["companyName"] == "Harbour"


def test_what_waits_is_opened_from_the_panel_and_discarded_with_a_way_back(
    world: World, desks: list[Desk], qtbot: QtBot
) -> None:
    owner = world.owner()
    client = clients.create_client(owner.replica, fields={"companyName": "Harbour", "notes": "Old"}).id
    owner.sync()
    records.edit(owner.replica, c="clients", id=client, fields={"notes": "Ring twice"})
    desks.append(desk := Desk(qtbot, owner, Computer()))
    desk.window._sync._around = replace(desk.window._sync._around, sync_now=lambda: None)
    desk.window.actions_here.trigger("window.waiting")
    panel = desk.window.panel
    (line,) = [w for w in panel.findChildren(QWidget) if w.accessibleName().startswith("Edit notes,")]
    assert "kB" in line.accessibleName()
    by_name = {b.accessibleName(): b for b in line.findChildren(Button)}
    qtbot.keyClick(by_name["Discard Edit notes"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: notes_of(owner, client) == "Old", timeout=PATIENCE_MS)
    desk.settle()
    desk.window.actions_here.trigger("window.undo")
    qtbot.waitUntil(lambda: notes_of(owner, client) == "Ring twice", timeout=PATIENCE_MS)
    desk.settle()

    def said() -> list[QWidget]:
        found = [w for w in panel.findChildren(QWidget) if w.accessibleName().startswith("Edit notes,")]
        return [one for one in found if one.isVisible()]

    qtbot.waitUntil(
        lambda: len(said()) == 1, timeout=PATIENCE_MS
    )  # it is told as one thing, and by its own name
    by_name = {b.accessibleName(): b for b in said()[0].findChildren(Button)}
    qtbot.keyClick(by_name["Open Edit notes"], Qt.Key.Key_Space)
    assert desk.window.screen_here is desk.window.screen_of(Place("clients", client))
    owner.sync()
    assert at(owner, "clients", client)["notes"] == "Ring twice"


def notes_of(person: Person, client: str) -> object:
    row = person.replica.reads().row("clients", client)
    return row.f.get("notes") if row is not None else None

"""A business of one computer, brought to a cloud from its settings: everything comes along, nothing is lost."""

import socket
import threading
from collections.abc import Callable

import pytest

from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.domain.ports import Ids
from onetool_desktop.services import clients, invoices
from onetool_desktop.services.attachments import NewFile, add_file, store_file
from onetool_desktop.store import exchange, transfers
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import connect as connecting
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.status import Kind
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.settings.computer_page import ComputerPage
from onetool_desktop.ui.screens.settings.connecting import Connecting
from onetool_desktop.ui.screens.settings.people_page import PeoplePage
from tests.conformance.backends import Backend
from tests.journeys.seat import PATIENCE_MS, Seat
from tests.support.cloud import PASSWORD, new_id
from tests.ui.support.run import GIVEN

TODAY = "2026-01-05"
Sit = Callable[[str], Seat]


def begin(seat: Seat) -> None:
    """A business on this computer, with its first quote and a client."""
    seat.run.first_start().business_given.emit(GIVEN | {"client": "Harbour Bakery"})
    replica = seat.window.work.replica
    seat.do(lambda: fill(replica))


def fill(replica: Replica) -> None:
    """A client with an issued invoice and a file."""
    client = clients.create_client(replica, fields={"companyName": "Birch Street School"}).id
    made = invoices.create_invoice(
        replica,
        client_id=ClientId(client),
        today=TODAY,
        fields={"title": "Wall", "dueDate": TODAY},
        lines=[{"description": "Stone", "quantity": "1", "unitPrice": "2"}],
    )
    invoices.issue_invoice(replica, id=InvoiceId(made.id), day=TODAY, online=False)
    file = store_file(replica, NewFile(name="a.jpg", kind="photo", mime="image/jpeg", data=[b"x"]))
    add_file(replica, home="clientId", home_id=client, file=file)


def kept(seat: Seat) -> list[list[object]]:
    """What must come along as it was: clients, numbers on paper, files."""
    db = seat.window.work.replica.reads().db
    asked = (
        'SELECT id, "companyName" FROM clients',
        "SELECT id, number FROM issued",
        "SELECT id, name FROM attachments",
    )
    return [sorted(db.execute(sql).fetchall()) for sql in asked]


def form_of(seat: Seat) -> Connecting:
    seat.window.actions_here.trigger("window.connect")
    page = seat.page("computer")
    assert isinstance(page, ComputerPage)
    return page.connecting


def connect(seat: Seat, cloud: Backend, **typed: str) -> Connecting:
    form = form_of(seat)
    form.fill({"base": cloud.url, **typed})
    form.done.click()
    return form


def is_there(seat: Seat) -> bool:
    opened = seat.run.program._opened
    return opened is not None and opened.driver is not None and opened.replica.identity.connected


def test_a_business_is_brought_whole_and_others_can_be_invited(cloud: Backend, sit: Sit) -> None:
    seat, email = sit("desk"), f"{new_id()[:8]}@example.org"
    begin(seat)
    before, had = seat.window.work.replica.identity, kept(seat)
    assert [len(rows) for rows in had] == [2, 1, 1]
    connect(seat, cloud, email=email, password=PASSWORD, name="Ada")
    seat.until(lambda: is_there(seat))
    after = seat.window.work.replica.identity
    assert (after.org, after.device, after.user_id) == (before.org, before.device, before.user_id)
    driver = seat.run.program._opened.driver  # pyright: ignore[reportOptionalMemberAccess]
    assert driver is not None
    seat.until(lambda: driver.status.kind is Kind.SYNCED and not driver.status.waiting)
    seat.until(lambda: not transfers.counts(seat.window.work.replica.reads().db).up)
    page = seat.page("people")
    assert isinstance(page, PeoplePage)
    assert page.invite.isVisible()
    assert seat.window.work.computer.bring is None
    people = seat.window.work.computer.people
    assert people is not None
    code = seat.ask(lambda: people.invite("new@example.org", "office"))
    colleague = sit("colleague")
    colleague.fill(base=cloud.url, email="new@example.org", password=PASSWORD, invite=code)
    colleague.run.first_start().connect_form.done.click()
    colleague.run.office()
    colleague.until(lambda: kept(colleague) == had)
    assert kept(seat) == had
    sums = [exchange.digest(one.window.work.replica.reads().db)["clients"] for one in (seat, colleague)]
    assert sums[0] == sums[1]


def test_a_wrong_password_is_told_at_the_password_and_the_right_one_goes_on(cloud: Backend, sit: Sit) -> None:
    seat, email = sit("desk"), f"{new_id()[:8]}@example.org"
    begin(seat)
    form = connect(seat, cloud, email=email, password="not this one")
    seat.until(lambda: bool(form.edits["password"].accessibleDescription()))
    assert "do not belong together" in form.edits["password"].accessibleDescription()
    assert form.edits["email"].text() == email
    assert seat.clients() == ["Birch Street School", "Harbour Bakery"]
    connect(seat, cloud, email=email, password=PASSWORD, name="Ada")
    seat.until(lambda: is_there(seat))


def test_a_move_that_was_cut_off_goes_on_at_the_next_start(cloud: Backend, sit: Sit) -> None:
    seat = sit("desk")
    begin(seat)
    businesses, replica = seat.run.program._businesses, seat.window.work.replica
    given = {"base": cloud.url, "email": f"{new_id()[:8]}@example.org", "password": PASSWORD, "name": "Ada"}
    seat.do(lambda: businesses.bring(replica, given))
    assert not replica.identity.connected
    seat.end()
    again = sit("desk")
    again.run.office()
    again.until(lambda: is_there(again))
    assert again.clients() == ["Birch Street School", "Harbour Bakery"]


def save_meanwhile(seat: Seat, window: OfficeWindow) -> None:
    """Saves as a screen does, and waits for that alone."""
    replica, saved = window.work.replica, list[object]()
    window.work.operations.write(
        window,
        lambda: clients.create_client(replica, fields={"companyName": "Saved meanwhile"}),
        then=saved.append,
    )
    seat.until(lambda: bool(saved))


def test_a_save_does_not_wait_for_a_cloud_that_does_not_answer(sit: Sit) -> None:
    seat = sit("desk")
    begin(seat)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        form = form_of(seat)
        base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        form.fill({"base": base, "email": "a@b.example", "password": PASSWORD})
        window = seat.window
        form.done.click()
        save_meanwhile(seat, window)
        assert not form.done.isEnabled(), "it is still asking"
        deaf.accept()[0].close()
    seat.until(form.done.isEnabled)
    assert "Saved meanwhile" in seat.clients()


def test_a_save_does_not_wait_while_the_cloud_opens_the_business(
    cloud: Backend, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, asking, answer, real = sit("desk"), threading.Event(), threading.Event(), connecting.end_bringing
    begin(seat)

    def slow(session: Session, replica: Replica, *, ids: Ids) -> None:
        asking.set()
        answer.wait(PATIENCE_MS / 1000)
        real(session, replica, ids=ids)

    monkeypatch.setattr(connecting, "end_bringing", slow)
    connect(seat, cloud, email=f"{new_id()[:8]}@example.org", password=PASSWORD, name="Ada")
    seat.until(asking.is_set)
    window = seat.run.window
    assert isinstance(window, OfficeWindow)
    save_meanwhile(seat, window)
    replica = window.work.replica
    assert not replica.identity.connected
    answer.set()
    seat.until(lambda: is_there(seat))
    assert "Saved meanwhile" in seat.clients()

"""An owner takes the business back from its cloud in the settings, whole; whoever stays there goes on."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.services import invoices
from onetool_desktop.services.attachments import NewFile, add_file, store_file
from onetool_desktop.store import alone, exchange, transfers
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import leaving
from onetool_desktop.sync.errors import UnreachableError
from onetool_desktop.ui.screens.settings.computer_page import ComputerPage
from onetool_desktop.ui.screens.settings.leaving import LeavingPart
from tests.conformance.backends import Backend, PythonCloudOnSqlite
from tests.journeys.firm import Firm
from tests.journeys.seat import Seat
from tests.support.cloud import Person, refusal

Sit = Callable[[str], Seat]
TODAY = "2026-01-05"


@pytest.fixture
def firm(cloud: Backend) -> Firm:
    return Firm(cloud)


def photograph(replica: Replica) -> str:
    """The SHA-256 of a photo of the only client."""
    (client,) = replica.reads().db.execute("SELECT id FROM clients").fetchone()
    file = store_file(replica, NewFile(name="a.jpg", kind="photo", mime="image/jpeg", data=[b"leak"]))
    add_file(replica, home="clientId", home_id=client, file=file)
    return file.sent[0][0]


def part_of(seat: Seat) -> LeavingPart:
    page = seat.page("computer")
    assert isinstance(page, ComputerPage)
    assert page.leaving is not None
    return page.leaving


def connected(seat: Seat, cloud: Backend, person: Person) -> Replica:
    """The replica of a seat once everything has come."""
    replica = seat.connect(cloud, person).work.replica
    seat.until(lambda: not exchange.state(replica).arriving)
    return replica


def leave(seat: Seat) -> None:
    """Presses, and is sure, by the keyboard."""
    part = part_of(seat)
    part.leave.setFocus()
    for _ in range(2):
        seat.bot.keyClick(part.leave, Qt.Key.Key_Space)


def stands_alone(seat: Seat) -> bool:
    opened = seat.run.program._opened
    return opened is not None and opened.driver is None and not opened.replica.identity.connected


def issue(replica: Replica) -> InvoiceId:
    (client,) = replica.reads().db.execute("SELECT id FROM clients").fetchone()
    line = {"description": "Stone", "quantity": "1", "unitPrice": "2"}
    made = invoices.create_invoice(
        replica, client_id=ClientId(client), today=TODAY, lines=[line], fields={"dueDate": TODAY}
    ).id
    invoices.issue_invoice(replica, id=InvoiceId(made), day=TODAY, online=True)
    return InvoiceId(made)


def numbers(seat: Seat) -> list[str]:
    db = seat.window.work.replica.reads().db
    return [number for (number,) in db.execute("SELECT number FROM issued ORDER BY no")]


def test_a_business_is_taken_back_whole_and_goes_on_alone(cloud: Backend, firm: Firm, sit: Sit) -> None:
    van, desk = sit("van"), sit("desk")
    here = connected(van, cloud, firm.hire("office"))
    sha = van.ask(lambda: photograph(here))
    van.do(lambda: issue(here))
    van.until(lambda: not transfers.counts(here.reads().db).up and numbers(van) == ["INV-000001"])
    before = connected(desk, cloud, firm.owner).identity
    assert not desk.window.work.replica.blobs.has(sha)

    leave(desk)
    desk.until(lambda: stands_alone(desk))
    replica = desk.window.work.replica
    after = replica.identity
    assert (after.org, after.device, after.user_id) == (before.org, before.device, before.user_id)
    assert replica.blobs.has(sha)
    assert "on this computer alone now" in desk.window.message.text.text()
    desk.until(lambda: not alone.is_farewell_due(replica))
    assert firm.device.view().live("devices")[before.device]["f"]["withdrawnBy"] == before.user_id
    desk.do(lambda: issue(replica))
    desk.until(lambda: numbers(desk) == ["INV-000001", "INV-000002"])

    desk.end()
    again = sit("desk")
    again.until(lambda: stands_alone(again))
    assert (again.clients(), numbers(again)) == (["Harbour Bakery"], ["INV-000001", "INV-000002"])
    firm.add_client("Birch Street School")
    van.until(lambda: "Birch Street School" in van.clients())
    assert refusal(firm.device.pull) is None


@pytest.mark.usefixtures("soon_again")
def test_a_file_that_the_cloud_lost_is_named_and_let_go_by_two_presses_more(
    cloud: PythonCloudOnSqlite, firm: Firm, sit: Sit
) -> None:
    van, desk = sit("van"), sit("desk")
    here = connected(van, cloud, firm.hire("office"))
    sha = van.ask(lambda: photograph(here))
    van.until(lambda: not transfers.counts(here.reads().db).up)
    replica = connected(desk, cloud, firm.owner)
    (kept,) = (path for path in cloud.folder.rglob(f"{sha}*") if firm.org in path.parts)
    kept.unlink()
    leave(desk)
    part = part_of(desk)
    desk.until(part.without.isVisible)
    assert "a.jpg · Client Harbour Bakery · The cloud does not have this file yet." in part.said.text()
    assert part.leave.isEnabled()
    assert replica.identity.connected
    part.without.setFocus()
    desk.bot.keyClick(part.without, Qt.Key.Key_Space)
    assert part.without.text() == "Yes, leave and let these files go"
    desk.bot.keyClick(part.without, Qt.Key.Key_Space)
    desk.until(lambda: stands_alone(desk))
    assert desk.clients() == ["Harbour Bakery"]


def test_a_farewell_that_found_no_cloud_is_said_at_the_next_start(
    cloud: Backend, firm: Firm, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sit("desk")
    device = connected(desk, cloud, firm.owner).identity.device

    def nobody(*_: object, **__: object) -> None:
        raise UnreachableError("No network.")

    with monkeypatch.context() as cut:
        cut.setattr(leaving.team, "withdraw", nobody)
        leave(desk)
        desk.until(lambda: stands_alone(desk))
        assert alone.is_farewell_due(desk.window.work.replica)
        desk.end()
    assert "withdrawnBy" not in firm.device.view().live("devices")[device]["f"]
    again = sit("desk")
    again.until(lambda: stands_alone(again))
    again.until(lambda: not alone.is_farewell_due(again.window.work.replica))
    assert "withdrawnBy" in firm.device.view().live("devices")[device]["f"]


def test_what_was_cut_off_before_the_file_had_its_place_is_completed_at_the_next_start(
    cloud: Backend, firm: Firm, sit: Sit
) -> None:
    desk = sit("desk")
    replica, businesses = connected(desk, cloud, firm.owner), desk.run.program._businesses
    while not desk.ask(lambda: businesses.asking.fetch_all(replica)):
        pass
    desk.do(lambda: businesses.asking.end_leaving(replica))
    desk.until(lambda: not replica.identity.connected)
    desk.end()
    again = sit("desk")
    again.until(lambda: stands_alone(again))
    assert again.clients() == ["Harbour Bakery"]
    again.until(lambda: not alone.is_farewell_due(again.window.work.replica))


def test_nobody_but_an_owner_is_offered_it(cloud: Backend, firm: Firm, sit: Sit) -> None:
    desk = sit("desk")
    desk.connect(cloud, firm.hire("admin"))
    page = desk.page("computer")
    assert isinstance(page, ComputerPage)
    assert page.leaving is None

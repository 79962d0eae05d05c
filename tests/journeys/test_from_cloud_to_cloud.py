"""A firm leaves its cloud for another one: an owner takes the business back, then connects it anew, by the settings."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from onetool_desktop.store import exchange, transfers
from onetool_desktop.sync.status import Kind
from onetool_desktop.ui.screens.settings.connecting import Connecting
from tests.conformance.backends import Backend, PythonCloudOnSqlite
from tests.journeys.firm import Firm
from tests.journeys.seat import Seat
from tests.journeys.test_brought_to_a_cloud import connect, form_of, is_there, kept
from tests.journeys.test_leaving_a_cloud import (
    connected,
    issue,
    leave,
    numbers,
    photograph,
    stands_alone,
)
from tests.support.cloud import PASSWORD

Sit = Callable[[str], Seat]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Backend]:
    """The firm's own cloud, which is empty."""
    (tmp_path / "other").mkdir()
    made = PythonCloudOnSqlite()
    made.start(tmp_path / "other")
    yield made
    made.close()
    made.stop()


def all_is_there(seat: Seat) -> bool:
    opened = seat.run.program._opened
    if opened is None or opened.driver is None or not is_there(seat):
        return False
    status, db = opened.driver.status, seat.window.work.replica.reads().db
    return status.kind is Kind.SYNCED and not status.waiting and not transfers.counts(db).up


def said(form: Connecting) -> str:
    """All words of the form."""
    return " ".join(label.text() for label in form.findChildren(QLabel))


def test_a_firm_goes_from_one_cloud_to_another_with_all_it_has(
    cloud: Backend, other: Backend, sit: Sit
) -> None:
    firm, desk = Firm(cloud), sit("desk")
    replica = connected(desk, cloud, firm.owner)
    sha = desk.ask(lambda: photograph(replica))
    desk.do(lambda: issue(replica))
    desk.until(lambda: numbers(desk) == ["INV-000001"] and all_is_there(desk))
    leave(desk)
    desk.until(lambda: stands_alone(desk))
    alone = desk.window.work.replica
    desk.do(lambda: issue(alone))
    desk.until(lambda: numbers(desk) == ["INV-000001", "INV-000002"])
    before = kept(desk)
    form = form_of(desk)
    desk.until(lambda: "invite the others again there" in said(form))
    form = connect(desk, cloud, email=firm.owner.email, password=PASSWORD)
    desk.until(lambda: "This cloud has a copy of this business already." in said(form))

    connect(desk, other, email=firm.owner.email, password=PASSWORD, name="Olga")
    desk.until(lambda: all_is_there(desk))
    assert kept(desk) == before
    colleague = joined(desk, other, sit)
    colleague.until(lambda: kept(colleague) == before)
    files = colleague.window.work.replica.reads().db
    colleague.until(
        lambda: files.execute("SELECT sha256, state FROM attachments").fetchall() == [(sha, "ready")]
    )
    here = desk.window.work.replica
    desk.do(lambda: issue(here))
    colleague.until(lambda: "INV-000003" in numbers(colleague))
    colleague.until(lambda: sums(colleague) == sums(desk))


def joined(desk: Seat, cloud: Backend, sit: Sit) -> Seat:
    """A colleague who is invited from the desk, at a computer of his own."""
    people = desk.window.work.computer.people
    assert people is not None
    code = desk.ask(lambda: people.invite("new@example.org", "office"))
    colleague = sit("colleague")
    colleague.fill(base=cloud.url, email="new@example.org", password=PASSWORD, invite=code)
    colleague.run.first_start().connect_form.done.click()
    colleague.run.office()
    return colleague


def sums(seat: Seat) -> object:
    """What both sides are compared by, of invoices."""
    return exchange.digest(seat.window.work.replica.reads().db)["invoices"]

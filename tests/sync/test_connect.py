"""The ways in, and what they say when a door is the wrong one."""

from typing import Any

import pytest

from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.services import clients, invoices
from onetool_desktop.services.organisation import new_identity, open_business
from onetool_desktop.store import exchange
from onetool_desktop.store.errors import StoreError
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, connect, errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.past import past_of
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.settle import NotSettledError, settle
from tests.sync.wire import Wire, cut_each_call_once
from tests.sync.world import PASSWORD, World

TODAY = "2026-01-05"


class Answers:
    """A cloud that says one thing."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        return self.value


@pytest.mark.parametrize(
    ("info", "says"),
    [
        ({"product": "couch"}, "not a OneTool cloud"),
        ({}, "not a OneTool cloud"),
        ("welcome", "cannot read"),
        ({"product": "onetool", "contract": 99}, "another version"),
    ],
)
def test_what_is_no_cloud_of_ours_is_told_before_a_password_is_sent(info: Any, says: str) -> None:
    clock = ManualClock()
    gate = Gate(Answers(info), "http://x", MemorySecrets(), clock, SeededIds(1, clock), device_name="D")
    with pytest.raises(errors.NotOursError, match=says):
        gate.sign_in(email="a@example.com", password=PASSWORD)


class Fails:
    """A cloud of which nothing comes but one error."""

    def __init__(self, error: errors.CloudError) -> None:
        self.error = error

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        raise self.error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.UnreachableError("The cloud cannot be reached."), errors.UnreachableError),
        (errors.BusyError("The cloud is busy."), errors.UnreachableError),
        (errors.FaultError("The cloud has a problem of its own."), errors.NotOursError),
    ],
)
def test_a_door_that_stays_shut_promises_nobody_tries_again_by_himself(
    error: errors.CloudError, kind: type[errors.CloudError]
) -> None:
    clock = ManualClock()
    gate = Gate(Fails(error), "http://x", MemorySecrets(), clock, SeededIds(1, clock), device_name="D")
    with pytest.raises(kind) as told:
        gate.sign_in(email="a@example.com", password=PASSWORD)
    assert errors.GOES_ON not in str(told.value)
    assert "Nothing was changed. Check the address of the cloud" in str(told.value)


def test_a_wrong_password_is_told_and_nothing_is_kept(world: World) -> None:
    world.owner()
    gate, _ = world.gate(ManualClock())
    with pytest.raises(errors.CloudError):
        gate.sign_in(email="owner@example.com", password="not the password")


def local_business(world: World) -> tuple[Gate, Wire, Session, Replica]:
    gate, wire = world.gate(ManualClock())
    identity = new_identity(ids=gate.ids, name="Local")
    replica = Replica.create(world.folder / "local.db", identity, key=None, clock=gate.clock, ids=gate.ids)
    open_business(replica, name="Local", currency="EUR", timezone="Europe/Berlin", owner="Lena")
    clients.create_client(replica, fields={"companyName": "First", "status": "lead"})
    session = gate.sign_up(email="local@example.com", password=PASSWORD, name="Lena")
    return gate, wire, session, replica


def agrees(session: Session, replica: Replica) -> bool:
    ours = {c: s for c, s in exchange.digest(replica.reads().db).items() if s["count"]}
    return ours == calls.as_object(session.ask(calls.digest(replica.identity.org)))["sums"]


def test_a_business_of_one_computer_moves_with_its_ids(world: World) -> None:
    gate, _, session, replica = local_business(world)
    connect.bring(gate, session, replica)
    assert (replica.identity.connected, agrees(session, replica)) == (True, True)
    replica.close()


def test_a_business_that_moves_takes_its_whole_history_along(world: World) -> None:
    gate, _, session, replica = local_business(world)
    client = clients.create_client(replica, fields={"companyName": "Harbour", "status": "lead"}).id
    for name in ("Harbour Bakery", "Harbour Bakery & Sons"):
        clients.edit_client(replica, id=client, fields={"companyName": name})
    here = [
        h
        for (h,) in replica.reads().db.execute(
            "SELECT h FROM outbox WHERE instr(body, ?) ORDER BY n", (client,)
        )
    ]
    connect.bring(gate, session, replica)
    past = past_of(session.ask, org=replica.identity.org, rows=[("clients", client)])["clients", client]
    assert [one.f["companyName"] for one in past] == ["Harbour", "Harbour Bakery", "Harbour Bakery & Sons"]
    assert [one.h for one in past] == here, "under the stamps they were made with"
    replica.close()


def test_saves_pass_while_the_cloud_opens_a_business_and_numbers_alone_wait(world: World) -> None:
    gate, wire, session, replica = local_business(world)
    client = clients.create_client(replica, fields={"companyName": "Harbour", "status": "lead"}).id
    lines = [{"description": "Stone", "quantity": "1", "unitPrice": "2"}]
    invoice = invoices.create_invoice(
        replica,
        client_id=ClientId(client),
        today=TODAY,
        fields={"title": "Wall", "dueDate": TODAY},
        lines=lines,
    ).id
    connect.begin_bringing(gate, session, replica)
    settle(connect.steps_of(gate, session, replica))

    def issue() -> None:
        invoices.issue_invoice(replica, id=InvoiceId(invoice), day=TODAY, online=False)

    def meanwhile(call: Call, value: Any) -> Any:
        if call.path == "orgs:opened":
            clients.edit_client(replica, id=client, fields={"companyName": "Harbour & Sons"})
            with pytest.raises(StoreError, match="being opened at its cloud"):
                issue()
        return value

    wire.after = meanwhile
    connect.end_bringing(session, replica, ids=gate.ids)
    wire.after = lambda _call, value: value
    assert replica.identity.connected
    issue()
    settle(connect.steps_of(gate, session, replica))
    assert agrees(session, replica)
    number = replica.reads().db.execute("SELECT number FROM issued").fetchall()
    assert number == [(f"INV-{replica.identity.series}-0001",)]
    replica.close()


def test_what_was_saved_and_sent_before_the_cloud_looked_is_no_refusal(world: World) -> None:
    gate, _wire, session, replica = local_business(world)
    connect.begin_bringing(gate, session, replica)
    settle(connect.steps_of(gate, session, replica))
    real = session.ask

    def ask(call: Call) -> Any:
        if call.path == "orgs:opened":
            clients.create_client(replica, fields={"companyName": "Harbour", "status": "lead"})
            settle(connect.steps_of(gate, session, replica))
        return real(call)

    session.ask = ask
    with pytest.raises(NotSettledError, match="saved since"):
        connect.end_bringing(session, replica, ids=gate.ids)
    session.ask = real
    assert not replica.identity.connected
    connect.end_bringing(session, replica, ids=gate.ids)
    assert replica.identity.connected
    replica.close()


def test_a_move_that_was_cut_off_at_any_call_goes_on(world: World) -> None:
    gate, wire, session, replica = local_business(world)
    cut_each_call_once(wire)
    faults = 0
    while not replica.identity.connected:
        try:
            connect.bring(gate, session, replica)
        except (errors.UnreachableError, NotSettledError):
            faults += 1
    wire.after = lambda _call, value: value
    assert (agrees(session, replica), faults >= 4) == (True, True)
    replica.close()

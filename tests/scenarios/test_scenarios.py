"""Scenarios by their stable names (S1 …, D1 …): given two devices and a cloud, when this happens, that must hold."""

import shutil
from typing import Any

import pytest

from onetool_desktop.changes import stamp
from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.services import clients, invoices
from onetool_desktop.store import attention, exchange
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.settle import NotSettledError
from tests.sync.world import Person, World

YEAR_MS = 365 * 86_400_000
LINE = {"description": "Work", "quantity": "2", "unitPrice": "50", "taxRate": "19"}


def add(person: Person, name: str = "Brook") -> ClientId:
    return clients.create_client(person.replica, fields={"companyName": name, "status": "lead"}).id


def edit(person: Person, client: ClientId, **fields: Any) -> None:
    clients.edit_client(person.replica, id=client, fields=fields)


def shown(person: Person, client: ClientId) -> dict[str, Any] | None:
    row = person.replica.reads().row("clients", client)
    return None if row is None else dict(row.f)


def two(world: World) -> tuple[Person, Person, ClientId]:
    """The owner's device, a colleague's, and a client both know."""
    here = world.owner()
    there = world.colleague(here)
    client = add(here)
    here.sync()
    there.sync()
    return here, there, client


def waiting(person: Person) -> int:
    return exchange.state(person.replica).waiting


def agrees(person: Person) -> bool:
    ours = {c: s for c, s in exchange.digest(person.replica.reads().db).items() if s["count"]}
    asked = person.session.ask(calls.digest(person.replica.identity.org))
    return ours == calls.as_object(asked)["sums"]


def test_s1_a_clock_ten_years_ahead_harms_nobody(world: World) -> None:
    here, there, client = two(world)
    here.clock.jump(10 * YEAR_MS)
    edit(here, client, notes="from the future")
    here.sync()
    there.sync()
    edit(there, client, notes="from today")
    there.sync()
    here.sync()
    stored = there.replica.reads().row("clients", client)
    assert stored is not None
    assert stamp.millis(stored.stamp("notes")) <= world.clock.now_ms() + 60_000
    assert (shown(here, client) or {})["notes"] == "from today"


def test_s3_a_page_that_fails_half_way_moves_neither_clock_nor_cursor(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onetool_desktop.store import checkpoint

    here, there, client = two(world)
    edit(here, client, notes="new")
    here.sync()
    before = (there.replica.hand.text(), exchange.state(there.replica).cursor)

    def breaks(*_: Any) -> None:
        raise OSError("the drive is gone")

    monkeypatch.setattr(checkpoint, "_move", breaks)
    page = calls.read_page(there.session.ask(Call("query", "sync:pull", pull_args(there))))
    with pytest.raises(OSError, match="gone"):
        exchange.apply_checkpoint(there.replica, page)
    assert (there.replica.hand.text(), exchange.state(there.replica).cursor) == before
    assert "notes" not in (shown(there, client) or {})


def pull_args(person: Person) -> dict[str, Any]:
    state = exchange.state(person.replica)
    args = {"org": person.replica.identity.org, "device": state.device, "cursor": state.cursor}
    return {**args, "limit": 1_000, "schema": 1, "scopes": state.scopes}


def test_s4_a_restored_replica_becomes_a_device_of_its_own_and_loses_no_edit(world: World) -> None:
    here, there, client = two(world)
    backup = world.folder / "backup.db"
    here.replica.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(here.replica.path, backup)
    edit(here, client, notes="before the restore")
    here.sync()
    here.replica.close()
    restored_to = world.folder / "restored.db"
    shutil.copyfile(backup, restored_to)
    device = here.replica.identity.device
    here.replica = Replica.open(restored_to, key=None, clock=here.clock, ids=here.gate.ids)
    edit(here, client, taxNumber="12345")
    here.sync()
    there.sync()
    assert here.replica.identity.device != device
    assert (shown(there, client) or {})["taxNumber"] == "12345"
    assert (shown(there, client) or {})["notes"] == "before the restore"


def test_s6_a_cloud_that_lost_its_rows_deletes_nothing_here(world: World) -> None:
    here, _, client = two(world)
    here.wire.after = _emptied
    with pytest.raises(NotSettledError):
        here.sync()
    assert shown(here, client) is not None


def _emptied(call: Call, value: Any) -> Any:
    if call.path in {"sync:pull", "sync:head"}:
        return {**value, "head": "000000000001", "rows": {}} if call.path == "sync:pull" else value
    return value


def test_s6_a_cloud_that_was_restored_is_not_followed_unasked(world: World) -> None:
    here, _, client = two(world)
    here.wire.after = lambda _call, value: {**value, "epoch": "ffffffff"} if "epoch" in value else value
    with pytest.raises(NotSettledError, match="restored"):
        here.sync()
    assert shown(here, client) is not None


def test_s10_one_refused_change_does_not_hold_up_the_others(world: World) -> None:
    here, there, client = two(world)
    clients.delete_client(here.replica, id=client)
    here.sync()
    clients.add_contact(there.replica, client_id=client, fields={"firstName": "Late"})
    others = [add(there, f"Client {number}") for number in range(20)]
    there.sync()
    here.sync()
    (item,) = attention.items(there.replica.reads().db)
    assert (item.code, all(shown(here, other) for other in others)) == ("parent_deleted", True)


def test_s11_a_batch_too_large_is_sent_in_parts(world: World) -> None:
    here = world.owner()
    for number in range(8):
        add(here, f"Client {number}")

    def small(call: Call) -> None:
        if call.path == "sync:push" and len(call.args["groups"]) > 2:
            raise errors.TooLargeError("Too large.")

    here.wire.before = small
    here.sync()
    assert (waiting(here), agrees(here)) == (0, True)


def test_s13_an_edit_made_between_push_and_answer_is_still_sent(world: World) -> None:
    here, there, client = two(world)
    edit(here, client, notes="first")

    def meanwhile(call: Call, value: Any) -> Any:
        if call.path == "sync:push":
            here.wire.after = lambda _call, later: later
            edit(here, client, taxNumber="second")
        return value

    here.wire.after = meanwhile
    here.sync()
    here.sync()
    there.sync()
    assert (shown(there, client) or {})["taxNumber"] == "second"


def test_s14_made_and_deleted_in_a_hurry_stays_deleted_everywhere(world: World) -> None:
    here, there, _ = two(world)
    short = add(here, "Short-lived")
    here.sync()
    clients.delete_client(here.replica, id=short)
    here.sync()
    there.sync()
    fresh = world.again(here)
    assert (shown(here, short), shown(there, short), shown(fresh, short)) == (None, None, None)


def test_s14_an_older_edit_does_not_bring_a_deleted_record_back(world: World) -> None:
    here, there, client = two(world)
    edit(there, client, notes="meant well")
    clients.delete_client(here.replica, id=client)
    here.sync()
    there.sync()
    here.sync()
    notices = there.replica.reads().db.execute("SELECT r FROM notices").fetchall()
    assert (shown(here, client), shown(there, client), notices) == (None, None, [("row",)])


def test_s20_three_devices_that_delete_the_same_record_agree(world: World) -> None:
    here, there, client = two(world)
    third = world.again(here)
    for person in (here, there, third):
        clients.delete_client(person.replica, id=client)
    for person in (here, there, third, here, there, third):
        person.sync()
    assert [agrees(person) for person in (here, there, third)] == [True, True, True]


def test_d1_two_devices_offline_never_print_the_same_number(world: World) -> None:
    here, there, client = two(world)
    numbers: list[tuple[str, int]] = []
    for person in (here, there):
        invoice = invoices.create_invoice(
            person.replica,
            client_id=client,
            today="2026-01-01",
            lines=[LINE],
            fields={"dueDate": "2026-01-15"},
        ).id
        invoices.issue_invoice(person.replica, id=InvoiceId(invoice), day="2026-01-01", online=False)
    for person in (here, there, here):
        person.sync()
    numbers = here.replica.reads().db.execute("SELECT series, no FROM issued ORDER BY series").fetchall()
    assert (len(numbers), len(set(numbers))) == (2, 2)


def test_d2_an_invoice_saved_and_printed_is_there_after_the_program_was_killed(world: World) -> None:
    here, there, client = two(world)
    invoice = invoices.create_invoice(
        here.replica, client_id=client, today="2026-01-01", lines=[LINE], fields={"dueDate": "2026-01-15"}
    ).id
    invoices.issue_invoice(here.replica, id=InvoiceId(invoice), day="2026-01-01", online=False)
    killed = world.folder / "killed.db"
    for end in ("", "-wal", ".groups"):
        part = here.replica.path.with_name(here.replica.path.name + end)
        if part.exists():
            shutil.copyfile(part, killed.with_name(killed.name + end))
    here.replica.close()
    here.replica = Replica.open(killed, key=None, clock=here.clock, ids=here.gate.ids)
    here.sync()
    there.sync()
    assert there.replica.reads().row("invoices", invoice) is not None

"""Scenarios by their stable names (S1 …, D1 …): given two devices and a cloud, when this happens, that must hold.

Each names the mistake that undoes its cure, and is red with it (`cures`).
"""

import random
import shutil
from typing import Any
from unittest.mock import patch

import pytest

from onetool_desktop.changes import stamp
from onetool_desktop.cloud import push
from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.services import clients, invoices
from onetool_desktop.store import attention, checkpoint, committing, exchange
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, errors, events as e, machine
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.settle import NotSettledError
from tests.scenarios.cures import cured_by
from tests.scenarios.stories import YEAR_MS, add, agrees, edit, keep_on, pull_args, shown, two, waiting
from tests.sync.world import PASSWORD, World

LINE = {"description": "Work", "quantity": "2", "unitPrice": "50", "taxRate": "19"}


@cured_by("future_stamps_let_in")
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


@cured_by("cursor_stored_before_the_data")
def test_s3_a_page_that_fails_half_way_moves_neither_clock_nor_cursor(
    world: World,
) -> None:
    here, there, client = two(world)
    edit(here, client, notes="new")
    here.sync()
    before = (there.replica.hand.text(), exchange.state(there.replica).cursor)

    def breaks(*_: Any) -> None:
        raise OSError("the drive is gone")

    page = calls.read_page(there.session.ask(Call("query", "sync:pull", pull_args(there))))
    with patch.object(checkpoint, "_move", breaks), pytest.raises(OSError, match="gone"):
        exchange.apply_checkpoint(there.replica, page)
    assert (there.replica.hand.text(), exchange.state(there.replica).cursor) == before
    assert "notes" not in (shown(there, client) or {})


@cured_by("a_fork_is_a_failure_like_others")
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


@cured_by("a_head_that_goes_back_is_followed")
def test_s6_a_cloud_that_lost_its_rows_deletes_nothing_here(world: World) -> None:
    here, _, client = two(world)
    here.wire.after = _emptied
    head = exchange.state(here.replica).head
    with pytest.raises(NotSettledError):
        here.sync()
    assert (shown(here, client) is not None, exchange.state(here.replica).head) == (True, head)


def _emptied(call: Call, value: Any) -> Any:
    if call.path in {"sync:pull", "sync:head"}:
        return {**value, "head": "000000000001", "rows": {}} if call.path == "sync:pull" else value
    return value


@cured_by("a_restored_cloud_is_followed_unasked")
def test_s6_a_cloud_that_was_restored_is_not_followed_unasked(world: World) -> None:
    here, _, client = two(world)
    with world.service.database.write() as connection:
        connection.run("UPDATE orgs SET epoch = 'ffffffff'")
    with pytest.raises(NotSettledError, match="restored"):
        here.sync()
    assert shown(here, client) is not None


@cured_by("refused_change_dropped")
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


@cured_by("a_push_that_is_too_large_is_sent_again_whole")
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


@cured_by("later_edit_marked_as_sent")
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


@cured_by("deletes_are_not_sent")
def test_s14_made_and_deleted_in_a_hurry_stays_deleted_everywhere(world: World) -> None:
    here, there, _ = two(world)
    short = add(here, "Short-lived")
    here.sync()
    there.sync()
    clients.delete_client(here.replica, id=short)
    here.sync()
    there.sync()
    fresh = world.again(here)
    assert (shown(here, short), shown(there, short), shown(fresh, short)) == (None, None, None)


@cured_by("deleted_row_resurrected_by_an_edit")
def test_s14_an_older_edit_does_not_bring_a_deleted_record_back(world: World) -> None:
    here, there, client = two(world)
    edit(there, client, notes="meant well")
    clients.delete_client(here.replica, id=client)
    here.sync()
    there.sync()
    here.sync()
    notices = there.replica.reads().db.execute("SELECT r FROM notices").fetchall()
    assert (shown(here, client), shown(there, client), notices) == (None, None, [("row",)])


@cured_by("a_delete_of_the_dead_is_refused")
def test_s20_three_devices_that_delete_the_same_record_agree(world: World) -> None:
    here, there, client = two(world)
    third = world.again(here)
    for person in (here, there, third):
        clients.delete_client(person.replica, id=client)
    for person in (here, there, third, here, there, third):
        person.sync()
    assert [agrees(person) for person in (here, there, third)] == [True, True, True]
    assert [attention.items(person.replica.writer) for person in (here, there, third)] == [[], [], []]


@cured_by("every_device_counts_in_one_series")
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


@cured_by("a_save_forgets_the_queue")
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


@cured_by("a_full_counter_overflows")
def test_s2_a_stamp_whose_counter_is_full_goes_on_with_the_next_millisecond(world: World) -> None:
    here, there, client = two(world)
    full = stamp.make(here.clock.now_ms() + 50, 0xFFFF, here.replica.identity.author)
    here.replica.hand = here.replica.hand.with_clock(here.replica.hand.clock.merge(full))
    edit(here, client, notes="the last of the tick")
    here.sync()
    there.sync()
    assert (shown(there, client) or {})["notes"] == "the last of the tick"


@cured_by("deletes_are_not_sent")
def test_s5_a_device_that_comes_back_after_years_brings_nothing_deleted_back(world: World) -> None:
    here, there, client = two(world)
    clients.delete_client(here.replica, id=client)
    here.sync()
    for clock in (world.clock, here.clock, there.clock):
        clock.advance(3 * YEAR_MS)
    for person in (here, there):
        person.session.sign_in(PASSWORD, device_name="The same")
    edit(there, client, notes="of long ago")
    there.sync()
    here.sync()
    told = there.replica.reads().db.execute("SELECT r FROM notices").fetchall()
    assert (shown(here, client), shown(there, client), told) == (None, None, [("row",)])


@cured_by("waiting_has_no_end")
def test_s7_an_upload_that_failed_once_is_tried_again_without_another_edit(world: World) -> None:
    here, there, client = two(world)
    edit(here, client, notes="once is enough")
    failures = [errors.FaultError("Stumbled."), errors.UnreachableError("Gone.")]

    def fails(call: Call) -> None:
        if call.path == "sync:push" and failures:
            raise failures.pop()

    here.wire.before = fails
    keep_on(here)
    there.sync()
    assert (shown(there, client) or {})["notes"] == "once is enough"


@cured_by("outbox_cleared_on_timeout")
def test_s8_a_network_that_comes_and_goes_wedges_nothing_and_loses_nothing(world: World) -> None:
    here, there, client = two(world)
    draw = random.Random(8)
    for number in range(20):
        for person in (here, there):
            edit(person, client, **{draw.choice(["notes", "taxNumber", "companyName"]): f"{number}"})
            person.wire.cut = draw.random() < 0.5
            with patch.object(person.wire, "after", _lost_sometimes(draw)):
                keep_on_while_it_lasts(person)
    for person in (here, there, here):
        person.wire.cut = False
        keep_on(person)
    assert (waiting(here), waiting(there), agrees(here), agrees(there)) == (0, 0, True, True)
    assert shown(here, client) == shown(there, client)
    assert (shown(here, client) or {})["companyName"] != "Brook"


def _lost_sometimes(draw: random.Random) -> Any:
    def after(_call: Call, value: Any) -> Any:
        if draw.random() < 0.3:
            raise errors.UnreachableError("No answer in time.")
        return value

    return after


def keep_on_while_it_lasts(person: Any) -> None:
    """A round that may end before all is done."""
    try:
        person.sync()
    except NotSettledError:
        return


@cured_by("late_answers_are_believed")
def test_s9_a_page_of_the_connection_before_changes_nothing(world: World) -> None:
    here, there, client = two(world)
    engine, steps = machine.Machine(), there.steps
    heard: list[e.Event] = [e.Started()]
    late: e.Event | None = None
    while late is None:
        for effect in engine.on(heard.pop(0)):
            if isinstance(effect, e.SendPull):
                late = steps.send(effect)
            elif isinstance(effect, e.Load | e.ReadBatch):
                heard += filter(None, [steps.store(effect).event])
    edit(here, client, notes="newer")
    here.sync()
    engine.on(e.Stopped())
    engine.on(e.Started())
    there.sync()
    assert engine.on(late) == []
    assert (shown(there, client) or {})["notes"] == "newer"


@cured_by("refused_change_dropped")
def test_s12_what_is_refused_for_good_is_shown_with_its_reason_and_the_count_clears(world: World) -> None:
    here, there, client = two(world)
    clients.delete_client(here.replica, id=client)
    here.sync()
    clients.add_contact(there.replica, client_id=client, fields={"firstName": "Late"})
    there.sync()
    (item,) = attention.items(there.replica.writer)
    assert (item.code, bool(item.reason), item.group.changes[0].f["firstName"]) == (
        "parent_deleted",
        True,
        "Late",
    )
    there.replica.write(lambda tx: attention.drop(tx, item.gid))
    assert (exchange.state(there.replica).attention, waiting(there)) == (0, 0)


@cured_by("cursor_stored_before_the_data")
def test_s15_a_crash_between_cursor_and_data_skips_nothing(world: World) -> None:
    here, there, client = two(world)
    edit(here, client, notes="must come")
    here.sync()
    page = calls.read_page(there.session.ask(Call("query", "sync:pull", pull_args(there))))

    def goes_down(*_: Any) -> None:
        raise KeyboardInterrupt

    with patch.object(checkpoint, "_end_arrival", goes_down), pytest.raises(KeyboardInterrupt):
        exchange.apply_checkpoint(there.replica, page)
    there.replica.close()
    there.replica = Replica.open(there.replica.path, key=None, clock=there.clock, ids=there.gate.ids)
    there.sync()
    assert (shown(there, client) or {})["notes"] == "must come"


@cured_by("numbers_are_drawn_before_the_lock")
def test_s16_a_reader_never_skips_the_slower_of_two_writers(world: World) -> None:
    here, there, client = two(world)
    reader = world.again(here)
    read, met = push.read, list[ClientId]()
    edit(there, client, notes="from the slower one")

    def slowly(groups: list[Any]) -> Any:
        if not met:
            met.append(add(here, "The quicker one"))
            here.sync()
            reader.sync()
        return read(groups)

    with patch.object(push, "read", slowly):
        there.sync()
    reader.sync()
    assert met
    assert shown(reader, met[0]) is not None
    assert (shown(reader, client) or {})["notes"] == "from the slower one"
    assert agrees(reader)


@cured_by("an_arrival_that_breaks_off_begins_anew")
def test_s17_a_first_sync_goes_on_where_it_broke_off_and_can_be_worked_in(world: World) -> None:
    here, there, client = two(world)
    for number in range(30):
        add(here, f"Client {number}")
    here.sync()
    exchange.start_over(there.replica)
    left = [3]

    def breaks_off(call: Call) -> None:
        left[0] -= call.path == "sync:pull"
        if left[0] < 0:
            raise errors.UnreachableError("No network.")

    with patch.object(machine, "ARRIVAL_LIMIT", 5):
        there.wire.before = breaks_off
        with pytest.raises(NotSettledError):
            there.sync()
        edit(there, client, notes="while it arrives")
        there.wire.before = lambda _call: None
        there.wire.calls.clear()
        there.sync()
    pulls = [call.args["cursor"] for call in there.wire.calls if call.path == "sync:pull"]
    here.sync()
    assert (None in pulls, agrees(there)) == (False, True)
    assert (shown(here, client) or {})["notes"] == "while it arrives"


@cured_by("old_schemas_are_turned_away")
def test_s18_three_weeks_of_edits_of_an_older_program_are_taken(world: World) -> None:
    here, there, client = two(world)
    with patch.object(committing, "least_schema", lambda _: 1):
        for day in range(21):
            edit(there, client, notes=f"day {day}")
    there.clock.advance(21 * 86_400_000)
    there.sync()
    here.sync()
    assert (shown(here, client) or {})["notes"] == "day 20"
    assert (waiting(there), exchange.state(there.replica).attention) == (0, 0)


@cured_by("refused_change_dropped")
def test_s19_who_loses_sight_of_a_record_keeps_what_he_had_not_sent(world: World) -> None:
    here, there, client = two(world)
    edit(there, client, notes="not sent yet")
    args = {"org": here.replica.identity.org, "user": there.replica.identity.user_id, "role": "technician"}
    here.session.ask(Call("mutation", "orgs:setRole", {"rid": here.gate.ids.new_id(), **args}))
    page = calls.read_page(there.session.ask(Call("query", "sync:pull", pull_args(there) | {"cursor": None})))
    exchange.start_over(there.replica, scopes=page.scopes)
    there.sync()
    kept = [item.group.changes[0].f for item in attention.items(there.replica.writer)]
    assert (shown(there, client), kept) == (None, [{"notes": "not sent yet"}])


@cured_by("anyone_may_push_for_a_device")
def test_s19_what_one_person_saved_is_never_sent_as_another(world: World) -> None:
    here, there, client = two(world)
    edit(there, client, notes="Paul's")
    own, there.session = there.session, here.session
    with pytest.raises(NotSettledError):
        there.sync()
    there.session = own
    there.sync()
    here.sync()
    row = here.replica.reads().row("clients", client)
    assert row is not None
    assert stamp.author(row.stamp("notes")) == there.replica.identity.author

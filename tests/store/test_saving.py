"""Saving: what is saved is there after closing, what is refused leaves no trace, and the order of stamps holds."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import pytest

from onetool_desktop.changes.values import Change, Code, Op
from onetool_desktop.domain.changed import Changes
from onetool_desktop.store import engine, journal, outbox
from onetool_desktop.store.errors import HeldElsewhereError, Refused
from onetool_desktop.store.transaction import Transaction
from tests.store.world import World, put


def test_a_saved_client_is_there_after_the_file_was_closed(world: World) -> None:
    text = "Ünïcode <b>&amp;</b> \u202eright to left\u0007 🌿 " + "x" * 20_000
    client = world.client("Müller & Söhne", **{"notes": text, "tags:vip": True, "paymentDays": 30})

    found = world.reopen().reads().get("clients", client)

    assert found is not None
    assert found.f == {
        "companyName": "Müller & Söhne",
        "status": "lead",
        "notes": text,
        "tags": ["vip"],
        "paymentDays": 30,
    }


def test_a_refused_group_leaves_no_trace_and_says_why(world: World) -> None:
    client = world.client()
    before = world.replica.reads().db.execute("SELECT count(*) FROM outbox").fetchone()
    n = world.replica.hand.last_n

    with pytest.raises(Refused) as refused:
        world.save(
            put("clientContacts", world.ids.new_id(), clientId=client, firstName="Ada"),
            put("tasks", world.ids.new_id(), title="Mow", status="pending", date="2026-02-30"),
        )

    assert refused.value.refusal.code is Code.VALIDATION
    assert "Day" in str(refused.value)
    assert world.replica.reads().count("clientContacts", "clientId", client) == 0
    assert world.replica.reads().db.execute("SELECT count(*) FROM outbox").fetchone() == before
    assert world.replica.hand.last_n == n


def test_work_that_fails_half_way_takes_its_groups_with_it(world: World) -> None:
    made: list[str] = []

    def half(tx: Transaction) -> None:
        made.append(world.ids.new_id())
        tx.commit(
            action="new", label="New", changes=[put("clients", made[0], companyName="Half", status="lead")]
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        world.replica.write(half)

    assert world.get("clients", made[0]) is None
    assert [entry.label for entry in journal.salvage(journal.journal_path(world.path), world.key)] == []
    world.client("Next")
    assert world.replica.hand.last_n == 1


def test_another_thread_waits_its_turn_to_write_and_a_write_inside_a_write_is_refused(world: World) -> None:
    inside, asks, ended = threading.Event(), threading.Event(), list[str]()

    def first(_tx: Transaction) -> None:
        inside.set()
        assert asks.wait(20)
        with pytest.raises(RuntimeError, match="inside"):
            world.replica.write(lambda _tx: ended.append("nested"))
        ended.append("first")

    def second() -> None:
        assert inside.wait(20)
        asks.set()
        world.replica.write(lambda _tx: ended.append("second"))

    with ThreadPoolExecutor(1) as other:
        answer = other.submit(second)
        world.replica.write(first)
        answer.result(20)

    assert ended == ["first", "second"]


def test_the_log_is_written_back_between_two_writes_whichever_thread_they_are_of(world: World) -> None:
    def work(_tx: Transaction) -> "Future[bool]":
        resting = other.submit(world.replica.rest)
        with suppress(TimeoutError):  # it cannot end before this has; if it does, it told its error
            resting.result(0.2)
        return resting

    with ThreadPoolExecutor(1) as other:
        resting = world.replica.write(work)
        assert resting.result(20) is False


def test_a_group_carries_what_its_author_had_before(world: World) -> None:
    client = world.client()
    made = world.live("clients", client).clk["row"]

    gid = world.edit("clients", client, status="active", notes="called back")

    entry = outbox.entry(world.replica.reads().db, gid)
    assert entry is not None
    (change,) = entry.group.changes
    assert dict(change.b) == {"status": made, "notes": made}
    assert change.start == "lead"
    assert entry.group.h > made


def test_a_block_is_sent_whole_when_one_of_its_fields_changes(world: World) -> None:
    client = world.client()
    place = world.ids.new_id()
    world.save(
        put(
            "clientProperties",
            place,
            clientId=client,
            streetAddress="Elm Street 1",
            city="Leeds",
            country="GB",
        )
    )

    gid = world.edit("clientProperties", place, city="York")

    entry = outbox.entry(world.replica.reads().db, gid)
    assert entry is not None
    assert dict(entry.group.changes[0].f) == {
        "streetAddress": "Elm Street 1",
        "zipCode": None,
        "city": "York",
        "state": None,
        "country": "GB",
    }
    assert world.live("clientProperties", place).f["city"] == "York"


def test_deleting_a_client_takes_what_belongs_to_him_and_restoring_brings_it_back(world: World) -> None:
    client = world.client()
    contact, project, task = (world.ids.new_id() for _ in range(3))
    world.save(put("clientContacts", contact, clientId=client, firstName="Ada"))
    world.save(put("projects", project, clientId=client, title="Garden", status="planned"))
    world.save(put("tasks", task, projectId=project, title="Mow", status="pending", date="2026-05-01"))

    gid = world.delete("clients", client)
    hidden = [world.replica.reads().row(*key) for key in (("clients", client), ("tasks", task))]
    world.save(Change("clients", client, op=Op.RESTORE, start=gid))

    assert hidden == [None, None]
    assert world.live("tasks", task).f["title"] == "Mow"
    assert world.live("clientContacts", contact).f["firstName"] == "Ada"


def test_a_deleted_record_is_not_edited_in_silence(world: World) -> None:
    client = world.client()
    world.delete("clients", client)

    with pytest.raises(Refused, match="was deleted"):
        world.edit("clients", client, notes="too late")


def test_listeners_hear_of_a_save_when_it_can_be_read(world: World) -> None:
    heard: list[tuple[Changes, bool]] = []
    world.replica.listen(
        lambda changes: heard.append(
            (changes, all(world.get("clients", one) is not None for one in changes.rows["clients"]))
        )
    )

    client = world.client()

    assert [(changes.rows, readable) for changes, readable in heard] == [({"clients": {client}}, True)]


def test_a_stamp_is_above_what_it_overwrites_though_the_clock_was_set_back(world: World) -> None:
    client = world.client()
    first = world.live("clients", client).last_stamp
    world.clock.jump(-10 * 365 * 86_400_000)

    world.edit("clients", client, notes="from the past")

    assert world.live("clients", client).last_stamp > first


def test_the_journal_holds_every_unsettled_group_when_a_save_returns(world: World) -> None:
    client = world.client()
    gids = [world.edit("clients", client, notes=str(i)) for i in range(3)]

    found = journal.salvage(journal.journal_path(world.path), world.key)

    assert [entry.group.gid for entry in found][1:] == gids
    assert found == outbox.entries(world.replica.reads().db)


def test_a_journal_is_not_readable_without_its_key(make_world: Callable[..., World]) -> None:
    keyed, plain = make_world("keyed.db"), make_world("plain.db", key=None)
    for one in (keyed, plain):
        one.client("Confidential Gardens")

    assert b"Confidential" not in journal.journal_path(keyed.path).read_bytes()
    assert journal.salvage(journal.journal_path(keyed.path), "00" * 32) == []
    assert b"Confidential" in journal.journal_path(plain.path).read_bytes()


def test_a_business_on_one_computer_numbers_its_paper_itself(make_world: Callable[..., World]) -> None:
    local, connected = make_world("local.db", connected=False), make_world("connected.db")

    local_number = local.replica.write(lambda tx: tx.next_number("invoice", "main"))
    cloud_number = connected.replica.write(lambda tx: tx.next_number("invoice", "main"))

    assert (local_number, cloud_number) == (1, None)


def test_a_file_that_another_program_holds_is_told_and_nothing_is_saved(world: World) -> None:
    client = world.client()
    other = engine.connect(world.path, key=world.key)
    other.execute("BEGIN IMMEDIATE")
    world.replica.writer.execute("PRAGMA busy_timeout=0")
    with pytest.raises(HeldElsewhereError, match="another program"):
        world.edit("clients", client, notes="not now")
    other.close()
    world.edit("clients", client, notes="now")
    assert world.live("clients", client).f["notes"] == "now"

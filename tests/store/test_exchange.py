"""Push and pull: every outcome, checkpoints over pending work, and what must never be lost in between."""

from dataclasses import replace

import pytest

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import Change, Op, Outcome, Result
from onetool_desktop.store import attention, exchange, journal, outbox
from onetool_desktop.store.errors import Refused, Stop
from tests.store.world import World, put

DAY_MS = 86_400_000
NEW = "019b76da-a800-7000-8000-0123456789ab"


def states(world: World) -> dict[str, str]:
    return {entry.group.gid: entry.state for entry in outbox.entries(world.replica.reads().db)}


def test_a_group_waits_until_a_checkpoint_contains_it(world: World) -> None:
    client = world.client()
    (outcome,) = world.push()
    after_reply = states(world)
    world.pull(head="000000000000")
    before_checkpoint = states(world)

    world.pull(world.echo("clients", client))

    assert list(after_reply.values()) == list(before_checkpoint.values()) == ["acked"]
    assert states(world) == {}
    settled = world.replica.reads().db.execute("SELECT gid, seq FROM settled").fetchall()
    assert settled == [(outcome.gid, outcome.seq)]
    assert world.live("clients", client).seq is not None
    assert journal.salvage(journal.journal_path(world.path), world.key) == []
    world.agree()


def test_an_edit_made_while_the_reply_was_under_way_is_untouched_by_it(world: World) -> None:
    client = world.client()
    batch = exchange.next_batch(world.replica)
    assert batch is not None
    later = world.edit("clients", client, notes="made meanwhile")

    world.answer(
        batch, [Outcome(n=g.n, gid=g.gid, result=Result.OK, seq=world.next_seq()) for g in batch.groups]
    )

    following = exchange.next_batch(world.replica)
    assert following is not None
    assert [group.gid for group in following.groups] == [later]
    assert (following.prev_gid, following.confirmed) == (batch.groups[-1].gid, 1)
    assert world.live("clients", client).f["notes"] == "made meanwhile"


def test_a_refused_edit_leaves_the_rows_and_waits_with_its_reason(world: World) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    gid = world.edit("clients", client, notes="mine")

    world.push(Result.REFUSED, code="forbidden")

    assert "notes" not in world.live("clients", client).f
    (item,) = attention.items(world.replica.reads().db)
    assert (item.gid, item.code) == (gid, "forbidden")
    assert item.group.changes[0].f["notes"] == "mine"
    world.agree()


def test_what_hangs_on_a_refused_group_is_held_and_both_are_offered_again_in_order(world: World) -> None:
    client = world.client()
    contact = world.ids.new_id()
    world.save(put("clientContacts", contact, clientId=client, firstName="Ada"))
    first, second = world.push(Result.REFUSED, Result.HELD, code="quota")
    hidden = (world.get("clients", client), world.get("clientContacts", contact))

    attention.retry(world.replica, second.gid)

    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert hidden == (None, None)
    assert [(group.n, group.gid) for group in batch.groups] == [(3, first.gid), (4, second.gid)]
    assert batch.groups[1].after == (first.gid,)
    assert (batch.prev_gid, batch.confirmed) == (second.gid, 2)
    assert world.live("clientContacts", contact).f["firstName"] == "Ada"
    world.agree()


def test_a_retry_keeps_gid_and_stamp_and_a_late_answer_to_the_old_number_is_ignored(world: World) -> None:
    client = world.client()
    world.push()
    gid = world.edit("clients", client, notes="again")
    (refused,) = world.push(Result.REFUSED, code="internal")
    h = next(item.group.h for item in attention.items(world.replica.reads().db))
    attention.retry(world.replica, gid)
    batch = exchange.next_batch(world.replica)
    assert batch is not None

    world.answer(batch, [refused])

    assert states(world)[gid] == "waiting"
    assert (batch.groups[0].gid, batch.groups[0].h, batch.groups[0].n) == (gid, h, 3)


def test_a_retry_that_cannot_stand_says_so_and_stays(world: World) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    gid = world.save(put("clientContacts", world.ids.new_id(), clientId=client, firstName="Ada"))
    world.push(Result.REFUSED)
    world.delete("clients", client)

    with pytest.raises(Refused):
        attention.retry(world.replica, gid)

    assert [item.gid for item in attention.items(world.replica.reads().db)] == [gid]


def test_discarding_forgets_the_group_for_good(world: World) -> None:
    client = world.client()
    world.push(Result.REFUSED)
    (item,) = attention.items(world.replica.reads().db)

    world.replica.write(lambda tx: attention.drop(tx, item.gid))

    assert attention.items(world.replica.reads().db) == []
    assert world.get("clients", client) is None
    assert journal.salvage(journal.journal_path(world.path), world.key) == []


def test_a_restamped_group_takes_the_clouds_stamp_and_the_clock_comes_down_again(world: World) -> None:
    world.clock.jump(3_600_000)
    client = world.client()
    ahead = world.replica.hand.clock.last
    world.clock.jump(-3_600_000)
    h = stamp.make(world.clock.now_ms() + 60_000, 0, world.device[-8:])

    world.push(h=h)
    stamped = world.live("clients", client).clk
    world.pull(world.echo("clients", client))

    assert stamped == {"row": h}
    assert world.replica.hand.clock.last == h < ahead
    world.agree()


def test_the_next_stamp_is_above_the_clouds_also_where_no_page_names_it(world: World) -> None:
    world.clock.jump(3_600_000)
    world.client()
    world.clock.jump(-3_600_000)
    h = stamp.make(world.clock.now_ms() + 60_000, 0, world.device[-8:])
    world.push(h=h)
    world.pull()
    world.client()
    assert world.replica.hand.clock.last > h


def test_a_stamp_no_honest_cloud_stored_takes_the_clock_nowhere_and_the_others_do(world: World) -> None:
    near = world.cloud_row(ms=30_000, companyName="Near", status="lead")
    far = world.cloud_row(ms=3_600_000, companyName="Far", status="lead")
    world.pull(("clients", near), ("clients", far))
    assert world.replica.hand.clock.last == near["clk"]["row"]


def test_a_checkpoint_is_seen_whole_or_not_at_all(world: World) -> None:
    first, last = (
        world.cloud_row(companyName="First", status="lead"),
        world.cloud_row(companyName="Last", status="lead"),
    )

    exchange.stage(world.replica, world.page(("clients", first), more=True))
    staged = (world.get("clients", first["id"]), exchange.state(world.replica).staged)
    world.reopen()
    world.pull(("clients", last))

    assert staged == (None, 1)
    assert world.live("clients", first["id"]).f["companyName"] == "First"
    assert exchange.state(world.replica).staged == 0
    assert exchange.state(world.replica).cursor == f"at {world.seq:012d}"


def test_fields_values_and_collections_from_the_future_are_kept_raw(world: World) -> None:
    row = world.cloud_row(
        companyName="Future", status="lead", mood={"sky": ["blue"]}, notes=["not", "text"], paymentDays=30.0
    )

    world.pull(("clients", row), ("vehicles", world.cloud_row(plate="B-OT 1")))

    assert world.live("clients", row["id"]).f == row["f"]
    assert world.replica.reads().db.execute("SELECT c FROM unknown").fetchall() == [("vehicles",)]
    client = world.edit("clients", row["id"], notes="now text")
    assert client
    assert world.live("clients", row["id"]).f["mood"] == {"sky": ["blue"]}
    world.agree()


def test_a_purge_takes_the_row_and_leaves_the_work(world: World) -> None:
    kept, lost = (world.cloud_row(companyName=name, status="lead") for name in ("Kept", "Lost"))
    world.pull(("clients", kept), ("clients", lost))
    gid = world.edit("clients", kept["id"], notes="pending")

    world.pull(gone={"clients": [kept["id"], lost["id"]]})

    assert world.get("clients", kept["id"]) is None
    assert world.get("clients", lost["id"]) is None
    assert states(world) == {gid: "waiting"}
    world.push(Result.REFUSED, code="not_found")
    assert attention.items(world.replica.reads().db)[0].group.changes[0].f["notes"] == "pending"
    world.agree()


def many(world: World, count: int) -> list[dict[str, object]]:
    rows = [world.cloud_row(companyName=f"Client {i}", status="lead") for i in range(count)]
    world.pull(*[("clients", row) for row in rows])
    return rows


def test_deletes_that_look_like_an_accident_are_asked_about_first(world: World) -> None:
    rows = many(world, 200)
    dead = [("clients", world.cloud_row(str(row["id"]), deleted=world.ids.new_id())) for row in rows[:60]]

    with pytest.raises(Stop) as stop:
        world.pull(*dead)
    kept = world.replica.reads().db.execute("SELECT count(*) FROM clients").fetchone()[0]
    world.pull(*dead, allow=("deletes",))

    assert (stop.value.kind, kept) == ("deletes", 200)
    assert world.replica.reads().db.execute("SELECT count(*) FROM clients").fetchone()[0] == 140


def test_one_named_delete_of_many_is_no_accident(world: World) -> None:
    rows = many(world, 100)
    gid = world.ids.new_id()

    world.pull(*[("clients", world.cloud_row(str(row["id"]), deleted=gid)) for row in rows[:60]])

    assert world.replica.reads().db.execute("SELECT count(*) FROM clients").fetchone()[0] == 40


@pytest.mark.parametrize(
    ("how", "kind"), [({"epoch": "00000002"}, "epoch"), ({"head": "000000000001"}, "back")]
)
def test_a_cloud_that_is_not_the_one_we_knew_stops_the_pull(
    world: World, how: dict[str, str], kind: str
) -> None:
    world.seq = 5
    world.pull()

    with pytest.raises(Stop) as stop:
        world.pull(**how)

    assert stop.value.kind == kind
    assert exchange.state(world.replica).head == "000000000005"


def test_after_a_restore_of_the_cloud_what_it_lost_is_offered_again(world: World) -> None:
    kept, lost = world.client("Kept"), world.client("Lost")
    outcomes = world.push()
    echoes = [world.echo("clients", kept), world.echo("clients", lost)]
    world.pull(*echoes)

    exchange.adopt_epoch(world.replica, epoch="00000002")

    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert [(group.n, group.gid) for group in batch.groups] == [(n, o.gid) for n, o in enumerate(outcomes, 1)]
    assert (batch.prev_gid, batch.confirmed) == (None, 0)
    assert exchange.state(world.replica).cursor is None
    page = world.page(echoes[0], epoch="00000002")
    exchange.apply_arrival(world.replica, page)
    assert world.live("clients", lost).f["companyName"] == "Lost"
    world.agree()


def test_an_arrival_beside_the_data_purges_what_did_not_come_and_keeps_pending_work(world: World) -> None:
    rows = many(world, 3)
    gid = world.edit("clients", str(rows[1]["id"]), notes="pending")
    mine = world.client("Never sent")

    exchange.start_over(world.replica, scopes="other")
    phase = {"name": "the rest", "done": 1, "of": 1}
    exchange.apply_arrival(world.replica, world.page(("clients", rows[0]), phase=phase))
    during = exchange.state(world.replica)
    exchange.apply_arrival(world.replica, world.page())

    found = {row_id for (row_id,) in world.replica.reads().db.execute("SELECT id FROM clients")}
    assert during.arriving
    assert during.phase == phase
    assert found == {rows[0]["id"], mine}
    assert gid in states(world)
    assert not exchange.state(world.replica).arriving
    world.agree()


def test_a_fork_is_numbered_anew_and_nothing_a_person_sees_changes(world: World) -> None:
    sent = world.client("Sent")
    world.push()
    client = world.client()
    gids = [world.edit("clients", client, notes="one"), world.edit("clients", sent, notes="two")]
    before = {row_id: dict(world.live("clients", row_id).f) for row_id in (sent, client)}
    identity = world.replica.identity
    device = world.ids.new_id()
    anew = type(identity)(
        org=world.org,
        user_id=world.user,
        device=device,
        author=device[-8:],
        series="C7",
        epoch=identity.epoch,
        connected=True,
    )

    exchange.enrol_anew(world.replica, anew)

    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert [group.n for group in batch.groups] == [1, 2, 3]
    assert [group.gid for group in batch.groups][1:] == gids
    assert {group.h[16:] for group in batch.groups} == {device[-8:]}
    assert batch.groups[1].changes[0].b["notes"] == batch.groups[0].h
    assert (batch.prev_gid, batch.confirmed) == (None, 0)
    assert {row_id: dict(world.live("clients", row_id).f) for row_id in (sent, client)} == before
    world.agree()


def test_a_batch_stays_within_what_a_push_may_hold(world: World) -> None:
    client = world.client()
    for i in range(6):
        world.edit("clients", client, notes=str(i) * 50_000)

    batch = exchange.next_batch(world.replica, max_bytes=160_000)
    single = exchange.next_batch(world.replica, max_bytes=10)

    assert batch is not None
    assert single is not None
    assert [group.n for group in batch.groups] == [1, 2, 3, 4]
    assert len(single.groups) == 1


def test_offered_again_after_a_restore_a_delete_and_what_brought_back_show_what_is_there(
    world: World,
) -> None:
    client = world.client("Back again")
    gid = world.delete("clients", client)
    world.save(Change("clients", client, op=Op.RESTORE, start=gid))
    world.push()
    world.pull(world.echo("clients", client))

    exchange.adopt_epoch(world.replica, epoch="00000002")

    assert world.live("clients", client).f["companyName"] == "Back again"
    assert exchange.visible_equals_fold(world.replica) == []


def test_what_another_device_of_this_file_sent_is_offered_again_as_this_one(world: World) -> None:
    settled = world.client()
    world.push()
    world.pull(world.echo("clients", settled))
    client = world.client()
    world.push()
    exchange.enrol_anew(world.replica, replace(world.replica.identity, device=NEW, author=NEW[-8:]))
    world.pull(world.echo("clients", client))
    world.edit("clients", client, notes="waits")

    exchange.adopt_epoch(world.replica, epoch="00000002")

    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert [(g.n, stamp.author(g.h)) for g in batch.groups] == [(n, NEW[-8:]) for n in (1, 2, 3)]


def test_a_replica_may_become_another_device_again_and_again(world: World) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    for author in ("0000aaaa", "0000bbbb", "0000cccc"):
        for at in range(3):
            world.edit("clients", client, notes=f"{author} {at}")
        world.push(*[Result.REFUSED] * 3)
        device = NEW[:-8] + author
        exchange.enrol_anew(world.replica, replace(world.replica.identity, device=device, author=author))
    assert len(attention.items(world.replica.writer)) == 9


def test_a_batch_ends_where_a_number_is_missing(world: World) -> None:
    client = world.client()
    gone = world.edit("clients", client, notes="gone")
    world.edit("clients", client, notes="stays")
    world.push(Result.OK, Result.REFUSED, Result.OK)
    world.replica.write(lambda tx: attention.drop(tx, gone))

    exchange.adopt_epoch(world.replica, epoch="00000002")

    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert [group.n for group in batch.groups] == [1]


def test_the_local_log_is_thinned_by_the_clouds_time_and_not_by_this_computers(world: World) -> None:
    kept = [world.client(), world.client()]
    world.push()
    now = world.clock.now_ms()
    world.clock.jump(10 * 365 * DAY_MS)
    world.pull(*[world.echo("clients", one) for one in kept], server_now=now)
    assert world.replica.writer.execute("SELECT count(*) FROM settled").fetchone() == (2,)
    late = world.client()
    world.push()
    world.pull(world.echo("clients", late), server_now=now + 91 * DAY_MS)
    assert world.replica.writer.execute("SELECT count(*) FROM settled").fetchone() == (1,)


def test_what_a_computer_with_a_clock_years_back_has_sent_is_kept_as_long(world: World) -> None:
    now = world.clock.now_ms()
    world.clock.jump(-10 * 365 * DAY_MS)
    slow = world.client()
    world.push()
    world.pull(world.echo("clients", slow), server_now=now)
    assert world.replica.writer.execute("SELECT count(*) FROM settled").fetchone() == (1,)

"""A cloud brought back from a backup, seen from its devices: nothing they kept is lost, no number on paper changes."""

import shutil
from typing import Any

import pytest

from onetool_desktop.cloud import restored
from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.proof.deterministic import SeededIds
from onetool_desktop.services import invoices, lines
from onetool_desktop.services.issuing import NumbersWaitError
from onetool_desktop.store import attention
from onetool_desktop.store.numbers_wait import waits_for_number
from onetool_desktop.store.queries.numbers import LastNumber, last_numbers
from onetool_desktop.store.regained import Regained, regained
from onetool_desktop.sync import connect, errors, events as e, leaving, numbers as main_series, team
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.numbers import known
from onetool_desktop.sync.settle import NotSettledError
from onetool_desktop.sync.status import Kind
from tests.sync.engine import Engine
from tests.sync.world import PASSWORD, Person, World, add_client, names, open_service

DAY = "2026-01-05"


def bill(person: Person, name: str) -> str:
    """An invoice issued with a network; its id."""
    client = ClientId(add_client(person, name))
    made = invoices.create_invoice(person.replica, client_id=client, today=DAY).id
    fields = {"description": "Hedge", "quantity": "1", "unitPrice": "40.00", "taxRate": "19"}
    lines.add_line(person.replica, c="invoices", document=made, fields=fields)
    invoices.issue_invoice(person.replica, id=made, day=DAY, online=True)
    return made


def numbers(person: Person) -> list[str]:
    found = person.replica.reads().db.execute("SELECT number FROM issued ORDER BY 1").fetchall()
    return [number for (number,) in found]


def back_up(world: World) -> None:
    world.service.database.close()
    shutil.copyfile(world.folder / "cloud.db", world.folder / "backup.db")


def bring_back(world: World) -> None:
    world.service.database.close()
    for end in ("-wal", "-shm"):
        (world.folder / f"cloud.db{end}").unlink(missing_ok=True)
    shutil.copyfile(world.folder / "backup.db", world.folder / "cloud.db")
    world.service = open_service(world.folder, world.clock, seed=78)
    restored.open_epoch(world.service.database, clock=world.clock, ids=SeededIds(77, world.clock))
    for person in world.people:
        person.wire.service = world.service


def followed(world: World) -> tuple[Person, Engine]:
    """The owner, whose device has followed the cloud back to its backup."""
    owner = world.owner()
    engine = Engine(owner)
    back_up(world)
    bring_back(world)
    engine.hear(e.SyncNow())
    engine.hear(e.Proceed())
    return owner, engine


def test_what_the_backup_lacks_is_offered_again_with_its_numbers(world: World) -> None:
    owner = world.owner()
    other = world.again(owner)
    first = Engine(owner)
    bill(owner, "Before")
    first.hear(e.Edited())
    back_up(world)
    bill(owner, "After")
    first.hear(e.Edited())
    assert numbers(owner) == ["INV-000001", "INV-000002"]
    assert attention.items(owner.replica.reads().db) == []
    bring_back(world)

    first.hear(e.SyncNow())
    assert (first.status.kind, first.status.cause) == (Kind.STOPPED, Cause.EPOCH)
    first.hear(e.Proceed())
    assert first.status.kind is Kind.SYNCED, first.status
    assert numbers(owner) == ["INV-000001", "INV-000002"]
    assert attention.items(owner.replica.reads().db) == []
    second = Engine(other)
    second.hear(e.Proceed())
    assert second.status.kind is Kind.SYNCED
    assert (names(other), numbers(other)) == (["After", "Before"], ["INV-000001", "INV-000002"])


def release(person: Person, **above: int) -> None:
    """As an administrator does it who has looked at what the cloud knows."""
    org = person.replica.identity.org
    seen = known(person.session, org)
    assert seen.closed
    main_series.release(person.session, org, epoch=seen.epoch, above=above, ids=person.gate.ids)


def test_a_paper_that_waits_gets_its_number_after_the_release_by_itself_and_above_the_highest(
    world: World,
) -> None:
    owner = world.owner()
    engine = Engine(owner)
    back_up(world)
    bill(owner, "Printed")
    engine.hear(e.Edited())
    bring_back(world)
    engine.hear(e.SyncNow())
    bill(owner, "Meanwhile")
    engine.hear(e.Proceed())
    assert (engine.status.kind, engine.status.hints) == (Kind.ATTENTION, (Cause.NUMBERS_WAIT,))
    item, *held = attention.items(owner.replica.reads().db)
    assert waits_for_number(item)
    assert [one.cause for one in held] == [item.gid], "what the issue makes of a lead waits with it"
    assert numbers(owner) == ["INV-000001"]

    release(owner, invoice=41)
    engine.hear(e.SyncNow())
    assert numbers(owner) == ["INV-000001", "INV-000042"]
    assert attention.items(owner.replica.reads().db) == []
    assert (engine.status.kind, engine.status.hints) == (Kind.SYNCED, ())


def test_what_the_cloud_refuses_all_the_same_is_offered_once_for_each_release(world: World) -> None:
    owner = world.owner()
    engine = Engine(owner)
    back_up(world)
    bring_back(world)
    engine.hear(e.SyncNow())
    bill(owner, "Meanwhile")
    engine.hear(e.Proceed())
    release(owner)
    with world.service.database.write() as connection:
        connection.run("UPDATE closed_series SET since = 1")
    engine.hear(e.SyncNow())
    engine.hear(e.SyncNow())
    pushes = [call for call in owner.wire.calls if "issue" in str(call.args.get("groups"))]
    assert len(pushes) == 2
    item, *_held = attention.items(owner.replica.reads().db)
    assert waits_for_number(item)


def test_nothing_is_issued_that_is_known_to_be_refused_but_for_the_own_series_and_without_a_network(
    world: World,
) -> None:
    owner, engine = followed(world)
    with pytest.raises(NumbersWaitError, match="restored"):
        bill(owner, "Refused here")
    (draft,) = (row for (row,) in owner.replica.reads().db.execute("SELECT id FROM invoices"))
    invoices.issue_invoice(owner.replica, id=InvoiceId(draft), day=DAY, online=False)
    engine.hear(e.Edited())
    assert numbers(owner) == [f"INV-{owner.replica.identity.series}-0001"]


def test_the_highest_number_of_a_colleagues_paper_is_known_also_after_the_cloud_forgot_it(
    world: World,
) -> None:
    owner = world.owner()
    colleague = world.colleague(owner, role="admin")
    back_up(world)
    bill(colleague, "Printed there")
    colleague.sync()
    owner.sync()
    bring_back(world)
    engine = Engine(owner)
    engine.hear(e.SyncNow())
    engine.hear(e.Proceed())
    assert numbers(owner) == []
    assert LastNumber("invoice", MAIN, 1) in last_numbers(owner.replica.reads().db)
    assert known(owner.session, owner.replica.identity.org).last["invoice"] == 0


def test_a_release_for_a_cloud_that_was_restored_again_meanwhile_is_refused(world: World) -> None:
    owner = world.owner()
    org = owner.replica.identity.org
    back_up(world)
    bring_back(world)
    with pytest.raises(errors.RefusedError) as refused:
        main_series.release(owner.session, org, epoch="00000000", above={}, ids=owner.gate.ids)
    assert refused.value.code == "epoch"
    assert known(owner.session, org).closed


@pytest.mark.parametrize(
    "lie",
    [
        {"closed": "yes"},
        {"epoch": 7},
        {"epoch": ""},
        {"last": None},
        {"last": []},
        {"last": {"invoice": 1}},
        {"last": {"invoice": -1, "quote": 0}},
        {"last": {"invoice": "1", "quote": 0}},
        {"last": {"invoice": True, "quote": 0}},
        {"last": {"invoice": 1 << 41, "quote": 0}},
    ],
    ids=str,
)
def test_what_is_no_count_is_taken_for_no_answer(world: World, lie: dict[str, Any]) -> None:
    owner = world.owner()
    owner.wire.after = lambda _call, value: {**value, **lie}
    with pytest.raises(errors.NotOursError):
        known(owner.session, owner.replica.identity.org)


def test_a_cloud_that_goes_on_below_what_it_was_told_is_not_believed(world: World) -> None:
    owner = world.owner()
    org, ids = owner.replica.identity.org, owner.gate.ids
    owner.wire.after = lambda _call, value: {**value, "last": {"invoice": 6, "quote": 0}}
    with pytest.raises(errors.NotOursError):
        main_series.release(
            owner.session, org, epoch=owner.replica.identity.epoch, above={"invoice": 7}, ids=ids
        )


def test_a_business_does_not_leave_its_cloud_while_its_numbers_wait(world: World) -> None:
    owner, engine = followed(world)
    with pytest.raises(NotSettledError, match="numbers"):
        leaving.check(owner.replica)
    release(owner)
    engine.hear(e.SyncNow())
    leaving.check(owner.replica)


def test_access_taken_away_since_the_backup_is_known_to_be_back_until_it_is_taken_away_again(
    world: World,
) -> None:
    owner = world.owner()
    engine, laptop, colleague = Engine(owner), world.again(owner), world.colleague(owner)
    org, ids = owner.replica.identity.org, owner.gate.ids
    lost, gone = laptop.replica.identity.device, colleague.replica.identity.user_id

    def take_away() -> None:
        team.withdraw(owner.session, org, device=lost, ids=ids)
        team.remove(owner.session, org, user=gone, ids=ids)
        engine.hear(e.SyncNow())

    def back() -> Regained:
        return regained(owner.replica.reads().db)

    engine.hear(e.SyncNow())
    back_up(world)
    take_away()
    assert not back()
    bring_back(world)
    engine.hear(e.SyncNow())
    engine.hear(e.Proceed())
    assert back() == Regained(frozenset({lost}), frozenset({gone}))
    take_away()
    assert not back()
    email = colleague.session.account.email
    invited = connect.invite(owner.session, org, email=email, role="office", ids=ids, user=gone)
    colleague.gate.sign_in(email=email, password=PASSWORD, invite=invited.code)
    engine.hear(e.SyncNow())
    assert owner.replica.reads().db.execute(
        'SELECT count(*) FROM memberships WHERE "userId"=?', (gone,)
    ).fetchone() == (1,)
    assert not back(), "who was let in anew has access because somebody said so"

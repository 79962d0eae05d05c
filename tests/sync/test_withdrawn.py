"""A computer whose access was taken away: told in a sentence, its queue whole, a new device once somebody signs in."""

from onetool_desktop.store import exchange
from onetool_desktop.sync import events as e, team
from onetool_desktop.sync.causes import Cause, Remedy, remedy
from onetool_desktop.sync.status import Kind
from tests.sync.engine import Engine
from tests.sync.world import PASSWORD, World, add_client, names


def test_a_withdrawn_computer_keeps_what_it_has_and_sends_it_once_somebody_signs_in(world: World) -> None:
    owner = world.owner()
    laptop = world.again(owner)
    engine = Engine(laptop)
    before = laptop.replica.identity
    laptop.wire.cut = True
    for name in ("First", "Second"):
        add_client(laptop, name)
        engine.hear(e.Edited())
    team.withdraw(owner.session, before.org, device=before.device, ids=owner.gate.ids)
    laptop.wire.cut = False
    engine.hear(e.SyncNow())
    assert (engine.status.kind, engine.status.cause) == (Kind.SIGNIN, Cause.WITHDRAWN)
    assert (engine.status.waiting, names(laptop)) == (2, ["First", "Second"])
    assert "access of this computer was withdrawn" in engine.status.sentence
    assert remedy(Cause.WITHDRAWN) is Remedy.SIGN_IN
    asked = len(laptop.wire.calls)
    engine.hear(e.Edited())
    assert len(laptop.wire.calls) == asked, "nothing is asked of a cloud that knows it no more"

    laptop.session.sign_in(PASSWORD, device_name="Found again")
    engine.hear(e.SignedIn())
    assert (engine.status.kind, engine.status.waiting) == (Kind.SYNCED, 0)
    after = laptop.replica.identity
    assert (after.org, after.device != before.device, after.series != before.series) == (
        before.org,
        True,
        True,
    )
    owner.sync()
    assert names(owner) == ["First", "Second"]
    assert exchange.visible_equals_fold(laptop.replica) == []


def test_a_sign_in_that_ran_out_later_is_told_as_that(world: World) -> None:
    owner = world.owner()
    laptop = world.again(owner)
    engine = Engine(laptop)
    identity = laptop.replica.identity
    team.withdraw(owner.session, identity.org, device=identity.device, ids=owner.gate.ids)
    engine.hear(e.SyncNow())
    assert engine.status.cause is Cause.WITHDRAWN
    laptop.session.sign_in(PASSWORD, device_name="Found again")
    engine.hear(e.SignedIn())
    laptop.session.sign_out()
    engine.hear(e.SyncNow())
    assert engine.status.cause is Cause.SIGN_IN


def test_one_that_only_reads_is_a_new_device_too_before_it_fetches(world: World) -> None:
    owner = world.owner()
    laptop = world.again(owner)
    engine = Engine(laptop)
    before = laptop.replica.identity
    team.withdraw(owner.session, before.org, device=before.device, ids=owner.gate.ids)
    engine.hear(e.SyncNow())
    laptop.session.sign_in(PASSWORD, device_name="Found again")
    add_client(owner, "Meanwhile")
    owner.sync()
    engine.hear(e.SignedIn())
    assert (engine.status.kind, names(laptop)) == (Kind.SYNCED, ["Meanwhile"])
    after = laptop.replica.identity.device
    assert after != before.device
    team.withdraw(owner.session, before.org, device=after, ids=owner.gate.ids)
    engine.hear(e.SyncNow())
    assert engine.status.cause is Cause.WITHDRAWN

"""The queue survives what is no answer: a cloud that stumbles over one group, a sign-in that has run out."""

from collections.abc import Callable

from onetool_desktop.store import attention
from onetool_desktop.sync import errors, events as e
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.status import Kind
from onetool_desktop.sync.troubles import LONE_FAILURES
from tests.sync.engine import Engine
from tests.sync.world import World, add_client, names


def stumbles_over(gid: str) -> Callable[[Call], None]:
    """A cloud that breaks whenever it is to decide this group, and knows not why."""

    def before(call: Call) -> None:
        sent = [group["gid"] for group in call.args.get("groups", ())]
        if gid in sent and call.args.get("poison") != gid:
            raise errors.FaultError("The cloud has a problem of its own.")

    return before


def test_a_group_that_breaks_the_cloud_is_named_put_aside_and_keeps_nobody_waiting(world: World) -> None:
    owner = world.owner()
    engine = Engine(owner)
    add_client(owner, "Poison")
    (gid,) = owner.replica.reads().db.execute("SELECT gid FROM outbox WHERE state='waiting'").fetchone()
    add_client(owner, "Behind it")
    owner.wire.before = stumbles_over(gid)
    engine.hear(e.Edited())
    rings = 0
    while not engine.status.attention:
        engine.ring()
        rings += 1
        assert rings < 4 * LONE_FAILURES, "the group is never named"
    (item,) = attention.items(owner.replica.reads().db)
    assert (item.gid, item.code) == (gid, "internal")
    assert engine.status.waiting == 0
    colleague = world.colleague(owner)
    colleague.sync()
    assert names(colleague) == ["Behind it"]
    owner.wire.before = lambda _call: None
    attention.retry(owner.replica, gid)
    engine.hear(e.Edited())
    colleague.sync()
    assert names(colleague) == ["Behind it", "Poison"]


def test_a_sign_in_that_has_run_out_keeps_the_queue_until_somebody_signs_in(world: World) -> None:
    owner = world.owner()
    engine = Engine(owner)

    def nobody(_call: Call) -> None:
        raise errors.UnauthenticatedError("Please sign in again.")

    owner.wire.before = nobody
    for name in ("First", "Second"):
        add_client(owner, name)
        engine.hear(e.Edited())
    assert (engine.status.kind, engine.status.waiting) == (Kind.SIGNIN, 2)
    asked = len(owner.wire.calls)
    engine.hear(e.Edited())
    assert len(owner.wire.calls) == asked, "nothing is asked of a cloud that knows nobody"
    owner.wire.before = lambda _call: None
    engine.hear(e.SignedIn())
    assert (engine.status.kind, engine.status.waiting) == (Kind.SYNCED, 0)
    assert names(owner) == ["First", "Second"]

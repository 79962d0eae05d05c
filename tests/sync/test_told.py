"""What the person is told, and that it heals when its cause goes: each over a real replica and cloud."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from onetool_desktop.changes.values import Change
from onetool_desktop.cloud import sent_groups
from onetool_desktop.store import exchange
from onetool_desktop.sync import causes, errors, events as e
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.causes import Cause, Remedy
from onetool_desktop.sync.status import Kind
from onetool_desktop.sync.steps import Steps
from tests.sync.engine import Engine
from tests.sync.world import Person, World, add_client, names

MINUTE_MS = 60_000


def waiting(person: Person) -> int:
    return exchange.state(person.replica).waiting


def refusing(path: str, error: errors.CloudError) -> Callable[[Call], None]:
    def before(call: Call) -> None:
        if call.path == path:
            raise error

    return before


def test_every_cause_that_stops_sync_has_a_sentence_and_a_remedy() -> None:
    for cause in Cause:
        said = causes.sentence(cause)
        assert said == "" or said.endswith("."), cause
        assert causes.remedy(cause) in Remedy


@pytest.mark.parametrize("minutes", [3, -3])
def test_a_clock_that_is_wrong_is_told_and_sync_goes_on(world: World, minutes: int) -> None:
    owner = world.owner()
    engine = Engine(owner)
    assert engine.status.hints == ()
    owner.clock.jump(minutes * MINUTE_MS)
    add_client(owner, "While wrong")
    engine.hear(e.Edited())
    assert (engine.status.kind, engine.status.hints) == (Kind.SYNCED, (Cause.CLOCK,))
    assert "clock" in engine.status.sentence
    owner.clock.jump(-minutes * MINUTE_MS)
    engine.hear(e.SyncNow())
    assert (engine.status.hints, engine.status.sentence) == ((), "")


def test_a_clock_that_is_a_minute_off_is_nobodys_business(world: World) -> None:
    owner = world.owner()
    owner.clock.jump(MINUTE_MS)
    assert Engine(owner).status.hints == ()


def test_a_program_too_old_for_the_cloud_sends_and_does_not_fetch(world: World) -> None:
    owner = world.owner()
    old = world.again(owner)
    engine = Engine(old)
    old.wire.before = refusing("sync:pull", errors.RefusedError("schema", "Too old."))
    add_client(old, "Mine")
    engine.hear(e.Edited())
    assert waiting(old) == 0
    assert (engine.status.kind, engine.status.cause) == (Kind.STOPPED, Cause.CLOUD_NEWER)
    add_client(old, "Mine too")
    engine.hear(e.Edited())
    owner.sync()
    assert names(owner) == ["Mine", "Mine too"]
    asked = len(old.wire.calls)
    engine.ring()
    assert [call.path for call in old.wire.calls[asked:]] == ["sync:head"], "it does not try at every look"
    old.wire.before = lambda _call: None
    engine.hear(e.SyncNow())
    assert (engine.status.kind, engine.status.cause) == (Kind.SYNCED, None)


def attach(person: Person, client_id: str, name: str) -> None:
    """Something only declarations of schema 2 know."""
    fields = {"clientId": client_id, "name": name, "kind": "photo", "mime": "image/png"}
    fields |= {"size": 7, "sha256": "0" * 64}  # type: ignore[dict-item]
    change = Change("attachments", person.gate.ids.new_id(), f=fields)
    person.replica.write(lambda tx: tx.commit(action="test", label="Attach", changes=[change]))


def test_what_an_older_cloud_does_not_know_waits_and_the_rest_goes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = world.owner()
    engine = Engine(owner)
    monkeypatch.setattr(sent_groups, "SCHEMA", 1)
    first = add_client(owner, "First")
    attach(owner, first, "photo.png")
    add_client(owner, "Second")
    engine.hear(e.Edited())
    assert waiting(owner) == 1
    assert (engine.status.kind, engine.status.cause) == (Kind.STOPPED, Cause.CLOUD_OLDER)
    other = world.again(owner)
    assert names(other) == ["First", "Second"]
    assert exchange.visible_equals_fold(owner.replica) == []
    monkeypatch.undo()
    engine.hear(e.Live(connected=True))
    assert (engine.status.kind, waiting(owner)) == (Kind.SYNCED, 0)
    other.sync()
    assert other.replica.reads().db.execute("SELECT name FROM attachments").fetchall() == [("photo.png",)]


class Lock:
    """A person's hands, and whether they gave up the key."""

    def __init__(self, person: Person) -> None:
        self.given_up = 0
        self._person = person

    @property
    def steps(self) -> Steps:
        return replace(self._person.steps, lock=self._give_up)

    def _give_up(self) -> None:
        self.given_up += 1


def removed(world: World) -> tuple[Person, Person, Engine, Lock]:
    """The owner, and a colleague who was removed while he had unsent work."""
    owner = world.owner()
    colleague = world.colleague(owner)
    lock = Lock(colleague)
    engine = Engine(colleague, steps=lambda: lock.steps)
    call = Call(
        "mutation",
        "orgs:remove",
        {
            "rid": owner.gate.ids.new_id(),
            "org": owner.replica.identity.org,
            "user": colleague.replica.identity.user_id,
        },
    )
    owner.session.ask(call)
    add_client(colleague, "Unsent")
    return owner, colleague, engine, lock


def sealed(owner: Person) -> list[str]:
    call = Call("query", "orgs:surrendered", {"org": owner.replica.identity.org})
    found = owner.session.ask(call)["groups"]
    return [item["group"]["changes"][0]["f"]["companyName"] for item in found]


def test_unsent_work_is_handed_over_before_the_key_is_given_up(world: World) -> None:
    owner, _, engine, lock = removed(world)
    engine.hear(e.Edited())
    assert sealed(owner) == ["Unsent"]
    assert lock.given_up == 1
    assert (engine.status.kind, engine.status.cause) == (Kind.STOPPED, Cause.REMOVED)
    assert "administrators" in engine.status.sentence


def test_without_an_answer_the_key_stays(world: World) -> None:
    owner, colleague, engine, lock = removed(world)
    colleague.wire.before = refusing("sync:surrender", errors.UnreachableError("No answer."))
    engine.hear(e.Edited())
    engine.ring()
    assert (lock.given_up, sealed(owner)) == (0, [])
    assert engine.status.cause is Cause.ACCESS
    colleague.wire.before = lambda _call: None
    engine.ring()
    assert (lock.given_up, sealed(owner)) == (1, ["Unsent"])


def test_an_answer_that_does_not_name_the_work_takes_no_key(world: World) -> None:
    owner, colleague, engine, lock = removed(world)
    colleague.wire.after = lambda call, value: {"taken": []} if call.path == "sync:surrender" else value
    engine.hear(e.Edited())
    assert lock.given_up == 0
    colleague.wire.after = lambda _call, value: value
    engine.ring()
    assert (lock.given_up, sealed(owner)) == (1, ["Unsent"])


def test_a_cloud_that_removed_nobody_gets_no_key_and_access_comes_back_by_itself(world: World) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    lock = Lock(colleague)
    engine = Engine(colleague, steps=lambda: lock.steps)
    forbidden = errors.RefusedError("forbidden", "No access.")

    def before(call: Call) -> None:
        if call.path.startswith("sync:") and call.path != "sync:surrender":
            raise forbidden

    colleague.wire.before = before
    add_client(colleague, "Unsent")
    engine.hear(e.Edited())
    assert (engine.status.kind, engine.status.cause) == (Kind.STOPPED, Cause.ACCESS)
    for _ in range(3):
        engine.ring()
    assert lock.given_up == 0
    assert [call.path for call in colleague.wire.calls].count("sync:surrender") == 1
    colleague.wire.before = lambda _call: None
    engine.ring()
    assert (engine.status.kind, engine.status.cause) == (Kind.SYNCED, None)
    owner.sync()
    assert names(owner) == ["Unsent"]

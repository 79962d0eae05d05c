"""A cloud that lies, one case a test: nothing of the lie is applied, nothing is lost, the chip says what is wrong, and
all is well again when the cloud is.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from onetool_desktop.store import exchange
from onetool_desktop.sync import errors, events as e
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.status import Kind
from tests.sync.engine import Engine
from tests.sync.world import Person, World, add_client, names

Lie = Callable[[Any], Any]
OTHER = "0190eeee-0000-7000-8000-000000000001"


def without(name: str) -> Lie:
    return lambda value: {k: v for k, v in value.items() if k != name}


def setting(name: str, wrong: Any) -> Lie:
    return lambda value: {**value, name: wrong}


def in_row(name: str, wrong: Any) -> Lie:
    """Every row of the page with one thing wrong."""

    def lie(value: Any) -> Any:
        value = copy.deepcopy(value)
        for row in (row for rows in value["rows"].values() for row in rows):
            row[name] = wrong
        return value

    return lie


def row_without(name: str) -> Lie:
    def lie(value: Any) -> Any:
        value = copy.deepcopy(value)
        for row in (row for rows in value["rows"].values() for row in rows):
            del row[name]
        return value

    return lie


PAGES: dict[str, Lie] = {
    "a list": lambda _: [],
    "nothing": lambda _: None,
    "a word": lambda _: "success",
    "a number": lambda _: 7,
    "an empty object": lambda _: {},
    **{
        f"no {name}": without(name)
        for name in ("rows", "gone", "cursor", "more", "head", "epoch", "scopes", "serverNow")
    },
    **{
        f"{name} is {wrong!r}": setting(name, wrong)
        for name, wrongs in {
            "rows": ([], {"clients": {}}, {"clients": [7]}, {"clients": [[]]}, {"clients": [{}]}, "x"),
            "gone": ([], {"clients": {}}, {"clients": [7]}, {"clients": ["not-an-id"]}),
            "redacted": (
                [],
                {"clients": []},
                {"clients": {"x": {}}},
                {"clients": {OTHER: {"notes": "soon"}}},
            ),
            "cursor": (7, None, "", []),
            "more": ("no", 1, None),
            "head": (7, None, ""),
            "epoch": (7, None, ""),
            "scopes": (7, None),
            "serverNow": ("now", 1.5, None, 1 << 60, True),
            "phase": (
                "today",
                {},
                {"name": 1, "done": 0, "of": 1},
                {"name": "rest", "done": "x", "of": 1},
                [],
            ),
        }.items()
        for wrong in wrongs
    },
    **{f"rows without {name}": row_without(name) for name in ("id", "seq", "clk", "f")},
    **{
        f"rows with {name} {wrong!r}": in_row(name, wrong)
        for name, wrongs in {
            "id": (7, "x", None, "../../etc", "A" * 36),
            "seq": (7, "", None),
            "clk": (
                {},
                [],
                {"row": 7},
                {"row": "soon"},
                {"row": "0" * 24, "notes": None},
                {"notes": "0" * 24},
            ),
            "f": ([], None, "x"),
            "del": (7, "x", None),
        }.items()
        for wrong in wrongs
    },
    "rows of another business": lambda value: {
        **value,
        "rows": {
            **value["rows"],
            "organizations": [
                {"id": OTHER, "seq": "000000000001", "clk": {"row": "0" * 24}, "f": {"name": "Elsewhere"}}
            ],
        },
    },
    "more of the same place": lambda value: {**value, "more": True},
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Person, Engine]]:
    """Somebody who is online, and a device that has all there is; each lie is over when its test ends."""
    world = World(tmp_path_factory.mktemp("shared"))
    owner = world.owner()
    yield owner, Engine(world.again(owner))
    world.close()


@pytest.fixture
def pair(world: World) -> tuple[Person, Engine]:
    """The same for one test alone."""
    owner = world.owner()
    return owner, Engine(world.again(owner))


def lying(engine: Engine, path: str, lie: Lie) -> None:
    """From now on what the cloud answers to `path` is a lie."""

    def told(call: Call, value: Any) -> Any:
        return lie(value) if call.path == path else value

    engine.person.wire.after = told


def tell_the_truth(engine: Engine) -> None:
    engine.person.wire.after = lambda _call, value: value


def heals(engine: Engine) -> None:
    """The same engine, with nobody's help, within a few of its own timers."""
    tell_the_truth(engine)
    for _ in range(4):
        if engine.status.kind is Kind.SYNCED and not engine.status.waiting:
            break
        engine.ring()
    assert (engine.status.kind, engine.status.waiting) == (Kind.SYNCED, 0), engine.status


def held(person: Person) -> Any:
    return exchange.digest(person.replica.reads().db), exchange.state(person.replica).cursor


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_that_lies_is_not_applied(shared: tuple[Person, Engine], name: str) -> None:
    owner, engine = shared
    honest = f"Honest beside {name}"
    add_client(owner, honest)
    owner.sync()
    before = held(engine.person)
    lying(engine, "sync:pull", PAGES[name])
    engine.hear(e.SyncNow())
    assert held(engine.person) == before
    assert engine.status.kind is Kind.OFFLINE
    assert engine.status.cause in {Cause.STRANGE, Cause.OTHER_BUSINESS}
    assert engine.status.sentence
    heals(engine)
    assert honest in names(engine.person)


ANSWERS: dict[str, Lie] = {
    "a list": lambda _: [],
    "an empty object": lambda _: {},
    **{f"no {name}": without(name) for name in ("ackedN", "head", "serverNow", "outcomes")},
    "no outcome": setting("outcomes", []),
    "an outcome of another group": lambda value: {
        **value,
        "outcomes": [{**outcome, "gid": OTHER} for outcome in value["outcomes"]],
    },
    "outcomes without a place": lambda value: {
        **value,
        "outcomes": [without("seq")(outcome) for outcome in value["outcomes"]],
    },
    "outcomes nobody knows": lambda value: {
        **value,
        "outcomes": [{**outcome, "result": "perhaps"} for outcome in value["outcomes"]],
    },
    "outcomes that are words": setting("outcomes", ["ok"]),
    "nothing acknowledged": lambda value: {**value, "ackedN": 0, "outcomes": []},
    "far more acknowledged than was sent": lambda value: {**value, "ackedN": 10**9, "outcomes": []},
    "an acknowledgement that is a word": setting("ackedN", "all"),
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_answer_to_a_push_that_lies_settles_nothing(shared: tuple[Person, Engine], name: str) -> None:
    owner, engine = shared
    mine = f"Mine beside {name}"
    lying(engine, "sync:push", ANSWERS[name])
    add_client(engine.person, mine)
    engine.hear(e.Edited())
    assert exchange.state(engine.person.replica).waiting == 1
    assert (engine.status.kind, engine.status.cause) == (Kind.OFFLINE, Cause.STRANGE)
    assert engine.status.sentence
    heals(engine)
    owner.sync()
    assert names(owner).count(mine) == 1, "it is applied once, though it was answered twice"


def test_pages_that_lead_in_a_circle_are_left(pair: tuple[Person, Engine]) -> None:
    owner, engine = pair
    start = exchange.state(engine.person.replica).cursor
    add_client(owner, "Honest")
    owner.sync()
    turns = [start, f"{start}x"]

    def circle(value: Any) -> Any:
        turns.append(turns.pop(0))
        return {**value, "more": True, "cursor": turns[-1]}

    lying(engine, "sync:pull", circle)
    before = len(engine.person.wire.calls)
    engine.hear(e.SyncNow())
    assert len(engine.person.wire.calls) - before < 6
    assert engine.status.kind is Kind.OFFLINE
    heals(engine)
    assert "Honest" in names(engine.person)


def test_a_page_that_comes_twice_changes_nothing_the_second_time(pair: tuple[Person, Engine]) -> None:
    owner, engine = pair
    add_client(owner, "First")
    owner.sync()
    pages: list[Any] = []
    lying(engine, "sync:pull", lambda value: pages.append(copy.deepcopy(value)) or value)
    engine.hear(e.SyncNow())
    before = held(engine.person)
    lying(engine, "sync:pull", lambda _: pages[0])
    engine.hear(e.SyncNow())
    assert held(engine.person) == before
    heals(engine)


@pytest.mark.parametrize("path", ["sync:pull", "sync:head"])
@pytest.mark.parametrize(
    ("lie", "cause"),
    [
        (setting("head", "000000000000"), Cause.WENT_BACK),
        (setting("epoch", "deadbeef"), Cause.EPOCH),
    ],
    ids=["an older head", "another epoch"],
)
def test_a_cloud_that_goes_back_stops_sync_until_it_comes_back(
    pair: tuple[Person, Engine], path: str, lie: Lie, cause: Cause
) -> None:
    owner, engine = pair
    add_client(owner, "Honest")
    owner.sync()
    before = held(engine.person)
    lying(engine, path, lie)
    engine.hear(e.SyncNow() if path == "sync:pull" else e.Slept())
    assert held(engine.person) == before
    assert (engine.status.kind, engine.status.cause) == (Kind.STOPPED, cause)
    assert engine.status.sentence
    heals(engine)
    assert "Honest" in names(engine.person)


def test_stamps_from_the_far_future_do_not_take_this_computers_clock_along(
    pair: tuple[Person, Engine],
) -> None:
    owner, engine = pair
    add_client(owner, "Honest")
    owner.sync()
    lying(engine, "sync:pull", in_row("clk", {"row": "ffff" + "0" * 20}))
    engine.hear(e.SyncNow())
    tell_the_truth(engine)
    add_client(engine.person, "Mine")
    batch = exchange.next_batch(engine.person.replica)
    assert batch is not None
    assert batch.groups[0].h < "0fff"


@pytest.mark.parametrize("server_now", [0, -5, 4_000_000_000_000_000, 1_000])
def test_a_time_that_is_a_lie_is_told_and_loses_nothing(pair: tuple[Person, Engine], server_now: int) -> None:
    owner, engine = pair
    lying(engine, "sync:push", setting("serverNow", server_now))
    add_client(engine.person, "Mine")
    engine.hear(e.Edited())
    tell_the_truth(engine)
    add_client(engine.person, "Mine too")
    engine.hear(e.Edited())
    heals(engine)
    owner.sync()
    assert {"Mine", "Mine too"} <= set(names(owner))


REFUSALS: dict[str, tuple[str, str]] = {
    "does not know the device that sends": ("sync:push", "not_found"),
    "calls the device that sends a copy": ("sync:push", "fork"),
    "does not know the device that fetches": ("sync:pull", "not_found"),
}


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_a_cloud_that_knows_no_device_is_not_filled_with_new_ones(
    pair: tuple[Person, Engine], name: str
) -> None:
    owner, engine = pair
    path, code = REFUSALS[name]
    add_client(engine.person, "Mine")
    add_client(owner, "Honest")
    owner.sync()

    def refuse(call: Call) -> None:
        if call.path == path:
            raise errors.RefusedError(code, "Nobody is known here.")

    engine.person.wire.before = refuse
    engine.hear(e.SyncNow())
    assert (engine.status.kind, engine.status.cause) == (Kind.OFFLINE, Cause.STRANGE)
    for _ in range(30):
        engine.ring()
    enrolled = [call for call in engine.person.wire.calls if call.path == "devices:enrol"]
    assert 2 <= len(enrolled) <= 6, "each time it tries again, but ever more rarely"
    engine.person.wire.before = lambda _call: None
    heals(engine)
    owner.sync()
    assert "Honest" in names(engine.person)
    assert names(owner).count("Mine") == 1


def test_a_cloud_that_acknowledges_nothing_of_what_it_had_is_not_filled_with_new_devices(
    pair: tuple[Person, Engine],
) -> None:
    owner, engine = pair
    add_client(engine.person, "First")
    engine.hear(e.Edited())
    add_client(engine.person, "Second")
    lying(engine, "sync:push", lambda value: {**value, "ackedN": -5, "outcomes": []})
    engine.hear(e.Edited())
    for _ in range(30):
        engine.ring()
    enrolled = [call for call in engine.person.wire.calls if call.path == "devices:enrol"]
    assert len(enrolled) <= 6
    heals(engine)
    owner.sync()
    assert [names(owner).count(name) for name in ("First", "Second")] == [1, 1]


def test_rights_that_change_with_every_page_are_not_followed_without_end(pair: tuple[Person, Engine]) -> None:
    owner, engine = pair
    add_client(owner, "Honest")
    owner.sync()
    before, told = held(engine.person)[0], iter(range(10_000))
    lying(engine, "sync:pull", lambda value: {**value, "scopes": f"owner.{next(told)}"})
    asked = len(engine.person.wire.calls)
    engine.hear(e.SyncNow())
    assert (engine.status.kind, engine.status.cause) == (Kind.OFFLINE, Cause.STRANGE)
    for _ in range(20):
        engine.ring()
    assert len(engine.person.wire.calls) - asked < 60
    assert engine.timer is not None
    assert engine.timer.delay.least_ms > 60_000, "ever more rarely"
    assert held(engine.person)[0] == before
    heals(engine)
    assert "Honest" in names(engine.person)


def test_a_comparison_with_the_records_of_another_business_mends_nothing(pair: tuple[Person, Engine]) -> None:
    _owner, engine = pair
    before = held(engine.person)

    def told(call: Call, value: Any) -> Any:
        if call.path == "sync:digest":
            return {**value, "sums": {}}
        return PAGES["rows of another business"](value) if call.path == "sync:pull" else value

    engine.person.wire.after = told
    engine.hear(e.CheckNow())
    assert engine.status.cause is Cause.OTHER_BUSINESS
    assert held(engine.person) == before
    assert engine.person.replica.reads().row("organizations", OTHER) is None
    heals(engine)


def test_rights_that_change_after_every_page_are_not_followed_without_end(
    pair: tuple[Person, Engine],
) -> None:
    owner, engine = pair
    add_client(owner, "Honest")
    owner.sync()
    told, asked = iter(range(10_000)), dict[str, Any]()

    def asks(call: Call) -> None:
        if call.path == "sync:pull":
            asked.update(call.args)
            cast("dict[str, Any]", call.args)["cursor"] = None

    def lie(value: Any) -> Any:
        cursor, scopes = asked["cursor"], asked["scopes"]
        keeps = cursor is None and scopes.startswith("lie")
        scopes = scopes if keeps else f"lie.{next(told)}"
        return {**value, "scopes": scopes, "more": True, "cursor": "further" if cursor else "on"}

    engine.person.wire.before = asks
    lying(engine, "sync:pull", lie)
    engine.hear(e.SyncNow())
    assert (engine.status.kind, engine.status.cause) == (Kind.OFFLINE, Cause.STRANGE)
    before = len(engine.person.wire.calls)
    for _ in range(20):
        engine.ring()
    assert len(engine.person.wire.calls) - before < 160
    engine.person.wire.before = lambda _call: None
    heals(engine)
    assert "Honest" in names(engine.person)

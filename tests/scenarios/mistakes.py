"""Mistakes that only a scenario meets: what they undo needs a cloud or a clock that the simulation does not have."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from onetool_desktop.changes import decide, rules, stamp
from onetool_desktop.changes.values import Code
from onetool_desktop.cloud import enrolment, ledger, push, sent_groups, service
from onetool_desktop.cloud.errors import CallError
from onetool_desktop.store import checkpoint, outbox
from onetool_desktop.sync import events as e, judge, machine
from onetool_desktop.sync.judge import Halt


def a_head_that_goes_back_is_followed() -> Iterator[None]:
    """A cloud that knows less than before is believed."""
    with (
        patch.object(judge, "halt_of", lambda *_, **__: None),
        patch.object(checkpoint, "_check_place", lambda *_: None),
    ):
        yield


def a_restored_cloud_is_followed_unasked() -> Iterator[None]:
    """Another epoch is taken over without asking anybody."""
    stop = machine.Machine._stop_and_ask

    def wrong(self: machine.Machine, halt: Halt, other: str | None = None) -> None:
        stop(self, halt, other)
        self._on_proceed(e.Proceed())

    with patch.object(machine.Machine, "_stop_and_ask", wrong):
        yield


def a_delete_of_the_dead_is_refused() -> Iterator[None]:
    """Who deletes what another deleted first is told that it is not there."""
    delete = decide._Decision._delete

    def wrong(self: Any, change: Any) -> None:
        row = self._draft.get(change.c, change.id)
        if row is not None and not row.live:
            rules.bar(Code.NOT_FOUND, "It is not there.", change)
        delete(self, change)

    with patch.object(decide._Decision, "_delete", wrong):
        yield


def every_device_counts_in_one_series() -> Iterator[None]:
    """All devices are given the same code for their numbers."""
    with patch.object(enrolment, "_next_series", lambda *_: "A1"):
        yield


def a_save_forgets_the_queue() -> Iterator[None]:
    """What is saved is shown, and never sent."""
    add = outbox.add

    def wrong(db: Any, entry: Any, body: str) -> None:
        add(db, entry, body)
        db.execute("DELETE FROM outbox WHERE gid=?", (entry.group.gid,))

    with patch.object(outbox, "add", wrong):
        yield


def a_full_counter_overflows() -> Iterator[None]:
    """The counter of a stamp goes on past its four digits."""
    with patch.object(stamp, "_COUNTER_TOP", 1 << 30):
        yield


def old_schemas_are_turned_away() -> Iterator[None]:
    """A group of an older program is not taken."""
    read = sent_groups._read

    def wrong(raw: Any) -> Any:
        if raw["schema"] < sent_groups.SCHEMA:
            raise CallError("schema", "Update your program.")
        return read(raw)

    with patch.object(sent_groups, "_read", wrong):
        yield


def an_arrival_that_breaks_off_begins_anew() -> Iterator[None]:
    """How far an arrival had come is forgotten with the program."""
    handlers = dict(machine.Machine._handlers)
    loaded = handlers[e.Loaded]

    def wrong(self: Any, event: e.Loaded) -> None:
        loaded(self, event)
        if event.state.arriving:
            self._pull_cursor = None

    handlers[e.Loaded] = wrong
    with patch.object(machine.Machine, "_handlers", handlers):
        yield


def numbers_are_drawn_before_the_lock() -> Iterator[None]:
    """Sequence numbers come from a sequence of the database, drawn as a push begins and not as it commits."""
    whole, lock, save = push.push, ledger.lock, ledger.Ledger.save
    drawn, own = [0], [0]

    def begins(cloud: Any, caller: Any, args: Any) -> Any:
        with cloud.database.read() as connection:
            (now,) = connection.one("SELECT seq FROM orgs WHERE org_id = ?", (args.id("org"),))
        mine = drawn[0] = max(drawn[0], now) + 1

        def numbered(connection: Any, org: str) -> ledger.Ledger | None:
            held = lock(connection, org)
            return held and replace(held, seq=mine - 1)

        with patch.object(ledger, "lock", numbered):
            return whole(cloud, caller, args)

    def highest(self: ledger.Ledger, connection: Any) -> None:
        own[0] = self.seq = max(self.seq, own[0])
        save(self, connection)

    known = dict(service.FUNCTIONS)
    known["sync:push"] = (*known["sync:push"][:2], begins)
    with patch.object(service, "FUNCTIONS", known), patch.object(ledger.Ledger, "save", highest):
        yield


ALL: Mapping[str, Callable[[], Iterator[None]]] = {
    mistake.__name__: mistake
    for mistake in (
        a_head_that_goes_back_is_followed,
        a_restored_cloud_is_followed_unasked,
        a_delete_of_the_dead_is_refused,
        every_device_counts_in_one_series,
        a_save_forgets_the_queue,
        a_full_counter_overflows,
        old_schemas_are_turned_away,
        an_arrival_that_breaks_off_begins_anew,
        numbers_are_drawn_before_the_lock,
    )
}


@contextmanager
def switched_on(name: str) -> Generator[None]:
    """The mistake of that name, for the length of the block."""
    yield from ALL[name]()

"""The live lane: hostile streams, tokens that run out, sleep, and an end in good order."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pytest

from onetool_desktop.proof.deterministic import ManualClock
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.sync import errors, live
from onetool_desktop.sync.engine import HttpEars
from onetool_desktop.sync.live import Ears, LiveLane, Told
from onetool_desktop.sync.transport import MAX_LINE, HttpCloud
from tests.sync.hostile import Script, reply, serving

ORG = "o"
SOON_S = 10
STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
GOOD = b'data: {"org":"o","head":"7"}\n\n'


def stream(*parts: bytes) -> Script:
    """An event stream of these parts, then its end."""

    def script(connection: socket.socket) -> None:
        connection.sendall(STREAM.encode())
        for part in parts:
            connection.sendall(part)

    return script


def endless(part: bytes) -> Script:
    """A stream that repeats one part until nobody takes it any more."""

    def script(connection: socket.socket) -> None:
        connection.sendall(STREAM.encode())
        while True:
            connection.sendall(part)

    return script


def lines_of(script: Script, *, silence_s: float = 1.0) -> list[bytes]:
    with serving(script) as base:
        cloud = HttpCloud(base, connect_s=2)
        try:
            return list(cloud.lines("/api/live?org=o", bearer="t", silence_s=silence_s))
        finally:
            cloud.close()


def test_lines_come_whole_however_they_are_cut() -> None:
    assert lines_of(stream(b": hel", b"lo\r\n\r", b"\ndata: x\n", b"half")) == [b": hello", b"", b"data: x"]


HOSTILE: dict[str, tuple[Script, type[errors.CloudError]]] = {
    "hotel page": (reply(b"<html>Welcome</html>", kind="text/html"), errors.NotOursError),
    "hotel page that claims to be a refusal": (
        reply(b"<html>", status="401 Unauthorized", kind="text/html"),
        errors.NotOursError,
    ),
    "redirect": (
        reply(b"", status="302 Found", more="Location: http://127.0.0.1:1/\r\n"),
        errors.NotOursError,
    ),
    "JSON": (reply(b'{"status":"success","value":1}'), errors.NotOursError),
    "packed": (
        reply(GOOD, kind="text/event-stream", more="Content-Encoding: gzip\r\n"),
        errors.NotOursError,
    ),
    "one line without end": (endless(b"x" * MAX_LINE), errors.NotOursError),
    "a fault": (reply(b"{}", status="500 Oh"), errors.FaultError),
    "busy": (reply(b"{}", status="429 Slow", more="Retry-After: 9\r\n"), errors.BusyError),
    "a sign-in that ran out": (
        reply(b'{"code":"unauthenticated","message":"x"}', status="401 Unauthorized"),
        errors.UnauthenticatedError,
    ),
    "access withdrawn": (
        reply(b'{"code":"forbidden","message":"No."}', status="403 Forbidden"),
        errors.RefusedError,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_stream_is_an_error_of_the_tree(name: str) -> None:
    script, kind = HOSTILE[name]
    with pytest.raises(errors.CloudError) as caught:
        lines_of(script)
    assert type(caught.value) is kind


def test_a_stream_that_falls_silent_is_given_up() -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(STREAM.encode() + b":\n")
        connection.recv(1)

    with pytest.raises(errors.UnreachableError, match="in time"):
        lines_of(script, silence_s=0.2)


class Person:
    """Somebody whose token is always good."""

    renewals = 0

    def bear(self, work: Callable[[str], None], /) -> None:
        work("token")

    def renew(self) -> None:
        self.renewals += 1


@dataclass
class Heard:
    """What the engine was told, with a way to wait for more of it."""

    all: list[object] = field(default_factory=list[object])
    changed: threading.Condition = field(default_factory=threading.Condition)

    def told(self) -> Told:
        return Told(
            woken=self._add, connected=lambda up: self._add(("up", up)), slept=lambda: self._add("slept")
        )

    def _add(self, what: object) -> None:
        with self.changed:
            self.all.append(what)
            self.changed.notify_all()

    def wait(self, what: object) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: what in self.all, SOON_S), self.all


class RealClock(ManualClock):
    """Seconds that pass by themselves."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now_ms(self) -> int:
        return int(time.monotonic() * 1_000)


@contextlib.contextmanager
def listening(
    script: Script, *, person: Person | None = None, wait_s: float = 60.0
) -> Iterator[tuple[LiveLane, Heard]]:
    """A lane with its threads against a server; it waits `wait_s` more before it tries again."""
    heard, lanes = Heard(), ThreadLanes()
    with serving(script) as base:
        lane = LiveLane(
            org=ORG,
            ears=lambda: HttpEars(base, ORG),
            bearer=person or Person(),
            lanes=lanes,
            clock=RealClock(),
            drawn=lambda spread: int(wait_s * 1_000),
        )
        lane.start(heard.told())
        try:
            yield lane, heard
        finally:
            lane.stop()
            lanes.close()


def hold(connection: socket.socket) -> None:
    connection.sendall(STREAM.encode() + GOOD)
    connection.settimeout(SOON_S)
    connection.recv(1)


def test_a_wake_up_is_told_and_a_stop_ends_the_stream_at_once() -> None:
    with listening(hold) as (lane, heard):
        heard.wait("7")
        began = time.monotonic()
        lane.stop()
        assert time.monotonic() - began < 2
    assert heard.all == [("up", True), "7", ("up", False)]


def test_it_may_be_started_again_after_a_stop() -> None:
    with listening(hold) as (lane, heard):
        heard.wait("7")
        lane.stop()
        heard.all.clear()
        lane.start(heard.told())
        heard.wait("7")


def test_a_stream_of_gigabytes_is_cut_off_and_not_asked_for_again_soon() -> None:
    with listening(endless(GOOD * 100)) as (_, heard):
        heard.wait(("up", False))
    assert len(heard.all) < 5_000


@pytest.mark.parametrize(
    "part",
    [b'data: {"org":"someone else","head":"7"}\n\n', b"data: <html>\n\n", b"x" * 9_000 + b"\n", b""],
)
def test_a_stream_that_is_wrong_says_nothing_to_the_engine(part: bytes) -> None:
    asked = threading.Semaphore(0)
    wrong = stream(part)

    def script(connection: socket.socket) -> None:
        wrong(connection)
        asked.release()

    with listening(script, wait_s=-0.4) as (_, heard):
        assert asked.acquire(timeout=SOON_S)
        assert asked.acquire(timeout=SOON_S), "it has to come back"
    assert heard.all == []


def test_a_token_that_ran_out_is_renewed_and_the_stream_opened() -> None:
    class Once(Person):
        def bear(self, work: Callable[[str], None], /) -> None:
            if not self.renewals:
                raise errors.UnauthenticatedError("Out.")
            work("fresh")

    person = Once()
    with listening(hold, person=person) as (_, heard):
        heard.wait("7")
    assert person.renewals == 1


@dataclass
class HandLanes:
    """Lanes that keep what was submitted for the test to run."""

    kept: list[Callable[[], Any]] = field(default_factory=list[Callable[[], Any]])

    def submit(self, lane: Lane, call: Callable[[], Any], /) -> "Future[Any]":
        assert lane is Lane.LIVE
        self.kept.append(call)
        return Future()

    def close(self) -> None: ...


class DeadEars:
    """A stream on a connection that died in its sleep: it says one head, then nothing, and does not end."""

    def __init__(self) -> None:
        self.opened = self.aborted = 0

    def lines(self, *, bearer: str) -> Generator[bytes]:
        assert bearer
        self.opened += 1
        yield from GOOD.split(b"\n")

    def abort(self) -> None:
        self.aborted += 1

    def resume(self) -> None: ...
    def close(self) -> None: ...


@pytest.fixture
def by_hand() -> tuple[LiveLane, HandLanes, DeadEars, ManualClock, Heard]:
    """A lane that is connected, its turns and its clock in the test's hand."""
    lanes, ears, clock, heard = HandLanes(), DeadEars(), ManualClock(), Heard()
    lane = LiveLane(
        org=ORG, ears=lambda: ears, bearer=Person(), lanes=lanes, clock=clock, drawn=lambda spread: spread
    )
    made: Ears = ears
    lane._ears = made
    lane._patience_s = lambda: 0.0  # type: ignore[method-assign]
    lane.start(heard.told())
    lanes.kept.clear()  # the loop itself: the test takes the turns
    lane.turn()
    return lane, lanes, ears, clock, heard


def test_after_a_night_asleep_the_line_is_open_again_within_ten_seconds(
    by_hand: tuple[LiveLane, HandLanes, DeadEars, ManualClock, Heard],
) -> None:
    lane, lanes, ears, clock, heard = by_hand
    lanes.kept.pop()()
    while "7" not in heard.all:
        lane.turn()
    clock.jump(8 * 3_600_000)  # the monotonic hand stands still in sleep
    woke = clock.monotonic()
    while "slept" not in heard.all:
        clock.advance(int(live.TICK_S * 1_000))
        lane.turn()
    lanes.kept.pop()()
    assert ears.opened == 2
    assert clock.monotonic() - woke <= 10.0


def test_a_computer_that_never_slept_is_left_in_peace(
    by_hand: tuple[LiveLane, HandLanes, DeadEars, ManualClock, Heard],
) -> None:
    lane, lanes, _, clock, heard = by_hand
    for _ in range(120):
        clock.advance(int(live.TICK_S * 1_000))
        lane.turn()
    assert (heard.all, len(lanes.kept)) == ([], 1)

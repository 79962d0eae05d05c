"""Live streams from the inside: that they end when they should, hold few places, and hear only what is durable."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud import live_stream
from onetool_desktop.cloud.asgi import build_app
from onetool_desktop.cloud.live_stream import LiveStreams
from tests.cloud.conftest import Local
from tests.conformance.backends import PythonCloudOnSqlite
from tests.support.cloud import Device, Person, client

PATIENCE_S = 10


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    """A cloud over a file, so that readers stand beside the writer."""
    made = Local(f"sqlite:///{tmp_path / 'cloud.db'}")
    yield made
    made.database.close()


class Ear:
    """One stream of the application, spoken to as a server does."""

    def __init__(self, app: Starlette, device: Device) -> None:
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/live",
            "query_string": f"org={device.org}".encode(),
            "headers": [(b"authorization", f"Bearer {device.person.token}".encode())],
        }
        self.task = asyncio.ensure_future(app(self._scope, self._inbox.get, self._send))

    async def _send(self, message: Any) -> None:
        self.sent.put_nowait(message)

    def hang_up(self) -> None:
        self._inbox.put_nowait({"type": "http.disconnect"})

    async def piece(self) -> bytes:
        """The next piece of the body; empty at the end."""
        message = await asyncio.wait_for(self.sent.get(), PATIENCE_S)
        if message["type"] == "http.response.start":
            assert message["status"] == 200
            return await self.piece()
        return message["body"]

    async def head(self) -> str:
        return loads((await self.piece()).removeprefix(b"data:"))["head"]

    async def ended(self) -> None:
        """Waits for the end, whatever comes before."""
        await asyncio.wait_for(self.task, PATIENCE_S)


def told(local: Local, story: Callable[[Starlette], Awaitable[None]], **how: Any) -> None:
    """Runs a story against the application over this cloud."""
    app = build_app(local.service)
    if how:
        app.state.streams._beat_s = how["beat_s"]
    asyncio.run(story(app))  # type: ignore[arg-type]


def in_thread(work: Callable[[], Any]) -> Awaitable[Any]:
    return asyncio.get_running_loop().run_in_executor(None, work)


def rooms(app: Starlette) -> int:
    streams: LiveStreams = app.state.streams
    return len(streams._rooms)


def test_a_stream_ends_when_its_token_has_run_out(local: Local, office: Device) -> None:
    async def story(app: Starlette) -> None:
        local.clock.advance(15 * 60_000 - 1_200)  # the token is signed for whole seconds
        ear = Ear(app, office)
        await ear.head()
        await ear.ended()

    told(local, story)


def test_a_stream_ends_with_the_membership(local: Local, office: Device, colleague: Device) -> None:
    async def story(app: Starlette) -> None:
        ear, other = Ear(app, colleague), Ear(app, office)
        await ear.head()
        await other.head()
        with local.database.write() as connection:
            connection.run("DELETE FROM members WHERE user_id = ?", (colleague.user,))
        await in_thread(lambda: office.do(client()))
        await ear.ended()
        assert not other.task.done()
        other.hang_up()
        await other.ended()

    told(local, story)


def test_the_stream_of_a_computer_ends_when_its_access_is_withdrawn(local: Local, office: Device) -> None:
    laptop = office.person.signed_in_again().enrol(office.org)
    laptop.pull()

    async def story(app: Starlette) -> None:
        ear, other = Ear(app, laptop), Ear(app, office)
        await ear.head()
        before = await other.head()
        await in_thread(lambda: office.person.mutate("devices:withdraw", org=office.org, device=laptop.id))
        await ear.ended()
        assert await other.head() > before, "whoever withdrew it goes on listening"
        other.hang_up()
        await other.ended()

    told(local, story)


def test_a_stream_ends_with_its_sign_in_at_the_next_beat(local: Local, office: Device) -> None:
    async def story(app: Starlette) -> None:
        ear = Ear(app, office)
        await ear.head()
        await in_thread(lambda: office.person.mutate("auth:signOut", refreshToken=office.person.refresh))
        await ear.ended()

    told(local, story, beat_s=0.05)


def test_a_silent_stream_beats(local: Local, office: Device) -> None:
    async def story(app: Starlette) -> None:
        ear = Ear(app, office)
        await ear.head()
        assert await ear.piece() == b":\n\n"
        ear.hang_up()
        await ear.ended()

    told(local, story, beat_s=0.05)


def test_a_membership_that_ended_unseen_is_noticed_at_the_next_beat(local: Local, office: Device) -> None:
    async def story(app: Starlette) -> None:
        ear = Ear(app, office)
        await ear.head()
        with local.database.write() as connection:
            connection.run("DELETE FROM members")
        await ear.ended()

    told(local, story, beat_s=0.05)


def test_a_client_that_went_away_leaves_no_place_and_no_task(local: Local, office: Device) -> None:
    async def story(app: Starlette) -> None:
        ear = Ear(app, office)
        await ear.head()
        assert rooms(app) == 1
        ear.hang_up()
        await ear.ended()
        assert rooms(app) == 0
        await asyncio.sleep(0)
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    told(local, story)


def test_the_oldest_stream_of_a_member_makes_room(
    local: Local, office: Device, colleague: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_stream, "MOST", 2)

    async def story(app: Starlette) -> None:
        other = Ear(app, colleague)
        await other.head()
        ears: list[Ear] = []
        for _ in range(3):
            ears.append(Ear(app, office))
            await ears[-1].head()
        await ears[0].ended()
        assert not any(ear.task.done() for ear in (*ears[1:], other))
        app.state.streams.close()
        for ear in (*ears[1:], other):
            await ear.ended()

    told(local, story)


def test_a_client_that_takes_nothing_is_let_go(
    local: Local, office: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_stream, "_PATIENCE_S", 0.05)

    async def story(app: Starlette) -> None:
        ear = Ear(app, office)
        stuck = asyncio.Event()

        async def send(message: Any) -> None:
            if message.get("body"):
                await stuck.wait()

        ear._send = send  # type: ignore[method-assign]
        ear.task.cancel()
        task = asyncio.ensure_future(app(ear._scope, ear._inbox.get, send))
        await asyncio.wait_for(task, PATIENCE_S)
        assert rooms(app) == 0

    told(local, story)


def test_what_is_undone_is_not_told_and_what_stands_is_told_after_its_commit(local: Local) -> None:
    order: list[object] = []
    local.database.on_statement = order.append
    local.database.listen(order.append)
    with contextlib.suppress(ZeroDivisionError), local.database.write() as connection:
        connection.tell("a")
        raise ZeroDivisionError
    with local.database.write() as connection:
        connection.tell("b")
        connection.tell("b")
    assert order[-2:] == ["COMMITTED", ("b",)]
    assert ("a",) not in order


def test_a_listener_hears_while_the_lock_is_free(local: Local, office: Device) -> None:
    free: list[bool] = []
    local.database.listen(lambda _: free.append(not local.database._writing.locked()))
    office.do(client())
    assert free == [True]


def test_a_push_wakes_whoever_listens_even_if_nobody_else_writes(local: Local, owner: Person) -> None:
    first = owner.enrol(owner.found())

    async def story(app: Starlette) -> None:
        ear = Ear(app, first)
        before = await ear.head()
        await in_thread(lambda: first.do(client()))
        assert await ear.head() > before
        ear.hang_up()
        await ear.ended()

    told(local, story)


def test_a_cloud_that_is_told_to_stop_ends_its_streams_first(tmp_path: Path) -> None:
    backend = PythonCloudOnSqlite()
    backend.start(tmp_path)
    person = Person(backend.call).sign_up()
    org, token = person.found(), person.token
    with httpx.stream(
        "GET", f"{backend.url}/api/live", params={"org": org}, headers={"Authorization": f"Bearer {token}"}
    ) as reply:
        lines = reply.iter_lines()
        assert next(lines).startswith("data:")
        backend._child.send_signal(signal.SIGTERM)
        assert list(lines) == [""]
    backend.close()
    assert backend._child.wait(5) == 0, "the streams held the cloud up until its grace was over"
    assert backend._child.stdout is not None
    backend._child.stdout.close()
    backend._errors.close()

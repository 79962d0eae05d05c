"""Live wake-up over HTTP: server-sent events `{org, head}`, after commit, coalesced (WIRE sections 1 and 7).

Promises: no thread for each client; only those of the organisation that moved are woken; a stream begins with where
the organisation stands, beats every 20 seconds, and ends with its token, its sign-in or the membership, when the client
has gone or takes nothing, and when the cloud stops. A member holds at most `MOST` streams: the oldest makes room.
May not know: what changed.

Why one task for each organisation with listeners: head and members are read once for all of them, however many
commits came meanwhile, so that a burst of pushes costs a listener at most one line every `GAP_S`. The oldest stream
gives way, not the newest, because a computer that slept leaves streams behind that nobody reads any more.
"""

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

import anyio
import anyio.to_thread
from starlette.types import Receive, Scope, Send

from onetool_desktop.changes.wire import dumps
from onetool_desktop.cloud.live import Admitted, Look
from onetool_desktop.cloud.service import CloudService

_LOG = logging.getLogger("onetool.cloud")
BEAT_S = 20.0
GAP_S = 0.02
MOST = 16
_PATIENCE_S = 30.0  # for a client that takes no byte
_BEAT = b":\n\n"
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class _Seat:
    """One listener: what he is to be told next."""

    def __init__(self, admitted: Admitted) -> None:
        self.account = admitted.account
        self.session = admitted.session
        self.left_s = admitted.left_s
        self.ended = False
        self._sent = ""
        self._next: deque[bytes] = deque(maxlen=1)
        self._turn = asyncio.Event()

    def offer(self, org: str, head: str) -> None:
        """The head, if he was not told it already; an older one that was not sent yet is dropped."""
        if head != self._sent:
            self._sent = head
            self._next.append(b"data: " + dumps({"org": org, "head": head}) + b"\n\n")
            self._turn.set()

    def beat(self) -> None:
        """A sign of life, unless something better waits."""
        if not self._next:
            self._next.append(_BEAT)
            self._turn.set()

    def end(self) -> None:
        """No more after this."""
        self.ended = True
        self._turn.set()

    async def next(self) -> bytes | None:
        """The next piece to send; None at the end."""
        await self._turn.wait()
        self._turn.clear()
        return None if self.ended else self._next.popleft()


class _Room:
    """The listeners of one organisation, and the task that looks for them."""

    def __init__(self, org: str) -> None:
        self.org = org
        self.seats: dict[_Seat, None] = {}
        self.moved = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def take(self, admitted: Admitted) -> _Seat:
        """A seat; where a member has too many, his oldest one ends."""
        his = [seat for seat in self.seats if seat.account == admitted.account and not seat.ended]
        for seat in his[: max(0, len(his) - MOST + 1)]:
            seat.end()
        seat = _Seat(admitted)
        self.seats[seat] = None
        return seat

    def tell(self, look: Look, *, beat: bool) -> None:
        """Everybody still a member and signed in hears the head; the others' streams end."""
        for seat in self.seats:
            if seat.account not in look.accounts or seat.session in look.ended:
                seat.end()
                continue
            seat.offer(self.org, look.head)
            if beat:
                seat.beat()


class LiveStreams:
    """Every open stream of this process."""

    def __init__(self, service: CloudService, *, beat_s: float = BEAT_S) -> None:
        self._live = service.live
        self._beat_s = beat_s
        self._rooms: dict[str, _Room] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lane: anyio.CapacityLimiter | None = None
        self._live.listen(self._committed)

    async def open(self, bearer: str | None, org: str | None) -> "EventStream":
        """A stream for whoever the token speaks for; raises `CallError`."""
        self._loop = asyncio.get_running_loop()
        self._lane = self._lane or anyio.CapacityLimiter(2)
        admitted = await anyio.to_thread.run_sync(self._live.admit, bearer, org, limiter=self._lane)
        return EventStream(self, admitted)

    def close(self) -> None:
        """Ends every stream; called in the loop."""
        for seat in itertools.chain.from_iterable(room.seats for room in self._rooms.values()):
            seat.end()

    def enter(self, admitted: Admitted) -> _Seat:
        """A seat in the organisation's room."""
        room = self._rooms.get(admitted.org)
        if room is None:
            room = self._rooms[admitted.org] = _Room(admitted.org)
            room.task = asyncio.get_running_loop().create_task(self._attend(room))
        seat = room.take(admitted)
        room.moved.set()
        return seat

    def leave(self, org: str, seat: _Seat) -> None:
        """Gives the seat back; the last one ends the room."""
        room = self._rooms[org]
        room.seats.pop(seat, None)
        if not room.seats and room.task is not None:
            room.task.cancel()
            del self._rooms[org]

    def _committed(self, orgs: Sequence[str]) -> None:
        """In the thread that wrote, after its commit: passes the word to the loop and returns."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended; so have its streams
                loop.call_soon_threadsafe(self._moved, orgs)

    def _moved(self, orgs: Sequence[str]) -> None:
        for org in orgs:
            room = self._rooms.get(org)
            if room is not None:
                room.moved.set()

    async def _attend(self, room: _Room) -> None:
        """Looks once for all listeners of a room when its organisation moved, and at each beat."""
        clock = asyncio.get_running_loop().time
        due = clock() + self._beat_s
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(room.moved.wait(), max(0.0, due - clock()))
            room.moved.clear()
            beat = clock() >= due
            due = clock() + self._beat_s if beat else due
            try:
                sessions = {seat.session for seat in room.seats}
                look = await anyio.to_thread.run_sync(self._live.look, room.org, sessions, limiter=self._lane)
            except Exception:  # noqa: BLE001 # a database that is away ends streams, not the cloud
                _LOG.exception("a live room could not look: org=%s", room.org)
                for seat in room.seats:
                    seat.end()
                continue
            room.tell(look, beat=beat)
            await asyncio.sleep(GAP_S)


class EventStream:
    """The answer that does not end by itself."""

    def __init__(self, streams: LiveStreams, admitted: Admitted) -> None:
        self._streams = streams
        self._admitted = admitted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends until the token has run out, the seat has ended, or the client has gone."""
        del scope
        seat = self._streams.enter(self._admitted)
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(_until_gone, receive, group.cancel_scope)
                with anyio.move_on_after(seat.left_s):
                    await _send_all(seat, send)
                group.cancel_scope.cancel()
        finally:
            self._streams.leave(self._admitted.org, seat)
        with anyio.move_on_after(1):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_all(seat: _Seat, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    while (piece := await seat.next()) is not None:
        with anyio.move_on_after(_PATIENCE_S) as patience:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if patience.cancelled_caught:
            return


async def _until_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()

"""Moves the bytes of files, one part at a time, the most urgent first (WIRE: `files:uploadUrl`, `commit`, `url`).

Promises: `step` does one part of one file and says when to be called again; killed anywhere, the next run goes on from
what both sides have; nothing counts as here or there before its hash was checked; a file that cannot be moved is set
aside with a sentence and stops no other. While text waits to be sent, no new part begins. Nothing here touches what
syncs rows.
May not know: threads, timers, how bytes travel, screens.

Why parts grow and shrink with the line: a part is what an edit made meanwhile may have to share the line with, so it
is kept to what the line carries in about a second; on a fast one that is the 4 MiB the cloud names, and a photo is one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.translate import _
from onetool_desktop.store import transfers as queue
from onetool_desktop.store.blobs import DamagedBlobError
from onetool_desktop.store.replica import Replica, Transaction
from onetool_desktop.store.transfers import UP, Counts, Transfer
from onetool_desktop.sync import calls, errors, pace
from onetool_desktop.sync.calls import Call

T = TypeVar("T")
LEAST_PART, FIRST_PART, MOST_PART = 64 * 1024, 256 * 1024, 8 * 1024 * 1024
TEXT_FIRST_MS = 200
GIVEN_UP = 5
"""Tries after which a file is set aside: what is wrong is not the line."""
_log = logging.getLogger(__name__)


class Carrier(Protocol):
    """Something that carries bytes to and from signed addresses; raises the tree of `sync.errors`."""

    def put(self, url: str, offset: int, data: bytes) -> Any:
        """Sends bytes from `offset` on; the answer."""
        ...

    def get(self, url: str, offset: int, most: int) -> bytes:
        """At most so many bytes from `offset` on."""
        ...


@dataclass(frozen=True, slots=True)
class TransferStatus:
    """What the chip shows of files: counts, and the sentence of what holds all of them up, if anything does."""

    counts: Counts = field(default_factory=Counts)
    sentence: str = ""


class _Aside(Exception):
    """This file cannot be moved, for a reason a person has to know."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(slots=True)
class _Open:
    """An upload the cloud gave an address for."""

    url: str
    have: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What a `Transfers` works with: calls as the signed-in person, bytes, the write lane, whether text waits."""

    ask: Callable[[Call], Any]
    renew: Callable[[], None]
    carrier: Carrier
    write: Callable[[Callable[[Transaction], object]], object]
    clock: Clock
    ids: Ids
    text_waits: Callable[[], bool] = lambda: False


class Transfers:
    """The files of one replica on their way. Used by one thread at a time."""

    def __init__(self, replica: Replica, hands: Hands) -> None:
        self._replica = replica
        self._hands = hands
        self._org = replica.identity.org
        self._open: dict[tuple[str, str, str], _Open] = {}
        self._part = FIRST_PART
        self._failures = 0
        self._rest_until_s = 0.0
        self._sentence = ""

    @property
    def status(self) -> TransferStatus:
        """Where it stands."""
        return TransferStatus(queue.counts(self._db), self._sentence)

    def plan(self) -> None:
        """Queues what is missing of the projects that are kept here; to be called when files have come or changed."""
        missing = queue.kept_files(self._db, self._replica.blobs.has)
        known = queue.of_rows(self._db, {one.id for one in missing})
        fresh = [one for one in missing if one.key not in {other.key for other in known.get(one.id, ())}]
        if fresh:
            self._hands.write(lambda tx: queue.want(tx, fresh))

    def hope(self) -> None:
        """Something says that a try made now would work: the network is back, a person signed in or asked."""
        self._failures, self._rest_until_s = 0, 0.0

    def step(self) -> int | None:
        """Moves the most urgent file on; the ms until there is more to do, None if not before something changes."""
        rest_s = self._rest_until_s - self._hands.clock.monotonic()
        if rest_s > 0:
            return int(rest_s * 1_000) + 1
        now = self._hands.clock.now_ms()
        found = queue.due(self._db, now)
        if found is None:
            at = queue.next_time(self._db)
            return None if at is None else max(at - now, 1)
        if not found.asked and self._hands.text_waits():
            return TEXT_FIRST_MS
        self._try(found)
        return 0

    @property
    def _db(self) -> Any:
        return self._replica.reads().db

    def _try(self, transfer: Transfer) -> None:
        try:
            (self._up if transfer.way == UP else self._down)(transfer)
        except _Aside as aside:
            self._set_aside(transfer, aside.words)
        except DamagedBlobError:
            self._damaged(transfer)
        except errors.RefusedError as error:
            self._refused(transfer, error)
        except errors.CloudError as error:
            self._no_answer(transfer, error)
        except OSError as error:
            _log.warning("a file could not be read or written here: %s", type(error).__name__)
            self._rest(_("This computer has no room for files just now. Free some space on its drive."))
        else:
            self._failures, self._sentence = 0, ""

    def _up(self, transfer: Transfer) -> None:
        """One part, and the commit after the last."""
        upload = self._open.get(transfer.key) or self._begin(transfer)
        if upload.have < transfer.size:
            self._send_part(transfer, upload)
        if upload.have >= transfer.size:
            self._call("mutation", "files:commit", transfer, size=transfer.size)
            self._open.pop(transfer.key, None)
            self._hands.write(lambda tx: queue.done(tx, transfer))
        else:
            self._hands.write(lambda tx: queue.moved(tx, transfer, upload.have))

    def _begin(self, transfer: Transfer) -> _Open:
        if not self._replica.blobs.has(transfer.sha):
            raise _Aside(_("This file is not on this computer any more, and the cloud never had it."))
        answer = calls.as_object(self._call("mutation", "files:uploadUrl", transfer))
        most = min(max(calls.whole(answer, "partBytes"), LEAST_PART), MOST_PART)
        have = calls.whole(answer, "have")
        if not 0 <= have <= transfer.size:
            raise calls.strange()
        upload = self._open[transfer.key] = _Open(calls.text(answer, "url"), have, most)
        return upload

    def _send_part(self, transfer: Transfer, upload: _Open) -> None:
        size = min(self._part, upload.most)
        data = b"".join(self._replica.blobs.read(transfer.sha, upload.have, size))
        begun = self._hands.clock.monotonic()
        answer = calls.as_object(_signed(lambda: self._hands.carrier.put(upload.url, upload.have, data)))
        if calls.whole(answer, "have") != upload.have + len(data):
            raise calls.strange()
        upload.have += len(data)
        self._measure(len(data), begun)

    def _down(self, transfer: Transfer) -> None:
        """One part; the last one is checked with all before it."""
        blobs = self._replica.blobs
        have = blobs.coming(transfer.sha, transfer.size)
        if not blobs.has(transfer.sha):
            upload = self._open.get(transfer.key) or self._address(transfer)
            most = min(self._part, transfer.size - have)
            begun = self._hands.clock.monotonic()
            data = _signed(lambda: self._hands.carrier.get(upload.url, have, most))
            self._measure(len(data), begun)
            if len(data) != most:
                raise errors.UnreachableError(_("The file broke off half-way."))
            if not blobs.arrive(transfer.sha, have, [data], transfer.size):
                self._hands.write(lambda tx: queue.moved(tx, transfer, have + most))
                return
        self._open.pop(transfer.key, None)
        self._hands.write(lambda tx: queue.done(tx, transfer))

    def _address(self, transfer: Transfer) -> _Open:
        answer = calls.as_object(self._call("query", "files:url", transfer))
        found = self._open[transfer.key] = _Open(calls.text(answer, "url"), 0, MOST_PART)
        return found

    def _call(self, kind: Any, path: str, transfer: Transfer, **more: Any) -> Any:
        """A call about the transfer; a sign-in that has run out is renewed once."""
        args = {"org": self._org, "id": transfer.id, "sha256": transfer.sha, **more}
        args |= {"rid": self._hands.ids.new_id()} if kind == "mutation" else {}
        try:
            return self._hands.ask(Call(kind, path, args))
        except errors.UnauthenticatedError:
            self._hands.renew()
            return self._hands.ask(Call(kind, path, args))

    def _measure(self, size: int, begun_s: float) -> None:
        """Parts that a line carries in about a second."""
        took = self._hands.clock.monotonic() - begun_s
        if took < 0.5 and size >= self._part:
            self._part = min(self._part * 2, MOST_PART)
        elif took > 2:
            self._part = max(self._part // 2, LEAST_PART)

    def _refused(self, transfer: Transfer, error: errors.RefusedError) -> None:
        """The cloud said no to this file: some noes change by themselves, or once the bytes are sent again."""
        self._open.pop(transfer.key, None)
        passing = error.code in {"not_found", "invalid"} and transfer.tried < GIVEN_UP
        if passing:
            self._postpone(transfer)
        else:
            self._set_aside(transfer, error.happened)

    def _damaged(self, transfer: Transfer) -> None:
        self._open.pop(transfer.key, None)
        self._replica.blobs.forget(transfer.sha)
        if transfer.way == UP:
            self._set_aside(transfer, _("This file was damaged on this computer and cannot be sent."))
        elif transfer.tried >= GIVEN_UP:
            self._set_aside(transfer, _("The cloud sent something else than this file. It was not kept."))
        else:
            self._postpone(transfer)

    def _no_answer(self, transfer: Transfer, error: errors.CloudError) -> None:
        """The line, the cloud or the sign-in: the file is postponed, and for what concerns all files, all are."""
        self._open.pop(transfer.key, None)
        self._postpone(transfer)
        if isinstance(error, errors.FaultError | errors.TooLargeError) or (
            isinstance(error, errors.BusyError) and error.retry_after_ms is None
        ):
            return
        after = error.retry_after_ms if isinstance(error, errors.BusyError) else None
        self._rest(error.happened, after)

    def _postpone(self, transfer: Transfer) -> None:
        until = self._hands.clock.now_ms() + pace.retry(transfer.tried + 1).least_ms
        self._hands.write(lambda tx: queue.postpone(tx, transfer, until_ms=until))

    def _set_aside(self, transfer: Transfer, words: str) -> None:
        self._open.pop(transfer.key, None)
        self._hands.write(lambda tx: queue.give_up(tx, transfer, words))

    def _rest(self, sentence: str, after_ms: int | None = None) -> None:
        self._failures += 1
        delay = pace.retry(self._failures) if after_ms is None else pace.told(after_ms)
        self._rest_until_s = self._hands.clock.monotonic() + delay.least_ms / 1_000
        self._sentence = sentence


def _signed(carry: Callable[[], T]) -> T:
    """What comes of carrying bytes: an address that is no longer good says nothing about the person's sign-in."""
    try:
        return carry()
    except errors.UnauthenticatedError as error:
        raise errors.FaultError(error.happened) from error

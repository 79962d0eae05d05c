"""The whole engine of one replica as the program runs it: driver, live lane, transfers, and their connections.

Promises: calls, the wake-up stream, questions about the past and files have connections of their own each, so that
ending one never touches another.
May not know: screens.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

from onetool_desktop.changes.values import RowKey
from onetool_desktop.domain.ports import Clock
from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.store.past import Write
from onetool_desktop.store.replica import Transaction
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.driver import Driver, draw
from onetool_desktop.sync.errors import UnauthenticatedError
from onetool_desktop.sync.live import LiveLane
from onetool_desktop.sync.past import past_of
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.status import Kind
from onetool_desktop.sync.steps import Steps
from onetool_desktop.sync.transfer_lane import TransferLane
from onetool_desktop.sync.transfers import Hands, Transfers
from onetool_desktop.sync.transport import HttpCloud

SILENCE_S = 50.0
"""Two heartbeats of the cloud and some: a stream that is silent for longer is dead."""


class HttpEars:
    """The wake-up stream of one organisation over HTTP."""

    def __init__(self, base: str, org: str) -> None:
        self._cloud = HttpCloud(base)
        self._path = f"/api/live?org={org}"
        self.abort, self.resume, self.close = self._cloud.abort, self._cloud.resume, self._cloud.close

    def lines(self, *, bearer: str) -> Generator[bytes]:
        """The lines of the stream as they come."""
        return self._cloud.lines(self._path, bearer=bearer, silence_s=SILENCE_S)


class HttpPast:
    """The past of rows over HTTP, asked beside the driver: a connection of its own for each question."""

    def __init__(self, base: str, session: Session, org: str) -> None:
        self._base, self._session, self._org = base, session, org

    def of(self, rows: Sequence[RowKey]) -> dict[RowKey, list[Write]]:
        """The writings of each row as the cloud has them; raises the tree of `sync.errors`."""
        cloud = HttpCloud(self._base)
        try:
            return past_of(lambda call: self._asked(cloud, call), org=self._org, rows=rows)
        finally:
            cloud.close()

    def _asked(self, cloud: HttpCloud, call: Call) -> Any:
        def carry(token: str) -> Any:
            return cloud.call(call, bearer=token)

        try:
            return self._session.bear(carry)
        except UnauthenticatedError:
            self._session.renew()
            return self._session.bear(carry)


def make_driver(
    steps: Steps, session: Session, *, http: HttpCloud, lanes: Lanes, clock: Clock, live: bool = True
) -> Driver:
    """The engine over `http`, with the live wake-up of the same cloud unless `live` is False."""
    org = steps.replica.identity.org
    lane = LiveLane(
        org=org,
        ears=lambda: HttpEars(http.base, org),
        bearer=session,
        lanes=lanes,
        clock=clock,
        drawn=draw,
    )
    return Driver(
        steps,
        lanes=lanes,
        clock=clock,
        abort=http.abort,
        resume=http.resume,
        live=lane if live else None,
    )


def make_transfers(
    steps: Steps,
    session: Session,
    *,
    driver: Driver,
    base: str,
    lanes: Lanes,
    carrier: HttpCloud | None = None,
) -> TransferLane:
    """The lane that moves the files of the same replica, with connections of its own; text goes first."""
    http, replica = carrier or HttpCloud(base), steps.replica

    def write(work: Callable[[Transaction], object]) -> object:
        return lanes.submit(Lane.WRITE, lambda: replica.write(work)).result()

    hands = Hands(
        ask=lambda call: session.bear(lambda token: http.call(call, bearer=token)),
        renew=session.renew,
        carrier=http,
        write=write,
        clock=steps.clock,
        ids=steps.ids,
        text_waits=lambda: driver.status.kind is Kind.SYNCING and driver.status.waiting > 0,
    )
    transfers = Transfers(replica, hands)
    lane = TransferLane(transfers, lanes=lanes, abort=http.abort, resume=http.resume, close=http.close)
    replica.listen(lambda changes: lane.nudge() if "attachments" in changes.collections else None)
    driver.listen_status(lambda status: lane.hope() if status.kind is Kind.SYNCED else None)
    return lane

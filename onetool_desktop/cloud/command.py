"""The command `cloud serve`: one process, one database, one port.

Promises: the only line on standard output is `listening on http://HOST:PORT`, printed when calls are answered; logs
go to standard error and hold ids and counts alone; SIGTERM and SIGINT let what runs finish. A database or a port that
cannot be used is told in a sentence and nothing is changed.
May not know: what the calls do.
"""

import argparse
import asyncio
import errno
import logging
import signal
import socket
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

import uvicorn

from onetool_desktop.cloud.asgi import build_app
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.housekeeping import keep_house, take_steps
from onetool_desktop.cloud.live_stream import LiveStreams
from onetool_desktop.cloud.migrate import migrate
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.clock import SystemClock, SystemIds

_BACKLOG = 512
_FINISH_S = 10
_STOPPING = (signal.SIGINT, signal.SIGTERM)


def run(args: argparse.Namespace) -> int:
    """`cloud serve --database URL --host H --port P`; returns when it was told to stop."""
    database = Database(args.database)
    _refuse_memory(database)
    listener = _listen(args.host, args.port)
    try:
        migrate(database)
        service = CloudService(database, clock=SystemClock(), ids=SystemIds())
        _serve(service, listener)
    finally:
        listener.close()
        database.close()
    return 0


def _refuse_memory(database: Database) -> None:
    """What people entrust to a cloud has to outlive it; a database in memory is for tests alone."""
    if database.url.database in {None, "", ":memory:"}:
        raise SentenceError(
            "This database address names no file, so everything would be lost when the cloud stops.",
            safe="Nothing was started or changed.",
            next_step="Give a file, for example --database sqlite:///onetool.db.",
        )


def _serve(service: CloudService, listener: socket.socket) -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    app = build_app(service)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=_FINISH_S,
    )
    jobs = (service.clean_files, service.thin_log)
    _Server(config, app.state.streams, jobs, service.bury).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and that ends in order, with exit code 0, when it is told to stop."""

    def __init__(
        self,
        config: uvicorn.Config,
        streams: LiveStreams,
        jobs: Sequence[Callable[[], object]],
        step: Callable[[], object],
    ) -> None:
        super().__init__(config)
        self._streams = streams
        self._jobs = jobs
        self._step = step
        self._keeping: list[asyncio.Task[None]] = []

    async def shutdown(self, sockets: "list[socket.socket] | None" = None) -> None:
        """As uvicorn's, after the streams that would never end by themselves."""
        self._streams.close()
        for task in self._keeping:
            task.cancel()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """As uvicorn's, without raising the signal once more at the end."""
        before = {number: signal.signal(number, self.handle_exit) for number in _STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: "list[socket.socket] | None" = None) -> None:
        """As uvicorn's, then the one line."""
        await super().startup(sockets)
        self._keeping = [
            asyncio.create_task(keep_house(self._jobs)),
            asyncio.create_task(take_steps(self._step)),
        ]
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            sys.stdout.write(f"listening on http://{shown}:{port}\n")
            sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, made here so that a port in use is known before anything is touched."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # With the protocol named, the event loop sends small answers at once instead of after 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise _cannot_listen(f"The address {host!r} is none of this computer's.") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise _cannot_listen(f"Port {port} is in use by another program.") from error
        if error.errno == errno.EACCES:
            raise _cannot_listen(f"Port {port} may not be used by this user.") from error
        raise _cannot_listen(f"The address {host!r} is none of this computer's.") from error
    return listener


def _cannot_listen(happened: str) -> SentenceError:
    return SentenceError(
        happened,
        safe="The cloud was not started.",
        next_step="Choose another --host or --port; 0 takes a free one.",
    )

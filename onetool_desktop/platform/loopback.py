"""Waits on loopback for the browser to come back from signing in (RFC 8252 section 7.3, RFC 9700 section 4).

Promises: listens on 127.0.0.1 only, on a port the system chose, and closes it with the first request that
carries the right state, on `cancel`, at the time limit, and when the `with` block ends. Requests that are
strange, slow, too long or carry another state are answered with a bare refusal and change nothing. The page
shown never repeats what came in.
May not know: what a code is exchanged for, and with whom.

Why: any program on the computer can reach the port, and browsers open connections in advance and say
nothing on them. So a wrong request must not end the waiting, and a silent one must not hold up the right
one: several connections are read at once, without threads, each with a limit of its own. A web server
library was refused: it would accept far more than the one line that is wanted.
"""

import contextlib
import hmac
import selectors
import socket
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, urlsplit

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ports import Clock
from onetool_desktop.domain.translate import _

CALLBACK_PATH = "/callback"
TIME_LIMIT_S = 300.0

_HOST = "127.0.0.1"
_MAX_REQUEST_BYTES = 8_192
_MAX_CONNECTIONS = 16
_BACKLOG = 64
_CONNECTION_LIMIT_S = 5.0
_LOOK_UP_S = 0.2
_MAX_CODE_LENGTH = 4_096

_PAGE = (
    "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n"
    "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}"
)


class SignInRefusedError(SentenceError):
    """The sign-in service answered that it does not sign in."""


class SignInEndedError(SentenceError):
    """Nobody came back from the browser, in time or at all."""


class _BadRequestError(Exception):
    """Not the request that is waited for; never leaves this module."""


@dataclass(slots=True)
class _Connection:
    since_s: float
    received: bytearray = field(default_factory=bytearray)


class CallbackListener:
    """One wait for one sign-in; use as a context manager."""

    def __init__(self, *, state: str, clock: Clock) -> None:
        if len(state) < 20:
            raise ValueError("the state must be unguessable: at least 20 characters")
        self._state = state
        self._clock = clock
        self._cancelled = False
        self._connections: dict[socket.socket, _Connection] = {}
        self._listener = socket.create_server((_HOST, 0), backlog=_BACKLOG)
        self._listener.setblocking(False)  # noqa: FBT003 # the library's signature
        self._port: int = self._listener.getsockname()[1]
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)

    @property
    def redirect_uri(self) -> str:
        """The address the browser is to be sent back to."""
        return f"http://{_HOST}:{self._port}{CALLBACK_PATH}"

    def wait(self, *, time_limit_s: float = TIME_LIMIT_S) -> str:
        """The code that came with the right state; raises `SignInRefusedError` or `SignInEndedError`."""
        ends_at = self._clock.monotonic() + time_limit_s
        try:
            while not self._cancelled and self._clock.monotonic() < ends_at:
                for key, _events in self._selector.select(_LOOK_UP_S):
                    code = self._serve(key.fileobj)
                    if code is not None:
                        return code
                self._drop_slow()
        finally:
            self.close()
        raise SignInEndedError(
            _("Signing in was not finished in the browser."),
            safe=_("Nothing was changed, and you can go on working on this computer."),
            next_step=_("Start signing in again when you are ready."),
        )

    def cancel(self) -> None:
        """End the wait from another thread, within a fraction of a second."""
        self._cancelled = True

    def close(self) -> None:
        """Close the port and every connection."""
        for connection in list(self._connections):
            self._drop(connection)
        self._selector.close()
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self, ready: object) -> str | None:
        if ready is self._listener:
            self._accept()
            return None
        if isinstance(ready, socket.socket) and ready in self._connections:
            return self._read(ready)
        return None

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self._listener.accept()
            if len(self._connections) >= _MAX_CONNECTIONS:
                self._drop(min(self._connections, key=lambda each: self._connections[each].since_s))
            connection.setblocking(False)  # noqa: FBT003 # the library's signature
            self._connections[connection] = _Connection(self._clock.monotonic())
            self._selector.register(connection, selectors.EVENT_READ)

    def _read(self, connection: socket.socket) -> str | None:
        received = self._connections[connection].received
        try:
            piece = connection.recv(_MAX_REQUEST_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            piece = b""
        received += piece
        if piece and b"\r\n\r\n" not in received and len(received) <= _MAX_REQUEST_BYTES:
            return None
        try:
            return self._answer(connection, received=bytes(received))
        finally:
            self._drop(connection)

    def _answer(self, connection: socket.socket, *, received: bytes) -> str | None:
        try:
            code = code_from(received, host=f"{_HOST}:{self._port}", state=self._state)
        except _BadRequestError:
            _reply(connection, status="400 Bad Request", text=_("This is not the page that was waited for."))
            return None
        except SignInRefusedError:
            _reply(connection, status="200 OK", text=_("You are not signed in. You can close this page."))
            raise
        _reply(connection, status="200 OK", text=_("You can close this page and go back to OneTool Desktop."))
        return code

    def _drop_slow(self) -> None:
        now = self._clock.monotonic()
        for connection, known in list(self._connections.items()):
            if now - known.since_s > _CONNECTION_LIMIT_S:
                self._drop(connection)

    def _drop(self, connection: socket.socket) -> None:
        del self._connections[connection]
        self._selector.unregister(connection)
        connection.close()


def code_from(request: bytes, *, host: str, state: str) -> str:
    """The code of a request that is right in every part."""
    values = _query_of(request, host=host)
    given = values.get("state", [])
    if len(given) != 1 or not hmac.compare_digest(given[0].encode(), state.encode()):
        raise _BadRequestError
    if "error" in values:
        raise SignInRefusedError(
            _("The sign-in service did not sign you in."),
            safe=_("Nothing was changed, and you can go on working on this computer."),
            next_step=_("Try again, or ask the administrator of your organisation whether you may sign in."),
        )
    codes = values.get("code", [])
    if len(codes) != 1 or not 0 < len(codes[0]) <= _MAX_CODE_LENGTH:
        raise _BadRequestError
    return codes[0]


def _query_of(request: bytes, *, host: str) -> dict[str, list[str]]:
    head, end, _ = request.partition(b"\r\n\r\n")
    if not end or len(request) > _MAX_REQUEST_BYTES:
        raise _BadRequestError
    try:
        line, *headers = head.decode("ascii").split("\r\n")
        method, target, version = line.split(" ")
        parts = urlsplit(target)
        values = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError as error:
        raise _BadRequestError from error
    hosts = [
        value.strip()
        for name, _, value in (each.partition(":") for each in headers)
        if name.lower() == "host"
    ]
    expected = ("GET", CALLBACK_PATH, "", [host])
    if (method, parts.path, parts.netloc, hosts) != expected or version not in {"HTTP/1.0", "HTTP/1.1"}:
        raise _BadRequestError
    return values


def _reply(connection: socket.socket, *, status: str, text: str) -> None:
    body = f"<!doctype html><html lang=en><title>OneTool Desktop</title><p>{text}</p></html>"
    page = _PAGE.format(status=status, length=len(body.encode()), body=body)
    with contextlib.suppress(OSError):
        connection.sendall(page.encode())
        connection.shutdown(socket.SHUT_WR)

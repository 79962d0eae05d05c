"""Calls over HTTP: the one module that knows httpx.

Promises: a reply is read up to 8 MiB inflated and no further, a stream line by line of bounded length; a redirect is
never followed; what is not a OneTool cloud's JSON is a `NotOursError` with a sentence, be it a hotel's page, a router
or another product; no call takes longer than its time-outs; `abort` ends what is under way from another thread.
May not know: what the calls mean.

Why: inflating happens here with a bound on every step, because the client's own decoder inflates a whole chunk before
anyone can count it. A request is packed only for a cloud that has said it takes that (its answers carry `Accept-
Encoding`, RFC 9110 section 12.5.3), for not every backend of the contract does. Trust is the system's store, as in
the browser of the person, so that a company's own authority works. A 401 counts only with the contract's own words:
a portal's 401 must not sign a person out.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Generator, Iterator
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from onetool_desktop import __version__
from onetool_desktop.changes.values import Invalid
from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.errors import (
    WITHDRAWN,
    BusyError,
    CloudError,
    FaultError,
    NotOursError,
    RefusedError,
    TooLargeError,
    UnauthenticatedError,
    UnreachableError,
)

MAX_REPLY = 8 * 1024 * 1024
CONNECT_S = 5.0
ANSWER_S = 30.0
MAX_LINE = 4 * 1024
WORTH_GZIP = 1024  # bytes; a smaller request gains nothing
_BUSY = frozenset({408, 409, 425, 429, 503})
_CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class HttpCloud:
    """A cloud behind a URL. Used by one thread at a time; `abort` and `close` may come from any."""

    def __init__(self, base: str, *, connect_s: float = CONNECT_S, answer_s: float = ANSWER_S) -> None:
        self.base = clean_base(base)
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._aborted = False
        self._takes_gzip = False
        self._connect_s = connect_s
        self._client = httpx.Client(
            base_url=self.base,
            timeout=httpx.Timeout(answer_s, connect=connect_s),
            verify=ssl.create_default_context(),
            follow_redirects=False,
            headers={"Accept-Encoding": "gzip", "User-Agent": f"OneTool-Desktop/{__version__}"},
        )

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        """The value of the answer; raises the tree of `sync.errors`."""
        body = dumps({"path": call.path, "args": call.args, "format": "json"})
        headers = {"Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if self._takes_gzip and len(body) >= WORTH_GZIP:
            body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
        extensions = {"trace": self._trace}
        url = f"/api/{call.kind}"
        try:
            with self._client.stream(
                "POST", url, content=body, headers=headers, extensions=extensions
            ) as reply:
                self._takes_gzip = "gzip" in reply.headers.get("accept-encoding", "").lower()
                return _value(reply, _inflated(reply))
        except httpx.TransportError as error:
            raise _no_answer(error) from error
        except RuntimeError as error:  # the client was closed under us
            raise UnreachableError(_("The connection was closed.")) from error

    def lines(self, path: str, *, bearer: str, silence_s: float) -> Generator[bytes]:
        """The lines of an event stream without their ends, as they come, until it ends; closing this hangs up.

        Raises the tree of `sync.errors`: `UnreachableError` when nothing came for `silence_s`, `NotOursError` for
        anything but an event stream and for a line above 4 KiB.
        """
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        headers["Authorization"] = f"Bearer {bearer}"
        timeout = httpx.Timeout(silence_s, connect=self._connect_s)
        extensions = {"trace": self._trace}
        try:
            with self._client.stream(
                "GET", path, headers=headers, timeout=timeout, extensions=extensions
            ) as reply:
                kind = reply.headers.get("content-type", "").lower()
                if reply.status_code != 200:
                    raise _http_error(reply, _json(reply, _inflated(reply)))
                if "text/event-stream" not in kind or "content-encoding" in reply.headers:
                    raise _not_ours(reply)
                yield from _lines(reply.iter_raw())
        except httpx.TransportError as error:
            raise _no_answer(error) from error
        except RuntimeError as error:  # the client was closed under us
            raise UnreachableError(_("The connection was closed.")) from error

    def put(self, url: str, offset: int, data: bytes) -> Any:
        """Sends bytes to a signed address, from `offset` on; the answer. Raises the tree of `sync.errors`."""
        with self._signed("PUT", url, content=data, params={"offset": offset}) as reply:
            message = _json(reply, _inflated(reply))
            if reply.status_code != 200:
                raise _http_error(reply, message)
            return message

    def get(self, url: str, offset: int, most: int) -> bytes:
        """At most so many bytes from a signed address, from `offset` on. Raises the tree of `sync.errors`."""
        headers = {"Accept-Encoding": "identity", "Range": f"bytes={offset}-{offset + most - 1}"}
        with self._signed("GET", url, headers=headers) as reply:
            if reply.status_code not in {200, 206}:
                raise _http_error(reply, _json(reply, _inflated(reply)))
            begins = reply.headers.get("content-range", "").startswith(f"bytes {offset}-")
            right = begins if reply.status_code == 206 else offset == 0
            if (
                not right
                or "content-encoding" in reply.headers
                or "html" in reply.headers.get("content-type", "")
            ):
                raise _not_ours(reply)
            return _at_most(reply.iter_raw(), most)

    @contextlib.contextmanager
    def _signed(self, method: str, url: str, **more: Any) -> Generator[httpx.Response]:
        """A request to an address that carries its own right: of this cloud, or of a store of files over TLS."""
        if not url.startswith(("/api/", "https://")):
            raise NotOursError(_("The cloud names an address for files that this program does not go to."))
        try:
            with self._client.stream(method, url, extensions={"trace": self._trace}, **more) as reply:
                yield reply
        except httpx.InvalidURL as error:
            raise NotOursError(_("The cloud names an address for files that is none.")) from error
        except httpx.TransportError as error:
            raise _no_answer(error) from error
        except RuntimeError as error:  # the client was closed under us
            raise UnreachableError(_("The connection was closed.")) from error

    def abort(self) -> None:
        """Ends the call under way, if any, and those to come, with an `UnreachableError`."""
        with self._lock:
            self._aborted = True
            sockets, self._sockets = self._sockets, []
        for item in sockets:
            _shut(item)

    def resume(self) -> None:
        """Calls may be made again after an `abort`."""
        self._aborted = False

    def close(self) -> None:
        """Gives back the connections."""
        self._client.close()

    def _trace(self, name: str, info: dict[str, Any]) -> None:
        """Keeps the sockets that are open, so that `abort` can reach them."""
        if name == "connection.connect_tcp.started" and self._aborted:
            raise httpx.ConnectError("stopping")
        if name in _CONNECTED:
            made = cast("socket.socket | None", info["return_value"].get_extra_info("socket"))
            with self._lock:
                self._sockets = [s for s in self._sockets if s.fileno() >= 0]
                if made is not None:
                    self._sockets.append(made)
                if made is not None and self._aborted:
                    _shut(made)


def clean_base(base: str) -> str:
    """The cloud's address without a slash at its end; raises a sentence for what is no address."""
    text = base.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        usable = usable and not any(character.isspace() for character in text)
        httpx.URL(text)
    except (ValueError, httpx.InvalidURL):
        usable = False
    if not usable:
        raise SentenceError(
            _("“{base}” is no address of a cloud.").format(base=base[:200]),
            safe=_("Nothing was changed."),
            next_step=_("An address looks like https://cloud.example.com."),
        )
    return text


def _shut(item: socket.socket) -> None:
    """Ends a connection under whoever reads from it; a TLS socket's own way would first talk to the other side."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(item, socket.SHUT_RDWR)


def _lines(raw: Iterator[bytes]) -> Iterator[bytes]:
    """Whole lines of bounded length; what comes after the last line end is dropped."""
    rest = b""
    for part in raw:
        *whole, rest = (rest + part).split(b"\n")
        if len(rest) > MAX_LINE or any(len(one) > MAX_LINE for one in whole):
            raise NotOursError(_("The cloud's wake-up is longer than any may be."))
        yield from (one.removesuffix(b"\r") for one in whole)


def _at_most(raw: Iterator[bytes], most: int) -> bytes:
    """The first bytes of a stream that may never end."""
    found = bytearray()
    for part in raw:
        found += part[: most - len(found)]
        if len(found) == most:
            break
    return bytes(found)


def _inflated(reply: httpx.Response) -> bytes:
    """The whole body, never more than the bound."""
    encoding = reply.headers.get("content-encoding", "identity").lower()
    if encoding not in {"identity", "gzip"}:
        raise NotOursError(_("The cloud answered in a packing this version of OneTool cannot read."))
    unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    parts: list[bytes] = []
    size = 0
    for raw in reply.iter_raw():
        try:
            part = unpack.decompress(raw, MAX_REPLY - size + 1) if unpack else raw
        except zlib.error as error:
            raise NotOursError(_("The cloud's answer came damaged.")) from error
        size += len(part)
        if size > MAX_REPLY:
            raise NotOursError(_("The cloud's answer is larger than any answer may be."))
        parts.append(part)
    if unpack and not unpack.eof:
        raise UnreachableError(_("The cloud's answer broke off half-way."))
    return b"".join(parts)


def _value(reply: httpx.Response, body: bytes) -> Any:
    """The value of a success, else the error that the answer means."""
    message = _json(reply, body)
    if reply.status_code != 200:
        raise _http_error(reply, message)
    if message is not None and message.get("status") == "success" and "value" in message:
        return message["value"]
    if message is not None and message.get("status") == "error":
        raise _call_error(message)
    raise _not_ours(reply)


def _json(reply: httpx.Response, body: bytes) -> dict[str, Any] | None:
    if "json" not in reply.headers.get("content-type", "").lower():
        return None
    try:
        message = loads(body)
    except Invalid:
        return None
    return cast(dict[str, Any], message) if isinstance(message, dict) else None


def _http_error(reply: httpx.Response, message: dict[str, Any] | None) -> CloudError:
    """What a status other than 200 means."""
    status, code = reply.status_code, str((message or {}).get("code", ""))
    words = str((message or {}).get("message", ""))
    if status == 401 and code == "unauthenticated":
        return UnauthenticatedError(
            words or _("The sign-in is not accepted."),
            next_step=_("Sign in again."),
            withdrawn=(message or {}).get("reason") == WITHDRAWN,
        )
    if status == 413:
        return TooLargeError(_("The cloud takes no request of this size."))
    if status in _BUSY:
        return BusyError(_("The cloud is busy."), retry_after_ms=_retry_after(reply))
    if status >= 500 and status != 511:
        return FaultError(_("The cloud has a problem of its own at the moment."))
    if code and words and 400 <= status < 500 and status != 401:
        return RefusedError(code, words, message)
    return _not_ours(reply)


def _call_error(message: dict[str, Any]) -> CloudError:
    data = message.get("errorData")
    m = cast(dict[str, Any], data) if isinstance(data, dict) else {}
    code, words = m.get("code"), str(m.get("message") or message.get("errorMessage") or "")
    if code == "unauthenticated":
        return UnauthenticatedError(words, next_step=_("Sign in again."))
    if not isinstance(code, str):
        return FaultError(_("The cloud has a problem of its own at the moment."))
    return RefusedError(code, words, m)


def _not_ours(reply: httpx.Response) -> NotOursError:
    """A sentence for an answer from something else."""
    if reply.is_redirect or "html" in reply.headers.get("content-type", "").lower():
        return NotOursError(
            _("A web page answered in place of the cloud; a network that wants a sign-in first does that."),
            next_step=_("Open a browser and sign in to the network, or check the address of the cloud."),
            cause=Cause.PORTAL,
        )
    return NotOursError(
        _("Something answered at this address, but it is not a OneTool cloud."),
        next_step=_("Check the address of the cloud."),
    )


def _no_answer(error: httpx.TransportError) -> CloudError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        return NotOursError(
            _("The cloud could not prove who it is: its certificate is not trusted here."),
            next_step=_("Check the address, the date of this computer, or ask whoever runs the cloud."),
        )
    if isinstance(error, httpx.TimeoutException):
        return UnreachableError(_("The cloud did not answer in time."))
    return UnreachableError(_("The cloud cannot be reached."))


def _retry_after(reply: httpx.Response) -> int | None:
    value = reply.headers.get("retry-after", "").strip()
    return int(value) * 1_000 if value.isascii() and value.isdigit() and len(value) < 7 else None

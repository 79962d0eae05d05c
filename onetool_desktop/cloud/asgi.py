"""The cloud over HTTP: Convex's own function call, so that one client speaks to both (WIRE section 1).

Promises: `POST /api/query` and `/api/mutation` answer 200 with success or error about the call itself, and anything
else with its status and `{code, message}`; bodies may come and go as gzip; a request that fails for a reason nobody
foresaw is a 500 that says so and leaves no trace in the data. Mutations that write run one after the other, queries
beside them. `GET /api/live` is the wake-up stream
(`live_stream`); bytes of files have addresses of their own (`file_bytes`).
May not know: functions, rows. Logs hold paths, ids and counts, never values.
"""

import gzip
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any, cast

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from onetool_desktop.changes.wire import dumps
from onetool_desktop.cloud.bodies import MAX_INFLATED, inflate, parse, too_large
from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.file_bytes import FileAddresses
from onetool_desktop.cloud.live_stream import EventStream, LiveStreams
from onetool_desktop.cloud.service import CloudService

_LOG = logging.getLogger("onetool.cloud")
_JSON = "application/json"
_WORTH_GZIP = 1024
_TAKES = {"Accept-Encoding": "gzip"}  # in an answer: requests may be packed so (RFC 9110, section 12.5.3)
_LANES = {"auth": 4, "mutation": 1, "query": 4, "files": 2}


def build_app(service: CloudService) -> Starlette:
    """The application over a service; `state.streams` are its live streams, to be ended before the server stops."""
    streams = LiveStreams(service)
    endpoint = _Endpoint(service, streams)
    routes = [
        Route(f"/api/{kind}", partial(endpoint.handle, kind), methods=["POST"])
        for kind in ("query", "mutation")
    ]
    routes.append(Route("/api/live", endpoint.live, methods=["GET"]))
    routes += FileAddresses(service.files, _refused).routes()
    app = Starlette(routes=routes, exception_handlers={404: _no_path, 405: _no_path})
    app.state.streams = streams
    return app


class _Endpoint:
    """The ways in."""

    def __init__(self, service: CloudService, streams: LiveStreams) -> None:
        self._service = service
        self._streams = streams
        self._lanes: dict[str, CapacityLimiter] = {}

    async def handle(self, kind: str, request: Request) -> Response:
        """One call."""
        zipped = "gzip" in request.headers.get("accept-encoding", "")
        try:
            body = await _body(request)
            encoding = request.headers.get("content-encoding", "").strip().lower()
            address = request.client.host if request.client else ""
            bearer = _bearer(request)
            path_lane = self._lane(kind, body)
            text, status, headers = await anyio.to_thread.run_sync(
                self._answer, kind, body, encoding, bearer, address, zipped, limiter=path_lane
            )
        except CallError as error:
            return _refused(error)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(text, status, headers, media_type=_JSON)

    async def live(self, request: Request) -> Response | EventStream:
        """A wake-up stream for `org`."""
        try:
            return await self._streams.open(_bearer(request), request.query_params.get("org"))
        except CallError as error:
            return _refused(error)

    def _lane(self, kind: str, body: bytes) -> CapacityLimiter:
        """Sign-in and files hash beside everything else; what writes waits its turn outside a thread."""
        beside = (name for name in ("auth", "files") if f'"{name}:'.encode() in body[:200])
        name = next(beside, kind) if kind == "mutation" else kind
        if name not in self._lanes:
            self._lanes[name] = CapacityLimiter(_LANES[name])
        return self._lanes[name]

    def _answer(
        self,
        kind: str,
        body: bytes,
        encoding: str,
        bearer: str | None,
        address: str,
        zipped: bool,  # noqa: FBT001
    ) -> tuple[bytes, int, dict[str, str]]:
        """Reads the body, calls the function, writes the answer; runs in a thread."""
        message = parse(inflate(body, encoding))
        path, args = message.get("path"), cast("dict[str, Any]", message.get("args", {}))
        if not isinstance(path, str) or type(args) is not dict or message.get("format", "json") != "json":
            raise CallError("invalid", "A call has `path`, `args` and the format `json`.", status=400)
        try:
            value = self._service.answer(kind, path, args, bearer, address)
        except CallError as error:
            if error.status is not None:
                raise
            data = error.data()
            text = dumps({"status": "error", "errorMessage": error.message, "errorData": data})
        except Exception:  # noqa: BLE001 # the last wall: whatever it was, the caller gets an answer
            _LOG.exception("a call failed and was undone: path=%s", path if path.isascii() else "?")
            raise CallError(
                "internal", "The cloud could not answer. Nothing was changed; try again.", status=500
            ) from None
        else:
            text = f'{{"status":"success","value":{value}}}'.encode()
        if zipped and len(text) >= _WORTH_GZIP:
            return gzip.compress(text, compresslevel=1, mtime=0), 200, {**_TAKES, "Content-Encoding": "gzip"}
        return text, 200, _TAKES


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or len(length) > 12 or int(length) > MAX_INFLATED:
        raise too_large()
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_INFLATED:
            raise too_large()
        parts.append(part)
    return b"".join(parts)


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _refused(error: CallError) -> Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    status = error.status or (403 if error.code == "forbidden" else 400)
    return Response(dumps(error.data()), status, headers, media_type=_JSON)


async def _no_path(_request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    data: Mapping[str, Any] = {"code": "not_found", "message": "There is nothing at this address."}
    return Response(dumps(data), status, media_type=_JSON)

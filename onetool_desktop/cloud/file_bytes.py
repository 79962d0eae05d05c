"""The bytes of files at their signed addresses: sent in parts, fetched whole or in ranges.

Promises: a part is at most 8 MiB and begins where the last one ended, else the answer says where that is; what came of
a part that broke off is kept; nothing is read into memory beyond one block. What is fetched is never shown by a
browser: it comes as an attachment of no known type.
May not know: rows and rights; the ticket in the address has settled them.
"""

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from onetool_desktop.changes.wire import dumps
from onetool_desktop.cloud import tickets
from onetool_desktop.cloud.blob_store import BLOCK, BusyUploadError, Incoming, OffsetError, Upload
from onetool_desktop.cloud.context import Cloud
from onetool_desktop.cloud.errors import CallError, invalid
from onetool_desktop.cloud.files import MAX_PART

T = TypeVar("T")
_LOG = logging.getLogger("onetool.cloud")
_THREADS = 4
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


class FileBytes:
    """The way in and out for bytes, without HTTP: what a test and the simulator use, and the addresses below."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    @contextmanager
    def receiving(self, ticket: str, offset: int) -> Generator["Part"]:
        """A part of an upload from `offset` on. Raises `CallError`."""
        found = tickets.read(self._cloud.tokens, tickets.Sending, ticket)
        try:
            with self._cloud.blobs.receiving(Upload(found.org, found.upload), offset) as incoming:
                yield Part(incoming, min(found.size, offset + MAX_PART))
        except OffsetError as error:
            words = "The file goes on at another place."
            raise CallError("invalid", words, status=409, more={"have": error.have}) from error
        except BusyUploadError as error:
            raise CallError("busy", "This file is being sent already.", status=409) from error
        except OSError as error:
            _LOG.error("a file could not be kept: %s", type(error).__name__)
            words = "The cloud has no room for this file just now."
            raise CallError("busy", words, status=503, retry_after=60) from error

    def fetching(self, ticket: str) -> tuple[Path, tickets.Fetching]:
        """Where the bytes lie that a ticket allows to be read. Raises `CallError`."""
        found = tickets.read(self._cloud.tokens, tickets.Fetching, ticket)
        path = self._cloud.blobs.path(found.org, found.sha)
        if not path.exists():
            raise CallError("not_found", "The cloud does not have this file any more.", status=404)
        return path, found


class Part:
    """One part being received; `most` is where it has to end at the latest."""

    def __init__(self, incoming: Incoming, most: int) -> None:
        self._incoming = incoming
        self._most = most

    @property
    def have(self) -> int:
        """How many bytes of the whole upload have come."""
        return self._incoming.have

    def write(self, data: bytes) -> None:
        """Adds bytes; raises `CallError` where they are more than agreed, and OSError."""
        if self.have + len(data) > self._most:
            raise CallError("too_large", "This is more than the file, or more than one part.", status=413)
        self._incoming.write(data)


class FileAddresses:
    """The signed addresses over HTTP."""

    def __init__(self, files: FileBytes, refused: Callable[[CallError], Response]) -> None:
        self._files = files
        self._refused = refused
        self._limiter: CapacityLimiter | None = None

    def routes(self) -> list[Route]:
        """`PUT /api/files/arriving/{ticket}?offset=n` and `GET /api/files/kept/{ticket}`."""
        return [
            Route("/api/files/arriving/{ticket}", self.receive, methods=["PUT"]),
            Route("/api/files/kept/{ticket}", self.send, methods=["GET"]),
        ]

    async def receive(self, request: Request) -> Response:
        """One part; answers `{have}`."""
        try:
            part = self._files.receiving(request.path_params["ticket"], _offset(request))
            opened = await self._aside(part.__enter__)
            raised: BaseException | None = None
            try:
                await self._copy(request, opened)
            except BaseException as error:
                raised = error
                raise
            finally:
                await self._aside(lambda: part.__exit__(type(raised) if raised else None, raised, None))
        except CallError as error:
            return self._refused(error)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(dumps({"have": opened.have}), media_type="application/json")

    async def send(self, request: Request) -> Response:
        """The bytes, whole or the range asked for."""
        try:
            path, found = await self._aside(lambda: self._files.fetching(request.path_params["ticket"]))
        except CallError as error:
            return self._refused(error)
        return FileResponse(
            path, headers=_HEADERS, media_type="application/octet-stream", filename=found.name
        )

    async def _copy(self, request: Request, part: Part) -> None:
        block = bytearray()
        async for data in request.stream():
            block += data
            if len(block) >= BLOCK:
                await self._aside(partial(part.write, bytes(block)))
                block.clear()
        await self._aside(partial(part.write, bytes(block)))

    async def _aside(self, call: Callable[[], T]) -> T:
        """In a thread of the files' own, so that no push waits for a disk that is busy with photos."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(_THREADS)
        return await anyio.to_thread.run_sync(call, limiter=self._limiter)


def _offset(request: Request) -> int:
    text: Any = request.query_params.get("offset", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise invalid("The offset is a whole number of bytes.")
    return int(text)

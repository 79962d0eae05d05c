"""The bytes of files between a device and a cloud in one process: no socket, and a test or a schedule may cut it.

Promises: what passes is what HTTP would carry, errors too; `before` may raise, and then nothing passed.
May not know: who asked for the addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.proof.simulator.network import translated


def _nothing(_way: str, _offset: int) -> None:
    """All is well with the line."""


@dataclass
class LocalCarrier:
    """A `sync.transfers.Carrier` to a service in this process."""

    service: CloudService
    before: Callable[[str, int], None] = _nothing

    def put(self, url: str, offset: int, data: bytes) -> Any:
        """Sends bytes from `offset` on; the answer."""
        self.before("put", offset)
        try:
            with self.service.files.receiving(_ticket(url), offset) as part:
                part.write(data)
                return {"have": part.have}
        except CallError as error:
            raise translated(error) from error

    def get(self, url: str, offset: int, most: int) -> bytes:
        """At most so many bytes from `offset` on."""
        self.before("get", offset)
        try:
            path, _found = self.service.files.fetching(_ticket(url))
        except CallError as error:
            raise translated(error) from error
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(most)


def _ticket(url: str) -> str:
    return url.rsplit("/", 1)[1]
